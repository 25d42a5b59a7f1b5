"""Narrowing, and counting what each way of narrowing would leave."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from directory.search.contract import Facet, Question
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags
from directory.search.whoosh_backend.ranks import Ranks, ring_of
from directory.search.whoosh_backend.schema import FACETS
from directory.search.whoosh_backend.segment import Segment

EVERY = frozenset(FACETS)
OPEN, HERE = "open_now", "based_here"


@dataclass(frozen=True, slots=True)
class Passing:
    """Which matches pass which filter in force.

    Attributes:
        by: for each filter in force, who passes it.
        fails: how many of the filters in force each match fails.
        open, here: who is open now, and who is based in ring 1 or 2, whether or not it is asked
            (everybody, where no place was asked about).

    """

    by: Mapping[str, Flags]
    fails: Bytes8
    open: Flags
    here: Flags

    @property
    def is_all(self) -> bool:
        """Say whether there is no filter in force, so that every match passes."""
        return not self.by

    @property
    def all(self) -> Flags:
        """Say who passes every filter."""
        flags: Flags = self.fails == 0
        return flags

    @property
    def count(self) -> int:
        """Return how many pass every filter."""
        return len(self.fails) - int(np.count_nonzero(self.fails))

    def but(self, name: str) -> Flags:
        """Say who passes every filter but, perhaps, this one."""
        own = self.by.get(name)
        return self.all if own is None else (self.fails == 0) | ((self.fails == 1) & ~own)

    def if_open(self) -> int:
        """Return how many would be left if only what is open now were wanted."""
        return self._how_many(OPEN, self.open)

    def if_here(self) -> int:
        """Return how many would be left if only what is based here were wanted."""
        return self._how_many(HERE, self.here)

    def _how_many(self, name: str, flags: Flags) -> int:
        return int(np.count_nonzero(flags if self.is_all else self.but(name) & flags))


def passing(segment: Segment, docs: Docs, ranks: Ranks, question: Question) -> Passing:
    """Return which of these documents pass which of the question's filters."""
    filters = question.filters
    is_open = segment.open_at(question.now).take(docs)
    here = ring_of(ranks) <= 2
    by = {
        facet.value: segment.facets.has_any(facet, docs, chosen)
        for facet, chosen in filters.values.items()
        if chosen
    }
    if filters.open_now:
        by[OPEN] = is_open
    if filters.based_here and question.place is not None:
        by[HERE] = here
    fails = np.zeros(len(docs), np.uint8)
    for flags in by.values():
        fails += ~flags
    return Passing(by, fails, is_open, here)


def facet_counts(
    matches: Sequence[tuple[Segment, Docs, Passing]],
) -> dict[Facet, tuple[tuple[str, int], ...]]:
    """Return how many matches each value would leave, most first; a facet's own filter left out."""
    counts: dict[tuple[Facet, str], int] = {}
    for segment, docs, passed in matches:
        found = segment.facets.count(docs if passed.is_all else docs[passed.all])
        own = {Facet(name) for name in passed.by.keys() & EVERY}
        _add(counts, segment.facets.values, found, EVERY - own if own else EVERY)
        for facet in own:
            found = segment.facets.count(docs[passed.but(facet)])
            _add(counts, segment.facets.values, found, {facet})
    held: dict[Facet, list[tuple[int, str]]] = {facet: [] for facet in FACETS}
    for (facet, value), count in counts.items():
        held[facet].append((-count, value))
    return {
        facet: tuple((value, -count) for count, value in sorted(most_first))
        for facet, most_first in held.items()
    }


def _add(
    counts: dict[tuple[Facet, str], int],
    values: Sequence[tuple[Facet, str]],
    found: Mapping[int, int],
    facets: Set[Facet],
) -> None:
    """Add what was counted in a segment, for some of the facets."""
    for number, count in found.items():
        key = values[number]
        if key[0] in facets:
            counts[key] = counts.get(key, 0) + count
