"""Small helpers on arrays of document numbers: 32-bit, sorted, without repeats."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Docs = NDArray[np.int32]
Weights = NDArray[Any]
"""Whole numbers in as few bytes as hold them, or fractions: what something weighs in documents."""
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bytes8 = NDArray[np.uint8]

MANY = 16
"""Documents that are more than one in so many are found by a table, fewer by halving."""

NO_DOCS: Docs = np.empty(0, np.int32)
NO_WEIGHTS: Weights = np.empty(0, np.float32)


class Bytes(Protocol):
    """A column that is read one document at a time, or whole."""

    offsets: Ints

    def __getitem__(self, docnum: int) -> bytes:
        """Return the bytes of one document."""

    def whole(self) -> bytes:
        """Return the bytes of all documents, end to end."""

    def in_place(self) -> memoryview:
        """Return the same without reading it."""


def offsets_of(lengths: NDArray[Any]) -> Ints:
    """Return where each of these lengths begins when laid end to end, and where the last ends."""
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def positions(wanted: Docs, among: Docs) -> tuple[Flags, Ints]:
    """Return which of the wanted are among the others, and where they would stand."""
    where = np.searchsorted(among, wanted)
    if not len(among):
        return np.zeros(len(wanted), np.bool_), where
    return among[np.minimum(where, len(among) - 1)] == wanted, where


def both(one: Docs, other: Docs) -> Docs:
    """Return the documents in both: the fewer looked up among the more, or ticked off a list."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * MANY < len(other):
        found, _ = positions(one, other)
    elif len(one):
        ticked = np.zeros(int(max(one[-1], other[-1])) + 1, np.bool_)
        ticked[other] = True
        found = ticked[one]
    else:
        return one
    return one[found]


def either(parts: Sequence[Docs], size: int) -> Docs:
    """Return the documents in any of these, out of so many: sorted, or ticked off a list."""
    every = np.concatenate(parts)
    if len(every) * MANY < size:
        every.sort()
        is_new = np.ones(len(every), np.bool_)
        np.not_equal(every[1:], every[:-1], out=is_new[1:])
        return every[is_new]
    ticked = np.zeros(size, np.bool_)
    ticked[every] = True
    return ticked.nonzero()[0].astype(np.int32)


def places_of(docs: Docs, ids: Docs) -> Ints | Docs | slice:
    """Return where each of these documents stands among the ids; all must be among them."""
    if len(docs) == len(ids):
        return slice(None)
    if len(docs) * MANY < len(ids):
        return np.searchsorted(ids, docs)
    where = np.empty(int(ids[-1]) + 1, np.int32)
    where[ids] = np.arange(len(ids), dtype=np.int32)
    found: Docs = where[docs]
    return found


def weights_at(docs: Docs, ids: Docs, weights: Weights) -> Weights:
    """Return the weight of each document; all must be among the ids."""
    return weights[places_of(docs, ids)]


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return every position within these ranges, and the number of the range each belongs to."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.repeat(starts - offsets_of(lengths)[:-1], lengths)
    return np.arange(int(lengths.sum())) + first, owner


class Cache:
    """Keeps what was used last, up to a number of bytes; safe between threads.

    Attributes:
        limit: how many bytes; less than before counts from the next thing that is kept.

    """

    def __init__(self, limit: int) -> None:
        """Keep at most so many bytes."""
        self.limit = limit
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[Any, int]]) -> Any:
        """Return what is kept under a key; failing that, make it (a thing and its bytes)."""
        with self._lock:
            kept = self._held.get(key)
            if kept is not None:
                self._held.move_to_end(key)
                return kept[0]
        thing, size = make()
        with self._lock:
            if key not in self._held and size <= self.limit:
                self._held[key] = (thing, size)
                self._size += size
                while self._size > self.limit:
                    _, (_, gone) = self._held.popitem(last=False)
                    self._size -= gone
        return thing

    @property
    def size(self) -> int:
        """Return how many bytes are held."""
        return self._size
