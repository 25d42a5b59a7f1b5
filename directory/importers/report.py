"""What came of loading a list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from directory.entries.difference import Became

MOST_NOTES = 50


@dataclass
class ImportReport:
    """What came of a list.

    Attributes:
        read: rows read.
        organisations, services: how many were added, changed and left alone.
        rejected: rows put aside, in the file ``rejects``.
        missing: services of these organisations that are here and not in the list.
        notes: what the sender should know, at most fifty; ``further_notes`` counts the others.
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
