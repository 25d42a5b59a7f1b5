"""Addresses as people type them, and where they are: "address: …; postcode: N1 5QJ; hidden"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import hypot
from typing import Any

from directory.domain.area_lines import named
from directory.domain.place import Choice, Level
from directory.domain.postcodes import as_postcode, formatted
from directory.domain.rings import Spot
from directory.domain.terms import Access
from directory.entries.cells import Row, choices, day, flag, line, names_of, said, values, whole
from directory.entries.errors import BadRowError
from directory.entries.placing import Places
from directory.errors import AmbiguousPlaceError, BadInputError, UnknownPlaceError

PARTS = (
    "name",
    "address",
    "postcode",
    "easting",
    "northing",
    "street",
    "ward",
    "borough",
    "access",
    "checked_on",
    "checked_by",
    "hidden",
)
MOST = 50
FURTHEST = 1_300_000
"""No point of the British National Grid lies beyond so many metres."""

BY_NAME = (Level.STREET, Level.WARD, Level.BOROUGH)

WIDEST = 2_000
"""A point may be so many metres from the point of its postcode; few postcodes reach further."""

BY_POSTCODE = "postcode"
BY_POINT = "point"
AND = "; "
LONGEST_CUE = 300


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and what the gazetteer knows of it; ``spot`` is None when it cannot be placed.

    Attributes:
        cue: by what it was placed: "postcode" or "point", and a street, ward or borough with its
            code ("point; ward: Hoxton West [E05009378]"); empty when it was not, or nobody knows.
        said: all that was said about it, in one text: what tells one site from another.
        ref: the reference of the site, when it is one that we hold.

    """

    name: str = ""
    address: str = ""
    postcode: str = ""
    is_hidden: bool = False
    access: tuple[str, ...] = ()
    checked_on: date | None = None
    checked_by: str = ""
    spot: Spot | None = None
    cue: str = ""
    said: str = ""
    ref: str = ""


def read_addresses(
    row: Row, column: str, places: Places
) -> tuple[tuple[Address, ...] | None, list[str]]:
    """Return the addresses of a cell, and what the sender should be told about them.

    None when the list has no such column. One that cannot be placed is kept: it is still where
    people may go.

    Raises:
        BadRowError: a part is not one we know, or names several places.

    """
    if column not in row:
        return None, []
    given = row[column]
    several = given if isinstance(given, list) else values(row, column)
    if len(several) > MOST:
        raise BadRowError(f"{column}: {len(several)} addresses are too many (at most {MOST})")
    found, notes = [], []
    for each in several:
        parts = _given(each, column) if isinstance(each, dict) else _typed(each, column)
        if not parts:
            continue
        address = _address(parts, column, places)
        if address.spot is None:
            shown = address.postcode or address.name or address.address
            notes.append(f"{column}: “{shown[:80]}” could not be placed on the map")
        if replace(address, said="", checked_on=None, checked_by="") != Address():
            found.append(address)
    return tuple(found), notes


def _typed(text: Any, column: str) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for part in said({column: text}, column).split(";"):
        name, colon, value = part.partition(":")
        key = "_".join(name.lower().split())
        if key == "hidden" and not colon:
            parts[key] = "yes"
        elif colon and key in PARTS:
            parts[key] = value.strip()
        elif part.strip():
            raise BadRowError(_strange(column, part.strip()))
    return parts


def _given(value: Mapping[str, Any], column: str) -> dict[str, Any]:
    for key in value:
        if key not in PARTS:
            raise BadRowError(_strange(column, str(key)))
    return {key: each for key, each in value.items() if each not in (None, "")}


def _strange(column: str, part: str) -> str:
    return f"{column}: “{part[:60]}” is not a part of an address ({', '.join(PARTS)})"


def _address(parts: Mapping[str, Any], column: str, places: Places) -> Address:
    try:
        postcode = _postcode(parts)
        named = ((key, said(parts, key)) for key in ("street", *PARTS[:5], "ward", "borough"))
        access = choices(parts, "access", names_of(Access)) if "access" in parts else []
        is_hidden = flag(parts, "hidden")
        spot, cue = _spot(parts, postcode, places)
        return Address(
            name=line(parts, "name", 200),
            # Where no more is known than the street, people should still read its name.
            address=line(parts, "address", 300) or _street(parts),
            postcode=postcode,
            is_hidden=is_hidden,
            access=tuple(access),
            checked_on=day(parts, "checked_on"),
            checked_by=line(parts, "checked_by", 120),
            spot=spot,
            cue=cue,
            said=repr((sorted(named), sorted(access), is_hidden)),
        )
    except BadRowError as error:
        raise BadRowError(f"{column}: {error}") from None


