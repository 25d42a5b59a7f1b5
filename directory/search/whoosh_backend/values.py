"""The values of one facet for a whole segment: which documents have one, and how many."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.search.whoosh_backend.arrays import Docs, Flags, offsets_of, ranges
from directory.search.whoosh_backend.schema import unpack_values


class FacetValues:
    """Each document has a numbered set of values; documents with like values share a set."""

    def __init__(self, numbers: NDArray[Any], sets: Sequence[bytes]) -> None:
        """Take the number of each document's set, and the sets."""
        self._numbers = numbers.astype(np.int32)
        self._sets = len(sets)
        known: dict[str, int] = {}
        held = [[known.setdefault(v, len(known)) for v in unpack_values(each)] for each in sets]
        self._values = list(known)
        self._known = known
        # The values of all sets end to end, where each set's begin, and the set of each.
        self._value_of = np.array([value for values in held for value in values], np.int64)
        self._from = offsets_of(np.array([len(values) for values in held], np.int64))
        self._set_of = np.repeat(np.arange(len(sets)), np.diff(self._from))

    def has_any(self, docs: Docs, values: Iterable[str]) -> Flags:
        """Say which documents have any of these values."""
        wanted = [self._known[value] for value in values if value in self._known]
        holds = np.zeros(self._sets, np.bool_)
        holds[self._set_of[np.isin(self._value_of, wanted)]] = True
        flags: Flags = holds[self._numbers[docs]]
        return flags

    def count(self, docs: Docs) -> Iterable[tuple[str, int]]:
        """Return each value that any of these documents has, and how many have it."""
        numbers = self._numbers[docs]
        if len(numbers) < self._sets:
            at, _ = ranges(self._from[numbers], self._from[numbers + 1])
            found = np.bincount(self._value_of[at], minlength=len(self._values))
        else:
            sets = np.bincount(numbers, minlength=self._sets)
            found = np.bincount(self._value_of, sets[self._set_of], len(self._values))
        return [(self._values[i], int(found[i])) for i in np.flatnonzero(found)]
