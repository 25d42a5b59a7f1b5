"""Whether one service is for a place, and how near it is based: what its own page says of it."""

from dataclasses import dataclass

from flask import current_app

from directory import gazetteer
from directory.answers import bases, reasons
from directory.domain.belonging import how_served
from directory.domain.coverage import Claim, Coverage
from directory.domain.place import ANYWHERE, Place
from directory.queries import cards, coverage

MOST_CLAIMS = 200
"""How many areas are looked at. Those that hold the place come first, and nearly always decide."""


@dataclass(frozen=True, slots=True)
class ForPlace:
    """How a service stands to a place, in the words of a card; ``is_for``: it is in the answer."""

    words: str
    sign: str
    is_for: bool


def for_place(service_id: int, place: Place) -> ForPlace | None:
    """Return how a listed service stands to a place; None where it takes too long to tell.

    The number of statements does not depend on how many areas the service names.
    """
    found = cards.in_order([service_id])
    if not found:
        return None
    card = found[0]
    stated, is_all = _coverage(service_id, place)
    metres = current_app.config["DOORSTEP_METRES"]
    spots = [base.spot for base in card.bases]
    spots += [link.site.spot for link in card.service.locations]
    served = how_served(stated, spots, place, metres)
    if served is None and not is_all:
        return None
    base = bases.told(card.bases, place, metres)
    claims = reasons.Claims(card.areas.serves, card.areas.but_not)
    said = reasons.standing(base, claims, served, place)
    return ForPlace(said, reasons.sign(base, place), served is not None)


def _coverage(service_id: int, place: Place) -> tuple[Coverage, bool]:
    """Return what of a service's coverage may decide, and whether that is all of it."""
    rows = coverage.deciding(service_id, place.and_anywhere, MOST_CLAIMS + 1)
    looked_at = rows[:MOST_CLAIMS]
    is_named = any(row.code in place.and_anywhere and not row.is_exclusion for row in looked_at)
    # What lies inside a place only matters where nothing names the place, or what holds it.
    inside = set() if is_named else {row.code for row in looked_at} - {ANYWHERE}
    within = gazetteer.containing(inside) if inside else {}

    def claims(*, excluded: bool) -> tuple[Claim, ...]:
        return tuple(
            Claim(row.code, row.level, row.name, within.get(row.code, frozenset()))
            for row in looked_at
            if row.is_exclusion is excluded
        )

    return Coverage(claims(excluded=False), claims(excluded=True)), len(rows) <= MOST_CLAIMS
