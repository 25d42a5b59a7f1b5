"""Addresses as people type them, and where they are: "address: …; postcode: N1 5QJ; hidden"."""

from dataclasses import dataclass, field

from directory import gazetteer
from directory.domain.place import Level, Place
from directory.domain.rings import Spot
from directory.domain.terms import Access
from directory.errors import BadInputError, UnknownPlaceError
from directory.importers.cells import Row, values
from directory.importers.claims import claim_for
from directory.importers.errors import BadRowError

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
)
MOST = 40


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and what the gazetteer knows of it; ``spot`` is None when it cannot be placed."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    is_hidden: bool = False
    access: tuple[str, ...] = ()
    spot: Spot | None = field(default=None)


def read_addresses(row: Row, column: str) -> tuple[list[Address], list[str]]:
    """Return the addresses of a cell, and what the sender should be told about them.

    Raises:
        BadRowError: a part is not one we know, or names several places.

    """
    found, notes = [], []
    for text in values(row, column)[:MOST]:
        parts = _parts(text, column)
        address = _address(parts, column)
        if address.spot is None:
            notes.append(f"{column}: “{text[:80]}” could not be placed")
        found.append(address)
    return found, notes


def _parts(text: str, column: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in (piece.strip() for piece in text.split(";")):
        name, colon, value = part.partition(":")
        key = name.strip().lower()
        if key == "hidden" and not colon:
            parts["hidden"] = "yes"
        elif colon and key in PARTS:
            parts[key] = value.strip()
        elif part:
            known = ", ".join(PARTS)
            raise BadRowError(
                f"{column}: “{part[:60]}” is not a part of an address ({known}, hidden)"
            )
    return parts


def _address(parts: dict[str, str], column: str) -> Address:
    access = tuple(x.strip().lower() for x in parts.get("access", "").split(",") if x.strip())
    unknown = set(access) - {each.value for each in Access}
    if unknown:
        raise BadRowError(f"{column}: “{min(unknown)}” is not a kind of access we know")
    if len(parts.get("postcode", "")) > 8:
        raise BadRowError(f"{column}: “{parts['postcode'][:40]}” is not a postcode")
    return Address(
        name=parts.get("name", "")[:200],
        address=parts.get("address", "")[:300],
        postcode=parts.get("postcode", "").upper(),
        is_hidden="hidden" in parts,
        access=access,
        spot=_spot(parts, column),
    )


def _spot(parts: dict[str, str], column: str) -> Spot | None:
    """Return where it is, by the best of what is said: point, postcode, street, ward, borough."""
    if parts.get("easting") and parts.get("northing"):
        try:
            easting, northing = int(parts["easting"]), int(parts["northing"])
        except ValueError:
            raise BadRowError(f"{column}: easting and northing are whole metres") from None
        return gazetteer.locate(easting=easting, northing=northing)
    if parts.get("postcode"):
        spot = gazetteer.locate(postcode=parts["postcode"])
        if spot:
            return spot
    for level in (Level.STREET, Level.WARD, Level.BOROUGH):
        if parts.get(level.value):
            return _spot_of(level, parts[level.value], column)
    return None


def _spot_of(level: Level, text: str, column: str) -> Spot | None:
    try:
        claimed = claim_for(level.value, text)
    except (UnknownPlaceError, BadInputError) as error:
        raise BadRowError(f"{column}: {error}") from None
    return spot_of_place(gazetteer.place_for_code(claimed.code))


def spot_of_place(place: Place) -> Spot:
    """Return a place as an address that says no more: a street's ward only when it has just one."""
    wards = place.certain_codes(Level.WARD)
    neighbourhoods = place.certain_codes(Level.NEIGHBOURHOOD)
    boroughs = place.certain_codes(Level.BOROUGH)
    point = None
    if place.level is Level.STREET and place.outline is not None:
        point = (
            place.outline.interpolate(0.5, normalized=True)
            if "Line" in place.outline.geom_type
            else place.outline.centroid
        )
    return Spot(
        easting=round(point.x) if point is not None else None,
        northing=round(point.y) if point is not None else None,
        ward=_only(wards),
        neighbourhood=_only(neighbourhoods),
        borough=_only(boroughs),
        region=_only(place.certain_codes(Level.REGION)),
        nation=_only(place.certain_codes(Level.NATION)),
    )


def _only(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else ""
