"""No page, list, map or answer for machines tells one hidden address of a borough from another.

The site is walked twice, with a refuge at one end of the borough and then at the other: whoever
asks street by street must be told the same, to the byte.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Area, OrganisationBase, Service
from directory.search import index
from tests.factories import Make
from tests.pages.scene import HERE, Scene, lay_out

HOUSE = {"address": "77 Zebra House", "postcode": "N1 5QJ"}
ABOUT_NOW = re.compile(rb"<updated>[^<]*|<lastmod>[^<]*|[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Refuge:
    """A refuge that serves the borough, one that has not said, and where they may be."""

    base: OrganisationBase
    services: tuple[Service, Service]
    ends: tuple[Area, Area]
    scene: Scene

    def hide(self, is_hidden: bool) -> None:
        """Hide its base and its site, or show them, as a load of a newer list does."""
        for spot in (self.base, self.services[0].locations[0].site):
            spot.is_hidden = is_hidden
        index.note_changes([each.id for each in self.services])
        db.session.commit()


@pytest.fixture
def refuge(make: Make) -> Refuge:
    scene = lay_out(make)
    ends = scene.ward, scene.other_ward
    east, north = HERE
    make.postcode("N1 5QJ", scene.ward, scene.borough, at=HERE, street=scene.street)
    make.postcode("E5 9AA", scene.other_ward, scene.borough, at=(east, north + 3_000))
    base = make.base(scene.ward, scene.borough, HERE, name="Zebra", is_hidden=True, **HOUSE)
    group = make.organisation("Safe Haven", base)
    site = make.site("Zebra", HERE, is_hidden=True, borough_code=scene.borough.code, **HOUSE)
    services = (
        make.service("Haven refuge", group, serves=[scene.borough], sites=[site]),
        make.service("Haven talk", group),
    )
    index.rebuild()
    return Refuge(base, services, ends, scene)


def move(refuge: Refuge, ward: Area, point: tuple[int, int]) -> None:
    """Put the refuge and what it does elsewhere, as a load of a newer list does."""
    for spot in (refuge.base, refuge.services[0].locations[0].site):
        spot.ward_code, (spot.easting, spot.northing) = ward.code, point
    index.note_changes([each.id for each in refuge.services])
    db.session.commit()


def addresses(refuge: Refuge) -> Iterator[str]:
    wheres = ["Orsman Road", "Ivy Street", "N1 5QJ", "E5 9AA", "Hoxton East", "Cazenove"]
    more = ["", "&here=1", "&nearby=1", "&further=3&further=4&nearby=1", "&q=haven", "&q=zebra"]
    for where in [*wheres, "Hackney", "Tower Hamlets"]:
        for extra in more:
            for room in ("/find", "/find/map", "/api/find"):
                yield f"{room}?where={where.replace(' ', '+')}{extra}"
    for words in ("haven", "zebra", "N1+5QJ", "77"):
        yield from (f"/find?q={words}", f"/api/find?q={words}", f"/find/words?q={words}")
    yield from (f"/services/{each.slug}" for each in refuge.services)
    yield f"/organisations/{refuge.base.organisation.slug}"
    yield from ("/", "/new.atom", "/sitemap.xml")
    for area in (*refuge.ends, refuge.scene.street, refuge.scene.borough):
        yield f"/places/{area.level.value}/{area.slug}"


def walk(app: Flask, refuge: Refuge) -> dict[str, bytes]:
    client = app.test_client()
    return {each: ABOUT_NOW.sub(b"", client.get(each).data) for each in addresses(refuge)}


def test_a_hidden_address_is_shown_nowhere_and_where_it_is_changes_nothing(
    app: Flask, refuge: Refuge
) -> None:
    refuge.hide(False)
    assert showing(walk(app, refuge)) != []

    refuge.hide(True)
    here = walk(app, refuge)
    east, north = HERE
    move(refuge, refuge.ends[1], (east, north + 3_000))
    there = walk(app, refuge)

    assert showing(here) == showing(there) == []
    assert sum(b"Haven" in page for page in here.values()) > 50
    assert [address for address in here if here[address] != there[address]] == []
    ring = app.test_client().get("/api/find?where=Orsman+Road&q=refuge").json["rings"]
    assert [each["total"] for each in ring[:2]] == [0, 1]


def showing(pages: dict[str, bytes]) -> list[str]:
    """Return where the name of the house is to be read."""
    return [address for address, page in pages.items() if b"Zebra House" in page]
