"""What lies in a place, beside it and near it, and where a place that was renamed now is."""

from collections.abc import Sequence

import shapely
from sqlalchemy import Select, func, select
from sqlalchemy.orm import undefer

from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.models import Area, AreaBorder, AreaLink, AreaName
from directory.queries.area_labels import AreaLabel
from directory.queries.batch import Batch, start
from directory.queries.entries import is_slug

INSIDE_A_PAGE = 60
MOST_NEIGHBOURS = 24
MOST_CANDIDATES = 400
MOST_WORDS = 12
TOUCHING_METRES = 30
"""Two outlines this near are neighbours: published outlines are smoothed, so they seldom meet."""
NEAR_METRES = 400
IN_A_CHAIN = (Certainty.CERTAIN, Certainty.PROBABLE)


def get_area(code: str) -> Area | None:
    """Return an area with its names, or None."""
    return db.session.get(Area, code)


def inside(code: str, level: Level, page: int = 1, size: int = INSIDE_A_PAGE) -> Batch[AreaLabel]:
    """Return a page of the areas of a level that lie in an area, surely or probably, by name."""
    chosen = (
        _labels()
        .join(AreaLink, AreaLink.child_code == Area.code)
        .where(AreaLink.parent_code == code, AreaLink.certainty.in_(IN_A_CHAIN))
        .where(Area.level == level, Area.ends_on.is_(None))
    )
    found = db.session.execute(
        chosen.order_by(Area.name, Area.code).limit(size).offset(start(page, size))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(AreaLabel(*row) for row in found), total, page, size)


def overlapping(code: str, level: Level) -> list[AreaLabel]:
    """Return the areas of a level that overlap an area, neither holding the other, by name."""
    beside = (
        select(AreaLink.parent_code.label("code"))
        .where(AreaLink.child_code == code, AreaLink.certainty == Certainty.PART)
        .union(
            select(AreaLink.child_code.label("code")).where(
                AreaLink.parent_code == code, AreaLink.certainty == Certainty.PART
            )
        )
        .subquery()
    )
    found = db.session.execute(
        _labels()
        .join(beside, beside.c.code == Area.code)
        .where(Area.level == level, Area.ends_on.is_(None))
        .order_by(Area.name, Area.code)
        .limit(MOST_NEIGHBOURS)
    )
    return [AreaLabel(*row) for row in found]


def bordering(code: str) -> list[AreaLabel]:
    """Return the local authorities that touch one, by name."""
    found = db.session.execute(
        _labels()
        .join(AreaBorder, AreaBorder.neighbour_code == Area.code)
        .where(AreaBorder.code == code, Area.ends_on.is_(None))
        .order_by(Area.name, Area.code)
        .limit(MOST_NEIGHBOURS)
    )
    return [AreaLabel(*row) for row in found]


def touching(area: Area, boroughs: Sequence[str]) -> list[AreaLabel]:
    """Return the areas of the same level whose outlines touch this one, by name.

    Only areas of these boroughs are looked at: its own, and those that border it.
    """
    if area.outline is None or area.min_easting is None:
        return []
    there = select(AreaLink.child_code).where(
        AreaLink.parent_code.in_(boroughs), AreaLink.certainty.in_(IN_A_CHAIN)
    )
    rows = db.session.scalars(
        select(Area)
        .where(Area.code.in_(there))
        .where(Area.level == area.level, Area.code != area.code, Area.ends_on.is_(None))
        .where(
            Area.min_easting <= (area.max_easting or 0) + TOUCHING_METRES,
            Area.max_easting >= area.min_easting - TOUCHING_METRES,
            Area.min_northing <= (area.max_northing or 0) + TOUCHING_METRES,
            Area.max_northing >= (area.min_northing or 0) - TOUCHING_METRES,
        )
        .options(undefer(Area.outline))
        .order_by(Area.name, Area.code)
        .limit(MOST_NEIGHBOURS * 2)
    )
    here = shapely.from_wkb(area.outline)
    shapely.prepare(here)
    found = [
        AreaLabel(row.code, row.level, row.name, row.slug)
        for row in rows
        if row.outline and here.dwithin(shapely.from_wkb(row.outline), TOUCHING_METRES)
    ]
    return found[:MOST_NEIGHBOURS]


def streets_near(area: Area) -> list[AreaLabel]:
    """Return the streets whose middle is within a five-minute walk of a street's, nearest first."""
    if area.easting is None or area.northing is None:
        return []
    rows = db.session.execute(
        select(Area.code, Area.level, Area.name, Area.slug, Area.easting, Area.northing)
        .where(Area.level == Level.STREET, Area.code != area.code, Area.ends_on.is_(None))
        .where(Area.min_easting.between(area.easting - NEAR_METRES, area.easting + NEAR_METRES))
        .where(Area.northing.between(area.northing - NEAR_METRES, area.northing + NEAR_METRES))
        .order_by(Area.code)
        .limit(MOST_CANDIDATES)
    ).all()
    east, north = area.easting, area.northing
    nearest = sorted(rows, key=lambda row: (row.easting - east) ** 2 + (row.northing - north) ** 2)
    return [AreaLabel(*row[:4]) for row in nearest[:MOST_NEIGHBOURS]]


def find_moved(level: Level, slug: str) -> AreaLabel | None:
    """Return the area that once had a name that makes this slug, or has this code; or None.

    When several have, none is meant.
    """
    if not is_slug(slug):
        return None
    by_code = db.session.execute(_labels().where(Area.level == level, Area.code == slug)).first()
    if by_code:
        return AreaLabel(*by_code)
    words = slug.split("-")[:MOST_WORDS]
    # A slug may go on after the name, with what tells it from others: "church-road-hackney".
    keys = {place_key(" ".join(words[:length])) for length in range(1, len(words) + 1)}
    found = db.session.execute(
        _labels()
        .add_columns(AreaName.key)
        .join(AreaName, AreaName.area_code == Area.code)
        .where(AreaName.key.in_(keys), AreaName.kind != "name", Area.level == level)
        .order_by(Area.code)
        .limit(MOST_NEIGHBOURS)
    ).all()
    longest = max((len(row.key) for row in found), default=0)
    meant = {row.code: AreaLabel(*row[:4]) for row in found if len(row.key) == longest}
    return next(iter(meant.values())) if len(meant) == 1 else None


def _labels() -> Select[str, Level, str, str]:
    return select(Area.code, Area.level, Area.name, Area.slug)
