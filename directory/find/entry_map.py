"""The small map on a service's page: its bases and sites, in the ward where most can be seen."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from directory import gazetteer
from directory.domain.place import Place
from directory.errors import NotFoundError
from directory.web.maps import Picture, picture

if TYPE_CHECKING:
    from directory.models import OrganisationBase, Service, Site


@dataclass(frozen=True, slots=True)
class EntryMap:
    """A drawing, and the ward that it shows."""

    picture: Picture
    place: Place


def of_service(service: "Service") -> EntryMap | None:
    """Return the map of where a service happens and is based, or None when nothing can be shown.

    Only an address that may be told chooses the ward: the map of a refuge would give it away.
    """
    spots: list[Site | OrganisationBase] = [link.site for link in service.locations]
    spots += service.organisation.bases
    seen = [spot for spot in spots if not spot.is_hidden and spot.easting is not None]
    wards = [spot.ward_code for spot in seen if spot.ward_code]
    if not wards:
        return None
    try:
        ward = gazetteer.place_for_code(wards[0])
    except NotFoundError:
        return None
    drawn = picture(ward, [(1, service)], 0)
    # No ring: nobody has asked from anywhere.
    return EntryMap(replace(drawn, ring=""), ward) if drawn else None
