"""Whether services are for a place, and how near they are based: what entries' pages say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from flask import current_app

from directory import gazetteer
from directory.answers import bases, reasons
from directory.domain.belonging import how_served
from directory.domain.coverage import Claim, Coverage
from directory.domain.place import ANYWHERE, Place
from directory.queries import cards, coverage

if TYPE_CHECKING:
    from directory.models import CoverageArea

MOST_CLAIMS = 200
"""So many areas of each are looked at. Those that hold the place come first, and mostly decide."""

MOST_INSIDE = 500
"""So many areas, of all services together, are looked up to see whether the place holds them."""


@dataclass(frozen=True, slots=True)
class ForPlace:
    """How a service stands to a place, in the words of a card; ``is_for``: it is in the answer.

    ``serving`` is the part of ``words`` that says whom it serves, for where its base is told once.
    """

    words: str
    serving: str
    sign: str
    is_for: bool


def for_place(service_ids: Sequence[int], place: Place) -> dict[int, ForPlace]:
    """Return how listed services stand to a place, without those of which it takes long to tell.

    The number of statements depends neither on how many there are nor on how many areas they name.
    """
    stated = _coverage(service_ids, place)
    metres = current_app.config["DOORSTEP_METRES"]
    found: dict[int, ForPlace] = {}
    for card in cards.in_order(service_ids):
        areas, is_all = stated.get(card.service.id, (Coverage(), True))
        spots = [base.spot for base in card.bases]
        spots += [link.site.spot for link in card.service.locations]
        served = how_served(areas, spots, place, metres)
        if served is None and not is_all:
            continue
        base = bases.told(card.bases, place, metres)
        claims = reasons.Claims(card.areas.serves, card.areas.but_not)
        found[card.service.id] = ForPlace(
            reasons.standing(base, claims, served, place),
            reasons.serving(claims, served, place),
            reasons.sign(base, place),
            is_for=served is not None,
        )
    return found


def _coverage(service_ids: Sequence[int], place: Place) -> dict[int, tuple[Coverage, bool]]:
    """Return what of the coverage of each may decide, and whether that is all of it."""
    named = coverage.deciding(service_ids, place.and_anywhere, MOST_CLAIMS + 1)
    within = _within(areas[:MOST_CLAIMS] for areas in named.values() if not _names(areas, place))
    found: dict[int, tuple[Coverage, bool]] = {}
    for id_, areas in named.items():
        is_known = _names(areas, place) or all(row.code in within for row in areas)
        is_all = len(areas) <= MOST_CLAIMS and is_known
        found[id_] = (_stated(areas[:MOST_CLAIMS], within), is_all)
    return found


def _names(areas: "Iterable[CoverageArea]", place: Place) -> bool:
    """Say whether one of these is the place or holds it: what lies inside then decides nothing."""
    return any(row.code in place.and_anywhere and not row.is_exclusion for row in areas)


def _within(unsure: "Iterable[Sequence[CoverageArea]]") -> dict[str, frozenset[str]]:
    """Return for the areas of these services what holds each, the shortest lists first."""
    shortest_first = sorted(unsure, key=len)
    rows = chain.from_iterable(shortest_first)
    codes = dict.fromkeys(row.code for row in rows if row.code != ANYWHERE)
    looked_up = list(islice(codes, MOST_INSIDE))
    found = gazetteer.containing(looked_up) if looked_up else {}
    return {ANYWHERE: frozenset(), **found}


def _stated(areas: "Sequence[CoverageArea]", within: Mapping[str, frozenset[str]]) -> Coverage:
    def claims(*, excluded: bool) -> tuple[Claim, ...]:
        return tuple(
            Claim(row.code, row.level, row.name, within.get(row.code, frozenset()))
            for row in areas
            if row.is_exclusion is excluded
        )

    return Coverage(claims(excluded=False), claims(excluded=True))
