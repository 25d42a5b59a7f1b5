"""A row of a list as it was read, before anything in it is believed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Original = Sequence[str] | Mapping[str, Any]
"""A row just as it was sent: the cells of a CSV, or an organisation of a JSON with one service."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row.

    Attributes:
        where: where it stood: "line 5", or "organisation 2, service 1".
        cells: what it says, by column; a column the list does not have is not there.
        original: the row as it was sent.
        problem: why it cannot be used at all; empty when it may be.

    """

    where: str
    cells: Mapping[str, Any]
    original: Original
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a file, read as they are asked for, and what to tell its sender.

    Attributes:
        heading: the first line of a CSV, as it was sent; None for JSON.

    """

    rows: Iterator[Listed]
    heading: Sequence[str] | None = None
    notes: list[str] = field(default_factory=list)
