"""What came of loading a list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from directory.entries.difference import Became

MOST_NOTES = 50
MOST_SHOWN = 3


@dataclass
class ByDay:
    """Opening times without am or pm that were read by day: how many, and the first few."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, where: str, read: Mapping[str, str]) -> None:
        """Count those of a row; ``read`` tells how each was read, by what was typed."""
        self.count += len(read)
        for typed, hours in read.items():
            if len(self.first) < MOST_SHOWN:
                self.first.append(f"{where} “{typed}” as {hours}")

    def said(self) -> str:
        """Return what the sender should know."""
        what = "1 opening time" if self.count == 1 else f"{self.count:,} opening times"
        was = "was" if self.count == 1 else "were"
        more = f"; and {self.count - MOST_SHOWN:,} more" if self.count > MOST_SHOWN else ""
        return (
            f"{what} had no am or pm, and {was} read as daytime or evening: "
            f"{'; '.join(self.first)}{more}. Where that is wrong, write am or pm"
        )


@dataclass
class ImportReport:
    """What came of a list.

    Attributes:
        read: rows read.
        organisations, services: how many were added, changed and left alone.
        rejected: rows put aside, in the file ``rejects``.
        missing: services of these organisations that are here and not in the list.
        notes: what the sender should know, at most fifty; ``further_notes`` counts the others.
            One about all times that were read by day comes before them.
        trouble: why the list could not be read to its end; empty when it was.
        unsearchable: why the index could not hear of it; empty when it did.

    """

    file: str
    read: int = 0
    organisations: Counter[Became] = field(default_factory=Counter)
    services: Counter[Became] = field(default_factory=Counter)
    rejected: int = 0
    rejects: Path | None = None
    missing: int = 0
    notes: list[str] = field(default_factory=list)
    further_notes: int = 0
    trouble: str = ""
    unsearchable: str = ""

    def note(self, where: str, said: Iterable[str]) -> None:
        """Keep what the sender should know, up to a bound."""
        for each in said:
            if len(self.notes) < MOST_NOTES:
                self.notes.append(f"{where}: {each}")
            else:
                self.further_notes += 1

    def note_by_day(self, by_day: ByDay) -> None:
        """Say first how times without am or pm were read, if there were any."""
        if by_day.count:
            self.notes.insert(0, by_day.said())
