"""Rows that could not be used, kept aside as they were, to be put right and loaded."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from flask import current_app
from slugify import slugify

from directory.domain.spreadsheets import writable
from directory.entries.columns import ASIDE
from directory.entries.listed import Listed


class Rejects:
    """``instance/rejects/<file>-<n>.csv``, or ``.jsonl`` for a JSON; made with its first row."""

    def __init__(self, file: str, heading: Sequence[str] | None) -> None:
        """Say what for; nothing is written yet.

        Args:
            file: the name of the list.
            heading: its first line; None when it is JSON.

        """
        self._stem = slugify(Path(file).stem, max_length=80) or "list"
        self._heading = heading
        self._stream: IO[str] | None = None
        self.path: Path | None = None

    def add(self, row: Listed, reason: str) -> None:
        """Keep one row."""
        stream = self._stream or self._open()
        if isinstance(row.original, Sequence):
            said = [row.where.removeprefix("line "), reason]
            cells = row.original[self._already() :]
            csv.writer(stream).writerow([*map(writable, said), *map(writable, cells)])
        else:
            kept = {key: row.original[key] for key in row.original if key not in ASIDE}
            json.dump({"line": row.where, "reason": reason, **kept}, stream)
            stream.write("\n")
        stream.flush()

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _already(self) -> int:
        """Return how many cells of a row tell why it was put aside the last time."""
        heading = self._heading or ()
        return len(ASIDE) if [*heading[: len(ASIDE)]] == [*ASIDE] else 0

    def _open(self) -> IO[str]:
        folder = Path(current_app.instance_path) / "rejects"
        folder.mkdir(parents=True, exist_ok=True)
        ending = "jsonl" if self._heading is None else "csv"
        number = 1
        while True:
            self.path = folder / f"{self._stem}-{number}.{ending}"
            try:
                stream = self.path.open("x", encoding="utf-8", newline="")
                break
            except FileExistsError:
                number += 1
        if self._heading is not None:
            names = [writable(each) for each in self._heading[self._already() :]]
            csv.writer(stream).writerow([*ASIDE, *names])
        self._stream = stream
        return stream
