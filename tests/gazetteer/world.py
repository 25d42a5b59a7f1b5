"""A small Hackney and Tower Hamlets to ask about: true names and codes, rough shapes.

Coordinates are metres, EPSG:27700. Two boroughs stand side by side, each two kilometres wide.
"""

from datetime import date
from types import SimpleNamespace

from shapely import LineString, box

from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.models import Area, AreaLink, AreaName
from tests.factories import Make

HACKNEY = "E09000012"
TOWER_HAMLETS = "E09000030"
HOXTON_EAST = "E05009377"
HOXTON_WEST = "E05009378"


def build(make: Make) -> SimpleNamespace:
    """Put the world into the database and return its areas by short names."""
    w = SimpleNamespace()
    w.england = make.area("England", Level.NATION, code="E92000001")
    w.london = make.area("London", Level.REGION, code="E12000007", inside=[w.england])
    w.hackney = make.borough(
        "Hackney", code=HACKNEY, inside=[w.london], outline=box(532000, 183000, 534000, 185000)
    )
    w.towers = make.borough(
        "Tower Hamlets",
        code=TOWER_HAMLETS,
        inside=[w.london],
        outline=box(534000, 183000, 536000, 185000),
    )
    w.dover = make.borough("Dover", code="E07000108", inside=[w.england])
    make.border(w.hackney, w.towers)
    w.east = make.ward(
        "Hoxton East & Shoreditch",
        w.hackney,
        code=HOXTON_EAST,
        outline=box(533000, 183000, 534000, 184000),
    )
    w.west = make.ward(
        "Hoxton West", w.hackney, code=HOXTON_WEST, outline=box(532000, 183000, 533000, 184000)
    )
    w.haggerston = make.ward(
        "Haggerston", w.hackney, code="E05009375", outline=box(533000, 184000, 534000, 185000)
    )
    w.bethnal_west = make.ward(
        "Bethnal Green West",
        w.towers,
        code="E05009331",
        outline=box(534000, 183000, 535000, 184000),
    )
    w.bethnal_east = make.ward(
        "Bethnal Green East",
        w.towers,
        code="E05009317",
        outline=box(535000, 183000, 536000, 184000),
    )
    former(w.bethnal_east, "Bethnal Green")
    former(w.bethnal_west, "St Peter's")
    w.dover_ward = make.ward("Tower Hamlets", w.dover, code="E05012868")
    w.basin = make.area(
        "Haggerston West & Kingsland Basin",
        Level.NEIGHBOURHOOD,
        code="E02000369",
        inside=[w.hackney],
        outline=box(533000, 183500, 534000, 184500),
    )
    overlap(w.east, w.basin)
    overlap(w.haggerston, w.basin)
    w.orsman = street(make, "Orsman Road", w.east, (533200, 183700), code="osgb1", also=[w.basin])
    w.johns = street(make, "St John's Road", w.west, (532500, 183500))
    w.eastern = street(make, "Great Eastern Street", w.east, (533400, 183200))
    w.row = street(make, "Goldsmith's Row", w.haggerston, (533500, 184500))
    w.high_h = street(make, "High Street", w.west, (532200, 183900))
    w.high_t = street(make, "High Street", w.bethnal_east, (535500, 183500))
    w.church_h = street(make, "Church Road", w.haggerston, (533100, 184900))
    w.church_t = street(make, "Church Road", w.bethnal_west, (534500, 183500))
    w.highway = street(make, "The Highway", w.bethnal_east, (535300, 183300))
    w.twin_north = street(make, "Grove Road", w.bethnal_east, (535200, 183950), code="grove-n")
    w.twin_south = street(make, "Grove Road", w.bethnal_east, (535200, 183050), code="grove-s")
    w.timber = street(make, "Timberland Road", w.bethnal_east, (535100, 183800))
    w.station = street(make, "Hoxton", w.haggerston, (533600, 184100))
    w.station.kind = "place or station"
    w.green = street(make, "Weavers Green", w.bethnal_west, (534200, 183900))
    w.greens = make.ward("Weavers Green East", w.towers)
    w.hackney_road = make.street("Hackney Road", w.haggerston, w.bethnal_west, code="hackney-road")
    w.old = make.ward("Wenlock", w.hackney, code="E05000247", ends_on=date(2014, 5, 22))
    w.n15qj = make.postcode("N1 5QJ", w.east, w.hackney, (533251, 183699), street=w.orsman)
    make.postcode("N1 5QL", w.east, w.hackney, (533260, 183705))
    make.postcode("N1 6AA", w.west, w.hackney, (532990, 183500))
    make.postcode("N1 5ZX", w.east, w.hackney, (533300, 183700), retired_on=date(2019, 5, 1))
    make.postcode("EC1V 9AA", w.west, w.hackney)
    make.postcode("N10 1AA", w.west, w.hackney, (532100, 183100))
    make.postcode("E8 3LA", w.haggerston, w.hackney, (533110, 184890))
    make.postcode("E2 6HG", w.bethnal_west, w.towers, (534510, 183510))
    make.postcode("E3 5AA", w.bethnal_east, w.towers, (535210, 183940))
    make.postcode("E1 4AA", w.bethnal_east, w.towers, (535210, 183060))
    return w


def street(make, name, ward, at, code="", also=()) -> Area:
    """A straight street of 100 m."""
    line = LineString([at, (at[0] + 100, at[1])])
    return make.area(name, Level.STREET, code=code, inside=[ward, *also], outline=line)


def former(area: Area, name: str) -> None:
    """A name that an area had."""
    db.session.add(AreaName(area_code=area.code, key=place_key(name), name=name, kind="former"))
    db.session.commit()


def overlap(one: Area, other: Area) -> None:
    """Two areas share ground, and neither holds the other."""
    link = AreaLink(
        child_code=one.code, parent_code=other.code, certainty=Certainty.PART, method="polygon"
    )
    db.session.add(link)
    db.session.commit()


def code_of(world, name: str) -> str:
    return name if name == "osgb1" else getattr(world, name).code
