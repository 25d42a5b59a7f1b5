"""Answering a question from a snapshot of the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from directory.domain.belonging import MAY_SERVE as ASK
from directory.domain.coverage import Served, serves
from directory.domain.place import Place
from directory.domain.rings import Ring
from directory.search.contract import Found, Hit, Question, RingFound
from directory.search.snippets import Marker
from directory.search.whoosh_backend import placing
from directory.search.whoosh_backend.arrays import (
    Docs,
    Flags,
    Floats,
    Ints,
    offsets_of,
    places_of,
)
from directory.search.whoosh_backend.asked import Asked
from directory.search.whoosh_backend.filtering import Passing, facet_counts, passing
from directory.search.whoosh_backend.matching import (
    Statistics,
    Unit,
    frequency,
    holding,
    live_among,
    units_of,
    with_phrases,
)
from directory.search.whoosh_backend.matching import scores as scores_of
from directory.search.whoosh_backend.ranks import (
    BESIDE,
    HELD,
    Ranks,
    of_place,
    of_scores,
    only_may,
    ring_of,
)
from directory.search.whoosh_backend.schema import Packed, unpack_coverage
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
    ranks: Ranks
    passing: Passing


def answer(
    snapshot: Snapshot, question: Question, clauses: Sequence[Clause], marker: Marker
) -> Found:
    """Return all that was asked for but "did you mean"."""
    inside, outside = _Asking(snapshot, question, clauses).matches()
    answers = _Column([_passing(each) for each in inside])
    totals = np.bincount(answers.ring, minlength=placing.FAR + 1).tolist()
    has_place = question.place is not None
    open_rings = sorted(question.open_rings) if has_place else [0]
    start, size = max(0, question.start), max(0, question.size)
    page = answers.page([int(ring) for ring in open_rings], start, size)
    hits = answers.hits(page, question, marker)
    return Found(
        total=len(answers.score),
        may_serve=int(np.count_nonzero(only_may(answers.ranks))),
        shown_total=sum(totals[ring] for ring in open_rings),
        rings=tuple(
            RingFound(ring, totals[ring], tuple(hit for hit in hits if hit.ring is ring))
            for ring in (Ring if has_place else ())
        ),
        hits=tuple(hits),
        facets=facet_counts([(each.segment, each.docs, each.passing) for each in inside]),
        open_now_count=sum(each.passing.if_open() for each in inside),
        based_here_count=sum(each.passing.if_here() for each in inside) if has_place else 0,
        nearby_not_serving=sum(each.passing.count for each in outside),
        nearby_hits=_nearby(outside, question, marker),
    )


def _nearby(outside: Sequence[Matches], question: Question, marker: Marker) -> tuple[Hit, ...]:
    """Return the hits close by that do not serve the place, when they were asked for."""
    if not question.nearby:
        return ()
    column = _Column([_passing(each) for each in outside])
    page = column.page([1, 2, 3, 4], 0, max(0, question.size))
    return tuple(column.hits(page, question, marker))


class _Asking:
    """A question as it is put to each segment."""

    def __init__(self, snapshot: Snapshot, question: Question, clauses: Sequence[Clause]) -> None:
        self._snapshot, self._question, self._clauses = snapshot, question, clauses
        self._units = [units_of(view.segment, clauses) for view in snapshot.views]
        # How many documents hold each unit, in all segments.
        self._holding = [
            sum(
                frequency(unit.ids, view.live)
                for unit, view in zip(same, snapshot.views, strict=True)
            )
            for same in zip(*self._units, strict=True)
        ]

    def matches(self) -> tuple[list[Matches], list[Matches]]:
        """Return what matches and serves the place, and what matches and is only close by."""
        place = self._question.place
        asked = Asked(place, self._question.doorstep_metres) if place else None
        inside: list[Matches | None] = []
        outside: list[Matches | None] = []
        for view, units in zip(self._snapshot.views, self._units, strict=True):
            segment = view.segment
            where = placing.placed(segment, asked) if asked else None
            docs = live_among(holding(segment, units, where), view.live)
            if where is None:
                inside.append(self._matches(segment, units, docs, np.zeros(len(docs), np.int64)))
                continue
            standing = where.standing(docs)
            told = standing & (HELD | BESIDE)
            for side, wanted in ((inside, HELD), (outside, HELD | BESIDE)):
                chosen = told == wanted
                if chosen.any():
                    ranks = of_place(standing[chosen])
                    side.append(self._matches(segment, units, docs[chosen], ranks))
        return [each for each in inside if each], [each for each in outside if each]

    def _matches(
        self, segment: Segment, units: list[Unit], docs: Docs, ranks: Ranks
    ) -> Matches | None:
        """Return those of these documents that hold every phrase; None when none does."""
        found = with_phrases(segment, self._clauses, docs)
        if not len(found):
            return None
        if found is not docs:
            ranks = ranks[places_of(found, docs)]
        score = scores_of(segment, found, units, self._holding, self._snapshot.statistics)
        passed = passing(segment, found, ranks, self._question)
        return Matches(segment, found, score, ranks, passed)


def _passing(matches: Matches) -> Matches:
    """Return those that pass every filter."""
    if matches.passing.is_all:
        return matches
    chosen = matches.passing.all
    return Matches(
        matches.segment,
        matches.docs[chosen],
        matches.score[chosen],
        matches.ranks[chosen],
        matches.passing,
    )


class _Column:
    """The matches of every segment, end to end, ready to be put in order."""

    def __init__(self, matches: Sequence[Matches]) -> None:
        self._matches = matches

        def laid(kind: Any, parts: list[Any]) -> Any:
            return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, kind), *parts])

        self.score: Floats = laid(np.float64, [each.score for each in matches])
        self.ranks: Ranks = laid(np.int64, [each.ranks for each in matches])
        self.ring = ring_of(self.ranks)
        self.docs: Docs = laid(np.int32, [each.docs for each in matches])
        self._from = offsets_of(np.array([len(each.docs) for each in matches], np.int64))

    def _values(self, name: str, held: Ints) -> Ints:
        """Return one of the columns of the segments for these matches, which are in order."""
        if len(self._matches) == 1:
            found = getattr(self._matches[0].segment, name).take(self.docs.take(held))
            return np.asarray(found, np.int64)
        found = np.empty(len(held), np.int64)
        edges = np.searchsorted(held, self._from).tolist()
        for matches, start, end in zip(self._matches, edges[:-1], edges[1:], strict=True):
            found[start:end] = getattr(matches.segment, name)[self.docs[held[start:end]]]
        return found

    def page(self, rings: Sequence[int], start: int, size: int) -> list[int]:
        """Return the matches of a page that goes through these rings, in their order."""
        wanted = np.zeros(placing.FAR + 1, np.bool_)
        wanted[rings] = True
        held = wanted.take(self.ring).nonzero()[0]
        end = start + size
        held, ranks = _least(held, self._ranks(held), end)
        ties, ids = self._values("ties", held), self._values("ids", held)
        page: list[int] = held[np.lexsort((ids, ties, ranks))[start:end]].tolist()
        return page

    def _ranks(self, held: Ints) -> Ranks:
        """Return where each of these stands, but for those that stand equal."""
        ranks = self.ranks.take(held) | self._values("ranks", held)
        best = float(self.score.max(initial=0.0))
        return ranks | of_scores(self.score.take(held), best) if best else ranks

    def hits(self, page: list[int], question: Question, marker: Marker) -> list[Hit]:
        """Return the hits of a page: the only documents whose text is read."""
        place, at = question.place, np.array(page, np.int64)
        segments = self._segments(at)
        docs, ring = self.docs.take(at).tolist(), self.ring.take(at).tolist()
        may, scores = only_may(self.ranks.take(at)).tolist(), self.score.take(at).tolist()
        hits: list[Hit] = []
        each = zip(segments, docs, ring, may, scores, strict=True)
        for segment, doc, number, is_may, score in each:
            name, text, coverage = segment.shown(doc)
            hits.append(
                Hit(
                    id=int(segment.ids[doc]),
                    ring=Ring(number) if place else None,
                    served=_served(coverage, place, is_may=is_may),
                    score=score,
                    snippet=marker.snippet(text),
                    name=marker.name(name),
                )
            )
        return hits

    def _segments(self, at: Ints) -> list[Segment]:
        """Return the segment of each of these matches."""
        if len(self._matches) == 1:
            return [self._matches[0].segment] * len(at)
        owners = np.searchsorted(self._from, at, "right") - 1
        return [self._matches[number].segment for number in owners.tolist()]


def _least(held: Ints, ranks: Ranks, count: int) -> tuple[Ints, Ranks]:
    """Return those that may be among the first so many, with their ranks; ties all stay."""
    if count >= len(held):
        return held, ranks
    near = ranks <= np.partition(ranks, count - 1)[count - 1]
    return held[near], ranks[near]


def _served(coverage: Packed, place: Place | None, *, is_may: bool) -> Served | None:
    if place is None:
        return None
    return ASK if is_may else serves(unpack_coverage(coverage, place), place)
