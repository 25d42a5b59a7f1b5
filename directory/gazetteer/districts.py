"""Outcodes and sectors ("N1", "N1 5"): the wards in them, and the streets near their postcodes.

No file says which outcodes a street is in. Its own postcodes do where they are known; else the
postcodes that stand near it do. Distances are metres, EPSG:27700.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from shapely import MultiPoint, Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.domain.postcodes import key_ranges, outcode_of
from directory.extensions import db
from directory.gazetteer import uk_postcodes
from directory.gazetteer.matching import Box, Match
from directory.gazetteer.outlines import read
from directory.models import Area, Postcode, PostcodeStreet

NEAR = 150
"""How far the postcode of an address may stand from the middle of its street, in metres."""

_MOST_WARDS = 40
_MOST_POINTS = 20_000
_MOST_CANDIDATES = 40


def in_district(key: InstrumentedAttribute[str], district: str) -> ColumnElement[bool]:
    """Return the condition that a postcode's key lies in an outcode or a sector."""
    return or_(*(key.between(first, last) for first, last in key_ranges(district)))


def is_known(district: str) -> bool:
    """Say whether any postcode, in use or not, lies in this outcode or sector.

    One of our own table, or of the package of all the UK's.
    """
    question = select(Postcode.key).where(in_district(Postcode.key, district)).limit(1)
    return db.session.scalar(question) is not None or uk_postcodes.has_any(key_ranges(district))


def wards_in(district: str) -> list[str]:
    """Return the codes of the wards with postcodes in use here, those with most of them first."""
    rows = db.session.execute(
        select(Postcode.ward_code, func.count())
        .where(
            in_district(Postcode.key, district),
            Postcode.retired_on.is_(None),
            Postcode.ward_code != "",
        )
        .group_by(Postcode.ward_code)
        .order_by(func.count().desc(), Postcode.ward_code)
        .limit(_MOST_WARDS)
    )
    return [code for code, _ in rows]


def those_in(matches: Sequence[Match], district: str) -> list[Match]:
    """Return the areas that are in an outcode or sector, or within 150 m of an address in it."""
    if not matches:
        return []
    codes = [match.code for match in matches]
    known = set(
        db.session.scalars(
            select(PostcodeStreet.street_code).where(
                in_district(PostcodeStreet.postcode_key, district),
                PostcodeStreet.street_code.in_(codes),
            )
        )
    )
    known |= set(wards_in(district)) & set(codes)
    known |= _standing_near([m for m in matches if m.code not in known], district)
    return [match for match in matches if match.code in known]


def near(matches: Sequence[Match], point: Point) -> list[Match]:
    """Return the areas whose outline comes within 150 m of a point."""
    by_code = {match.code: match for match in matches[:_MOST_CANDIDATES]}
    outlines = _outlines(list(by_code))
    return [by_code[code] for code, shape in outlines.items() if shape.distance(point) <= NEAR]


def outcodes_of(codes: Collection[str]) -> dict[str, str]:
    """Return the outcode that each of these streets is in, by most of its postcodes.

    Of those that have none of their own, by the postcodes within 150 m of their middle.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    rows = db.session.execute(
        select(PostcodeStreet.street_code, PostcodeStreet.postcode_key).where(
            PostcodeStreet.street_code.in_(codes)
        )
    )
    for code, key in rows:
        counts[code][outcode_of(key)] += 1
    for code, keys in _around(sorted(set(codes) - set(counts))).items():
        counts[code].update(outcode_of(key) for key in keys)
    return {code: min(n, key=lambda o: (-n[o], o)) for code, n in counts.items() if n}


def _around(codes: Sequence[str]) -> dict[str, list[str]]:
    """Return the postcodes in use near the middle of each area."""
    rows = db.session.execute(
        select(Area.code, Area.easting, Area.northing).where(Area.code.in_(codes))
    )
    middles = {code: (e, n) for code, e, n in rows if e is not None and n is not None}
    if not middles:
        return {}
    boxes = [(e, n, e, n) for e, n in middles.values()]
    points = db.session.execute(
        select(Postcode.key, Postcode.easting, Postcode.northing).where(
            or_(*(_in_box(box) for box in boxes)), Postcode.retired_on.is_(None)
        )
    )
    spots = [(key, e, n) for key, e, n in points if e is not None and n is not None]
    return {
        code: [key for key, e, n in spots if abs(e - east) <= NEAR and abs(n - north) <= NEAR]
        for code, (east, north) in middles.items()
    }


def extent_of(district: str) -> Box | None:
    """Return the box of a district's postcodes, 150 m wider on each side, or None."""
    east, north = Postcode.easting, Postcode.northing
    edges = db.session.execute(
        select(func.min(east), func.min(north), func.max(east), func.max(north)).where(
            in_district(Postcode.key, district)
        )
    ).one()
    known = [edge for edge in edges if edge is not None]
    return wider((known[0], known[1], known[2], known[3])) if len(known) == 4 else None


def wider(box: Box) -> Box:
    """Return a box with 150 m more on each side."""
    return (box[0] - NEAR, box[1] - NEAR, box[2] + NEAR, box[3] + NEAR)


def _standing_near(matches: Iterable[Match], district: str) -> set[str]:
    """Return the codes of the areas whose outline is near an address of the district."""
    boxes = {m.code: m.box for m in matches if m.box}
    outlines = _outlines(sorted(boxes)[:_MOST_CANDIDATES])
    if not outlines:
        return set()
    question = select(Postcode.easting, Postcode.northing).where(
        in_district(Postcode.key, district), or_(*(_in_box(boxes[code]) for code in outlines))
    )
    found = [(e, n) for e, n in db.session.execute(question.limit(_MOST_POINTS)) if e and n]
    addresses = MultiPoint(found)
    return {code for code, x in outlines.items() if found and x.distance(addresses) <= NEAR}


def _outlines(codes: Sequence[str]) -> dict[str, BaseGeometry]:
    """Return the outlines of those of these areas that have one."""
    rows = db.session.execute(select(Area.code, Area.outline).where(Area.code.in_(codes)))
    return {code: shape for code, kept in rows if (shape := read(kept)) is not None}


def _in_box(box: Box) -> ColumnElement[bool]:
    west, south, east, north = wider(box)
    return Postcode.easting.between(west, east) & Postcode.northing.between(south, north)
