"""What came of loading a file, and what may go wrong with a row."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


class BadRowError(Exception):
    """A row cannot be used; the message says why, in words for the person who sent the file."""


@dataclass(slots=True)
class Outcome:
    """How many records a batch added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class LoadReport:
    """What came of one file.

    Attributes:
        file: the file as the person knows it; for a part of a zip, "zip/part".
        kind: what was recognised, in words; empty when nothing was.
        read: rows (or GeoJSON features) read, headers not counted.
        passed_over: rows that are sound and that we have no use for, by reason.
        trouble: why the file could not be loaded to its end; empty when it was.
        notes: what the person should know.
        is_known: the very same file was loaded before, and nothing was done.

    """

    file: str
    kind: str = ""
    edition: str = ""
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    rejected: int = 0
    rejects: Path | None = None
    passed_over: Counter[str] = field(default_factory=Counter)
    trouble: str = ""
    notes: list[str] = field(default_factory=list)
    is_known: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count a batch."""
        self.added += outcome.added
        self.changed += outcome.changed
        self.unchanged += outcome.unchanged
