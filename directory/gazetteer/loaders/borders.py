"""Which local authorities border each other, by their outlines.

Two border if their outlines come within 30 m (outlines generalised to 20 m leave such gaps). They
border across water, too: the law puts the boundary of two boroughs in the middle of the Thames,
while published outlines end at the bank. So two that are up to 500 m apart border if the shortest
line between them crosses no other authority: then what parts them is water.
"""

import numpy as np
from shapely import shortest_line
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select, tuple_

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer.loaders.outlines import Outlines
from directory.gazetteer.loaders.tables import batches, upsert
from directory.models import Area, AreaBorder

TOUCHING_METRES = 30
ACROSS_WATER_METRES = 500
_METHOD = "outline"


def mark_borders(boroughs: Outlines) -> int:
    """Bring the borders that outlines tell up to date; return how many were added or taken away."""
    wanted = _pairs(boroughs)
    rows = db.session.execute(
        select(AreaBorder.code, AreaBorder.neighbour_code, AreaBorder.method)
    ).all()
    here = set(boroughs.codes)
    stated = {(row.code, row.neighbour_code) for row in rows if row.method != _METHOD}
    found = {(row.code, row.neighbour_code) for row in rows if row.method == _METHOD}
    ended = set(
        db.session.scalars(
            select(Area.code).where(Area.level == Level.BOROUGH, Area.ends_on.is_not(None))
        )
    )
    known = here | ended
    gone = {pair for pair in found - wanted if pair[0] in known and pair[1] in known}
    new = wanted - found - stated
    for some in batches(sorted(gone), 500):
        pair = tuple_(AreaBorder.code, AreaBorder.neighbour_code)
        for row in db.session.scalars(select(AreaBorder).where(pair.in_(some))):
            db.session.delete(row)
    upsert(
        AreaBorder,
        [{"code": one, "neighbour_code": other, "method": _METHOD} for one, other in new],
    )
    db.session.commit()
    return len(new) + len(gone)


def _pairs(boroughs: Outlines) -> set[tuple[str, str]]:
    shape_of = dict(zip(boroughs.codes, boroughs.shapes, strict=True))
    found: set[tuple[str, str]] = set()
    for number, other in boroughs.touching(boroughs.shapes, ACROSS_WATER_METRES):
        one = boroughs.codes[number]
        if one < other and _is_border(one, other, boroughs, shape_of):
            found |= {(one, other), (other, one)}
    return found


def _is_border(one: str, other: str, boroughs: Outlines, shape_of: dict[str, BaseGeometry]) -> bool:
    here, there = shape_of[one], shape_of[other]
    if here.distance(there) <= TOUCHING_METRES:
        return True
    across = shortest_line(here, there)
    between = [
        shape_of[code]
        for _, code in boroughs.touching(np.array([across], dtype=object))
        if code not in (one, other)
    ]
    return all(across.intersection(shape).length <= TOUCHING_METRES for shape in between)
