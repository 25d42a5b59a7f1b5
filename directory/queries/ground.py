"""The streets that areas are made of, as places light enough to try the rules on by the thousand.

A few queries for thousands of streets; never more than :data:`MOST_STREETS` of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Select, case, select

from directory import gazetteer
from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.domain.postcodes import formatted
from directory.domain.rings import Spot
from directory.extensions import db
from directory.gazetteer.chain import chunks, climb, merged
from directory.gazetteer.outlines import read
from directory.gazetteer.postcodes import find_all
from directory.models import Area, AreaBorder, AreaLink, PostcodeStreet

MOST_STREETS = 5_000
"""Beyond this the exact number of streets tells nobody anything."""

_STEPS = 3
_COUNTED = (Level.BOROUGH, Level.WARD, Level.NEIGHBOURHOOD, Level.PATCH)
_LONGEST_STREET_M = 3_000


def areas_under(codes: Collection[str]) -> set[str]:
    """Return these areas and those that lie in them, down to streets but without these.

    A neighbourhood in a borough, a ward in a borough; not what merely overlaps.
    """
    found, reached = set(codes), set(codes)
    for _ in range(_STEPS):
        below: set[str] = set()
        for chunk in chunks(sorted(reached)):
            below.update(db.session.scalars(_below(chunk, is_street=False)))
        reached = below - found
        found |= reached
        if not reached:
            break
    return found


def wards_among(codes: Collection[str]) -> set[str]:
    """Return those of these areas that are wards."""
    found: set[str] = set()
    for chunk in chunks(sorted(codes)):
        found.update(
            db.session.scalars(
                select(Area.code).where(Area.code.in_(chunk), Area.level == Level.WARD)
            )
        )
    return found


def streets_in(codes: Collection[str]) -> set[str]:
    """Return the streets that lie in one of these areas, surely or probably.

    One more than the most, when there are more.
    """
    found: set[str] = set()
    for chunk in chunks(sorted(codes)):
        if len(found) > MOST_STREETS:
            break
        rows = _below(chunk, is_street=True).where(Area.ends_on.is_(None))
        found.update(db.session.scalars(rows.distinct().limit(MOST_STREETS + 1)))
    return found


def streets_of_postcodes(keys: Collection[str]) -> dict[str, set[str]]:
    """Return the streets that these postcodes have addresses on, by the postcode's key."""
    found: dict[str, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(keys)):
        rows = db.session.execute(
            select(PostcodeStreet.postcode_key, PostcodeStreet.street_code).where(
                PostcodeStreet.postcode_key.in_(chunk)
            )
        )
        for key, street in rows:
            found[key].add(street)
    return dict(found)


def postcode_places(keys: Collection[str]) -> list[Place]:
    """Return these postcodes as places, with their point and the areas their publisher gives."""
    return [
        Place(
            where=formatted(key),
            level=Level.POSTCODE,
            code=key,
            name=formatted(key),
            chain=(
                ChainLink(key, Level.POSTCODE, formatted(key)),
                *(ChainLink(code, level, code) for level, code in unit.codes.items()),
            ),
            outline=unit.point,
        )
        for key, unit in sorted(find_all(keys).items())
    ]


def streets_about(spots: Iterable[Spot], metres: int) -> set[str]:
    """Return the streets that ring 1 of one of these addresses may reach, and some beyond.

    Those of its ward and neighbourhood, and those whose box comes as near as this.
    """
    spots = list(spots)
    found = streets_in({code for s in spots for code in (s.ward, s.neighbourhood) if code})
    for spot in spots:
        if spot.easting is not None and spot.northing is not None:
            found.update(db.session.scalars(_near(spot.easting, spot.northing, metres)))
    return found


