"""The half of a peer's work that its index cannot do: rings, claims, counts and the stated order.

A peer finds what matches the words and may matter for the place, with its own relevance, and hands
over a small record of each; NumPy does the rest for all of them at once. That was quicker than SQL
from some hundred matches on, and about as quick below. The records know only what this world has:
one base, times that come round every week, and places that are streets, inside which no claim
lies. So the peers do a little less than the rules ask.
"""

import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np

from benchmarks.engines.engine import Answer, mark, wanted
from directory.domain.belonging import MAY_SERVE
from directory.domain.coverage import Served, serves
from directory.domain.place import ANYWHERE, Level, Place
from directory.domain.rings import DOORSTEP_METRES
from directory.search import Document, Facet, Question
from directory.search.facets import facets_of
from directory.search.relevance import BANDS
from directory.search.whoosh_backend.schema import pack_coverage, unpack_coverage

CLAIMS, EXCLUSIONS, VALUES, SESSIONS = 5, 1, 16, 6
"""How many of each a record has room for."""

DAY, WEEK = 1_440, 10_080
OTHER = 127
PACKED = Struct(f"<q6i{CLAIMS}i{EXCLUSIONS}i{SESSIONS}h{SESSIONS}h?{VALUES}s")
RECORD = np.dtype(
    [
        ("tie", "<i8"),
        ("easting", "<i4"),
        ("northing", "<i4"),
        ("ward", "<i4"),
        ("neighbourhood", "<i4"),
        ("borough", "<i4"),
        ("checked", "<i4"),
        ("claims", "<i4", (CLAIMS,)),
        ("exclusions", "<i4", (EXCLUSIONS,)),
        ("opens", "<i2", (SESSIONS,)),
        ("closes", "<i2", (SESSIONS,)),
        ("silent", "?"),
        ("facets", "u1", (VALUES,)),
    ]
)
Card = tuple[str, str, bytes]
"""A name, a description and a packed coverage: what is shown of a hit."""


@dataclass(frozen=True, slots=True)
class Page:
    """Counts of an answer, and which matches are shown, as positions among those handed over."""

    answer: Answer
    shown: Sequence[int] = ()
    may: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    """For each match its ring, how broad its claim is, and whether it is in the answer."""

    ring: np.ndarray
    broad: np.ndarray
    may: np.ndarray
    inside: np.ndarray
    nearby: np.ndarray


