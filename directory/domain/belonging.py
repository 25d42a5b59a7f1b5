"""Whether a service belongs in the answer for a place: what it states, and what may be asked."""

from collections.abc import Iterable

from directory.domain.coverage import Coverage, Extent, Served, rules_out, serves
from directory.domain.place import Level, Place
from directory.domain.rings import DOORSTEP_METRES, Spot, is_close_by, may_serve

MAY_SERVE = Served(extent=Extent.NOT_STATED, level=Level.ANYWHERE, code="", name="")
"""Nobody said who the service is for, and it is local: "may serve you: ask"."""


def how_served(
    coverage: Coverage, spots: Iterable[Spot], place: Place, metres: int = DOORSTEP_METRES
) -> Served | None:
    """Return how a service serves a place, or None when it is not in the answer for it.

    Coverage that is stated decides. Where it is not, a service is in only if a base or site is
    local (ring 1 or 2), and only if it does not say that it is not for the place.
    """
    if coverage.is_stated:
        return serves(coverage, place)
    if rules_out(coverage, place) or not may_serve(spots, place, metres):
        return None
    return MAY_SERVE


def is_near_but_not_for(
    coverage: Coverage, spots: Iterable[Spot], place: Place, metres: int = DOORSTEP_METRES
) -> bool:
    """Say whether a service is close by and yet not in the answer: hidden, and counted."""
    spots = tuple(spots)
    return how_served(coverage, spots, place, metres) is None and is_close_by(spots, place, metres)