def places(codes: Collection[str], drawn: Collection[str] = ()) -> list[Place]:
    """Return these streets as places with their chain and no more; an outline for those ``drawn``.

    Two queries for every 500, and some for what holds them.
    """
    names: dict[str, str] = {}
    parents: dict[str, dict[str, Certainty]] = defaultdict(dict)
    for chunk in chunks(sorted(codes)):
        rows = db.session.execute(select(Area.code, Area.name).where(Area.code.in_(chunk)))
        names.update({row.code: row.name for row in rows})
        links = select(AreaLink.child_code, AreaLink.parent_code, AreaLink.certainty).where(
            AreaLink.child_code.in_(chunk), AreaLink.certainty != Certainty.PART
        )
        for child, parent, certainty in db.session.execute(links):
            parents[child][parent] = certainty
    above = climb({parent for each in parents.values() for parent in each})
    shapes = _outlines(drawn)
    return [
        Place(
            where=code,
            level=Level.STREET,
            code=code,
            name=name,
            chain=(
                ChainLink(code, Level.STREET, name),
                *merged(parents.get(code, {}), above).values(),
            ),
            outline=shapes.get(code),
        )
        for code, name in names.items()
    ]


def _outlines(codes: Collection[str]) -> dict[str, BaseGeometry]:
    """Return the outlines of these areas that have one, read all at once."""
    kept: dict[str, bytes] = {}
    for chunk in chunks(sorted(codes)):
        rows = db.session.execute(
            select(Area.code, Area.outline).where(Area.code.in_(chunk), Area.outline.is_not(None))
        )
        kept.update({code: outline for code, outline in rows if outline})
    shapes = shapely.from_wkb(list(kept.values()), on_invalid="ignore")
    return {code: shape for code, shape in zip(kept, shapes, strict=True) if shape is not None}


def streets_meeting(
    shape: BaseGeometry, most: int
) -> tuple[list[tuple[str, str, BaseGeometry]], bool]:
    """Return the streets in use that meet a shape (code, name, outline), and if these are all.

    At most so many whose boxes meet the shape's box are looked at.
    """
    west, south, east, north = (round(edge) for edge in shape.bounds)
    rows = db.session.execute(
        select(Area.code, Area.name, Area.outline)
        .where(*_boxed(west, south, east, north), Area.outline.is_not(None))
        .order_by(Area.code)
        .limit(most + 1)
    ).all()
    shapely.prepare(shape)
    met = [(code, name, read(kept)) for code, name, kept in rows[:most]]
    lines = [(c, n, line) for c, n, line in met if line is not None and shape.intersects(line)]
    return lines, len(rows) <= most


def boroughs_of(codes: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the boroughs that each of these areas or postcodes is, or lies in."""
    held = gazetteer.containing(codes)
    named = gazetteer.known({code for each in held.values() for code in each} | set(codes))
    boroughs = {code for code, link in named.items() if link.level is Level.BOROUGH}
    return {code: frozenset((held.get(code, frozenset()) | {code}) & boroughs) for code in codes}


def borders(boroughs: Collection[str]) -> dict[str, set[str]]:
    """Return for each of these boroughs those that border it."""
    found: dict[str, set[str]] = {code: set() for code in boroughs}
    rows = select(AreaBorder.code, AreaBorder.neighbour_code).where(
        AreaBorder.code.in_(sorted(boroughs))
    )
    for code, neighbour in db.session.execute(rows):
        found[code].add(neighbour)
    return found


def _below(parents: Sequence[str], *, is_street: bool) -> Select[str]:
    """Return the question for what lies in these areas: the streets, or all but these.

    The level is asked through a CASE, so that SQLite begins with the links of these few areas: by
    its statistics it would rather read every ward of the country first.
    """
    kind = case(
        (Area.level == Level.STREET, "street"), (Area.level.in_(_COUNTED), "area"), else_=""
    )
    return (
        select(AreaLink.child_code)
        .join(Area, Area.code == AreaLink.child_code)
        .where(
            AreaLink.parent_code.in_(parents),
            AreaLink.certainty != Certainty.PART,
            kind == ("street" if is_street else "area"),
        )
    )


def _near(easting: int, northing: int, metres: int) -> Select[str]:
    box = (easting - metres, northing - metres, easting + metres, northing + metres)
    return select(Area.code).where(*_boxed(*box)).order_by(Area.code).limit(MOST_STREETS)


def _boxed(west: int, south: int, east: int, north: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Area.level == Level.STREET,
        Area.min_easting.between(west - _LONGEST_STREET_M, east),
        Area.max_easting >= west,
        Area.min_northing <= north,
        Area.max_northing >= south,
        Area.ends_on.is_(None),
    )
