"""CSV as spreadsheets write it: commas, semicolons or tabs, and cells with line breaks."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from directory.entries.columns import ASIDE, COLUMNS, NEEDED, column_of
from directory.entries.listed import Listed
from directory.errors import ImportFileError

LONGEST_LINE = 1_000_000
MOST_COLUMNS = 200
SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line tells.

    Attributes:
        columns: the column that each cell holds, empty for one we do not know.
        is_aside: it is a file of rows that were put aside before, and put right by hand.

    """

    columns: Sequence[str]
    is_aside: bool = False
    notes: list[str] = field(default_factory=list)

    def rows(self, text: IO[str], separator: str) -> Iterator[Listed]:
        """Yield each row that is not blank; the text stands at its beginning."""
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=separator)
        is_first = True
        while True:
            number = reader.line_num + 1
            problem = ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cells, problem = [], f"the row cannot be read: {error}"
            problem = lines.trouble() or problem
            if is_first:
                is_first = not any(cell.strip() for cell in cells)
            elif problem or any(cell.strip() for cell in cells):
                yield self._listed(number, cells, problem)

    def _listed(self, number: int, cells: list[str], problem: str) -> Listed:
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            problem = problem or "the row has more cells than the first line has columns"
        plain = [_unguarded(cell) for cell in cells] if self.is_aside else cells
        padded = [*plain, *[""] * (len(self.columns) - len(plain))]
        found = {column: cell for column, cell in zip(self.columns, padded, strict=False) if column}
        return Listed(f"line {number}", found, plain, problem)


def open_csv(text: IO[str], name: str) -> tuple[Sequence[str], str, Heading]:
    """Return the first line of a CSV as it was sent, what separates its cells, and what it means.

    Raises:
        ImportFileError: a needed column is not there, or one is there twice.

    """
    first = next((line for line in _Lines(text) if line.strip()), "")
    readings = {separator: _cells(first, separator) for separator in SEPARATORS}
    separator = max(readings, key=lambda each: _known(readings[each]))
    heading = readings[separator]
    columns = [column_of(cell) for cell in heading]
    if len(columns) > MOST_COLUMNS:
        raise ImportFileError(f"{name}: {len(columns)} columns are too many ({MOST_COLUMNS})")
    if missing := [column for column in NEEDED if column not in columns]:
        raise ImportFileError(
            f"{name}: the first line does not name {' or '.join(missing)}; "
            "it should name the columns (see docs/data-formats.md)"
        )
    if twice := sorted({c for c in columns if c in COLUMNS and columns.count(c) > 1}):
        raise ImportFileError(f"{name}: the first line names {', '.join(twice)} twice")
    is_aside = columns[: len(ASIDE)] == list(ASIDE)
    unknown = [
        cell.strip() or "(no name)"
        for cell, column in zip(heading, columns, strict=True)
        if column not in COLUMNS and not (is_aside and column in ASIDE)
    ]
    notes = [f"columns passed over, as they are not known: {', '.join(unknown)[:300]}"]
    found = [column if column in COLUMNS else "" for column in columns]
    return heading, separator, Heading(found, is_aside, notes if unknown else [])


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r'" and len(cell) > 1 else cell


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _known(heading: Sequence[str]) -> int:
    return sum(column_of(cell) in COLUMNS for cell in heading)


class _Lines:
    """The lines of a text; what is beyond measure of one is dropped, and told of."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._trouble = ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            self._trouble = f"a line has more than {LONGEST_LINE:,} characters"
            while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
            return "\n"
        return line

    def trouble(self) -> str:
        """Return what was wrong since the last time, or ""."""
        found, self._trouble = self._trouble, ""
        return found
