"""A street of houses, one for each month: the more often found, the more windows are lit."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.queries.found import Month

A_FLOOR = 2
MOST_WINDOWS = 12
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class House:
    """A month as a house: ``floors`` above the door, and how many of their windows are lit."""

    month: Month
    floors: int
    lit: int


@dataclass(frozen=True, slots=True)
class Street:
    """The houses of some months, the oldest first.

    Attributes:
        window: how many times one lit window stands for, at most.

    """

    houses: tuple[House, ...]
    window: int


def street(months: Sequence[Month]) -> Street:
    """Return the houses of some months, all on one scale."""
    window = _window(max((each.total for each in months), default=0))
    return Street(tuple(_house(each, window) for each in months), window)


def _house(month: Month, window: int) -> House:
    lit = -(-month.total // window)
    return House(month, -(-lit // A_FLOOR), lit)


def _window(most: int) -> int:
    """Return how many times a window stands for: the least round number that fits, from five."""
    power = 1
    while True:
        for each in _ROUND:
            if (size := each * power) >= 5 and most <= size * MOST_WINDOWS:
                return size
        power *= 10
