"""Which base of an organisation earned it its ring, and what of it may be told."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from directory.answers.reasons import Base
from directory.domain.place import Level, Place
from directory.domain.rings import Spot, distance_m, ring_of

if TYPE_CHECKING:
    from directory.models import OrganisationBase

UNKNOWN_DISTANCE = 10**9


def told(
    bases: Sequence["OrganisationBase"], place: Place | None, names: Mapping[str, str], metres: int
) -> Base:
    """Return what may be told of the nearest base: the one with the best ring, shown before hidden.

    ``names`` are of the areas that the bases lie in, by code; ``metres`` is how far ring 1
    reaches. Without a place it is the first base that may be shown.
    """
    if not bases:
        return Base()
    if place is None:
        return _told(min(bases, key=lambda base: base.is_hidden), None, names, None)
    spots = [(base, spot_of(base)) for base in bases]
    if len(spots) > 1:
        spots.sort(key=lambda pair: _nearness(pair[1], place, metres))
    base, spot = spots[0]
    return _told(base, place, names, distance_m([spot], place))


def spot_of(base: "OrganisationBase") -> Spot:
    """Return a base as the rules of rings see it."""
    return Spot(
        easting=base.easting,
        northing=base.northing,
        ward=base.ward_code,
        neighbourhood=base.neighbourhood_code,
        borough=base.borough_code,
        region=base.region_code,
        nation=base.nation_code,
        is_hidden=base.is_hidden,
    )


def _nearness(spot: Spot, place: Place, metres: int) -> tuple[int, bool, int]:
    away = distance_m([spot], place)
    return (
        ring_of([spot], place, metres),
        spot.is_hidden,
        UNKNOWN_DISTANCE if away is None else away,
    )


def _told(
    base: "OrganisationBase", place: Place | None, names: Mapping[str, str], metres: int | None
) -> Base:
    ward, neighbourhood, borough, region, nation = (names.get(x, "") for x in base.area_codes)
    return Base(
        ward=ward or neighbourhood,
        borough=borough or region or nation,
        outcode="" if base.is_hidden else _outcode(base.postcode),
        is_local=place is not None and base.borough_code in place.codes(Level.BOROUGH),
        is_hidden=base.is_hidden,
        distance_m=metres,
    )


def _outcode(postcode: str) -> str:
    tidy = "".join(postcode.split())
    return tidy[:-3] if len(tidy) > 4 else tidy
