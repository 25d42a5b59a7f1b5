"""What lies in a place, what it lies in, and what is beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.queries import around
from directory.queries.area_labels import AreaLabel, labels
from directory.queries.batch import Batch
from directory.web.paging import check_page

if TYPE_CHECKING:
    from directory.models import Area

MOST_INSIDE = 120
"""Wards of a borough that are listed; the largest in the country has fewer."""
IN_WORDS = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
"""The levels that a place is said to lie in; a region or nation says nothing about a street."""


@dataclass(frozen=True, slots=True)
class LiesIn:
    """The areas of one level that hold a place: those that surely do, and those that may."""

    level: Level
    certain: tuple[AreaLabel, ...]
    probable: tuple[AreaLabel, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Areas to go on to, under a heading."""

    heading: str
    areas: tuple[AreaLabel, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything about a place but who serves it.

    Attributes:
        also_known_as: other names it is or was known by.
        streets: a page of the streets in it; None for a street.
        others: other areas in it, beside it or near it.

    """

    lies_in: tuple[LiesIn, ...]
    also_known_as: tuple[str, ...] = ()
    streets: Batch[AreaLabel] | None = None
    others: tuple[Listed, ...] = field(default=())


def gather(place: Place, page: int) -> Surroundings:
    """Return what lies in and around a place; ``page`` is of the streets in it.

    Raises:
        NotFoundError: the list of streets has no such page.

    """
    streets = None if place.level is Level.STREET else around.inside(place.code, Level.STREET, page)
    check_page(page, streets.pages if streets else 1)
    area = around.get_area(place.code)
    others = [each for each in _others(place, area) if each.areas]
    return Surroundings(
        lies_in=_lies_in(place),
        also_known_as=_other_names(place, area),
        streets=streets,
        others=tuple(others),
    )


def _lies_in(place: Place) -> tuple[LiesIn, ...]:
    """Return the areas of its chain, the smallest first, itself left out."""
    links = [link for link in place.chain if link.code != place.code and link.level in IN_WORDS]
    known = labels(link.code for link in links)
    found = []
    for level in IN_WORDS:
        here = [link for link in links if link.level is level]
        certain = _labelled(here, Certainty.CERTAIN, known)
        probable = _labelled(here, Certainty.PROBABLE, known)
        if certain or probable:
            found.append(LiesIn(level, certain, probable))
    return tuple(found)


def _labelled(
    links: Iterable[ChainLink], certainty: Certainty, known: dict[str, AreaLabel]
) -> tuple[AreaLabel, ...]:
    return tuple(
        known.get(link.code) or AreaLabel(link.code, link.level, link.name, "")
        for link in links
        if link.certainty is certainty
    )


def _other_names(place: Place, area: "Area | None") -> tuple[str, ...]:
    names = [each.name for each in area.names] if area else []
    return tuple(dict.fromkeys(name for name in names if name.lower() != place.name.lower()))


def _others(place: Place, area: "Area | None") -> list[Listed]:
    """Return the areas to go on to from a place of this level."""
    if place.level is Level.STREET:
        return [Listed("Streets close by", tuple(around.streets_near(area)))] if area else []
    if place.level is Level.BOROUGH:
        wards = around.inside(place.code, Level.WARD, size=MOST_INSIDE)
        return [
            Listed(f"Wards of {place.name}", wards.rows),
            Listed("Boroughs next door", tuple(around.bordering(place.code))),
        ]
    other, plural = _BESIDE[place.level]
    boroughs = (*place.codes(Level.BOROUGH), *place.borders)
    beside = around.touching(area, boroughs) if area else []
    return [
        Listed(f"{plural} next door", tuple(beside)),
        Listed(f"{_BESIDE[other][1]} here", tuple(around.overlapping(place.code, other))),
    ]


_BESIDE = {
    Level.WARD: (Level.NEIGHBOURHOOD, "Wards"),
    Level.NEIGHBOURHOOD: (Level.WARD, "Neighbourhoods"),
}
"""For a ward, the level that cuts the same ground another way, and what wards are called."""
