"""The values of every facet for a whole segment: which documents have one, and how many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from directory.search.contract import Facet
from directory.search.whoosh_backend.arrays import Docs, Flags, Ints
from directory.search.whoosh_backend.schema import FACETS, unpack_values

FEW = 200
"""So few sets are counted one by one, in plain Python; more with all others, in arrays."""


class FacetValues:
    """Each document has a numbered set of values for each facet; like values share a set.

    Sets and values are numbered through all facets, so that one count counts them all. A facet
    that no document has a value for takes no room and no time.

    Attributes:
        values: what each number of :meth:`count` is about; those of one facet stand together.

    """

    def __init__(self, numbers: Any, sets: Sequence[Sequence[bytes]]) -> None:
        """Take the number of each document's set, a row for each facet, and the sets."""
        self.values: list[tuple[Facet, str]] = []
        self._known: dict[Facet, dict[str, int]] = {}
        self._column: dict[Facet, int] = {}
        held: list[list[int]] = []
        columns: list[Ints] = []
        for facet, row, packed in zip(FACETS, numbers, sets, strict=True):
            if any(packed):
                self._column[facet] = len(columns)
                columns.append(row.astype(np.int32) + len(held))
                held += self._numbered(facet, packed)
        self._sets = len(held)
        table = np.stack(columns) if columns else np.empty((0, numbers.shape[1]), np.int32)
        self._table = table.astype(np.min_scalar_type(self._sets))
        self._held = [tuple(values) for values in held]
        # The values of all sets end to end, and the set of each.
        self._value_of = np.array([value for values in held for value in values], np.int64)
        self._set_of = np.repeat(np.arange(self._sets), [len(values) for values in held])

    def _numbered(self, facet: Facet, packed: Iterable[bytes]) -> list[list[int]]:
        first = len(self.values)
        known: dict[str, int] = {}
        held = [
            [known.setdefault(value, first + len(known)) for value in unpack_values(each)]
            for each in packed
        ]
        self._known[facet] = known
        self.values += [(facet, value) for value in known]
        return held

    def has_any(self, facet: Facet, docs: Docs, values: Iterable[str]) -> Flags:
        """Say which documents have any of these values."""
        known = self._known.get(facet, {})
        wanted = np.zeros(len(self.values), np.bool_)
        wanted[[known[value] for value in values if value in known]] = True
        if not wanted.any():
            return np.zeros(len(docs), np.bool_)
        holds = np.zeros(self._sets, np.bool_)
        holds[self._set_of[wanted[self._value_of]]] = True
        flags: Flags = holds[self._table[self._column[facet]].take(docs)]
        return flags

    def count(self, docs: Docs) -> dict[int, int]:
        """Return how many of these documents have each of ``values``, left out where none has."""
        sets = self._table.take(docs, axis=1).ravel()
        if len(sets) <= FEW:
            return Counter(chain.from_iterable(map(self._held.__getitem__, sets.tolist())))
        times = np.bincount(sets, minlength=self._sets)
        counted = np.bincount(self._value_of, times.take(self._set_of), len(self.values))
        held = counted.nonzero()[0]
        return dict(zip(held.tolist(), counted[held].astype(np.int64).tolist(), strict=True))
