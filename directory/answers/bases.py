"""Which base of an organisation earned it its ring, and what of it may be told."""

from collections.abc import Sequence

from directory.answers.reasons import Base
from directory.domain.place import Level, Place
from directory.domain.rings import UNKNOWN_DISTANCE, Spot, distance_m, ring_of
from directory.queries.bases import NamedBase


def told(bases: Sequence[NamedBase], place: Place | None, metres: int) -> Base:
    """Return what may be told of the nearest base: the one with the best ring, shown before hidden.

    ``metres`` is how far ring 1 reaches. Without a place it is the first base that may be shown.
    """
    if not bases:
        return Base()
    if place is None:
        return _told(min(bases, key=lambda base: base.spot.is_hidden), None)
    if len(bases) == 1:
        return _told(bases[0], place)
    return _told(min(bases, key=lambda base: _nearness(base.spot, place, metres)), place)


def _nearness(spot: Spot, place: Place, metres: int) -> tuple[int, bool, int]:
    away = distance_m([spot], place)
    return (
        ring_of([spot], place, metres),
        spot.is_hidden,
        UNKNOWN_DISTANCE if away is None else away,
    )


def _told(base: NamedBase, place: Place | None) -> Base:
    return Base(
        ward=base.ward,
        borough=base.borough,
        outcode=base.outcode,
        is_local=place is not None and base.spot.borough in place.codes(Level.BOROUGH),
        is_hidden=base.spot.is_hidden,
        distance_m=None if place is None else distance_m([base.spot], place),
    )
