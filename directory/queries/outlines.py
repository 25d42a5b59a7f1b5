"""The shapes of areas near a place, for drawing a map; always of a bounded part of the country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import dist
from statistics import fmean
from typing import Any, NamedTuple

from shapely import from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, select

from directory.domain.place import Level
from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import Area, CoverageArea, Service

REACH_M = {Level.STREET: 3_000, Level.WARD: 30_000, Level.BOROUGH: 150_000}
"""How far an area may stretch eastwards: the part of the index that is looked at."""

MOST = {Level.STREET: 150, Level.WARD: 60, Level.BOROUGH: 12}
"""How many of a level are drawn at most."""

CLAIMED = (
    Level.STREET,
    Level.POSTCODE,
    Level.PATCH,
    Level.WARD,
    Level.NEIGHBOURHOOD,
    Level.BOROUGH,
)
"""What a service is for is drawn up to a borough: a map of a nation tells nobody anything."""

MOST_CLAIMED = 300
MOST_LOOKED_AT = 500
"""More than the United Kingdom has boroughs."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An area and its shape, EPSG:27700."""

    code: str
    level: Level
    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Claimed:
    """The shapes of the areas that somebody is for, and of those left out.

    Nothing when there are too many to draw, or one is wider than a borough; ``is_whole`` says
    whether each has a shape that we know.
    """

    serves: tuple[Outline, ...] = ()
    but_not: tuple[Outline, ...] = ()
    is_whole: bool = True


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


def middle() -> tuple[float, float] | None:
    """Return the middle of the borough in the midst of those that are loaded, or of the wards.

    None when neither has a shape.
    """
    for level in (Level.BOROUGH, Level.WARD):
        boxes: Iterable[Any] = db.session.execute(
            select(Area.min_easting, Area.max_easting, Area.min_northing, Area.max_northing)
            .where(Area.level == level, Area.min_easting.is_not(None), Area.ends_on.is_(None))
            .order_by(Area.code)
            .limit(MOST_LOOKED_AT)
        )
        spots = [((west + east) / 2, (south + north) / 2) for west, east, south, north in boxes]
        if spots:
            centre = (fmean(e for e, _ in spots), fmean(n for _, n in spots))
            return min(spots, key=lambda spot: dist(spot, centre))
    return None


def claimed_by_service(service_id: int) -> Claimed:
    """Return the shapes of what a service is for, and of what it leaves out."""
    return _claimed(CoverageArea.service_id == service_id)


def claimed_by(areas: Iterable[CoverageArea]) -> Claimed:
    """Return the shapes of these areas, which need not be kept: those of a draft are not."""
    told = sorted({(area.code, area.level, area.is_exclusion) for area in areas})
    codes = [code for code, _, _ in told[: MOST_CLAIMED + 1]]
    rows = db.session.execute(
        select(Area.code, Area.name, Area.outline)
        .where(Area.code.in_(codes), Area.outline.is_not(None))
        .limit(MOST_CLAIMED + 1)
    )
    known = {row.code: (row.name, row.outline) for row in rows}
    return _drawn([_Row(*each, *known.get(each[0], ("", None))) for each in told])


def claimed_by_organisation(organisation_id: int) -> Claimed:
    """Return the shapes of what one of an organisation's public, open services is for."""
    listed = select(Service.id).where(
        Service.organisation_id == organisation_id,
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
    )
    return _claimed(CoverageArea.service_id.in_(listed), CoverageArea.is_exclusion.is_(False))


def _claimed(*which: ColumnElement[bool]) -> Claimed:
    columns = (CoverageArea.code, CoverageArea.level, CoverageArea.is_exclusion)
    chosen = select(*columns).where(*which).distinct().subquery()
    found = db.session.execute(
        select(chosen.c.code, chosen.c.level, chosen.c.is_exclusion, Area.name, Area.outline)
        .outerjoin(Area, (Area.code == chosen.c.code) & Area.outline.is_not(None))
        .order_by(chosen.c.code)
        .limit(MOST_CLAIMED + 1)
    )
    return _drawn([_Row(*row) for row in found])


class _Row(NamedTuple):
    """An area that is claimed, or left out, and its name and shape where we know it."""

    code: str
    level: Level
    is_exclusion: bool
    name: str
    outline: bytes | None


def _drawn(found: Sequence[_Row]) -> Claimed:
    if len(found) > MOST_CLAIMED or any(row.level not in CLAIMED for row in found):
        return Claimed()
    shapes = [
        (row.is_exclusion, Outline(row.code, row.level, row.name, from_wkb(row.outline)))
        for row in found
        if row.outline is not None
    ]
    return Claimed(
        serves=tuple(shape for is_out, shape in shapes if not is_out),
        but_not=tuple(shape for is_out, shape in shapes if is_out),
        is_whole=len(shapes) == len(found),
    )
