"""Who serves a place, and in which ring: worked out once for a place and a segment.

It says the same as :mod:`directory.domain.coverage`, ``rings`` and ``belonging``, which are the
rules, from postings and coordinates instead of one document at a time.
"""

from dataclasses import dataclass
from math import isfinite

import numpy as np
import shapely
from shapely import Point

from directory.domain.place import Place
from directory.domain.rings import WIDE
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags, positions
from directory.search.whoosh_backend.asked import Asked, Postings
from directory.search.whoosh_backend.ranks import Standing, standing
from directory.search.whoosh_backend.segment import Addresses, Segment

FAR = 4
NOWHERE = 255
MATTERS = 64


@dataclass(frozen=True, slots=True)
class Placed:
    """Documents of a segment that matter for a place, and how: arrays that run side by side.

    They serve it, or may, or are only close by.

    Attributes:
        docs: their numbers, sorted.
        standing: what the place says of where they stand (:mod:`.ranks`).

    """

    docs: Docs
    standing: Standing

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return self.docs.nbytes + self.standing.nbytes + 300


def placed(segment: Segment, question: Asked) -> Placed:
    """Return who matters for a place in this segment.

    From the cache when the place was asked about before.
    """

    def make() -> tuple[Placed, int]:
        found = _work_out(segment, question)
        return found, found.size

    found: Placed = segment.kept(question.key, make)
    return found


@dataclass(frozen=True, slots=True)
class _Wide:
    """What is large around a place says of each document of a segment: two bytes for each.

    Attributes:
        whole: the rank of its most specific claim, ``NOWHERE`` for none.
        rings: the ring of its nearest base, from 2 on; eight times that of its nearest base or
            site; and ``MATTERS`` if it serves, or may serve, whatever the place in there.

    """

    whole: Bytes8
    rings: Bytes8

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return self.whole.nbytes + self.rings.nbytes + 400


def _wide(segment: Segment, question: Asked) -> _Wide:
    def make() -> tuple[_Wide, int]:
        found = question.wide.of(segment.areas)
        whole = np.full(segment.size, NOWHERE, np.uint8)
        for _, docs, ranks in found["covers"]:
            whole[docs] = np.minimum(whole[docs], ranks)
        local, ring = (_rings(segment, found, whose) for whose in "ab")
        matters = (whole < NOWHERE) | (segment.unstated & (local <= 2))
        wide = _Wide(whole, ring | (local << np.uint8(3)) | (matters * np.uint8(MATTERS)))
        return wide, wide.size

    wide: _Wide = segment.kept(question.wide_key, make)
    return wide


def _rings(segment: Segment, found: Postings, whose: str) -> Bytes8:
    ring = np.full(segment.size, FAR, np.uint8)
    for number in (3, 2):
        for _, docs, _ in found[f"{whose}{number}"]:
            ring[docs] = number
    return ring


def _work_out(segment: Segment, question: Asked) -> Placed:
    """Look for those that may matter among all documents, then look closely at those alone."""
    wide, close = _wide(segment, question), question.close.of(segment.areas)
    near, near_bases = _within(segment.addresses, question.place, question.metres)
    local = [*(docs for _, docs, _ in close["a1"]), near]
    matters = wide.rings >= MATTERS
    for _, docs, _ in (*close["covers"], *close["touches"]):
        matters[docs] = True
    for docs in local:
        matters[docs] = True
    among = _Among(matters.nonzero()[0].astype(np.int32), question.place, close)
    bases = [*(docs for _, docs, _ in close["b1"]), near_bases]
    return among.placed(wide, segment.unstated, local, bases)