def _street(parts: Mapping[str, Any]) -> str:
    """Return the name of a street as it was typed, without its borough or its code."""
    return re.sub(r"\s*\[[^\]]*\]$", "", line(parts, "street", 200)).partition(",")[0]


def _postcode(parts: Mapping[str, Any]) -> str:
    typed = line(parts, "postcode", 20)
    key = as_postcode(typed)
    if typed and not key:
        raise BadRowError(f"postcode: “{typed}” is not a whole postcode")
    return formatted(key) if key else ""


def _spot(parts: Mapping[str, Any], postcode: str, places: Places) -> tuple[Spot | None, str]:
    """Return where it is, by the best of what is said, and by what that was.

    The best is the postcode, then a point, a street, a ward, a borough.
    """
    easting, northing = (whole(parts, name, 0, FURTHEST) for name in ("easting", "northing"))
    if (easting is None) != (northing is None):
        raise BadRowError("easting and northing belong together, and one is missing")
    spot = places.at(postcode, easting, northing) if postcode or easting is not None else None
    if postcode and easting is not None and northing is not None:
        _check_point(places.at(postcode, None, None), easting, northing)
    cue = BY_POINT if easting is not None else BY_POSTCODE if spot is not None else ""
    if spot is not None and (spot.borough or spot.ward):
        return spot, cue
    by_name, named_cue = _by_name(parts, places)
    if by_name is None:
        return spot, cue
    return _with_point(by_name, spot), AND.join(filter(None, (cue, named_cue)))


def _by_name(parts: Mapping[str, Any], places: Places) -> tuple[Spot | None, str]:
    """Return the address of a street, else a ward, else a borough, and by what it was placed.

    A street may lie in several wards and boroughs; then one of them that is said too settles which.
    """
    spot, cue, first = None, "", ""
    for level in BY_NAME:
        typed = said(parts, level)
        area = _named(level, typed, places) if typed else None
        if area is None:
            continue
        told = f"{level}: {named(area.name, area.code)}"
        if spot is None:
            spot, cue, first = places.spot_of(area.code), told, area.code
        elif places.lies_in(first, area.code) and len(cue + told) < LONGEST_CUE:
            spot, cue = _settled(spot, places.spot_of(area.code)), cue + AND + told
        if spot.ward:
            break
    return spot, cue


def _settled(spot: Spot, more: Spot) -> Spot:
    """Return an address with the areas that another tells of it."""
    return replace(
        spot,
        ward=spot.ward or more.ward,
        borough=spot.borough or more.borough,
        region=spot.region or more.region,
        nation=spot.nation or more.nation,
    )


def _check_point(of_postcode: Spot | None, easting: int, northing: int) -> None:
    """Refuse a point that is nowhere near its postcode: it would earn a ring that is not its own.

    Raises:
        BadRowError: they are further apart than any postcode is wide.

    """
    if of_postcode is None or of_postcode.easting is None or of_postcode.northing is None:
        return
    away = hypot(easting - of_postcode.easting, northing - of_postcode.northing)
    if away > WIDEST:
        raise BadRowError(f"easting and northing are {away / 1000:,.0f} km from the postcode")


def _named(level: Level, typed: str, places: Places) -> Choice | None:
    """Return the street, ward or borough of a name; None when none has it."""
    try:
        return places.claim(level, typed)
    except AmbiguousPlaceError as error:
        raise BadRowError(f"{level}: “{typed[:80]}”: {error}{offered(error)}") from None
    except UnknownPlaceError:
        return None
    except BadInputError as error:
        raise BadRowError(f"{level}: “{typed[:80]}”: {error}") from None


def _with_point(named: Spot, point: Spot | None) -> Spot:
    """Return the areas of one and the point of the other."""
    if point is None or point.easting is None:
        return named
    areas = (named.ward, named.neighbourhood, named.borough, named.region, named.nation)
    return Spot(point.easting, point.northing, *areas)


def offered(error: UnknownPlaceError) -> str:
    """Return the places that may have been meant, for the end of a sentence."""
    choices = "; ".join(each.where for each in error.choices[:6])
    return re.sub(r"\s+", " ", f" (perhaps: {choices})") if choices else ""
