"""Answering a question from a snapshot of the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from directory.domain.belonging import MAY_SERVE as ASK
from directory.domain.coverage import Served, serves
from directory.domain.place import Place
from directory.domain.rings import Ring
from directory.search.contract import Found, Hit, Question, RingFound
from directory.search.relevance import BANDS
from directory.search.snippets import Marker
from directory.search.whoosh_backend import placing
from directory.search.whoosh_backend.arrays import (
    Bytes8,
    Docs,
    Flags,
    Floats,
    Ints,
    offsets_of,
    places_of,
)
from directory.search.whoosh_backend.filtering import Passing, facet_counts, passing
from directory.search.whoosh_backend.matching import (
    Statistics,
    frequency,
    live_among,
    matching,
    scores,
    units_of,
)
from directory.search.whoosh_backend.schema import unpack_coverage
from directory.search.whoosh_backend.segment import Segment
from directory.search.words import Clause


@dataclass(frozen=True, slots=True)
class View:
    """A segment, and which of its documents are not deleted (None: all of them)."""

    segment: Segment
    live: Flags | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index at one moment."""

    views: tuple[View, ...]
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class Matches:
    """What answers in one segment. Arrays run side by side, one item for each document."""

    segment: Segment
    docs: Docs
    score: Floats
    state: Bytes8
    ring: Bytes8
    broad: Bytes8
    passing: Passing


def answer(
    snapshot: Snapshot, question: Question, clauses: Sequence[Clause], marker: Marker
) -> Found:
    """Return all that was asked for but "did you mean"."""
    matches = _matches(snapshot, question, clauses)
    inside, outside = _inside(matches), _outside(matches)
    answers = _Column([_passing(each) for each in inside])
    totals = np.bincount(answers.ring, minlength=placing.FAR + 1).tolist()
    has_place = question.place is not None
    open_rings = sorted(question.open_rings) if has_place else [0]
    start, size = max(0, question.start), max(0, question.size)
    page = answers.page([int(ring) for ring in open_rings], start, size)
    hits = _hits(answers, page, question, marker)
    return Found(
        total=len(answers.score),
        may_serve=int(np.count_nonzero(answers.state == placing.MAY_SERVE)),
        shown_total=sum(totals[ring] for ring in open_rings),
        rings=tuple(
            RingFound(ring, totals[ring], tuple(hit for hit in hits if hit.ring is ring))
            for ring in (Ring if has_place else ())
        ),
        hits=tuple(hits),
        facets=facet_counts([(each.segment, each.docs, each.passing) for each in inside]),
        open_now_count=sum(each.passing.if_open() for each in inside),
        based_here_count=sum(each.passing.if_here() for each in inside) if has_place else 0,
        nearby_not_serving=sum(int(np.count_nonzero(each.passing.all)) for each in outside),
        nearby_hits=_nearby(outside, question, marker),
    )


def _nearby(outside: Sequence[Matches], question: Question, marker: Marker) -> tuple[Hit, ...]:
    """Return the hits close by that do not serve the place, when they were asked for."""
    if not question.nearby:
        return ()
    column = _Column([_passing(each) for each in outside])
    return tuple(
        _hits(column, column.page([1, 2, 3, 4], 0, max(0, question.size)), question, marker)
    )


def _matches(snapshot: Snapshot, question: Question, clauses: Sequence[Clause]) -> list[Matches]:
    """Return what matches in each segment, serving the place or only close by."""
    units = [units_of(view.segment, clauses) for view in snapshot.views]
    frequencies = [
        sum(frequency(each[i], view.live) for each, view in zip(units, snapshot.views, strict=True))
        for i in range(len(units[0]) if units else 0)
    ]
    asked = placing.asked(question.place, question.doorstep_metres) if question.place else None
    found: list[Matches] = []
    for view, unit in zip(snapshot.views, units, strict=True):
        segment = view.segment
        where = placing.placed(segment, asked) if asked else None
        within = where.docs if where else None
        docs = live_among(matching(segment, unit, clauses, within), view.live)
        if where is None:
            ring = broad = np.zeros(len(docs), np.uint8)
            state = np.full(len(docs), placing.SERVES, np.uint8)
        elif len(docs):
            at = places_of(docs, where.docs)
            state, ring, broad = where.state[at], where.ring[at], where.broad[at]
        else:
            continue
        score = scores(segment, docs, unit, frequencies, snapshot.statistics)
        passed = passing(segment, docs, ring, question)
        found.append(Matches(segment, docs, score, state, ring, broad, passed))
    return found


def _inside(matches: Sequence[Matches]) -> list[Matches]:
    return [_only(each, each.state > placing.OUTSIDE) for each in matches]


def _outside(matches: Sequence[Matches]) -> list[Matches]:
    found = ((each, each.state == placing.OUTSIDE) for each in matches)
    return [_only(each, chosen) for each, chosen in found if chosen.any()]


def _passing(matches: Matches) -> Matches:
    return matches if matches.passing.is_all else _only(matches, matches.passing.all)


