"""What outlines tell of areas: boroughs joined from wards, overlaps, and where postcodes lie."""

from collections import defaultdict
from typing import Any

import numpy as np
import shapely
from shapely import to_wkb
from sqlalchemy import bindparam, or_, select, update

from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.gazetteer.loaders.links import LinkSet, save_links
from directory.gazetteer.loaders.outlines import Outlines
from directory.gazetteer.loaders.street_links import SOURCE
from directory.models import Area, AreaLink, Postcode

_SMALLEST_SHARE = 0.01
_SMALLEST_METRES = 2_000
"""Two areas overlap if they share this much of the smaller one, and this many square metres:
less is the blur of outlines generalised to 20 m."""
_AT_ONCE = 20_000


def join_wards() -> int:
    """Give boroughs without a published outline that of all their wards together."""
    wards: dict[str, list[bytes | None]] = defaultdict(list)
    borough = Area.__table__.alias()
    question = (
        select(AreaLink.parent_code, Area.outline)
        .join(Area, Area.code == AreaLink.child_code)
        .join(borough, borough.c.code == AreaLink.parent_code)
        .where(Area.level == Level.WARD, Area.ends_on.is_(None))
        .where(borough.c.level == Level.BOROUGH, borough.c.outline_method != "publisher")
        .order_by(Area.code)
    )
    for parent, outline in db.session.execute(question):
        wards[parent].append(outline)
    changed = 0
    for code, outlines in wards.items():
        if all(outlines):
            changed += _join(code, outlines)
    db.session.commit()
    return changed


def _join(code: str, outlines: list[bytes | None]) -> int:
    area = db.session.get(Area, code)
    whole = shapely.union_all(shapely.from_wkb(np.array(outlines, dtype=object)))
    wkb = to_wkb(shapely.normalize(whole))
    if area is None or area.outline == wkb:
        return 0
    west, south, east, north = whole.bounds
    middle = whole.representative_point()
    area.outline, area.outline_method = wkb, "wards"
    area.min_easting, area.min_northing = int(west), int(south)
    area.max_easting, area.max_northing = int(east) + 1, int(north) + 1
    area.easting, area.northing = round(middle.x), round(middle.y)
    return 1


def link_overlaps(wards: Outlines, neighbourhoods: Outlines) -> int:
    """Link wards and neighbourhoods that overlap, both ways round."""
    parts: dict[tuple[str, Level], dict[str, Certainty]] = defaultdict(dict)
    shape_of = dict(zip(neighbourhoods.codes, neighbourhoods.shapes, strict=True))
    for number, code in neighbourhoods.touching(wards.shapes):
        ward, there = wards.shapes[number], shape_of[code]
        shared = ward.intersection(there).area
        if shared >= max(_SMALLEST_SHARE * min(ward.area, there.area), _SMALLEST_METRES):
            parts[wards.codes[number], Level.NEIGHBOURHOOD][code] = Certainty.PART
            parts[code, Level.WARD][wards.codes[number]] = Certainty.PART
    changed = save_links(
        LinkSet(code, level, parents, "outline", SOURCE) for (code, level), parents in parts.items()
    )
    db.session.commit()
    return len(changed)


def place_postcodes(areas: list[Outlines]) -> int:
    """Fill in the areas that a postcode's own file does not tell, by its point."""
    columns: dict[Level, Any] = {
        Level.WARD: Postcode.ward_code,
        Level.NEIGHBOURHOOD: Postcode.neighbourhood_code,
        Level.BOROUGH: Postcode.borough_code,
    }
    filled = 0
    for outlines in areas:
        if len(outlines):
            filled += _fill(outlines, columns[outlines.level])
    return filled


def _fill(outlines: Outlines, column: Any) -> int:
    west, south, east, north = outlines.bounds()
    last, filled = "", 0
    table: Any = Postcode.__table__
    change = (
        update(table).where(table.c.key == bindparam("at")).values({column.name: bindparam("to")})
    )
    while True:
        question = (
            select(Postcode.key, Postcode.easting, Postcode.northing)
            .where(Postcode.key > last, or_(column == "", column.is_(None)))
            .where(Postcode.easting.between(west, east), Postcode.northing.between(south, north))
            .order_by(Postcode.key)
            .limit(_AT_ONCE)
        )
        rows = db.session.execute(question).all()
        if not rows:
            return filled
        where = np.array([row[1:] for row in rows], dtype=float)
        points = np.atleast_1d(np.asarray(shapely.points(where), dtype=object))
        found = {rows[number].key: code for number, code in outlines.touching(points)}
        if found:
            pairs = [{"at": key, "to": code} for key, code in sorted(found.items())]
            db.session.execute(change, pairs)
        db.session.commit()
        filled += len(found)
        last = rows[-1].key
