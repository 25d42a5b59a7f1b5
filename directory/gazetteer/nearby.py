"""What stands near a place: how to tell it from others of its name that lie in the same areas."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import and_, or_, select

from directory.domain.place import Choice, Level
from directory.extensions import db
from directory.models import Area

FAR = 700
"""How far a street may be whose name tells where a place is, in metres, EPSG:27700."""

_MOST = 2_000


def told_apart(choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices; those that would read alike say what they are near.

    Two queries, and only when there are such.
    """
    said = [(each.name, each.level, each.within) for each in choices]
    alike = [each.code for each, words in zip(choices, said, strict=True) if said.count(words) > 1]
    near = _nearest_streets(alike) if alike else {}
    return [
        replace(each, within=f"{each.within}, near {near[each.code]}".lstrip(", "))
        if each.code in near
        else each
        for each in choices
    ]


def _nearest_streets(codes: Collection[str]) -> dict[str, str]:
    """Return the name of the street nearest to each of these places, of another name than its."""
    rows = db.session.execute(
        select(Area.code, Area.name, Area.easting, Area.northing).where(Area.code.in_(codes))
    )
    spots = {code: (name, e, n) for code, name, e, n in rows if e is not None and n is not None}
    if not spots:
        return {}
    boxes = [
        and_(
            Area.min_easting.between(e - FAR, e + FAR), Area.min_northing.between(n - FAR, n + FAR)
        )
        for _, e, n in spots.values()
    ]
    streets = db.session.execute(
        select(Area.name, Area.easting, Area.northing)
        .where(Area.level == Level.STREET, Area.ends_on.is_(None), or_(*boxes))
        .order_by(Area.code)
        .limit(_MOST)
    ).all()
    found = {}
    for code, (own, east, north) in spots.items():
        others = [
            (abs(e - east) + abs(n - north), name)
            for name, e, n in streets
            if name != own and e is not None and n is not None
        ]
        if others and min(others)[0] <= FAR:
            found[code] = min(others)[1]
    return found