def _only(matches: Matches, chosen: Flags) -> Matches:
    if chosen.all():
        return matches
    return Matches(
        matches.segment,
        matches.docs[chosen],
        matches.score[chosen],
        matches.state[chosen],
        matches.ring[chosen],
        matches.broad[chosen],
        matches.passing.only(chosen),
    )


class _Column:
    """The matches of every segment, end to end, ready to be put in order."""

    def __init__(self, matches: Sequence[Matches]) -> None:
        self._matches = matches

        def laid(kind: Any, parts: list[Any]) -> Any:
            return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, kind), *parts])

        self.score: Floats = laid(np.float64, [each.score for each in matches])
        self.ring: Bytes8 = laid(np.uint8, [each.ring for each in matches])
        self.state: Bytes8 = laid(np.uint8, [each.state for each in matches])
        self.broad: Bytes8 = laid(np.uint8, [each.broad for each in matches])
        self.docs: Docs = laid(np.int32, [each.docs for each in matches])
        self._from = offsets_of(np.array([len(each.docs) for each in matches], np.int64))

    def segment(self, at: int) -> Segment:
        """Return the segment that a match is in."""
        return self._matches[int(np.searchsorted(self._from, at, "right")) - 1].segment

    def _values(self, name: str, held: Ints) -> Ints:
        """Return one of the columns of the segments for these matches, which are in order."""
        if len(self._matches) == 1:
            found = getattr(self._matches[0].segment, name)[self.docs[held]]
            return np.asarray(found, np.int64)
        found = np.empty(len(held), np.int64)
        edges = np.searchsorted(held, self._from).tolist()
        for matches, start, end in zip(self._matches, edges[:-1], edges[1:], strict=True):
            found[start:end] = getattr(matches.segment, name)[self.docs[held[start:end]]]
        return found

    def page(self, rings: Sequence[int], start: int, size: int) -> list[int]:
        """Return the matches of a page that goes through these rings in order."""
        found: list[int] = []
        best = float(self.score.max()) if len(self.score) else 0.0
        for ring in rings:
            held = np.flatnonzero(self.ring == ring)
            if start >= len(held):
                start -= len(held)
            elif len(found) < size:
                end = start + size - len(found)
                found += self._in_order(held, best, end)[start:end]
                start = 0
        return found

    def _in_order(self, held: Ints, best: float, count: int) -> list[int]:
        """Return the first so many of these in the order of a ring."""
        keys = self._keys(held, best)
        if count < len(held):
            edge = np.partition(keys, count - 1)[count - 1]
            near = keys <= edge
            held, keys = held[near], keys[near]
        ties, ids = self._values("ties", held), self._values("ids", held)
        order: list[int] = held[np.lexsort((ids, ties, keys))[:count]].tolist()
        return order

    def _keys(self, held: Ints, best: float) -> Ints:
        """Return what orders a ring, up to the date, as one number: the smaller, the earlier."""
        bands = np.ceil(BANDS * self.score[held] / best) if best else np.zeros(len(held))
        bands = np.minimum(bands, BANDS)
        checked = self._values("checked", held)
        unstated = (self.state[held] == placing.MAY_SERVE).astype(np.int64)
        lower = (unstated << 1) | self._values("silent", held)
        keys = (lower << 8) | (BANDS - bands.astype(np.int64))
        keys = (keys << 8) | self.broad[held].astype(np.int64)
        return np.asarray((keys << 24) | (2**24 - 1 - checked), np.int64)


def _hits(column: _Column, page: list[int], question: Question, marker: Marker) -> list[Hit]:
    """Return the hits of a page: the only documents whose text is read."""
    place = question.place
    found = [(column.segment(at), int(column.docs[at])) for at in page]
    distances = _distances(found, place)
    hits: list[Hit] = []
    for at, (segment, doc), away in zip(page, found, distances, strict=True):
        name, text, coverage = segment.shown(doc)
        hits.append(
            Hit(
                id=int(segment.ids[doc]),
                ring=Ring(int(column.ring[at])) if place else None,
                served=_served(coverage, int(column.state[at]), place),
                distance_m=away,
                score=float(column.score[at]),
                snippet=marker.snippet(text),
                name=marker.name(name),
            )
        )
    return hits


def _distances(found: list[tuple[Segment, int]], place: Place | None) -> list[int | None]:
    """Return how far each nearest base is (:func:`directory.domain.rings.distance_m`)."""
    if place is None or place.outline is None or place.outline.is_empty or not found:
        return [None] * len(found)
    eastings: list[int] = []
    northings: list[int] = []
    ends: list[int] = []
    for segment, doc in found:
        east, north = segment.measurable(doc)
        eastings += east
        northings += north
        ends.append(len(eastings))
    metres = placing.distances(place.outline, np.array(eastings), np.array(northings)).tolist()
    nearest = (min(metres[a:b], default=None) for a, b in pairwise((0, *ends)))
    return [None if away is None else round(away) for away in nearest]


def _served(coverage: Any, state: int, place: Place | None) -> Served | None:
    if place is None or state == placing.OUTSIDE:
        return None
    if state == placing.MAY_SERVE:
        return ASK
    return serves(unpack_coverage(coverage, place), place)
