"""One cell of a row, read as what it should hold; what is wrong is said with the column's name."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from directory.domain.terms import FORMER, LABELS
from directory.entries.errors import BadRowError

T = TypeVar("T", bound=StrEnum)
Row = Mapping[str, Any]
"""What a row says, by column. CSV holds texts; JSON may hold numbers, lists and objects too."""

MOST_VALUES = 200
YES = {"yes", "true", "1", "y"}
NO = {"", "no", "false", "0", "n"}

_DROPPED = {"Cc", "Cs"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and a sign that are drawn as nothing.
_UNDRAWN = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_EMAIL = re.compile(r"[^\s@,;|<>\"()]+@[^\s@,;|<>\"()]+\.[^\s@,;|<>\"().]+")
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()\-.]*(?:\s?(?:x|ext\.?|extension)\s?[0-9]{1,6})?", re.I)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def tidy(value: str) -> str:
    """Return a text without what no one can see: control characters, stray halves, turned lines."""
    if value.isascii() and value.isprintable():
        return value.strip()
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c
        for c in unicodedata.normalize("NFC", value)
        if c in "\n\t" or (unicodedata.category(c) not in _DROPPED and c not in _TURNING)
    )
    return "".join(kept).strip()


def seen(value: str) -> int:
    """Return how many characters of a text can be seen: a name needs some."""
    return sum(unicodedata.category(c)[0] in "LNPS" and c not in _UNDRAWN for c in value)


def said(row: Row, column: str) -> str:
    """Return what a cell says as text, empty when there is no such cell.

    Raises:
        BadRowError: it holds a list or an object.

    """
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return tidy(str(value))
    raise BadRowError(f"{column}: a text was expected")


def text(row: Row, column: str, longest: int, *, needed: bool = False) -> str:
    """Return a text that may have paragraphs.

    Raises:
        BadRowError: it is too long, or needed and not there.

    """
    found = said(row, column)
    if needed and not seen(found):
        raise BadRowError(f"{column}: is missing")
    if len(found) > longest:
        raise BadRowError(f"{column}: {len(found):,} characters are too many (at most {longest:,})")
    return found


def line(row: Row, column: str, longest: int, *, needed: bool = False) -> str:
    """Return a text of one line: breaks and runs of space become one space."""
    return text({column: " ".join(said(row, column).split())}, column, longest, needed=needed)


def values(row: Row, column: str, separator: str = "|", *, most: int = MOST_VALUES) -> list[str]:
    """Return the values of a cell that holds several, in order, each once.

    Raises:
        BadRowError: they are too many, or not texts.

    """
    value = row.get(column)
    if isinstance(value, list):
        parts = [said({column: each}, column) for each in value]
    else:
        parts = [part.strip() for part in said(row, column).split(separator)]
    kept = list(dict.fromkeys(part for part in parts if part))
    if len(kept) > most:
        raise BadRowError(f"{column}: {len(kept):,} values are too many (at most {most:,})")
    return kept


def choice(row: Row, column: str, kind: type[T], default: T | None = None) -> T:
    """Return a value of a short list, given by itself ("some_cost") or by its words."""
    found = said(row, column)
    if not found and default is not None:
        return default
    known = names_of(kind)
    if (value := known.get(_plain(found))) is None:
        raise BadRowError(_not_one_of(column, found, list(kind)))
    return kind(value)


def choices(row: Row, column: str, known: Mapping[str, str]) -> list[str]:
    """Return several values of a short list, each once; ``known`` gives each by its plain name."""
    found: list[str] = []
    for value in values(row, column):
        parts = [value] if _plain(value) in known else re.split(r"[,;]", value)
        for part in (each.strip() for each in parts if each.strip()):
            if _plain(part) not in known:
                raise BadRowError(_not_one_of(column, part, list(dict.fromkeys(known.values()))))
            found.append(known[_plain(part)])
    return list(dict.fromkeys(found))


def names_of(kind: type[StrEnum]) -> dict[str, str]:
    """Return the values of a list by every name they may be given: themselves, and their words."""
    labels = {_plain(LABELS[each]): each.value for each in kind if each in LABELS}
    labels |= {_plain(words): each.value for words, each in FORMER.items() if each in set(kind)}
    return {_plain(each.value): each.value for each in kind} | labels


def plain_names(named: Mapping[str, str]) -> dict[str, str]:
    """Return values by their own plain name and by the plain form of their words."""
    words = {_plain(label): value for value, label in named.items()}
    return words | {_plain(value): value for value in named}


def day(row: Row, column: str) -> date | None:
    """Return a date, which is written 2026-03-31 or 31/03/2026."""
    found = said(row, column)
    if not found:
        return None
    if (day_first := _DAY_FIRST.fullmatch(found)) is not None:
        a, b, year = day_first.groups()
        found = f"{year}-{int(b):02}-{int(a):02}"
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise BadRowError(f"{column}: “{found[:40]}” is not a date like 2026-03-31") from None


def whole(row: Row, column: str, least: int, most: int) -> int | None:
    """Return a whole number between two bounds."""
    found = said(row, column)
    if not found:
        return None
    number = int(found) if re.fullmatch(r"\d{1,7}", found, re.ASCII) else least - 1
    if not least <= number <= most:
        raise BadRowError(f"{column}: “{found[:40]}” is not a whole number from {least} to {most}")
    return number


def flag(row: Row, column: str) -> bool:
    """Return yes or no."""
    found = said(row, column).lower()
    if found in YES:
        return True
    if found in NO:
        return False
    raise BadRowError(f"{column}: “{found[:40]}” is neither yes nor no")


def link(row: Row, column: str) -> str:
    """Return a web address; only http and https are kept, whatever is sent."""
    found = line(row, column, 300)
    if not found:
        return ""
    try:
        parts = urlsplit(found if "://" in found else f"https://{found}")
        is_address = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_address = False
    if not is_address or re.search(r"[\s<>\"@\\]", found):
        raise BadRowError(f"{column}: “{found[:80]}” is not an address like https://example.org")
    return found if "://" in found else f"https://{found}"


def phone(row: Row, column: str) -> str:
    """Return a telephone number, as it was typed."""
    found = line(row, column, 40)
    if found and not is_phone(found):
        raise BadRowError(f"{column}: “{found}” is not a telephone number")
    return found


def email(row: Row, column: str) -> str:
    """Return an e-mail address."""
    found = line(row, column, 200)
    if found and not is_email(found):
        raise BadRowError(f"{column}: “{found[:80]}” is not an e-mail address")
    return found


def is_phone(value: str) -> bool:
    """Say whether a text is a telephone number: three digits at least, and no words."""
    return bool(_PHONE.fullmatch(value)) and sum(c.isdigit() for c in value) >= 3


def is_email(value: str) -> bool:
    """Say whether a text has the form of an e-mail address."""
    return bool(_EMAIL.fullmatch(value))


def _plain(value: str) -> str:
    return re.sub(r"[\s_-]+", " ", value.replace("\u2019", "'").strip().lower())


def _not_one_of(column: str, found: str, allowed: list[str]) -> str:
    listed = ", ".join(allowed)
    if not found:
        return f"{column}: is missing; it is one of {listed}"
    return f"{column}: “{found[:40]}” is not one of {listed}"
