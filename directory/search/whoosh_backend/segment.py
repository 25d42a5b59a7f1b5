"""A segment, opened: its columns as arrays, its postings when asked for. It never changes."""

import pickle
import threading
from collections.abc import Hashable
from datetime import datetime
from math import ceil, floor
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from directory.search.whoosh_backend.areas import AreasColumn
from directory.search.whoosh_backend.arrays import (
    NO_DOCS,
    NO_WEIGHTS,
    Cache,
    Docs,
    Flags,
    Ints,
    Weights,
)
from directory.search.whoosh_backend.columns import bytes_at, column_at, mapped, read_records
from directory.search.whoosh_backend.postings import (
    Postings,
    most_frequent,
    read_postings,
    terms_between,
)
from directory.search.whoosh_backend.ranks import of_facts
from directory.search.whoosh_backend.schema import (
    FIXED,
    HOURS,
    SPOT,
    Packed,
)
from directory.search.whoosh_backend.timetable import Timetable
from directory.search.whoosh_backend.values import FacetValues

COMMON = 4
"""A term that one document in so many holds, or more, is common."""

MOST_TERMS = 20_000
"""How many words the beginning of a word may stand for."""


FURTHEST = 2**31 - 1


class Addresses:
    """The coordinates of the bases and sites of a whole segment, from west to east."""

    def __init__(self, records: Any, owners: Docs) -> None:
        """Sort by easting."""
        order = np.argsort(records["easting"], kind="stable")
        self.easting = records["easting"][order]
        self.northing = records["northing"][order]
        self.is_base: Flags = records["is_site"][order] == 0
        self.docs: Docs = owners[order]

    def between(self, west: float, east: float) -> slice:
        """Return the part of the columns that lies between two eastings, both included."""
        # Whole numbers, as the column holds: it would all be made into fractions otherwise.
        first = self.easting.searchsorted(np.int32(ceil(_held(west))))
        return slice(first, self.easting.searchsorted(np.int32(floor(_held(east))), "right"))


class Segment:
    """One segment of the index, with all that is asked of it often in memory.

    Raises:
        ValueError, OSError, KeyError: a file is missing or not whole.

    """

    def __init__(self, storage: Any, schema: Any, segment: Any, cache: Cache) -> None:
        """Open every file, so that none can be merged away later."""
        self.name: str = segment.segment_id()
        self._lock = threading.Lock()
        self._cache = cache
        self._reader = SegmentReader(storage, schema, segment)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self.size: int = self._reader.doc_count_all()
        fixed, _ = read_records(self._reader, "fixed", FIXED)
        if len(fixed) != self.size:
            raise ValueError("a column of the index is cut short")
        self.ids: Ints = fixed["id"].copy()
        self.ties: Ints = fixed["tie"].copy()
        self.ranks = of_facts(fixed["silent"] != 0, fixed["checked"])
        self.lengths = fixed["length"].copy()
        self.longest = int(self.lengths.max(initial=0))
        self.unstated: Flags = fixed["stated"] == 0
        spots, spots_from = read_records(self._reader, "spots", SPOT)
        owners = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(spots_from))
        self.addresses = Addresses(spots, owners)
        hours, hours_from = read_records(self._reader, "hours", HOURS)
        self.timetable = Timetable(hours, hours_from)
        facets = column_at(self._reader, "facets")
        self.facets = FacetValues(facets.numbers, facets.sets)
        self.order, self.order_from = mapped(self._reader, "order", np.dtype("<u4"))
        self.areas: AreasColumn.Reader = column_at(self._reader, "areas")
        self._shown = bytes_at(self._reader, "shown")

    def close(self) -> None:
        """Close every file."""
        if not self._reader.is_closed:
            self._reader.close()

    def __del__(self) -> None:
        """Close when the last question that used it is answered."""
        if "_reader" in self.__dict__:
            self.close()

    def kept(self, key: Hashable, make: Any) -> Any:
        """Return something kept for this segment in the cache, making it first if need be."""
        return self._cache.get((self.name, key), make)

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents that hold a term, and its weight in each."""

        def read() -> tuple[Postings, int]:
            with self._lock:
                ids, weights = read_postings(self._reader, field, term.encode())
            return (ids, weights), ids.nbytes + weights.nbytes + 200

        found: Postings = self.kept((field, term), read)
        return found

    def table(self, field: str, term: str) -> Weights | None:
        """Return what a common term weighs in every document: 0 where it is not held.

        None for a rare term, which is looked up in its postings.
        """
        ids, weights = self.postings(field, term)
        if len(ids) * COMMON < self.size:
            return None

        def make() -> tuple[Weights, int]:
            table = np.zeros(self.size, weights.dtype)
            table[ids] = weights
            return table, table.nbytes + 200

        found: Weights = self.kept(("table", field, term), make)
        return found

    def open_at(self, now: datetime | None) -> Flags:
        """Return for each document whether it is open at this moment; kept until that changes."""

        def make() -> tuple[Flags, int]:
            found = np.zeros(self.size, np.bool_) if now is None else self.timetable.open_at(now)
            return found, found.nbytes + 200

        found: Flags = self.kept(("open", now and self.timetable.stretch(now)), make)
        return found

    def beginning(self, prefix: str) -> Postings:
        """Return the documents with a word that begins so, and the weights of all such words."""

        def read() -> tuple[Postings, int]:
            with self._lock:
                terms = terms_between(self._reader, "typed", prefix.encode(), MOST_TERMS)
                found = [read_postings(self._reader, "typed", term) for term in terms]
            ids, weights = together(found)
            return (ids, weights), ids.nbytes + weights.nbytes + 200

        found: Postings = self.kept(("typed*", prefix), read)
        return found

    def terms(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the most frequent terms that begin so: how many documents, deleted ones too."""

        def read() -> tuple[list[tuple[str, int]], int]:
            with self._lock:
                counted = most_frequent(self._reader, field, prefix.encode(), most)
            found = [(term.decode("utf-8", "replace"), count) for term, count in counted]
            return found, 150 * len(found) + 200

        found: list[tuple[str, int]] = self.kept(("terms", field, prefix, most), read)
        return found

    def shown(self, doc: int) -> tuple[str, str, Packed]:
        """Return a document's name, its text, and who it is for."""
        with self._lock:
            raw = self._shown[doc]
        stored: tuple[str, str, Packed] = pickle.loads(raw)  # noqa: S301 (our own)
        return stored


def _held(metres: float) -> float:
    """Return a coordinate, or the furthest that the columns can hold for one beyond it."""
    return max(-FURTHEST, min(FURTHEST, metres))


def together(found: list[Postings]) -> Postings:
    """Return the documents in any of these postings, their weights added up."""
    if not found:
        return NO_DOCS, NO_WEIGHTS
    if len(found) == 1:
        return found[0]
    ids = np.concatenate([each for each, _ in found])
    unique, back = np.unique(ids, return_inverse=True)
    weights = np.bincount(back, np.concatenate([each for _, each in found]), len(unique))
    return unique.astype(np.int32), weights.astype(np.float32)
