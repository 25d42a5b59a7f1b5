"""Which documents of a segment hold what was asked for, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from directory.search.relevance import K1, idf, norm
from directory.search.whoosh_backend.arrays import (
    NO_DOCS,
    Docs,
    Flags,
    Floats,
    Ints,
    Weights,
    both,
    ranges,
    weights_at,
)
from directory.search.whoosh_backend.placing import Placed
from directory.search.whoosh_backend.postings import Postings
from directory.search.whoosh_backend.schema import stem_number
from directory.search.whoosh_backend.segment import Segment, together
from directory.search.words import Clause

TOGETHER = 2_000

FEW = 16
"""Fewer documents than one in so many are looked through one by one for a phrase."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What relevance has to know of the whole index: documents that are not deleted."""

    documents: int
    average_length: float


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that must be found and is scored: a word, or what does as well.

    Attributes:
        ids, weights: the documents that hold it, and what it weighs in each.
        table: what it weighs in every document of the segment, when many hold it.

    """

    ids: Docs
    weights: Weights
    table: Weights | None = None

    def among(self, docs: Docs) -> Docs:
        """Return those of these documents that hold it."""
        if self.table is None:
            return both(docs, self.ids)
        return docs[self.table.take(docs) > 0]

    def weights_of(self, docs: Docs) -> Weights:
        """Return what it weighs in each of these documents; all must hold it."""
        if self.table is None or len(docs) == len(self.ids):
            return weights_at(docs, self.ids, self.weights)
        return self.table.take(docs)


def units_of(segment: Segment, clauses: Sequence[Clause]) -> list[Unit]:
    """Return each thing that must be found and is scored."""
    return [unit for clause in clauses for unit in _units(segment, clause)]


def _units(segment: Segment, clause: Clause) -> list[Unit]:
    if clause.is_phrase or not (clause.joined or clause.prefix or len(clause.stems) > 1):
        return [
            Unit(*segment.postings("text", stem), segment.table("text", stem))
            for stem in clause.stems
        ]
    parts = [_all_of([segment.postings("text", stem) for stem in clause.stems])]
    if clause.joined:
        parts.append(segment.postings("text", clause.joined))
    if clause.prefix:
        parts.append(segment.beginning(clause.prefix))
    return [Unit(*together([part for part in parts if len(part[0])]))]


def _all_of(whole: list[Postings]) -> Postings:
    """Return the documents in all of these postings, with the least of their weights."""
    docs = reduce(both, [ids for ids, _ in whole])
    found = [weights_at(docs, ids, weights) for ids, weights in whole]
    return docs, reduce(np.minimum, found)


def holding(segment: Segment, units: Sequence[Unit], where: Placed | None) -> Docs:
    """Return which documents hold every unit: of a place if all are common, or else of anywhere.

    The fewest are gone through first. To put those of a place together takes about as long as to
    look through ``TOGETHER`` documents more.
    """
    units = sorted(units, key=lambda unit: len(unit.ids))
    if where is not None and (not units or len(units[0].ids) > 2 * len(where) + TOGETHER):
        return _holding(units, where.docs())
    return _holding(units) if units else np.arange(segment.size, dtype=np.int32)


def with_phrases(segment: Segment, clauses: Sequence[Clause], docs: Docs) -> Docs:
    """Return in which of these documents the words of every phrase stand side by side."""
    for clause in clauses:
        if clause.is_phrase and len(docs):
            docs = _with_phrase(segment, docs, clause.stems)
    return docs


def _holding(units: Sequence[Unit], docs: Docs | None = None) -> Docs:
    """Return which documents, of these or of all, hold every one of one unit or more."""
    for unit in units:
        docs = unit.ids if docs is None else unit.among(docs)
    return docs if docs is not None else NO_DOCS


def _with_phrase(segment: Segment, docs: Docs, stems: Sequence[str]) -> Docs:
    """Return in which of these documents the stems stand side by side, in order.

    A few documents are looked through; for many it is quicker to look through them all, once.
    """
    wanted = [stem_number(stem) for stem in stems]
    if len(docs) * FEW < segment.size:
        starts, ends = segment.order_from[docs], segment.order_from[docs + 1]
        at, owner = ranges(starts, ends)
        first = segment.order[at] == wanted[0]
        whole = _followed(segment, at[first], wanted)
        held: Docs = docs[np.unique(owner[first][whole])]
        return held

    def read() -> tuple[Docs, int]:
        at = np.flatnonzero(segment.order == wanted[0])
        at = at[_followed(segment, at, wanted)]
        found = np.unique(np.searchsorted(segment.order_from, at, "right") - 1).astype(np.int32)
        return found, found.nbytes + 200

    return both(docs, segment.kept(("phrase", tuple(wanted)), read))


def _followed(segment: Segment, at: Ints, wanted: Sequence[int]) -> Flags:
    """Say after which of these positions the rest of a phrase follows.

    Every document ends in a gap, so no phrase runs from one into the next.
    """
    found = np.ones(len(at), np.bool_)
    for step, number in enumerate(wanted[1:], 1):
        later = np.minimum(at + step, len(segment.order) - 1)
        found &= segment.order[later] == number
    return found


def frequency(ids: Docs, live: Flags | None) -> int:
    """Return how many of these documents are not deleted."""
    return len(ids) if live is None else int(np.count_nonzero(live[ids]))


def scores(
    segment: Segment,
    docs: Docs,
    units: list[Unit],
    frequencies: Sequence[int],
    statistics: Statistics,
) -> Floats:
    """Return the relevance of these documents, as :mod:`directory.search.relevance` says."""
    found = np.zeros(len(docs))
    if not units or not len(docs):
        return found
    length = _norms(segment, statistics.average_length).take(segment.lengths.take(docs))
    for unit, holding in zip(units, frequencies, strict=True):
        value = idf(statistics.documents, holding)
        weighed = unit.weights_of(docs).astype(np.float64)
        found += value * (weighed * (K1 + 1.0) / (weighed + length))
    return found


def _norms(segment: Segment, average: float) -> Floats:
    """Return the part of the formula that depends on a document's length, for every length."""

    def make() -> tuple[Floats, int]:
        norms = np.array([norm(length, average) for length in range(segment.longest + 1)])
        return norms, norms.nbytes + 200

    found: Floats = segment.kept(("norms", average), make)
    return found


def live_among(docs: Docs, live: Flags | None) -> Docs:
    """Leave out the deleted ones."""
    return docs if live is None else docs[live[docs]]
