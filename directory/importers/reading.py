"""Lists as rows: CSV in its usual dialects, and JSON; each row with where it stood in its file."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.errors import ImportFileError

COLUMNS = (
    "organisation_ref",
    "organisation_name",
    "also_known_as",
    "kind",
    "organisation_description",
    "founded",
    "organisation_website",
    "identifiers",
    "bases",
    "organisation_phone",
    "organisation_email",
    "organisation_checked_on",
    "organisation_checked_by",
    "source",
    "invented",
    "publication",
    "service_ref",
    "service_name",
    "summary",
    "description",
    "categories",
    "cost",
    "cost_note",
    "age_from",
    "age_to",
    "audiences",
    "eligibility",
    "languages",
    "access",
    "access_note",
    "modes",
    "ways_in",
    "way_in_note",
    "sites",
    "coverage",
    "opening_times",
    "status",
    "status_note",
    "website",
    "phone",
    "email",
    "checked_on",
    "checked_by",
)
"""Every column, in the order of the documentation."""

NEEDED = ("organisation_ref", "organisation_name", "kind")
MOST_BYTES = 200_000_000
LONGEST_CELL = 100_000
OF_ORGANISATION = {
    "ref",
    "name",
    "description",
    "website",
    "phone",
    "email",
    "checked_on",
    "checked_by",
}
OF_SERVICE = {"ref", "name"}
SEPARATORS = {"opening_times": "; "}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row, tidied, with its line (or its place in the JSON) and the cells as they were sent."""

    where: str
    cells: Mapping[str, str]
    original: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a file, read as they are asked for, and what to tell its sender."""

    rows: Iterator[Listed]
    notes: list[str]


def read(file: Path) -> Listing:
    """Open a list; whether it is CSV or JSON is told by its content.

    Raises:
        ImportFileError: it is not there, too large, empty, not text, or lacks a needed column.

    """
    if not file.is_file():
        raise ImportFileError(f"{file.name}: there is no such file")
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise ImportFileError(f"{file.name}: {size:,} bytes are too many (at most {MOST_BYTES:,})")
    notes: list[str] = []
    encoding = _encoding(file, notes)
    with file.open(encoding=encoding, errors="replace") as opened:
        begins = opened.read(4_000).lstrip()
    if not begins:
        raise ImportFileError(f"{file.name}: the file is empty")
    if begins[0] in "[{":
        return Listing(_json_rows(file, encoding), notes)
    return Listing(_csv_rows(file, encoding, notes), notes)


def _encoding(file: Path, notes: list[str]) -> str:
    """Return the encoding: UTF-8, else Windows-1252, which spreadsheets still write."""
    try:
        with file.open(encoding="utf-8-sig") as opened:
            while piece := opened.read(1_000_000):
                if "\0" in piece:
                    raise ImportFileError(f"{file.name}: this is not a text file")
    except UnicodeDecodeError:
        if b"\0" in file.read_bytes()[:100_000]:
            raise ImportFileError(f"{file.name}: this is not a text file") from None
        notes.append("the file is not UTF-8; it was read as Windows-1252")
        return "cp1252"
    return "utf-8-sig"


def _csv_rows(file: Path, encoding: str, notes: list[str]) -> Iterator[Listed]:
    with file.open(encoding=encoding, errors="replace", newline="") as opened:
        first = opened.readline(LONGEST_CELL)
    separator = max(",;\t", key=first.count)
    header = next(csv.reader(io.StringIO(first), delimiter=separator), [])
    columns = [_column(name) for name in header]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise ImportFileError(f"{file.name}: the first line does not name {' or '.join(missing)}")
    unknown = [name for name in header if _column(name) not in COLUMNS]
    if unknown:
        notes.append(f"columns that are not known were passed over: {', '.join(unknown)[:300]}")
    return _rows_of(file, encoding, separator, columns)


def _rows_of(file: Path, encoding: str, separator: str, columns: list[str]) -> Iterator[Listed]:
    csv.field_size_limit(LONGEST_CELL)
    with file.open(encoding=encoding, errors="replace", newline="") as opened:
        reader = csv.reader(opened, delimiter=separator)
        next(reader, None)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Listed(f"line {line}", {"": str(error)}, {})
                continue
            if not any(cell.strip() for cell in cells):
                continue
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            original = dict(zip(columns, padded, strict=False))
            extra = "" if len(cells) <= len(columns) else "the row has more cells than columns"
            yield Listed(f"line {line}", {"": extra, **_tidied(original)}, original)


def _column(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _tidied(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells without control characters and without space around them."""
    return {
        column: "".join(c for c in cell if c >= " " or c in "\n\t").strip()
        for column, cell in cells.items()
        if column in COLUMNS
    }


def _json_rows(file: Path, encoding: str) -> Iterator[Listed]:
    try:
        found = json.loads(file.read_text(encoding, errors="replace"))
    except (ValueError, RecursionError) as error:
        raise ImportFileError(f"{file.name}: this is not whole JSON: {error}") from None
    organisations = found.get("organisations") if isinstance(found, dict) else found
    if not isinstance(organisations, list):
        raise ImportFileError(f"{file.name}: a list of organisations was expected")
    return _flattened(organisations)


def _flattened(organisations: list[Any]) -> Iterator[Listed]:
    """Return a row for each service, as CSV would have it."""
    for number, organisation in enumerate(organisations, start=1):
        where = f"organisation {number}"
        if not isinstance(organisation, dict):
            yield Listed(where, {"": "this is not an organisation"}, {})
            continue
        services = organisation.get("services") or [{}]
        shared = _named(organisation, OF_ORGANISATION, "organisation_")
        shared.pop("services", None)
        if not isinstance(services, list):
            yield Listed(where, {"": "services: a list was expected"}, shared)
            continue
        for order, service in enumerate(services, start=1):
            if not isinstance(service, dict):
                yield Listed(f"{where}, service {order}", {"": "this is not a service"}, shared)
                continue
            cells = shared | _named(service, OF_SERVICE, "service_")
            yield Listed(f"{where}, service {order}", _tidied(cells), cells)


def _named(values: Mapping[str, Any], renamed: set[str], prefix: str) -> dict[str, str]:
    return {
        f"{prefix}{name}" if name in renamed else str(name): _cell(str(name), value)
        for name, value in values.items()
    }


def _cell(name: str, value: Any) -> str:
    """Return a JSON value as a cell of CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return SEPARATORS.get(name, " | ").join(_cell(name, each) for each in value)
    if isinstance(value, dict):
        return "; ".join(_part(str(key), each) for key, each in value.items() if each)
    return str(value)


def _part(key: str, value: Any) -> str:
    return key if value is True else f"{key}: {_cell(key, value).replace(' | ', ', ')}"
