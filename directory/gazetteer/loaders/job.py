"""One file being loaded: its rows in, its batches committed with how far we got."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, TypeVar

from directory.errors import GazetteerFileError
from directory.extensions import db
from directory.gazetteer.loaders.feature_stream import features
from directory.gazetteer.loaders.files import BROKEN, SourceFile, broken
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.rejects import RejectFile
from directory.gazetteer.loaders.report import BadRowError, LoadReport, Outcome
from directory.models import GazetteerLoad

Progress = Callable[[str, int, int], None]
"""Told the file, how many of its bytes are read, and how many it has."""

Cells = Sequence[str]
T = TypeVar("T")

_TOO_MANY_BAD = 1_000


def today() -> date:
    """Return the day that a load is done on."""
    return datetime.now(UTC).date()


@dataclass(slots=True)
class Job:
    """One file being loaded.

    Attributes:
        row: what is kept in the database about this load; ``row.position`` rows are safely in.
        edition: "2025-10" or "2025", or empty when nothing tells.

    """

    file: SourceFile
    head: Head
    row: GazetteerLoad
    report: LoadReport
    rejects: RejectFile
    progress: Progress
    edition: str = ""
    _newly_rejected: int = 0

    def rows(self, *, has_header: bool) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with its line number, the first line being 1; blank lines are left out.

        Raises:
            GazetteerFileError: the file breaks off.

        """
        with self._bytes() as stream:
            text = io.TextIOWrapper(
                stream, encoding="utf-8-sig", errors="surrogateescape", newline=""
            )
            reader = csv.reader(text)
            if has_header:
                next(reader, None)
            while True:
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield reader.line_num, []
                    continue
                if cells:
                    yield reader.line_num, cells

    def features(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the features of a GeoJSON file with their number, holding one at a time.

        Raises:
            GazetteerFileError: the file breaks off, or is not GeoJSON after all.

        """
        with self._bytes() as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
            yield from enumerate(features(text, self.file.label), start=1)

    def stream(
        self,
        rows: Iterator[tuple[int, T]],
        parse: Callable[[T], Any],
        store: Callable[[list[Any]], Outcome],
        *,
        size: int = 2_000,
        on_known: Callable[[T], None] | None = None,
        rows_in: Callable[[T], int] = lambda _: 1,
    ) -> None:
        """Parse and store rows in batches, committing each batch with the position after it.

        Args:
            rows: line number and row; the first ``row.position`` were stored before.
            parse: returns what to store, or None when the row is of no use to us.
            store: puts a batch into the session, and counts.
            size: rows in a batch.
            on_known: told each row that was stored before.
            rows_in: how many rows of the file one item is, where several make one.

        """
        batch: list[Any] = []
        done, number = self.row.position, 0
        for number, (line, row) in enumerate(rows, start=1):
            if number > done:
                self._take(parse, line, row, batch)
                self.report.read += rows_in(row)
            elif on_known is not None:
                on_known(row)
            if self.report.rejected == number == _TOO_MANY_BAD:
                raise GazetteerFileError(
                    f"{self.file.label}: not one of the first {number:,} rows can be used; "
                    f"see {self.rejects.path}"
                )
            if number % size == 0 and number > done:
                self._commit(store, batch, number)
                batch = []
        self._commit(store, batch, max(number, done))

    def _take(self, parse: Callable[[T], Any], line: int, row: T, batch: list[Any]) -> None:
        try:
            found = parse(row)
        except BadRowError as error:
            self.reject(line, str(error), row)
        else:
            if found is not None:
                batch.append(found)

    def pass_over(self, reason: str) -> None:
        """Count a sound row that we have no use for."""
        self.report.passed_over[reason] += 1

    def retire(self, number: int) -> None:
        """Count areas or postcodes that the publisher no longer lists."""
        self.row.retired += number
        self.report.retired += number

    def _commit(self, store: Callable[[list[Any]], Outcome], batch: list[Any], at: int) -> None:
        outcome = store(batch) if batch else Outcome()
        self.rejects.flush()
        row = self.row
        row.added += outcome.added
        row.changed += outcome.changed
        row.unchanged += outcome.unchanged
        row.rejected += self._newly_rejected
        self._newly_rejected = 0
        row.position = at
        self.report.add(outcome)
        db.session.commit()

    def reject(self, line: int, reason: str, row: Any) -> None:
        """Keep a row aside that cannot be used."""
        cells = row if isinstance(row, list) else [json.dumps(row, default=str)[:200]]
        self.rejects.add(line, reason, cells)
        self._newly_rejected += 1
        self.report.rejected += 1
        self.report.rejects = self.rejects.path

    @contextmanager
    def _bytes(self) -> Iterator[BinaryIO]:
        try:
            with self.file.opener() as stream:
                counted = _Counted(stream, self.file, self.progress)
                yield io.BufferedReader(counted, 2**18)
        except BROKEN as error:
            raise broken(self.file.label) from error


class _Counted(io.RawIOBase):
    """A stream that tells how far it was read."""

    def __init__(self, stream: BinaryIO, file: SourceFile, progress: Progress) -> None:
        super().__init__()
        self._stream, self._file, self._progress = stream, file, progress
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._stream.read(len(buffer))
        buffer[: len(block)] = block
        self._read += len(block)
        self._progress(self._file.label, self._read, self._file.size)
        return len(block)
