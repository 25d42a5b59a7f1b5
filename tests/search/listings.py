"""A few listings and places made by hand, to ask both backends about."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from shapely import Point, box

from directory.domain.coverage import Claim, Coverage
from directory.domain.hours import Opening
from directory.domain.place import ANYWHERE, Certainty, ChainLink, Level, Place
from directory.domain.rings import Spot
from directory.search import Document, Facet, TextPart

MONDAY_TEN = datetime.combine(date(2026, 11, 23), time(10))

ORSMAN = Claim("S1", Level.STREET, "Orsman Road", frozenset({"W1", "H1", "B1", "K"}))
HOXTON = Claim("W1", Level.WARD, "Hoxton East", frozenset({"H1", "B1", "K"}))
HACKNEY = Claim("B1", Level.BOROUGH, "Hackney", frozenset({"K"}))
ISLINGTON = Claim("B2", Level.BOROUGH, "Islington", frozenset({"K"}))
EVERYWHERE = Claim(ANYWHERE, Level.ANYWHERE, "anywhere")

STREET = Place(
    where="Orsman Road",
    level=Level.STREET,
    code="S1",
    name="Orsman Road",
    chain=(
        ChainLink("S1", Level.STREET, "Orsman Road"),
        ChainLink("W1", Level.WARD, "Hoxton East"),
        ChainLink("H1", Level.NEIGHBOURHOOD, "Hoxton", Certainty.PROBABLE),
        ChainLink("B1", Level.BOROUGH, "Hackney"),
        ChainLink("K", Level.NATION, "England"),
    ),
    borders=("B2",),
    outline=Point(0, 0),
)
BOROUGH = Place(
    where="Hackney",
    level=Level.BOROUGH,
    code="B1",
    name="Hackney",
    chain=(ChainLink("B1", Level.BOROUGH, "Hackney"), ChainLink("K", Level.NATION, "England")),
    borders=("B2",),
    outline=box(-3000, -3000, 3000, 3000),
)
IN_WARD = Spot(300, 0, ward="W1", borough="B1", nation="K")
IN_BOROUGH = Spot(5000, 0, ward="W9", borough="B1", nation="K")
NEXT_DOOR = Spot(9000, 0, ward="X1", borough="B2", nation="K")
FAR_AWAY = Spot(90000, 0, ward="Z1", borough="B9", nation="K")


def listing(id_: int, name: str = "Lunch club", **more: Any) -> Document:
    """A listing for Orsman Road, based in its ward, unless said otherwise."""
    text = {
        TextPart.NAME: name,
        TextPart.ORGANISATION: more.pop("organisation", "Hoxton Friends"),
        TextPart.CATEGORIES: more.pop("categories", ""),
        TextPart.DESCRIPTION: more.pop("description", ""),
    }
    serves = more.pop("serves", (ORSMAN,))
    but_not = more.pop("but_not", ())
    document = Document(
        id=id_,
        organisation_id=1,
        text=text,
        coverage=Coverage(tuple(serves), tuple(but_not)),
        bases=(IN_WARD,),
        checked_on=date(2026, 3, 3),
        tie_break=id_,
    )
    return replace(document, **more)


def open_on(weekday: int) -> tuple[Opening, ...]:
    """Open from nine to five on one day of the week."""
    return (Opening(weekday, time(9), time(17)),)


def facets(**values: str) -> dict[Facet, frozenset[str]]:
    """One value for each facet named by its member."""
    return {Facet[name.upper()]: frozenset({value}) for name, value in values.items()}
