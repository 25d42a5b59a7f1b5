"""Narrowing, and counting what each way of narrowing would leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.contract import Facet, Question
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags
from directory.search.whoosh_backend.segment import Segment

OPEN, HERE = "open_now", "based_here"


@dataclass(frozen=True, slots=True)
class Passing:
    """Which matches pass which filter in force.

    Attributes:
        by: for each filter in force, who passes it.
        fails: how many of the filters in force each match fails.
        open, here: who is open now, and who is based in ring 1 or 2, whether or not it is asked.

    """

    by: Mapping[str, Flags]
    fails: Bytes8
    open: Flags
    here: Flags

    @property
    def all(self) -> Flags:
        """Say who passes every filter."""
        flags: Flags = self.fails == 0
        return flags

    def but(self, name: str) -> Flags:
        """Say who passes every filter but, perhaps, this one."""
        own = self.by.get(name)
        return self.all if own is None else (self.fails == 0) | ((self.fails == 1) & ~own)

    def if_open(self) -> int:
        """Return how many would be left if only what is open now were wanted."""
        return int(np.count_nonzero(self.but(OPEN) & self.open))

    def if_here(self) -> int:
        """Return how many would be left if only what is based here were wanted."""
        return int(np.count_nonzero(self.but(HERE) & self.here))

    def only(self, chosen: Flags) -> "Passing":
        """Return the same for some of the matches."""
        return Passing(
            {name: flags[chosen] for name, flags in self.by.items()},
            self.fails[chosen],
            self.open[chosen],
            self.here[chosen],
        )


def passing(segment: Segment, docs: Docs, ring: Bytes8, question: Question) -> Passing:
    """Return which of these documents pass which of the question's filters."""
    filters = question.filters
    is_open = segment.timetable.open_at(question.now)[docs]
    here = (ring == 1) | (ring == 2)
    by = {
        facet.value: segment.facets[facet].has_any(docs, chosen)
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
    matches: Sequence[tuple[Segment, Docs, Passing]], facet: Facet
) -> tuple[tuple[str, int], ...]:
    """Return how many matches each value would leave, most first; its own filter left out."""
    counts: Counter[str] = Counter()
    for segment, docs, passed in matches:
        for value, count in segment.facets[facet].count(docs[passed.but(facet.value)]):
            counts[value] += count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
