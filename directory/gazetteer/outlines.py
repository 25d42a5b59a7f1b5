"""Outlines of areas, and the areas whose polygon holds a point. Metres, EPSG:27700."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import shapely
from shapely import Point
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.models import Area

EDGE = 25
"""How near a boundary counts as on it, in metres: the width of a street, and of drawing errors."""

_ALL_BUT = 0.98
_MOST_OF = 0.5
_MOST_BOXES = 500


@dataclass(frozen=True, slots=True)
class Held:
    """An area whose polygon holds a place, and how surely."""

    code: str
    level: Level
    certainty: Certainty


def read(outline: bytes | None) -> BaseGeometry | None:
    """Return an outline as it is kept, or None when there is none or it cannot be read."""
    if not outline:
        return None
    try:
        shape: BaseGeometry = shapely.from_wkb(outline)
    except ShapelyError:
        return None
    return None if shape.is_empty else shape


def holding_point(easting: int, northing: int, levels: Collection[Level]) -> list[Held]:
    """Return the areas that hold a point: certain when it is inside, probable within 25 m."""
    point = Point(easting, northing)
    found = []
    for code, level, shape in _near(point, levels, EDGE):
        away = shape.distance(point)
        if away <= EDGE:
            certainty = Certainty.CERTAIN if away == 0 else Certainty.PROBABLE
            found.append(Held(code, level, certainty))
    return found


def holding(outline: BaseGeometry, levels: Collection[Level]) -> list[Held]:
    """Return the areas that an outline meets: certain when it lies inside, with 25 m of grace.

    Probable when most of it does; "part" when less of it does.
    """
    return [
        Held(code, level, _share(outline, shape))
        for code, level, shape in _near(outline, levels, 0)
        if shape.intersects(outline)
    ]


def _share(outline: BaseGeometry, shape: BaseGeometry) -> Certainty:
    if shape.covers(outline):
        return Certainty.CERTAIN
    kept = outline.intersection(shape.buffer(EDGE))
    whole = outline.area or outline.length
    share = (kept.area if outline.area else kept.length) / whole if whole else 1.0
    if share >= _ALL_BUT:
        return Certainty.CERTAIN
    return Certainty.PROBABLE if share >= _MOST_OF else Certainty.PART


def _near(
    outline: BaseGeometry, levels: Collection[Level], metres: int
) -> Iterable[tuple[str, Level, BaseGeometry]]:
    """Yield the current areas with a polygon whose box comes as near as this to an outline's."""
    west, south, east, north = outline.bounds
    rows = db.session.execute(
        select(Area.code, Area.level, Area.outline)
        .where(
            Area.level.in_(levels),
            Area.min_easting <= int(east) + metres + 1,
            Area.max_easting >= int(west) - metres - 1,
            Area.min_northing <= int(north) + metres + 1,
            Area.max_northing >= int(south) - metres - 1,
            Area.ends_on.is_(None),
        )
        .order_by(Area.code)
        .limit(_MOST_BOXES)
    )
    for code, level, kept in rows:
        shape = read(kept)
        if shape is not None and shape.area:
            yield code, level, shape
