"""Rings: how near an organisation's base is to a place. Only a base can earn a ring."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import shapely
from shapely import Point

from directory.domain.place import Level, Place

DOORSTEP_METRES = 800
"""A ten-minute walk: how far ring 1 reaches beyond the place, unless a setting says otherwise."""

WIDE = (Level.BOROUGH, Level.REGION, Level.NATION)
"""For a place as large as these, rings 1 and 2 are one."""


UNKNOWN_DISTANCE = 10**9
"""In metres, where nearer comes first: what is not known comes after all that is."""


class Ring(IntEnum):
    """How local a base is to a place; 1 is the most local."""

    DOORSTEP = 1
    BOROUGH = 2
    NEXT_DOOR = 3
    FURTHER = 4


RING_NAMES = {
    Ring.DOORSTEP: "On the doorstep",
    Ring.BOROUGH: "In the borough",
    Ring.NEXT_DOOR: "Next door",
    Ring.FURTHER: "Further afield",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """An address as the rules see it: a base, or a delivery site.

    Easting and northing are metres, EPSG:27700; codes are empty where they are not known.
    """

    easting: int | None = None
    northing: int | None = None
    ward: str = ""
    neighbourhood: str = ""
    borough: str = ""
    region: str = ""
    nation: str = ""
    is_hidden: bool = False


def ring_name(ring: Ring, place: Place) -> str:
    """Return the heading of a ring; when the place is a borough, ring 1 is "In the borough"."""
    if ring is Ring.DOORSTEP and place.level in WIDE:
        return f"In {place.name}"
    return RING_NAMES[ring]


def ring_of(bases: Iterable[Spot], place: Place, metres: int = DOORSTEP_METRES) -> Ring:
    """Return the ring that the nearest of these bases earns. No base known is "further afield"."""
    return min((_ring(base, place, metres) for base in bases), default=Ring.FURTHER)


def may_serve(spots: Iterable[Spot], place: Place, metres: int = DOORSTEP_METRES) -> bool:
    """Say whether coverage that is not stated might include the place: a base or site is local.

    Local is ring 1 or 2: the service is then shown as "may serve you: ask".
    """
    return any(_ring(spot, place, metres) <= Ring.BOROUGH for spot in spots)


def is_close_by(spots: Iterable[Spot], place: Place, metres: int = DOORSTEP_METRES) -> bool:
    """Say whether a base or site is near enough to be counted as "close by, but not for here"."""
    return any(_ring(spot, place, metres) is Ring.DOORSTEP for spot in spots)


def distance_m(spots: Iterable[Spot], place: Place) -> int | None:
    """Return the metres from the nearest of these to the place, or None when it cannot be told.

    A hidden address is never measured: a few distances would give it away.
    """
    if place.outline is None:
        return None
    found = [_metres(spot, place) for spot in spots if not spot.is_hidden]
    return min((round(metres) for metres in found if metres is not None), default=None)


def _ring(spot: Spot, place: Place, metres: int) -> Ring:
    if place.level in WIDE:
        if place.code in (spot.borough, spot.region, spot.nation):
            return Ring.DOORSTEP
    elif _is_on_the_doorstep(spot, place, metres):
        return Ring.DOORSTEP
    elif spot.borough and spot.borough in place.codes(Level.BOROUGH):
        return Ring.BOROUGH
    if spot.borough and spot.borough in place.borders:
        return Ring.NEXT_DOOR
    return Ring.FURTHER


def _is_on_the_doorstep(spot: Spot, place: Place, metres: int) -> bool:
    """Say whether an address earns ring 1.

    A hidden one never does: whoever asked street by street would find a refuge by its ring.
    """
    if spot.is_hidden:
        return False
    if spot.ward and spot.ward in place.codes(Level.WARD):
        return True
    if spot.neighbourhood and spot.neighbourhood in place.codes(Level.NEIGHBOURHOOD):
        return True
    away = _metres(spot, place)
    return away is not None and away <= metres


def _metres(spot: Spot, place: Place) -> float | None:
    if spot.easting is None or spot.northing is None:
        return None
    if place.outline is None or place.outline.is_empty:
        return None
    if isinstance(place.outline, Point):  # nearly every street and postcode: no need of shapes
        return math.hypot(spot.easting - place.outline.x, spot.northing - place.outline.y)
    return float(shapely.distance(place.outline, shapely.points(spot.easting, spot.northing)))
