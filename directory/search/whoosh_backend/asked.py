"""A place as it is asked about: the terms of the index that bear on it, looked up together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from directory.domain.place import ANYWHERE, Level, Place
from directory.domain.rings import WIDE
from directory.search.whoosh_backend.areas import AreasColumn, Term, numbers_of
from directory.search.whoosh_backend.arrays import Bytes8, Docs

BROAD = tuple(level for level in Level if level.rank >= Level.BOROUGH.rank)
"""Who names areas as large as these is kept: a question about a near place asks the same."""

Naming = tuple[str, Docs, Bytes8]
"""The code of an area, the documents that name it, sorted, and the weight of that in each."""

Postings = Mapping[str, Sequence[Naming]]


class Terms:
    """Terms to look up together, in named groups."""

    def __init__(self, groups: Mapping[str, Iterable[Term]]) -> None:
        """Put them side by side."""
        self._named = [(name, term) for name, terms in groups.items() for term in terms]
        self._numbers = numbers_of([term for _, term in self._named])

    def of(self, areas: AreasColumn.Reader) -> Postings:
        """Return who names the areas of each group; areas that nobody names are left out."""
        found: dict[str, list[Naming]] = defaultdict(list)
        for number, docs, weights in areas.postings(self._numbers):
            name, (_, code) = self._named[number]
            found[name].append((code, docs, weights))
        return found


@dataclass(frozen=True)
class Asked:
    """A place as it is asked about, with how far its doorstep reaches."""

    place: Place
    metres: int

    @cached_property
    def key(self) -> str:
        """What is the same for places that are the same to the rules."""
        place = self.place
        outline = place.outline
        links = [part for link in place.chain for part in (link.code, link.level, link.certainty)]
        shape = hash(outline) if outline is not None else 0
        own = (place.code, place.level, f"{self.metres} {shape}")
        return "\x1f".join((*own, *links, "", *place.borders))

    @property
    def wide_key(self) -> str:
        """What is the same where :attr:`wide` is."""
        wide = (*self._broad, "", *self._boroughs, "", *self.place.borders)
        return "\x1f".join(wide)

    @property
    def wide(self) -> Terms:
        """The terms of what is large around it: the same for many places, so answers are kept.

        ``covers``; and for bases (``b``) and bases or sites (``a``) those of rings 2 and 3.
        """
        groups: dict[str, Iterable[Term]] = {"covers": [("c", code) for code in self._broad]}
        for whose in "ab":
            groups[whose + "2"] = [(whose + "o", code) for code in self._boroughs]
            groups[whose + "3"] = [(whose + "o", code) for code in self.place.borders if code]
        return Terms(groups)

    @cached_property
    def close(self) -> Terms:
        """The terms of the place itself and of what is small around it.

        ``covers`` and ``touches``; those of ring 1; ``excludes`` and ``excludes within``.
        """
        place, codes = self.place, self.place.codes()
        return Terms(
            {
                "covers": [("c", code) for code in codes if code not in self._broad],
                "touches": [("t", place.code)],
                "a1": self._on_the_doorstep("a"),
                "b1": self._on_the_doorstep("b"),
                "excludes": [("x", code) for code in codes],
                "excludes within": [("w", place.code)],
            }
        )

    @cached_property
    def _broad(self) -> tuple[str, ...]:
        return (*self.place.codes(*BROAD), ANYWHERE)

    @property
    def _boroughs(self) -> tuple[str, ...]:
        return () if self.place.level in WIDE else self.place.codes(Level.BOROUGH)

    def _on_the_doorstep(self, whose: str) -> list[Term]:
        """Return what an address must lie in to be in ring 1, wherever it is in there."""
        place = self.place
        if place.level in WIDE:
            return [(whose + kind, place.code) for kind in "ort"]
        return [
            *((whose + "w", code) for code in place.codes(Level.WARD)),
            *((whose + "n", code) for code in place.codes(Level.NEIGHBOURHOOD)),
        ]
