"""The map on the page of a service or an organisation: whom it is for, and where it is.

Coverage is shaded; bases and sites are marked on top of it, so that nobody takes one for the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from directory import gazetteer
from directory.domain.place import Level, Place
from directory.errors import NotFoundError
from directory.queries import outlines
from directory.web.maps import Picture, picture

if TYPE_CHECKING:
    from directory.models import Organisation, OrganisationBase, Service, Site
    from directory.queries.outlines import Outline

STREET_M = 35
"""How wide a street is shaded on each side, so that it can be seen."""

ROOM_M = 250
"""How much ground is shown beyond the areas."""


@dataclass(frozen=True, slots=True)
class EntryMap:
    """A drawing; whether whom it is for is shaded on it, and whether all of it could be."""

    picture: Picture
    is_shaded: bool
    is_whole: bool


def of_service(service: "Service", claimed: outlines.Claimed) -> EntryMap | None:
    """Return the map of a service that is for this ground; None when there is nothing to show."""
    spots: list[Site | OrganisationBase] = [
        *(link.site for link in service.locations),
        *service.organisation.bases,
    ]
    return _draw([service], spots, claimed)


def of_organisation(
    organisation: "Organisation", services: "Sequence[Service]", claimed: outlines.Claimed
) -> EntryMap | None:
    """Return the map of an organisation with these services, for this ground; or None."""
    return _draw(services, organisation.bases, claimed)


def _draw(
    services: "Sequence[Service]",
    spots: "Sequence[Site | OrganisationBase]",
    claimed: outlines.Claimed,
) -> EntryMap | None:
    ground = _ground(claimed.serves).difference(_ground(claimed.but_not))
    is_shaded = not ground.is_empty
    # What is for everyone, or for we do not know whom, is shown where it is.
    outline = ground if is_shaded else _ward_of(spots)
    if outline is None:
        return None
    is_one = is_shaded and claimed.is_whole and len(claimed.serves) == 1
    name = claimed.serves[0].name if is_one else ""
    place = Place(name, Level.PATCH, "", name, (), outline=outline)
    drawn = picture(place, list(enumerate(services, 1)), ROOM_M)
    if drawn is None:
        return None
    drawn = replace(drawn, ring="")  # nobody has asked from anywhere
    if not is_shaded:
        drawn = replace(drawn, here="")
    return EntryMap(drawn, is_shaded, claimed.is_whole)


def _ground(areas: "Iterable[Outline]") -> BaseGeometry:
    """Return the ground of these areas together; streets as wide as can be seen."""
    return shapely.union_all(
        [
            each.shape if "Polygon" in each.shape.geom_type else each.shape.buffer(STREET_M)
            for each in areas
        ]
    )


def _ward_of(spots: "Iterable[Site | OrganisationBase]") -> BaseGeometry | None:
    """Return the ward of the first address that may be told: one of a refuge would give it away."""
    for spot in spots:
        if spot.ward_code and not spot.is_hidden and spot.easting is not None:
            try:
                return gazetteer.place_for_code(spot.ward_code).outline
            except NotFoundError:
                continue
    return None
