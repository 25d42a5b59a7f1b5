"""Lists as rows, read as they are asked for: whether CSV or JSON is told by the content."""

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from directory.entries.listed import Listed, Listing
from directory.errors import ImportFileError
from directory.importers.csv_rows import open_csv
from directory.importers.json_rows import json_rows

MOST_BYTES = 256 * 2**20
BLOCK = 2**20

Progress = Callable[[int, int], object]
"""Is told how many bytes have been read, and how many there are."""

_NOT_TEXT = {
    b"PK": "this is a spreadsheet or a zip; save it as CSV first",
    b"\xd0\xcf\x11\xe0": "this is an old spreadsheet; save it as CSV first",
    b"%PDF": "this is a PDF, not a list",
    b"\x1f\x8b": "this is packed (gzip); unpack it first",
}


def read(file: Path, progress: Progress | None = None) -> Listing:
    """Open a list.

    Raises:
        ImportFileError: it is not there, too large, empty, not text, or lacks a needed column.

    """
    try:
        return _read(file, progress)
    except OSError as error:
        raise ImportFileError(f"{file.name}: {error.strerror or error}") from None


def _read(file: Path, progress: Progress | None) -> Listing:
    if not file.is_file():
        raise ImportFileError(f"{file.name}: there is no such file")
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise ImportFileError(f"{file.name}: {size:,} bytes are too many (at most {MOST_BYTES:,})")
    notes: list[str] = []
    encoding = _encoding(file, notes)

    @contextmanager
    def opened() -> Iterator[IO[str]]:
        with file.open("rb") as stream:
            counted = io.BufferedReader(_Counted(stream, size, progress), BLOCK // 4)
            yield io.TextIOWrapper(counted, encoding=encoding, errors="replace", newline="")

    with file.open(encoding=encoding, errors="replace", newline="") as text:
        begins = text.read(4_000).lstrip()
    if not begins:
        raise ImportFileError(f"{file.name}: the file is empty")
    if begins[0] in "[{":
        return Listing(_from(opened, lambda text: json_rows(text, file.name)), notes=notes)
    with opened() as first:
        heading, separator, told = open_csv(first, file.name)
    rows = _from(opened, lambda text: told.rows(text, separator))
    return Listing(rows, heading, [*notes, *told.notes])


def _from(opened: Any, rows: Callable[[IO[str]], Iterator[Listed]]) -> Iterator[Listed]:
    with opened() as text:
        yield from rows(text)


def _encoding(file: Path, notes: list[str]) -> str:
    """Return the encoding: UTF-8, else Windows-1252, which spreadsheets still write."""
    with file.open("rb") as stream:
        first = stream.read(BLOCK)
        _refuse_what_is_not_text(file, first)
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        block = first
        try:
            while block:
                decoder.decode(block)
                block = stream.read(BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            notes.append("the file is not UTF-8; it was read as Windows-1252")
            return "cp1252"
    return "utf-8-sig"


def _refuse_what_is_not_text(file: Path, first: bytes) -> None:
    for begins, why in _NOT_TEXT.items():
        if first.startswith(begins):
            raise ImportFileError(f"{file.name}: {why}")
    has_mark = first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if b"\0" in first and not has_mark:
        raise ImportFileError(f"{file.name}: this is not a text file")


class _Counted(io.RawIOBase):
    """A stream that tells how far it was read."""

    def __init__(self, stream: IO[bytes], size: int, progress: Progress | None) -> None:
        super().__init__()
        self._stream, self._size, self._progress = stream, size, progress
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._stream.read(len(buffer))
        buffer[: len(block)] = block
        self._done += len(block)
        if self._progress is not None:
            self._progress(self._done, self._size)
        return len(block)
