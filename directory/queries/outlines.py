"""The shapes of areas near a place, for drawing a map; always of a bounded part of the country."""

from dataclasses import dataclass

from shapely import from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from directory.domain.place import Level
from directory.extensions import db
from directory.models import Area

REACH_M = {Level.STREET: 3_000, Level.WARD: 30_000, Level.BOROUGH: 150_000}
"""How far an area may stretch eastwards: the part of the index that is looked at."""

MOST = {Level.STREET: 150, Level.WARD: 60, Level.BOROUGH: 12}
"""How many of a level are drawn at most."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An area and its shape, EPSG:27700."""

    code: str
    level: Level
    name: str
    shape: BaseGeometry


def outlines_within(
    box: tuple[float, float, float, float], *levels: Level
) -> dict[Level, list[Outline]]:
    """Return the areas of these levels that a box touches; the box is west, south, east, north."""
    return {level: _within(box, level) for level in levels}


def _within(box: tuple[float, float, float, float], level: Level) -> list[Outline]:
    west, south, east, north = (round(edge) for edge in box)
    found = db.session.execute(
        select(Area.code, Area.name, Area.outline)
        .where(
            Area.level == level,
            Area.min_easting.between(west - REACH_M[level], east),
            Area.max_easting >= west,
            Area.min_northing <= north,
            Area.max_northing >= south,
            Area.outline.is_not(None),
            Area.ends_on.is_(None),
        )
        .order_by(Area.code)
        .limit(MOST[level])
    )
    return [Outline(row.code, level, row.name, from_wkb(row.outline)) for row in found]
