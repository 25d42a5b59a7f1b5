"""What a file is, told by what is in it."""

import csv
import io
import re
from dataclasses import dataclass

from directory.errors import GazetteerFileError
from directory.gazetteer.loaders.files import HEAD, SourceFile

_YEAR = re.compile(r"^[a-z]+(\d\d)(?:cd|nm|nmw)$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATED = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})[a-z]*[ _-]?(20\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, looked at as each kind of file would be.

    Attributes:
        text: the beginning as text; for JSON this is all there is.
        header: the cells of the first line, lower case and trimmed.
        first: the first few lines as cells, the first line included.

    """

    label: str
    text: str
    header: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]

    @property
    def is_json(self) -> bool:
        """Say whether it starts as a JSON object does."""
        return self.text.lstrip().startswith("{")

    def has(self, *columns: str) -> bool:
        """Say whether the header has all of these columns."""
        return set(columns) <= set(self.header)

    def column(self, pattern: str) -> str:
        """Return the header's first column that a pattern matches whole, or ""."""
        return next((name for name in self.header if re.fullmatch(pattern, name)), "")

    @property
    def edition(self) -> str:
        """Return the edition as "2025-11" or "2025", from the header's newest year and the name.

        Only an edition is ever read from a name, never what the file is.
        """
        years = [int(found[1]) for name in self.header if (found := _YEAR.match(name))]
        dated = _DATED.search(self.label.rsplit("/", 1)[-1]) or _DATED.search(self.label)
        if dated:
            return f"{dated[2]}-{_MONTHS.index(dated[1][:3].lower()) + 1:02}"
        return f"20{max(years):02}" if years else ""


def look_at(file: SourceFile) -> Head:
    """Return the beginning of a file.

    Raises:
        GazetteerFileError: it is damaged, empty, a web page, or not text in UTF-8.

    """
    if file.trouble:
        raise GazetteerFileError(file.trouble)
    head = file.head()
    _refuse(file.label, head)
    text = _text(file.label, head)
    lines = text.splitlines(keepends=True)
    whole = lines if len(lines) < 2 or len(head) == file.size else lines[:-1]
    try:
        first = [tuple(row) for row in csv.reader(io.StringIO("".join(whole[:12]))) if row]
    except csv.Error:
        first = []
    header = tuple(cell.strip().lower() for cell in first[0]) if first else ()
    return Head(file.label, text, header, tuple(first))


def _refuse(label: str, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if not start:
        raise GazetteerFileError(f"{label} is empty")
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise GazetteerFileError(
            f"{label} is a web page, not data: the download went wrong, or needs a sign-in"
        )
    if head.startswith(b"SQLite format 3"):
        raise GazetteerFileError(f"{label} is a GeoPackage or database; get the CSV or GeoJSON")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise GazetteerFileError(f"{label} is in UTF-16; save it as UTF-8")
    if b"\0" in head:
        raise GazetteerFileError(f"{label} is not a text file")


def _text(label: str, head: bytes) -> str:
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if (
            len(head) == HEAD and error.start >= HEAD - 4
        ):  # the beginning ends in the middle of a letter
            return head[: error.start].decode("utf-8-sig")
        message = f"{label} is not in UTF-8 (byte {error.start:,} cannot be read); save it as UTF-8"
        raise GazetteerFileError(message) from None
