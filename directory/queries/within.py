"""The known areas inside a shape that somebody drew: the largest first, and what its edge cuts.

Why a drawing becomes areas: docs/decisions/010. Metres, EPSG:27700.
"""

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.gazetteer.chain import chunks
from directory.gazetteer.outlines import read
from directory.models import Area, AreaLink
from directory.queries import ground
from directory.queries.reach import share_inside

LARGEST_FIRST = (Level.BOROUGH, Level.WARD, Level.NEIGHBOURHOOD, Level.PATCH)
NEARLY_ALL = 0.98
"""How much of an area must be inside: nobody draws along a boundary to the metre."""

MOSTLY = 0.5
MOST_AREAS = 1_500
MOST_STREETS = 2_000
MOST_AT_EDGES = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """An area that a shape takes in or cuts."""

    code: str
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class Within:
    """What a shape takes in, and what lies across its edge and is left out.

    ``is_cut_short``: outside those areas there are so many streets that none was taken.
    """

    inside: tuple[Taken, ...]
    at_edges: tuple[Taken, ...]
    is_cut_short: bool = False


def within(shape: BaseGeometry) -> Within:
    """Return the areas wholly inside a shape: boroughs, wards, neighbourhoods, then streets.

    What lies in an area that is taken is not named again. A street is inside when half of it is;
    one that is cut and less than half inside is left out, and said.
    """
    shapely.prepare(shape)
    taken: list[Taken] = []
    covered: BaseGeometry = shapely.Polygon()
    for level in LARGEST_FIRST:
        found = [
            (area, outline) for area, outline in _areas(shape, level) if _is_new(outline, covered)
        ]
        taken += [area for area, _ in found]
        covered = shapely.union_all([covered, *(outline for _, outline in found)])
    left = shape.difference(covered.buffer(1)) if taken else shape
    streets, edges, is_cut_short = _streets(shape, left, {each.code for each in taken})
    return Within((*taken, *streets), tuple(edges[:MOST_AT_EDGES]), is_cut_short)


def _areas(shape: BaseGeometry, level: Level) -> list[tuple[Taken, BaseGeometry]]:
    """Return the areas of a level nearly all of which is inside, by their boxes first."""
    west, south, east, north = shape.bounds
    slack = 250
    rows = db.session.execute(
        select(Area.code, Area.name, Area.outline)
        .where(
            Area.level == level,
            Area.min_easting.between(int(west) - slack, int(east)),
            Area.max_easting <= int(east) + slack,
            Area.min_northing >= int(south) - slack,
            Area.max_northing <= int(north) + slack,
            Area.outline.is_not(None),
            Area.ends_on.is_(None),
        )
        .order_by(Area.name, Area.code)
        .limit(MOST_AREAS)
    )
    found = []
    for code, name, kept in rows:
        outline = read(kept)
        if outline is None or not outline.area:
            continue
        if shape.covers(outline) or shape.intersection(outline).area >= NEARLY_ALL * outline.area:
            found.append((Taken(code, level, name), outline))
    return found


def _is_new(outline: BaseGeometry, covered: BaseGeometry) -> bool:
    """Say whether an area adds anything to those that were taken before it."""
    return bool(outline.intersection(covered).area < NEARLY_ALL * outline.area)


def _streets(
    shape: BaseGeometry, left: BaseGeometry, taken: set[str]
) -> tuple[list[Taken], list[Taken], bool]:
    """Return the streets in what is left of a shape, those across its edge, and if it is all."""
    if left.is_empty:
        return [], [], False
    met: dict[str, tuple[str, BaseGeometry]] = {}
    for part in shapely.get_parts(left):
        found, is_all = ground.streets_meeting(part, MOST_STREETS)
        met.update({code: (name, line) for code, name, line in found})
        if not is_all or len(met) > MOST_STREETS:
            # Some of them, by chance of the alphabet, would be worse than none.
            return [], [], True
    held = _held_by(set(met), taken)
    inside: list[Taken] = []
    edges: list[Taken] = []
    for code, (name, line) in sorted(met.items(), key=lambda each: (each[1][0], each[0])):
        if code not in held:
            area = Taken(code, Level.STREET, name)
            (inside if share_inside(line, shape) >= MOSTLY else edges).append(area)
    return inside, edges, False


def _held_by(streets: set[str], areas: set[str]) -> set[str]:
    """Return those of these streets that lie in one of these areas, by the links we have."""
    found: set[str] = set()
    under = ground.areas_under(areas)
    for chunk in chunks(sorted(streets)):
        rows = db.session.execute(
            select(AreaLink.child_code, AreaLink.parent_code).where(
                AreaLink.child_code.in_(chunk), AreaLink.certainty != Certainty.PART
            )
        )
        found.update(child for child, parent in rows if parent in under)
    return found
