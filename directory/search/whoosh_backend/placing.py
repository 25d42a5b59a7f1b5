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
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags, either, positions
from directory.search.whoosh_backend.asked import Asked, Postings
from directory.search.whoosh_backend.ranks import HELD, Standing, ring_in, standing, sure_breadth
from directory.search.whoosh_backend.segment import Addresses, Segment

FAR = 4
NOWHERE = 127
"""The rank of a claim that there is none; twice that is still a byte."""
ABOVE = np.uint16(13)
"""The bits of a standing end here; what is above them is our own."""
NAMES = ("covers", "touches", "excludes", "excludes within")
"""The groups of terms by which a document names a place, or what is small around it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What is said of documents of a segment about a place, or about all places of an area.

    Attributes:
        docs: those that it is about, sorted.
        standing: where they stand (:mod:`.ranks`). From afar it is told of every document of the
            segment: where it stands for a place that is nowhere near it and that it says nothing
            of; and above that, the ring of its nearest base or site.

    """

    docs: Docs
    standing: Standing

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return self.docs.nbytes + self.standing.nbytes + 400


@dataclass(frozen=True, slots=True)
class Placed:
    """The documents of a segment that matter for a place: they serve it, or may, or are close by.

    What is said of them from afar is the same for many places, so it is kept once for all; what is
    said closely, of those that are near the place or name it, overrules it.
    """

    wide: Layer
    close: Layer

    def __len__(self) -> int:
        """Return how many there are, or a few more."""
        return len(self.wide.docs) + len(self.close.docs)

    def docs(self) -> Docs:
        """Return them all, sorted."""
        known, at = positions(self.close.docs, self.wide.docs)
        rest = np.delete(self.wide.docs, at[known])
        held = self.close.docs[(self.close.standing & HELD) != 0]
        every: Docs = np.insert(rest, rest.searchsorted(held), held)
        return every

    def standing(self, docs: Docs) -> Standing:
        """Return where each of these documents stands (:mod:`.ranks`); any may be asked about."""
        found: Standing = self.wide.standing.take(docs)
        if len(docs) < len(self.close.docs):
            held, at = positions(docs, self.close.docs)
            found[held] = self.close.standing[at[held]]
        else:
            held, at = positions(self.close.docs, docs)
            found[at[held]] = self.close.standing[held]
        return found


def placed(segment: Segment, question: Asked) -> Placed:
    """Return who matters for a place in this segment.

    From the cache when the place was asked about before.
    """
    wide = _wide(segment, question)

    def make() -> tuple[Layer, int]:
        close = _close(segment, question, wide)
        return close, close.size

    return Placed(wide, segment.kept(question.key, make))


def _wide(segment: Segment, question: Asked) -> Layer:
    def make() -> tuple[Layer, int]:
        found = question.wide.of(segment.areas)
        whole = np.full(segment.size, NOWHERE, np.uint8)
        for _, docs, ranks in found["covers"]:
            whole[docs] = np.minimum(whole[docs], ranks)
        local, ring = (_rings(segment, found, whose) for whose in "ab")
        serving, may = whole < NOWHERE, segment.unstated & (local <= 2)
        nobody = np.zeros(segment.size, np.bool_)
        stands = standing(ring, may, 2 * whole * serving, nobody, serving | may)
        held = (serving | may).nonzero()[0].astype(np.int32)
        wide = Layer(held, stands | (local.astype(np.uint16) << ABOVE))
        return wide, wide.size

    wide: Layer = segment.kept(question.wide_key, make)
    return wide


def _rings(segment: Segment, found: Postings, whose: str) -> Bytes8:
    ring = np.full(segment.size, FAR, np.uint8)
    for number in (3, 2):
        for _, docs, _ in found[f"{whose}{number}"]:
            ring[docs] = number
    return ring


def _close(segment: Segment, question: Asked, wide: Layer) -> Layer:
    """Look closely at those alone that are near a place or name it."""
    named = question.close.of(segment.areas)
    near, near_bases = _within(segment.addresses, question.place, question.metres)
    local = [*(docs for _, docs, _ in named["a1"]), near]
    bases = [*(docs for _, docs, _ in named["b1"]), near_bases]
    names = (docs for group in NAMES for _, docs, _ in named[group])
    docs = either([*names, *local], segment.size)
    among = _Among(docs, question.place, named)
    return among.placed(wide.standing.take(docs), segment.unstated.take(docs), local, bases)


class _Among:
    """The documents that are close to a place: arrays run side by side, one item for each."""

    def __init__(self, docs: Docs, place: Place, named: Postings) -> None:
        self._docs, self._place, self._named = docs, place, named

    def placed(self, far: Standing, unstated: Flags, local: list[Docs], bases: list[Docs]) -> Layer:
        """Return where they stand, from where they would stand without what is said closely."""
        whole = self._least(sure_breadth(far, 2 * NOWHERE) >> np.uint8(1), "covers")
        inside = self._least(np.full(len(self._docs), NOWHERE, np.uint8), "touches")
        nearest = self._first((far >> ABOVE).astype(np.uint8), local)
        ring = self._first(ring_in(far), bases)
        serving = np.minimum(whole, inside) < NOWHERE
        may = unstated & (nearest <= 2)
        if self._are_excluded:
            left = ~self._wholly_excluded()
            serving, may = serving & left, may & left
        held = serving | may
        beside = ~held & (nearest == 1)
        broad = self._breadths(whole, inside) * serving
        return Layer(self._docs, standing(ring, may, broad, beside, held | beside))

    def _least(self, ranks: Bytes8, group: str) -> Bytes8:
        """Lower these ranks to those of the claims in a group of postings."""
        for _, docs, weights in self._named[group]:
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
        return bool(self._named["excludes"] or self._named["excludes within"])

    def _any(self, group: str) -> Flags:
        """Say which of the documents are in any of the postings of a group."""
        found = np.zeros(len(self._docs), np.bool_)
        for _, docs, _ in self._named[group]:
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
        by_code = {code: docs for code, docs, _ in self._named["excludes"]}
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
