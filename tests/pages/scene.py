"""A few streets and services, the same for every page that shows an answer."""

from dataclasses import dataclass
from datetime import date

from directory.domain.terms import Cost, Kind
from directory.models import Area, Service
from tests.factories import Make

HERE = (533_000, 184_000)


@dataclass(frozen=True, slots=True)
class Scene:
    """Orsman Road and what is round it."""

    street: Area
    ward: Area
    other_ward: Area
    borough: Area
    next_door: Area
    nearest: Service
    further: Service


def lay_out(make: Make) -> Scene:
    """Put one lunch club in each ring of Orsman Road, and one close by that is not for it."""
    east, north = HERE
    borough = make.borough("Hackney", outline=make.disc(east, north, 4_000))
    next_door = make.borough("Tower Hamlets", outline=make.disc(east + 8_000, north, 4_000))
    make.border(borough, next_door)
    ward = make.ward("Hoxton East", borough, outline=make.disc(east, north, 500))
    other_ward = make.ward("Cazenove", borough, outline=make.disc(east, north + 3_000, 500))
    street = make.street("Orsman Road", ward, at=HERE)
    elsewhere = make.street("Ivy Street", other_ward, at=(east, north + 3_000))
    near = make.base(ward, borough, (east + 300, north), address="9 Orsman Road", postcode="N1 5QJ")
    trust = make.organisation("Shoreditch Trust", near)
    hall = make.site("Hoxton Hall", (east + 100, north - 200), address="130 Hoxton Street")
    nearest = make.service(
        "Monday lunch club",
        trust,
        serves=[street],
        sites=[hall],
        summary="A hot lunch and company.",
        cost=Cost.FREE,
        languages=["en", "tr"],
        access=["step_free"],
        ways_in=["drop_in"],
        checked_on=date(2026, 3, 3),
    )
    club = make.organisation("Cazenove Club", make.base(other_ward, borough, (east, north + 3_000)))
    make.service("Tuesday lunch club", club, serves=[borough], cost=Cost.DONATION)
    over = make.organisation("Poplar Lunches", make.base(None, next_door, (east + 8_000, north)))
    make.service("Wednesday lunch club", over, serves=[borough, next_door], cost=Cost.FREE)
    nation = make.organisation("Lunch for Britain", make.base(), kind=Kind.NATIONAL)
    further = make.service("Thursday lunch club", nation, anywhere=True, cost=Cost.FREE)
    make.service("Friday lunch club", trust, serves=[elsewhere], cost=Cost.FREE)
    return Scene(street, ward, other_ward, borough, next_door, nearest, further)
