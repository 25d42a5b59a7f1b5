"""Places: what was meant, where it is, and the areas that contain it.

Distances and coordinates are metres on the British National Grid (EPSG:27700).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from shapely.geometry.base import BaseGeometry

ANYWHERE = "*"
"""The code that means "everyone, wherever they live"."""


class Level(StrEnum):
    """How large a place is, most specific first; the order is the order of specificity."""

    STREET = "street"
    POSTCODE = "postcode"
    PATCH = "patch"
    WARD = "ward"
    NEIGHBOURHOOD = "neighbourhood"
    BOROUGH = "borough"
    REGION = "region"
    NATION = "nation"
    ANYWHERE = "anywhere"

    @property
    def rank(self) -> int:
        """Return 0 for the most specific level, rising."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


class Certainty(StrEnum):
    """How sure we are that one area lies in another."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    # The two overlap, and neither holds the other: a ward and a neighbourhood. Never in a chain.
    PART = "part"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One area that contains a place."""

    code: str
    level: Level
    name: str
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that a text may mean; ``where``, asked again, means just that place."""

    where: str
    level: Level
    code: str
    name: str
    within: str = ""


@dataclass(frozen=True, eq=False)
class Place:
    """A place that was asked about; it is kept, and with it what is often asked of its chain.

    Attributes:
        where: a text that, asked again, means just this place.
        chain: the areas that contain it, itself first, most specific first.
        borders: codes of the local authorities that border its own.
        outline: its point, line or polygon in EPSG:27700, or None where we only know its areas.
        within: what it lies in, for showing beside the name ("Hackney").
        slug: its page is ``/places/<level>/<slug>``; empty for a postcode, which has none.
        note: something the asker should know ("This postcode was retired in 2019").

    """

    where: str
    level: Level
    code: str
    name: str
    chain: tuple[ChainLink, ...]
    borders: tuple[str, ...] = ()
    outline: BaseGeometry | None = field(default=None, repr=False)
    within: str = ""
    slug: str = ""
    note: str = ""

    def codes(self, *levels: Level) -> tuple[str, ...]:
        """Return the codes in the chain at these levels, or all of them when none is named."""
        if len(levels) == 1:
            return self._by_level.get(levels[0], ())
        return tuple(link.code for link in self.chain if not levels or link.level in levels)

    def certain_codes(self, level: Level) -> tuple[str, ...]:
        """Return the codes at this level that certainly hold the place, or else probably."""
        certain = _with(self.chain, level, Certainty.CERTAIN)
        return certain or _with(self.chain, level, Certainty.PROBABLE)

    @cached_property
    def and_anywhere(self) -> frozenset[str]:
        """The codes of the place and of all that holds it, anywhere included."""
        return frozenset((*self.codes(), ANYWHERE))

    @cached_property
    def _by_level(self) -> dict[Level, tuple[str, ...]]:
        return {
            level: tuple(link.code for link in self.chain if link.level is level)
            for level in {link.level for link in self.chain}
        }


def _with(chain: Iterable[ChainLink], level: Level, certainty: Certainty) -> tuple[str, ...]:
    return tuple(x.code for x in chain if x.level is level and x.certainty is certainty)
