"""One page of a longer list, and how many pages there are."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some rows of an ordered list: page ``page`` (from 1) of those that ``size`` rows make."""

    rows: tuple[T, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the number of the first row here, from 1; 0 when there is none."""
        return (self.page - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Return the number of the last row here."""
        return (self.page - 1) * self.size + len(self.rows)


def start(page: int, size: int) -> int:
    """Return how many rows stand before a page."""
    return (page - 1) * size
