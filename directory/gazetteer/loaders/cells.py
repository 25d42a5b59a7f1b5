"""What a cell of a publisher's file may hold, checked."""

import re
from datetime import date
from functools import lru_cache

from directory.domain.place import Level
from directory.gazetteer.loaders.report import BadRowError

_CODE = re.compile(r"[A-Z]\d{8}")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_LEVELS = {
    "E05": Level.WARD,
    "W05": Level.WARD,
    "S13": Level.WARD,
    "N08": Level.WARD,
    "E02": Level.NEIGHBOURHOOD,
    "W02": Level.NEIGHBOURHOOD,
    "S02": Level.NEIGHBOURHOOD,
    "N21": Level.NEIGHBOURHOOD,
    "E06": Level.BOROUGH,
    "E07": Level.BOROUGH,
    "E08": Level.BOROUGH,
    "E09": Level.BOROUGH,
    "W06": Level.BOROUGH,
    "S12": Level.BOROUGH,
    "N09": Level.BOROUGH,
    "E12": Level.REGION,
    "E92": Level.NATION,
    "W92": Level.NATION,
    "S92": Level.NATION,
    "N92": Level.NATION,
    "K02": Level.NATION,
}

FARTHEST_EAST, FARTHEST_NORTH = 700_000, 1_300_000
"""Metres: nothing in Great Britain lies beyond, EPSG:27700."""


@lru_cache(maxsize=100_000)
def area_code(cell: str) -> str:
    """Return a nine-character code, or "" where the cell says "none" or "not applicable".

    The Office for National Statistics writes "not applicable" as ``E99999999``.

    Raises:
        BadRowError: the cell holds something else.

    """
    cell = cell.strip()
    if not cell or cell.endswith("99999999"):
        return ""
    if not _CODE.fullmatch(cell):
        raise BadRowError(f"{cell[:20]!r} is not an area code")
    return cell


def level_of(code: str) -> Level | None:
    """Return the level that an ONS code is of, or None when it tells none that we know."""
    return _LEVELS.get(code[:3]) if _CODE.fullmatch(code) else None


def postcode_key(cell: str) -> str:
    """Return a postcode without its space.

    Raises:
        BadRowError: it has not the shape of a postcode.

    """
    key = cell.replace(" ", "").upper()
    if not _POSTCODE.fullmatch(key):
        raise BadRowError(f"{cell[:20]!r} is not a postcode")
    return key


def looks_like_postcode(cell: str) -> bool:
    """Say whether a cell has the shape of a postcode."""
    return bool(_POSTCODE.fullmatch(cell.replace(" ", "")))


def metres(cell: str, most: int) -> int | None:
    """Return whole metres, or None for an empty cell.

    Raises:
        BadRowError: it is not a number, or lies outside Great Britain.

    """
    if not cell or cell.isspace():
        return None
    try:
        found = int(cell)
    except ValueError:
        found = _rounded(cell)
    if not 0 <= found <= most:
        raise BadRowError(f"the position {cell[:20]!r} is not in Great Britain")
    return found


def _rounded(cell: str) -> int:
    try:
        return round(float(cell))
    except (ValueError, OverflowError):
        raise BadRowError(f"{cell[:20]!r} is not a position in metres") from None


def words(cell: str, most: int = 200) -> str:
    """Return a name on one line, with plain spaces.

    Raises:
        BadRowError: it is not UTF-8, or longer than any name.

    """
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        raise BadRowError("the name is not in UTF-8") from None
    found = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    if len(found) > most:
        raise BadRowError(f"the name is longer than {most} characters")
    return found


def several(cell: str, mark: str = "|") -> tuple[str, ...]:
    """Return the values of a cell that holds several, trimmed, without the empty ones."""
    return tuple(found for part in cell.split(mark) if (found := part.strip()))


def day(cell: str) -> date | None:
    """Return a date as 2026-05-07, or None for an empty cell.

    Raises:
        BadRowError: it is not such a date.

    """
    if not cell.strip():
        return None
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        raise BadRowError(f"{cell[:20]!r} is not a date like 2026-05-07") from None


@lru_cache(maxsize=10_000)
def month(cell: str) -> date | None:
    """Return the first day of a month written 202605, or None for an empty cell.

    Raises:
        BadRowError: it is not such a month.

    """
    if not cell.strip():
        return None
    try:
        return date(int(cell[:4]), int(cell[4:6]), 1)
    except ValueError:
        raise BadRowError(f"{cell[:20]!r} is not a month like 202605") from None
