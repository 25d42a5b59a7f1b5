"""One cell of a row, read as what it should hold; what is wrong is said with the column's name."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from directory.importers.errors import BadRowError

T = TypeVar("T", bound=StrEnum)
Row = Mapping[str, str]
"""A row: the text of each column, tidied, empty where there is none."""

MOST_VALUES = 200
YES = {"yes", "true", "1", "y"}
NO = {"", "no", "false", "0", "n"}


def text(row: Row, column: str, longest: int, *, needed: bool = False) -> str:
    """Return a text.

    Raises:
        BadRowError: it is too long, or needed and not there.

    """
    found = row.get(column, "")
    if needed and not found:
        raise BadRowError(f"{column}: is missing")
    if len(found) > longest:
        raise BadRowError(f"{column}: {len(found):,} characters are too many (at most {longest:,})")
    return found


def values(row: Row, column: str, separator: str = "|") -> list[str]:
    """Return the values of a cell that holds several, in order, each once."""
    found = [part.strip() for part in row.get(column, "").split(separator)]
    kept = list(dict.fromkeys(part for part in found if part))
    if len(kept) > MOST_VALUES:
        raise BadRowError(f"{column}: {len(kept)} values are too many (at most {MOST_VALUES})")
    return kept


def choice(row: Row, column: str, kind: type[T], default: T | None = None) -> T:
    """Return a value of a short list."""
    found = row.get(column, "").lower()
    if not found and default is not None:
        return default
    try:
        return kind(found)
    except ValueError:
        raise BadRowError(_not_one_of(column, found, [each.value for each in kind])) from None


def choices(row: Row, column: str, allowed: list[str]) -> list[str]:
    """Return several values of a short list."""
    found = [value.lower() for value in values(row, column)]
    for value in found:
        if value not in allowed:
            raise BadRowError(_not_one_of(column, value, allowed))
    return found


def day(row: Row, column: str) -> date | None:
    """Return a date, which is written 2026-03-03."""
    found = row.get(column, "")
    if not found:
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise BadRowError(f"{column}: “{found[:40]}” is not a date like 2026-03-03") from None


def whole(row: Row, column: str, least: int, most: int) -> int | None:
    """Return a whole number between two bounds."""
    found = row.get(column, "")
    if not found:
        return None
    try:
        number = int(found)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise BadRowError(f"{column}: “{found[:40]}” is not a whole number from {least} to {most}")
    return number


def flag(row: Row, column: str) -> bool:
    """Return yes or no."""
    found = row.get(column, "").lower()
    if found in YES:
        return True
    if found in NO:
        return False
    raise BadRowError(f"{column}: “{found[:40]}” is neither yes nor no")


def link(row: Row, column: str) -> str:
    """Return a web address; only http and https are kept, whatever is sent."""
    found = text(row, column, 300)
    if not found:
        return ""
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in found:
        raise BadRowError(f"{column}: “{found[:80]}” does not begin with http:// or https://")
    return found


def _not_one_of(column: str, found: str, allowed: list[str]) -> str:
    if not found:
        return f"{column}: is missing; it is one of {', '.join(allowed)}"
    return f"{column}: “{found[:40]}” is not one of {', '.join(allowed)}"
