"""All the areas that contain or overlap others, for thousands at once: kept with each claim."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, select

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer.chain import Links, chunks, climb, overlapping
from directory.gazetteer.outlines import holding, read
from directory.gazetteer.postcodes import find_all, starts
from directory.models import Area, PostcodeStreet

_HOLDERS_OF_A_PATCH = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
_MOST_PATCHES = 2_000


def containing(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each area, or postcode's key, all that contain or overlap it, at any height.

    Probable counts, and so does an area that shares ground with it, as this is what tells a place
    that some of it is served. About eight queries for every 500 codes.
    """
    found: dict[str, frozenset[str]] = {}
    for chunk in chunks(sorted(set(codes))):
        direct, beside = _direct(chunk)
        above = climb(set().union(*direct.values(), *beside.values()))
        for code in chunk:
            wards = {area for area in beside[code] if _is_ward(area, above)}
            held = (above[area] for area in direct[code] | wards)
            found[code] = frozenset(direct[code].union(beside[code], *held) - {code})
    return found


def _is_ward(code: str, above: Mapping[str, Links]) -> bool:
    return code in above[code] and above[code][code].level is Level.WARD


def _direct(codes: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return what each lies in directly, to go up from, and what it touches.

    The street of a postcode, or a patch that a ward meets, may run on through other wards, so
    nothing is learnt from what holds it. A ward lies in one borough: what meets it meets that too.
    """
    direct: dict[str, set[str]] = {code: {code} for code in codes}
    beside: dict[str, set[str]] = defaultdict(set)
    units = find_all(codes)
    for key, unit in units.items():
        # Polygons are asked one by one, so only where the file does not say the ward.
        direct[key] = set(unit.codes.values()) if Level.WARD in unit.codes else set(starts(unit))
    streets = select(PostcodeStreet.postcode_key, PostcodeStreet.street_code).where(
        PostcodeStreet.postcode_key.in_(list(units))
    )
    for key, street in db.session.execute(streets):
        beside[key].add(street)
    for code, partners in overlapping(codes).items():
        beside[code] |= partners
    points = {key: unit.point for key, unit in units.items() if unit.point is not None}
    shapes, patches = _drawn(codes)
    for patch in patches:
        direct[patch].update(held.code for held in holding(shapes[patch], _HOLDERS_OF_A_PATCH))
    for code, patch in _meeting_patches({**points, **shapes}):
        beside[code].add(patch)
    return direct, beside


def _drawn(codes: Sequence[str]) -> tuple[dict[str, BaseGeometry], list[str]]:
    """Return the outlines of those of these areas that have one, and which of them are patches."""
    outlines = db.session.execute(
        select(Area.code, Area.level, Area.outline).where(
            Area.code.in_(codes), Area.outline.is_not(None), _has_patches()
        )
    )
    found = [(code, level, read(kept)) for code, level, kept in outlines]
    shapes = {code: shape for code, _, shape in found if shape is not None}
    return shapes, [code for code, level, _ in found if level is Level.PATCH and code in shapes]


def _has_patches() -> ColumnElement[bool]:
    """Return the condition that there are patches at all, so that without them nothing is read."""
    return select(Area.code).where(Area.level == Level.PATCH).limit(1).exists()


def _meeting_patches(shapes: Mapping[str, BaseGeometry]) -> Iterator[tuple[str, str]]:
    """Yield each code with each patch that has a polygon and meets its shape."""
    if not shapes:
        return
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    rows = db.session.execute(
        select(Area.code, Area.outline)
        .where(
            Area.level == Level.PATCH,
            Area.min_easting <= int(east) + 1,
            Area.max_easting >= int(west) - 1,
            Area.min_northing <= int(north) + 1,
            Area.max_northing >= int(south) - 1,
            Area.ends_on.is_(None),
        )
        .order_by(Area.code)
        .limit(_MOST_PATCHES)
    )
    patches = {code: shape for code, kept in rows if (shape := read(kept)) is not None}
    names, known = list(shapes), list(patches)
    tree = STRtree(list(patches.values()))
    pairs = tree.query(list(shapes.values()), predicate="intersects")
    for which, patch in pairs.T.tolist():
        yield names[which], known[patch]
