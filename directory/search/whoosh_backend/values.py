"""The values of one facet for a whole segment: which documents have one, and how many."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.search.whoosh_backend.arrays import Docs, Flags
from directory.search.whoosh_backend.schema import unpack_values


class FacetValues:
    """Each document has a numbered set of values; documents with like values share a set."""

    def __init__(self, numbers: NDArray[Any], sets: Sequence[bytes]) -> None:
        """Take the number of each document's set, and the sets."""
        self._numbers = numbers
        self._sets = len(sets)
        known: dict[str, int] = {}
        pairs = [
            (number, known.setdefault(value, len(known)))
            for number, packed in enumerate(sets)
            for value in unpack_values(packed)
        ]
        self._values = list(known)
        self._known = known
        # For each value a set holds: the set, and the value; side by side.
        held = np.array(pairs, np.int64).reshape(-1, 2)
        self._set_of, self._value_of = held[:, 0].copy(), held[:, 1].copy()

    def has_any(self, docs: Docs, values: Iterable[str]) -> Flags:
        """Say which documents have any of these values."""
        wanted = [self._known[value] for value in values if value in self._known]
        holds = np.zeros(self._sets, np.bool_)
        holds[self._set_of[np.isin(self._value_of, wanted)]] = True
        flags: Flags = holds[self._numbers[docs]]
        return flags

    def count(self, docs: Docs) -> Iterable[tuple[str, int]]:
        """Return each value that any of these documents has, and how many have it."""
        sets = np.bincount(self._numbers[docs], minlength=self._sets)
        found = np.bincount(self._value_of, sets[self._set_of], len(self._values))
        return [(self._values[i], int(found[i])) for i in np.flatnonzero(found)]
