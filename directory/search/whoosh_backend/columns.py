"""Columns that are read whole: numbers, bytes and facets of every document of a segment at once.

They keep Whoosh's column protocol (``whoosh.columns``), so that its writer stores and merges them;
Whoosh's own columns are read one document at a time.
"""

import pickle
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter, EmptyColumnReader

from directory.search.whoosh_backend.arrays import Bytes, Ints, offsets_of
from directory.search.whoosh_backend.files import MappedFile

_COUNT = np.dtype("<u4")
BETWEEN_FACETS = b"\x1e"


def in_place(file: Any, start: int, length: int) -> memoryview:
    """Return a part of a file of the index as memory; a file that is not mapped is read."""
    if isinstance(file, MappedFile):
        return memoryview(file.mapped)[start : start + length]
    return memoryview(file.get(start, length))


class _Reader(ColumnReader):  # type: ignore[misc]
    """A column whose values stand one after another, followed by the length of each."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        table = doccount * _COUNT.itemsize
        raw = dbfile.get(basepos + length - table, table)
        if length < table or len(raw) != table:
            raise ValueError("a column of the index is cut short")
        self.offsets: Ints = offsets_of(np.frombuffer(raw, _COUNT))
        if int(self.offsets[-1]) != length - table:
            raise ValueError("a column of the index is cut short")

    def __getitem__(self, docnum: int) -> bytes:
        start, end = int(self.offsets[docnum]), int(self.offsets[docnum + 1])
        value: bytes = self._dbfile.get(self._basepos + start, end - start)
        return value

    def whole(self) -> bytes:
        """Return the values of all documents, end to end."""
        value: bytes = self._dbfile.get(self._basepos, int(self.offsets[-1]))
        return value

    def in_place(self) -> memoryview:
        """Return the same where it lies in the file, which is never written again."""
        return in_place(self._dbfile, self._basepos, int(self.offsets[-1]))


class BytesColumn(Column):  # type: ignore[misc]
    """Any bytes for each document."""

    _default = b""
    Reader = _Reader

    class Writer(ColumnWriter):  # type: ignore[misc]
        """Writes values as they come and their lengths at the end."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._lengths: list[int] = []

        def add(self, docnum: int, value: bytes) -> None:
            """Write the value of the next document; those left out have none."""
            self._lengths.extend([0] * (docnum - len(self._lengths)))
            self._lengths.append(len(value))
            self._dbfile.write(value)

        def finish(self, doccount: int) -> None:
            """Write the lengths."""
            self._lengths.extend([0] * (doccount - len(self._lengths)))
            self._dbfile.write(np.array(self._lengths, _COUNT).tobytes())


class FacetsColumn(Column):  # type: ignore[misc]
    """The facets of each document: for each facet, the number of a set of values met before.

    Few sets of values occur (free, for women, on Mondays), so counting is counting numbers. A
    document's value is its sets in the order of the facets, ``BETWEEN_FACETS`` between them.
    """

    _default = b""

    class Writer(ColumnWriter):  # type: ignore[misc]
        """Numbers the sets as they come."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._sets: list[dict[bytes, int]] = []
            self._rows: list[list[int]] = []

        def add(self, docnum: int, value: bytes) -> None:
            """Take in the sets of the next document, which must not leave one out."""
            parts = value.split(BETWEEN_FACETS)
            if not self._sets:
                self._sets = [{} for _ in parts]
            self._rows.append(
                [
                    sets.setdefault(part, len(sets))
                    for sets, part in zip(self._sets, parts, strict=True)
                ]
            )

        def finish(self, _doccount: int) -> None:
            """Write the numbers, then the sets, then how long those are."""
            numbers = np.array(self._rows, _COUNT).T.tobytes() if self._rows else b""
            sets = pickle.dumps([list(each) for each in self._sets], 5)
            self._dbfile.write(numbers + sets + np.array([len(sets)], _COUNT).tobytes())

    class Reader(ColumnReader):  # type: ignore[misc]
        """Holds all numbers in memory: one row for each facet, one column for each document."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            raw = dbfile.get(basepos, length)
            size = int(np.frombuffer(raw[-_COUNT.itemsize :], _COUNT)[0])
            end = len(raw) - _COUNT.itemsize
            self.sets: list[list[bytes]] = pickle.loads(raw[end - size : end])  # noqa: S301 (our own)
            numbers = np.frombuffer(raw[: end - size], _COUNT).reshape(len(self.sets), doccount)
            largest = max(map(len, self.sets), default=0)
            self.numbers = numbers.astype(np.min_scalar_type(largest))

        def __getitem__(self, docnum: int) -> bytes:
            return BETWEEN_FACETS.join(
                sets[int(number)]
                for sets, number in zip(self.sets, self.numbers[:, docnum], strict=True)
            )


def read_records(reader: Any, field: str, kind: np.dtype[Any]) -> tuple[Any, Ints]:
    """Return a column of records as one array, and where each document's records begin."""
    column = bytes_at(reader, field)
    return np.frombuffer(column.whole(), kind), column.offsets // kind.itemsize


def bytes_at(reader: Any, field: str) -> Bytes:
    """Return a column of bytes to be read here and there.

    Raises:
        ValueError: the file is missing.

    """
    found: Bytes = column_at(reader, field)
    return found


def column_at(reader: Any, field: str) -> Any:
    """Return a column as it is.

    Raises:
        ValueError: the file is missing; Whoosh takes such a column for one with nothing in it.

    """
    column = reader.column_reader(field, translate=False)
    if isinstance(column, EmptyColumnReader):
        raise ValueError("a column of the index is missing")
    return column


def mapped(reader: Any, field: str, kind: np.dtype[Any]) -> tuple[Any, Ints]:
    """Return a large column of records without reading it: the system does, where it is needed."""
    column = bytes_at(reader, field)
    return np.frombuffer(column.in_place(), kind), column.offsets // kind.itemsize