class Facts:
    """Writes and reads the records of one engine; areas and facets' values have numbers in it."""

    def __init__(self) -> None:
        """Know no area and no value yet; number 0 stands for none."""
        self._areas: dict[str, int] = {"": 0}
        self._value_numbers: dict[str, int] = {"": 0}
        self.values: list[str] = [""]
        self._table = np.empty(0, np.uint8)

    def record(self, document: Document) -> bytes:
        """Return what is to be known of a document when it matches."""
        base, coverage = document.bases[0], document.coverage
        times = sessions(document)
        return PACKED.pack(
            document.tie_break,
            base.easting,
            base.northing,
            self._area(base.ward),
            self._area(base.neighbourhood),
            self._area(base.borough),
            document.checked_on.toordinal() if document.checked_on else 0,
            *_filled([self._area(claim.code) for claim in coverage.claims], CLAIMS),
            *_filled([self._area(claim.code) for claim in coverage.exclusions], EXCLUSIONS),
            *_filled([opens for opens, _ in times], SESSIONS),
            *_filled([closes for _, closes in times], SESSIONS),
            document.is_silent,
            bytes(self._value(each) for each in facet_values(document)),
        )

    def _area(self, code: str) -> int:
        return self._areas.setdefault(code, len(self._areas))

    def _value(self, value: str) -> int:
        number = self._value_numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def settle(
        self, question: Question, ids: Sequence[int], scores: Sequence[float], records: np.ndarray
    ) -> Page:
        """Return the counts of an answer and its best 20, from all that may be in it."""
        if not len(ids):
            return Page(Answer(rings=(0,) * 4 if question.place else (0,)))
        placed = self._placed(records, question.place)
        passes = self._passes(records, question)
        answer = np.flatnonzero(placed.inside & passes)
        found = records[answer]
        rings = np.bincount(placed.ring[answer], minlength=5).tolist()
        counts = np.bincount(found["facets"].ravel(), minlength=len(self.values))
        if wanted(question):
            costs = np.bincount(records["facets"][placed.inside, 0], minlength=len(counts))
            counts = np.where(costs, costs, counts)
        shown = _best(found, np.array(scores)[answer], answer, placed, np.array(ids))
        return Page(
            Answer(
                rings=tuple(rings[1:]) if question.place else (rings[0],),
                total=len(answer),
                may_serve=int(np.count_nonzero(placed.may[answer])),
                facets=self.named(counts.tolist()),
                open_now=_open_now(found, question),
                based_here=rings[1] + rings[2],
                nearby=int(np.count_nonzero(placed.nearby & passes)),
            ),
            shown.tolist(),
            placed.may[shown].tolist(),
        )

    def named(self, counts: Iterable[int]) -> Mapping[str, int]:
        """Return the counts of values, which stand in the order of their numbers, by name."""
        pairs = zip(self.values, counts, strict=True)
        return {value: count for value, count in pairs if count and value}

    def _passes(self, records: np.ndarray, question: Question) -> np.ndarray:
        passes = np.zeros(len(self.values), np.bool_)
        costs = [self._value_numbers.get(f"{Facet.COST}:{cost}", 0) for cost in wanted(question)]
        passes[costs or slice(None)] = True
        return passes[records["facets"][:, 0]]

    def _placed(self, records: np.ndarray, place: Place | None) -> _Placed:
        none = np.zeros(len(records), np.uint8)
        if place is None:
            return _Placed(none, none, none, none == 0, none != 0)
        codes = {link.level: self._areas.get(link.code, -1) for link in place.chain}
        ring = self._rings(records, place, codes)
        rank, gone = self._claimed(
            records, {**codes, Level.ANYWHERE: self._areas.get(ANYWHERE, -1)}
        )
        serves_it = (rank < OTHER) & ~gone
        may = (records["claims"][:, 0] == 0) & ~gone & (ring <= 2)
        inside = serves_it | may
        return _Placed(ring, np.where(may, 0, 2 * rank), may, inside, ~inside & (ring == 1))

    def _rings(self, records: np.ndarray, place: Place, codes: Mapping[Level, int]) -> np.ndarray:
        beside, outline = [self._areas.get(code, -1) for code in place.borders], place.outline
        own = codes[Level.BOROUGH]
        ring = self._looked_up(records["borough"], [*beside, own], [3] * len(beside) + [2])
        east, north = records["easting"] - outline.x, records["northing"] - outline.y
        near = east * east + north * north <= DOORSTEP_METRES**2
        near |= records["ward"] == codes[Level.WARD]
        near |= records["neighbourhood"] == codes[Level.NEIGHBOURHOOD]
        np.minimum(ring, 4, out=ring)
        ring[near] = 1
        return ring

    def _claimed(
        self, records: np.ndarray, codes: Mapping[Level, int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the rank of the most specific claim, and whether the place is excluded."""
        numbers, ranks = list(codes.values()), [level.rank for level in codes]
        rank = self._looked_up(records["claims"], numbers, ranks).min(axis=1)
        gone = self._looked_up(records["exclusions"][:, 0], numbers, ranks) < OTHER
        return rank, gone

    def _looked_up(self, areas: np.ndarray, numbers: list[int], values: list[int]) -> np.ndarray:
        """Return for each area the value of its number, or ``OTHER``; -1 is a number of no area."""
        if len(self._table) <= len(self._areas):
            self._table = np.full(len(self._areas) + 1, OTHER, np.uint8)
        self._table[numbers] = values
        self._table[-1] = OTHER
        found = self._table[areas]
        self._table[numbers] = OTHER
        return found


def facet_values(document: Document) -> list[str]:
    """Return the values of all facets of a document, its cost first."""
    held = facets_of(document)
    order = (Facet.COST, *(facet for facet in Facet if facet is not Facet.COST))
    return [f"{facet}:{value}" for facet in order for value in held.get(facet, ())]


def minute_of(question: Question) -> int:
    """Return the minute of the week that a question is about."""
    now = question.now
    return now.weekday() * DAY + now.hour * 60 + now.minute if now else -1


def sessions(document: Document) -> list[tuple[int, int]]:
    """Return from which minute of the week to which it is open; Sunday's night goes into Monday."""
    found = []
    for each in document.openings:
        start = each.weekday * DAY + each.opens.hour * 60 + each.opens.minute
        end = each.weekday * DAY + each.closes.hour * 60 + each.closes.minute
        end += DAY if end <= start else 0
        found.append((start, min(end, WEEK)))
        if end > WEEK:
            found.append((0, end - WEEK))
    return found


def _filled(values: list[int], room: int) -> list[int]:
    return values + [0] * (room - len(values))


def _open_now(found: np.ndarray, question: Question) -> int:
    minute = minute_of(question)
    is_open = (found["opens"] <= minute) & (minute < found["closes"])
    return int(np.count_nonzero(is_open.any(axis=1)))


def _best(
    found: np.ndarray, score: np.ndarray, answer: np.ndarray, placed: _Placed, ids: np.ndarray
) -> np.ndarray:
    """Return which 20 come first in the order of the site."""
    ring = placed.ring[answer]
    held = np.flatnonzero(ring <= 2)
    if not len(held):
        return answer[:0]
    best = score.max()
    key = ring[held].astype(np.int64) * 2 + placed.may[answer[held]]
    key = key * 2 + found["silent"][held]
    bands = np.ceil(BANDS * score[held] / best) if best > 0 else np.zeros(len(held))
    key = key * 16 + (BANDS - np.minimum(bands, BANDS).astype(np.int64))
    key = key * 256 + placed.broad[answer[held]]
    key = (key << 24) - found["checked"][held]
    if len(held) > 20:
        near = key <= np.partition(key, 19)[19]
        held, key = held[near], key[near]
    order = np.lexsort((ids[answer[held]], found["tie"][held], key))[:20]
    return answer[held[order]]


def packed_coverage(document: Document) -> bytes:
    """Return a document's coverage to be kept beside its texts."""
    return marshal.dumps(pack_coverage(document.coverage))


def finished(page: Page, ids: Sequence[int], cards: Sequence[Card], question: Question) -> Answer:
    """Return an answer with its hits: by which claim each serves the place, and its marked texts.

    Marking is the cheap kind, for names and texts, which takes less time than the site's own.
    """
    words, place = question.words.split(), question.place
    counts = page.answer
    return Answer(
        counts.rings,
        counts.total,
        counts.may_serve,
        counts.facets,
        counts.open_now,
        counts.based_here,
        counts.nearby,
        tuple(ids),
        tuple(_served(c, m, place) for (*_, c), m in zip(cards, page.may, strict=True)),
        tuple(mark(name, words) for name, _, _ in cards),
        tuple(mark(text, words) for _, text, _ in cards),
    )


def _served(coverage: bytes, may: bool, place: Place | None) -> Served | None:
    if place is None:
        return None
    return MAY_SERVE if may else serves(unpack_coverage(marshal.loads(coverage), place), place)
