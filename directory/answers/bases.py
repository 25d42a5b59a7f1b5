"""Which base of an organisation earned it its ring, and what of it may be told."""

import re
from collections.abc import Sequence

from directory.answers.reasons import Base
from directory.domain.place import Level, Place
from directory.domain.rings import UNKNOWN_DISTANCE, WIDE, Spot, distance_m, ring_of
from directory.queries.bases import NamedBase


def told(bases: Sequence[NamedBase], place: Place | None, metres: int) -> Base:
    """Return what may be told of the nearest base: the one with the best ring, shown before hidden.

    ``metres`` is how far ring 1 reaches. Without a place it is the first base that may be shown.
    """
    if not bases:
        return Base()
    if place is None:
        return _told(min(bases, key=lambda base: base.spot.is_hidden), None, metres)
    if len(bases) == 1:
        return _told(bases[0], place, metres)
    return _told(min(bases, key=lambda base: _nearness(base.spot, place, metres)), place, metres)


def _nearness(spot: Spot, place: Place, metres: int) -> tuple[int, bool, int]:
    away = distance_m([spot], place)
    return (
        ring_of([spot], place, metres),
        spot.is_hidden,
        UNKNOWN_DISTANCE if away is None else away,
    )


def _told(base: NamedBase, place: Place | None, metres: int) -> Base:
    spot = base.spot
    away = None if place is None else distance_m([spot], place)
    return Base(
        ward=base.ward,
        borough=base.borough,
        outcode=base.outcode,
        is_local=place is not None and spot.borough in place.codes(Level.BOROUGH),
        is_hidden=spot.is_hidden,
        distance_m=away,
        is_on_it=place is not None and _is_on(base, place),
        same="" if place is None else _same(spot, place, away, metres),
    )


def _is_on(base: NamedBase, place: Place) -> bool:
    """Say whether an address is on the street: it names it, and is in a ward of this very one."""
    if place.level is not Level.STREET or base.spot.ward not in place.codes(Level.WARD):
        return False
    # A number, a comma or nothing stands before it: "Old Church Road" is not Church Road.
    named = rf"(?:^|,|\d[a-z]?)\s*{re.escape(place.name)}\s*(?:,|$)"
    return re.search(named, base.address, re.IGNORECASE) is not None


def _same(spot: Spot, place: Place, away: int | None, metres: int) -> str:
    """Return the level of the area that puts a base on the doorstep, where nearness does not."""
    if spot.is_hidden or place.level in WIDE or (away is not None and away <= metres):
        return ""
    shared = ((Level.WARD, spot.ward), (Level.NEIGHBOURHOOD, spot.neighbourhood))
    return next((level.value for level, code in shared if code and code in place.codes(level)), "")
