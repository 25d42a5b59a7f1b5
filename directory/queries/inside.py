"""The parts of a place to choose from: wards and neighbourhoods of a borough, streets of a ward."""

from dataclasses import dataclass

from sqlalchemy import select

from directory.domain.place import Certainty, Level, Place
from directory.extensions import db
from directory.gazetteer.chain import climb
from directory.models import Area, AreaLink
from directory.queries import ground

MOST_PARTS = 1_500
"""No ward has so many streets, and no borough so many wards."""


@dataclass(frozen=True, slots=True)
class Part:
    """An area to tick, the codes of all that hold it, and a few words to tell it by."""

    code: str
    level: Level
    name: str
    holders: frozenset[str]
    also_in: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What may be ticked in a place, by level; empty where there is nothing smaller."""

    wards: tuple[Part, ...] = ()
    neighbourhoods: tuple[Part, ...] = ()
    streets: tuple[Part, ...] = ()

    @property
    def every(self) -> tuple[Part, ...]:
        """Return all of them."""
        return (*self.wards, *self.neighbourhoods, *self.streets)


def parts_of(place: Place) -> Parts:
    """Return what may be ticked in a borough, a ward or a neighbourhood; else nothing."""
    if place.level is Level.BOROUGH:
        return Parts(
            wards=_parts(place, Level.WARD), neighbourhoods=_parts(place, Level.NEIGHBOURHOOD)
        )
    if place.level in (Level.WARD, Level.NEIGHBOURHOOD):
        return Parts(streets=_parts(place, Level.STREET))
    return Parts()


def boroughs_around(place: Place) -> list[tuple[str, str]]:
    """Return the code and name of the boroughs of a place and of those beside, its own first."""
    own = place.codes(Level.BOROUGH) or ((place.code,) if place.level is Level.BOROUGH else ())
    rows = db.session.execute(
        select(Area.code, Area.name)
        .where(Area.code.in_(set(own).union(*ground.borders(own).values())))
        .order_by(Area.name)
    )
    return sorted(rows, key=lambda row: row[0] not in own)


def _parts(place: Place, level: Level) -> tuple[Part, ...]:
    rows = db.session.execute(
        select(Area.code, Area.name)
        .join(AreaLink, AreaLink.child_code == Area.code)
        .where(
            AreaLink.parent_code == place.code,
            AreaLink.certainty != Certainty.PART,
            Area.level == level,
            Area.ends_on.is_(None),
        )
        .order_by(Area.name, Area.code)
        .limit(MOST_PARTS)
    ).all()
    above = climb([code for code, _ in rows])
    found = []
    for code, name in rows:
        links = [link for link in above[code].values() if link.code != code]
        others = [x.name for x in links if x.level is Level.WARD and x.code != place.code]
        also_in = " and ".join(sorted(others)) if place.level is Level.WARD else ""
        holders = frozenset(link.code for link in links)
        found.append(Part(code, level, name, holders, also_in))
    return tuple(found)
