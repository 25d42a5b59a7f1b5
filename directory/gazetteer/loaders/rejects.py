"""Rows that could not be used, kept aside with their line and the reason."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from slugify import slugify

MOST_KEPT = 10_000
"""No more rows than this are kept from one file; the count goes on."""


class RejectFile:
    """``instance/rejects/<file>-<n>.csv``; made when the first row is rejected."""

    def __init__(self, folder: Path, label: str) -> None:
        """Say where; nothing is written yet."""
        self._folder = folder
        self._stem = slugify(label, max_length=80) or "file"
        self._stream: IO[str] | None = None
        self._writer: Any = None
        self.path: Path | None = None
        self.count = 0

    def add(self, line: int, reason: str, row: Sequence[str]) -> None:
        """Keep one row."""
        if self._stream is None:
            self._open()
        self.count += 1
        if self.count <= MOST_KEPT:
            self._writer.writerow([line, reason, *(_plain(cell) for cell in row)])

    def flush(self) -> None:
        """Make sure that what was kept is on the disk."""
        if self._stream is not None:
            self._stream.flush()

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            path = self._folder / f"{self._stem}-{number}.csv"
            try:
                self._stream = path.open("x", encoding="utf-8", newline="")
                break
            except FileExistsError:
                number += 1
        self.path = path
        self._writer = csv.writer(self._stream)
        self._writer.writerow(["line", "reason", "row"])


def _plain(cell: str) -> str:
    """Return a cell that can be written down: short, and with its undecodable bytes shown."""
    return cell[:200].encode("utf-8", "backslashreplace").decode("utf-8")
