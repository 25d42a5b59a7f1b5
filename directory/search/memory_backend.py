"""Search in plain Python over documents in memory: slow, short, and the truth for the index."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from directory.domain.belonging import how_served, is_near_but_not_for
from directory.domain.coverage import Extent, Served, breadth
from directory.domain.hours import is_open
from directory.domain.rings import Ring, ring_of
from directory.errors import SearchBusyError
from directory.search.contract import (
    Change,
    Document,
    Facet,
    Found,
    Hit,
    Question,
    RingFound,
    TextPart,
)
from directory.search.facets import facets_of
from directory.search.relevance import K1, band, idf, norm
from directory.search.snippets import Marker, tidy
from directory.search.spelling import Spelling, did_you_mean
from directory.search.suggesting import SHORTEST, fold_all, most_used, names_of
from directory.search.words import Analysed, Clause, Words


@dataclass(frozen=True, slots=True)
class Entry:
    """A document and its words."""

    document: Document
    analysed: Analysed
    facets: Mapping[Facet, frozenset[str]]


@dataclass(slots=True)
class Match:
    """An entry that answers, and what is known about how well."""

    entry: Entry
    score: float
    ring: Ring | None = None
    served: Served | None = None
    fails: frozenset[str] = field(default=frozenset())


class MemoryBackend:
    """Keeps the promise of :class:`directory.search.contract.SearchBackend` for a few documents."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        """Hold nothing; ``stem`` finds the stem of a folded word."""
        self._words = Words(stem)
        self._entries: dict[int, Entry] = {}
        self._spelling = Spelling()
        self._lock = threading.RLock()

    def replace(self, documents: Iterable[Document]) -> None:
        """Add these documents, overwriting any with the same id."""
        counts: Counter[str] = Counter()
        with self._lock:
            for id_, document in {each.id: each for each in documents}.items():
                analysed = self._words.analyse(document.text)
                counts.update(analysed.words)
                self._entries[id_] = Entry(document, analysed, facets_of(document))
            self._spelling.add(self._spelling.hardly_seen(counts))

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these, whether or not they are known."""
        with self._lock:
            for id_ in ids:
                self._entries.pop(id_, None)

    def update(self, read: Callable[[], Change], *, patience: float = 0.0) -> None:
        """Replace and remove in one step what ``read`` returns."""
        if not self._lock.acquire(timeout=patience):
            raise SearchBusyError
        try:
            documents, gone = read()
            self.remove(gone)
            self.replace(documents)
        finally:
            self._lock.release()

    def merge(self) -> bool:
        """Do nothing: there are no pieces."""
        return True

    def wants_merging(self) -> bool:
        """Never want it."""
        return False

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Forget everything, hold these, and return how many."""
        with self._lock:
            self._entries.clear()
            self._spelling = Spelling()
            self.replace(documents)
            return len(self._entries)

    def count(self) -> int:
        """Return how many documents are held."""
        return len(self._entries)

    def find(self, question: Question) -> Found:
        """Answer a question by looking at every document."""
        with self._lock:
            clauses = self._words.question(question.words, prefix=question.prefix)
            matches = list(self._matching(clauses, question))
            inside = [m for m in matches if question.place is None or m.served is not None]
            answer = [m for m in inside if not m.fails]
            ordered = _in_order(answer, question)
            shown = [m for m in ordered if m.ring is None or m.ring in question.open_rings]
            page = shown[max(0, question.start) :][: max(0, question.size)]
            marker = Marker(self._words, clauses)
            hits = [_hit(match, marker) for match in page]
            nearby = [m for m in matches if m.served is None and m not in inside and not m.fails]
            near_page = _in_order(nearby, question)[: question.size] if question.nearby else []
            return Found(
                total=len(answer),
                may_serve=sum(
                    m.served is not None and m.served.extent is Extent.NOT_STATED for m in answer
                ),
                shown_total=len(shown),
                rings=_rings(answer, hits, question),
                hits=tuple(hits),
                facets={facet: _counts(inside, facet) for facet in Facet},
                open_now_count=sum(
                    m.fails <= {"open"} and _is_open(m.entry, question.now) for m in inside
                ),
                based_here_count=sum(
                    m.fails <= {"here"} and m.ring is not None and m.ring <= Ring.BOROUGH
                    for m in inside
                ),
                nearby_not_serving=len(nearby),
                nearby_hits=tuple(_hit(match, marker) for match in near_page),
                did_you_mean=None if answer else self._did_you_mean(question, clauses),
            )

    def suggest(self, beginning: str, limit: int = 8) -> list[str]:
        """Return names and words that begin so, most used first."""
        start = fold_all(beginning)
        if len(start) < SHORTEST:
            return []
        seen: Counter[str] = Counter()
        for entry in self._entries.values():
            seen.update(names_of(entry.document))
            seen.update(word for word in entry.analysed.typed)
        found = {text: count for text, count in seen.items() if fold_all(text).startswith(start)}
        return most_used(found, limit)

    def _matching(self, clauses: tuple[Clause, ...], question: Question) -> Iterator[Match]:
        units = [unit for clause in clauses for unit in self._units(clause)]
        lengths = [entry.analysed.length for entry in self._entries.values()]
        average = sum(lengths) / len(lengths) if lengths else 0.0
        worth = [idf(len(self._entries), len(unit)) for unit in units]
        for id_, entry in self._entries.items():
            if not all(id_ in unit for unit in units):
                continue
            if not all(_is_side_by_side(entry.analysed.sequence, c) for c in clauses):
                continue
            length = norm(entry.analysed.length, average)
            score = 0.0
            for unit, value in zip(units, worth, strict=True):
                score += value * (unit[id_] * (K1 + 1.0) / (unit[id_] + length))
            match = Match(entry, score)
            if _is_placed(match, question):
                match.fails = _failures(match, question)
                yield match

    def _units(self, clause: Clause) -> list[dict[int, int]]:
        """Return, for each thing to be scored, the documents that hold it and its weight there."""
        if clause.is_phrase:
            return [self._holding(stem) for stem in clause.stems]
        whole = [self._holding(stem) for stem in clause.stems]
        unit = {id_: min(w[id_] for w in whole) for id_ in whole[0] if all(id_ in w for w in whole)}
        others = [self._holding(clause.joined)] if clause.joined else []
        if clause.prefix:
            others.append(self._beginning(clause.prefix))
        for other in others:
            for id_, weight in other.items():
                unit[id_] = unit.get(id_, 0) + weight
        return [unit]

    def _holding(self, stem: str) -> dict[int, int]:
        return {
            id_: entry.analysed.weights[stem]
            for id_, entry in self._entries.items()
            if stem in entry.analysed.weights
        }

    def _beginning(self, prefix: str) -> dict[int, int]:
        found = {
            id_: sum(w for word, w in entry.analysed.typed.items() if word.startswith(prefix))
            for id_, entry in self._entries.items()
        }
        return {id_: weight for id_, weight in found.items() if weight}

    def _did_you_mean(self, question: Question, clauses: tuple[Clause, ...]) -> str | None:
        def is_known(word: str) -> bool:
            token = self._words.token(word)
            return not token.stems or all(map(self._holding, token.stems))

        return did_you_mean(question.words, clauses, self._spelling, is_known)


def _is_placed(match: Match, question: Question) -> bool:
    """Fill in ring and how it is served; say whether it is in the answer, or close by."""
    document, place, metres = match.entry.document, question.place, question.doorstep_metres
    if place is None:
        return True
    spots = document.bases + document.sites
    match.ring = ring_of(document.bases, place, metres)
    match.served = how_served(document.coverage, spots, place, metres)
    return match.served is not None or is_near_but_not_for(document.coverage, spots, place, metres)


def _failures(match: Match, question: Question) -> frozenset[str]:
    """Return the filters that a match does not pass."""
    failed = {
        facet.value
        for facet, chosen in question.filters.values.items()
        if chosen and not chosen & match.entry.facets.get(facet, frozenset())
    }
    if question.filters.open_now and not _is_open(match.entry, question.now):
        failed.add("open")
    if question.filters.based_here and match.ring is not None and match.ring > Ring.BOROUGH:
        failed.add("here")
    return frozenset(failed)


def _is_open(entry: Entry, now: datetime | None) -> bool:
    return now is not None and is_open(entry.document.openings, entry.document.exceptions, now)


def _is_side_by_side(sequence: list[str], clause: Clause) -> bool:
    if not clause.is_phrase:
        return True
    wanted = list(clause.stems)
    return any(
        sequence[i : i + len(wanted)] == wanted for i in range(len(sequence) - len(wanted) + 1)
    )


def _in_order(matches: list[Match], question: Question) -> list[Match]:
    best = max((match.score for match in matches), default=0.0)

    def key(match: Match) -> tuple[int, ...]:
        served, document = match.served, match.entry.document
        stated = served is None or served.extent is not Extent.NOT_STATED
        broad = breadth(served, question.place) if served and question.place else 0
        return (
            match.ring or 0,
            0 if stated else 1,
            document.is_silent,
            -band(match.score, best),
            broad if stated else 0,
            -(document.checked_on or date.min).toordinal(),
            document.tie_break,
            document.id,
        )

    return sorted(matches, key=key)


def _rings(answer: list[Match], hits: list[Hit], question: Question) -> tuple[RingFound, ...]:
    if question.place is None:
        return ()
    totals = Counter(match.ring for match in answer)
    return tuple(
        RingFound(ring, totals[ring], tuple(hit for hit in hits if hit.ring is ring))
        for ring in Ring
    )


def _counts(matches: list[Match], facet: Facet) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        value
        for match in matches
        if match.fails <= {facet.value}
        for value in match.entry.facets.get(facet, ())
    )
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _hit(match: Match, marker: Marker) -> Hit:
    document = match.entry.document
    return Hit(
        id=document.id,
        ring=match.ring,
        served=match.served,
        score=match.score,
        snippet=marker.snippet(tidy(document.text.get(TextPart.DESCRIPTION, ""))),
        name=marker.name(tidy(document.text.get(TextPart.NAME, ""))),
    )