class _Among:
    """The documents that matter for a place: arrays run side by side, one item for each."""

    def __init__(self, docs: Docs, place: Place, close: Postings) -> None:
        self._docs, self._place, self._close = docs, place, close

    def placed(self, wide: _Wide, unstated: Flags, local: list[Docs], bases: list[Docs]) -> Placed:
        """Return those that serve the place or may, and those that are only close by."""
        whole = self._least(wide.whole.take(self._docs), "covers")
        inside = self._least(np.full(len(self._docs), NOWHERE, np.uint8), "touches")
        rings = wide.rings.take(self._docs)
        nearest = self._first((rings >> np.uint8(3)) & np.uint8(7), local)
        serving = np.minimum(whole, inside) < NOWHERE
        may = unstated.take(self._docs) & (nearest <= 2)
        broad = self._breadths(whole, inside)
        if self._are_excluded:
            left = ~self._wholly_excluded()
            serving, may = serving & left, may & left
        ring = self._first(rings & np.uint8(7), bases)
        beside = ~(serving | may)
        stands = standing(ring, may, broad * serving, beside)
        at = (~beside | (nearest == 1)).nonzero()[0]
        return Placed(self._docs[at], stands[at])

    def _least(self, ranks: Bytes8, group: str) -> Bytes8:
        """Lower these ranks to those of the claims in a group of postings."""
        for _, docs, weights in self._close[group]:
            at = self._docs.searchsorted(docs)
            ranks[at] = np.minimum(ranks[at], weights)
        return ranks

    def _first(self, ring: Bytes8, near: list[Docs]) -> Bytes8:
        """Put these documents in ring 1."""
        ring[self._docs.searchsorted(np.concatenate(near))] = 1
        return ring

    def _breadths(self, whole: Bytes8, inside: Bytes8) -> Bytes8:
        """Return how broad each way of serving is (:func:`directory.domain.coverage.breadth`)."""
        is_part = whole == NOWHERE
        rank = np.where(is_part, inside, whole)
        if self._are_excluded:
            is_part |= self._any("excludes") | self._any("excludes within")
        part = 2 * np.maximum(rank, np.uint8(self._place.level.rank)) + 1
        broad: Bytes8 = np.where(is_part, part, 2 * rank)
        return broad

    @property
    def _are_excluded(self) -> bool:
        """Say whether anybody excludes an area that bears on the place; mostly nobody does."""
        return bool(self._close["excludes"] or self._close["excludes within"])

    def _any(self, group: str) -> Flags:
        """Say which of the documents are in any of the postings of a group."""
        found = np.zeros(len(self._docs), np.bool_)
        for _, docs, _ in self._close[group]:
            found |= self._are_in(docs)
        return found

    def _are_in(self, docs: Docs) -> Flags:
        held, at = positions(docs, self._docs)
        found = np.zeros(len(self._docs), np.bool_)
        found[at[held]] = True
        return found

    def _wholly_excluded(self) -> Flags:
        """Return who excludes every area of some level that certainly holds the place."""
        excluded = np.zeros(len(self._docs), np.bool_)
        by_code = {code: docs for code, docs, _ in self._close["excludes"]}
        for level in {link.level for link in self._place.chain if link.code in by_code}:
            codes = self._place.certain_codes(level)
            if codes and all(code in by_code for code in codes):
                held = [self._are_in(by_code[code]) for code in codes]
                excluded |= np.logical_and.reduce(held)
        return excluded


def _within(addresses: Addresses, place: Place, metres: int) -> tuple[Docs, Docs]:
    """Return the documents with a base or a site, and with a base, within so many metres.

    Nobody for a place as large as a borough: who lies in it is near.
    """
    outline = place.outline
    bounds = outline.bounds if outline is not None else ()
    if place.level in WIDE or not bounds or not all(map(isfinite, bounds)):  # empty ones have nan
        return addresses.docs[:0], addresses.docs[:0]
    west, south, east, north = bounds
    part = addresses.between(west - metres, east + metres)
    easting, northing = addresses.easting[part], addresses.northing[part]
    if isinstance(outline, Point):  # nearly every street and postcode: no need of shapes
        near = (np.hypot(easting - west, northing - south) <= metres).nonzero()[0]
    else:
        near = ((northing >= south - metres) & (northing <= north + metres)).nonzero()[0]
        spots = shapely.points(easting[near], northing[near])
        near = near[shapely.distance(outline, spots) <= metres]
    docs = addresses.docs[part][near]
    return docs, docs[addresses.is_base[part][near]]
