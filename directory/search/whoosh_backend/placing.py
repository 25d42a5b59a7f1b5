"""Who serves a place, and in which ring: worked out once for a place and a segment.

It says the same as :mod:`directory.domain.coverage`, ``rings`` and ``belonging``, which are the
rules, from postings and coordinates instead of one document at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from directory.domain.place import ANYWHERE, Level, Place
from directory.domain.rings import WIDE
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags, Floats, Ints
from directory.search.whoosh_backend.segment import Addresses, Segment

FAR = 4
NOWHERE = 255
BROAD = tuple(level for level in Level if level.rank >= Level.BOROUGH.rank)
"""Who claims areas as large as these is kept: a question about a near place asks the same."""

OUTSIDE, MAY_SERVE, SERVES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Placed:
    """Documents of a segment that matter for a place, and how.

    Attributes:
        docs: their numbers, sorted.
        state: ``SERVES``, ``MAY_SERVE``, or ``OUTSIDE`` for those only close by.
        ring: of the nearest base, 1 to 4.
        broad: :func:`directory.domain.coverage.breadth` of those that serve it, else 0.

    """

    docs: Docs
    state: Bytes8
    ring: Bytes8
    broad: Bytes8

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return self.docs.nbytes + self.state.nbytes + self.ring.nbytes + self.broad.nbytes + 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A place as it is asked about, with a key that is the same for the same place."""

    place: Place
    metres: int
    key: tuple[Any, ...]


def asked(place: Place, metres: int) -> Asked:
    """Return a place with its key: all that the rules look at."""
    outline = place.outline
    shape = hash(outline) if outline is not None else 0
    return Asked(
        place, metres, (place.code, place.level, place.chain, place.borders, shape, metres)
    )


def placed(segment: Segment, question: Asked) -> tuple[Placed, Placed]:
    """Return who serves a place in this segment or may, and who is only close by.

    From the cache when the place was asked about before.
    """

    def make() -> tuple[tuple[Placed, Placed], int]:
        found = _work_out(segment, question)
        return found, found[0].size + found[1].size

    found: tuple[Placed, Placed] = segment.kept(question.key, make)
    return found


def _work_out(segment: Segment, question: Asked) -> tuple[Placed, Placed]:
    """Look for those that may matter among all documents, then look closely at those alone."""
    place = question.place
    whole, inside = _claimed(segment, place), _least(segment, ["t" + place.code])
    near, near_bases = _within(segment.addresses, place, question.metres)
    local = _rings(segment, place, "a", near)
    may = segment.unstated & (local <= 2)
    docs = np.flatnonzero((whole < NOWHERE) | (inside < NOWHERE) | may | (local == 1))
    whole, inside, gone = whole[docs], inside[docs], _wholly_excluded(segment, place, docs)
    state = np.full(len(docs), OUTSIDE, np.uint8)
    state[may[docs] & ~gone] = MAY_SERVE
    state[((whole < NOWHERE) | (inside < NOWHERE)) & ~gone] = SERVES
    broad = _breadths(segment, place, docs, whole, inside)
    broad[state != SERVES] = 0
    ring = _rings(segment, place, "b", near_bases)[docs]
    every = Placed(docs.astype(np.int32), state, ring, broad)
    return _only(every, state > OUTSIDE), _only(every, (state == OUTSIDE) & (local[docs] == 1))


def _only(every: Placed, chosen: Flags) -> Placed:
    return Placed(every.docs[chosen], every.state[chosen], every.ring[chosen], every.broad[chosen])


def _claimed(segment: Segment, place: Place) -> Bytes8:
    """Return for each document the rank of its most specific claim that holds the place."""
    broad = (*place.codes(*BROAD), ANYWHERE)

    def make() -> tuple[Bytes8, int]:
        found = _least(segment, ("c" + code for code in broad))
        return found, found.nbytes + 200

    ranks: Bytes8 = segment.kept(("claimed", broad), make)
    closer = (code for code in place.codes() if code not in broad)
    return _least(segment, ("c" + code for code in closer), ranks)


def _least(segment: Segment, terms: Iterable[str], least: Bytes8 | None = None) -> Bytes8:
    """Return for each document the rank of its most specific claim under any of these terms."""
    ranks = np.full(segment.size, NOWHERE, np.uint8) if least is None else least.copy()
    for term in terms:
        ids, weights = segment.postings("area", term)
        if len(ids):
            ranks[ids] = np.minimum(ranks[ids], (weights - 1.0).astype(np.uint8))
    return ranks


def _any(segment: Segment, terms: Iterable[str], docs: Ints) -> Flags:
    """Say which of these documents have any of these terms about exclusions; mostly none has."""
    held = [term for term in terms if term in segment.exclusions]
    if not held:
        return np.zeros(len(docs), np.bool_)
    found = np.zeros(segment.size, np.bool_)
    for term in held:
        found[segment.postings("area", term)[0]] = True
    flags: Flags = found[docs]
    return flags


def _wholly_excluded(segment: Segment, place: Place, docs: Ints) -> Flags:
    """Return who excludes every area of some level that certainly holds the place."""
    excluded = np.zeros(len(docs), np.bool_)
    if segment.exclusions.isdisjoint("x" + code for code in place.codes()):
        return excluded
    for level in Level:
        codes = place.certain_codes(level)
        if codes:
            held = (_any(segment, ["x" + code], docs) for code in codes)
            excluded |= np.logical_and.reduce(list(held))
    return excluded


def _breadths(segment: Segment, place: Place, docs: Ints, whole: Bytes8, inside: Bytes8) -> Bytes8:
    """Return how broad each way of serving is (:func:`directory.domain.coverage.breadth`)."""
    partly = _any(segment, (*("x" + code for code in place.codes()), "w" + place.code), docs)
    rank = np.minimum(np.where(whole == NOWHERE, inside, whole), NOWHERE // 2 - 1)
    part = 2 * np.maximum(rank, place.level.rank) + 1
    broad: Bytes8 = np.where(partly | (whole == NOWHERE), part, 2 * rank)
    return broad


def _rings(segment: Segment, place: Place, whose: str, near: Docs) -> Bytes8:
    """Return the ring of each document's nearest base (``b``), or base or site (``a``)."""
    boroughs = () if place.level in WIDE else place.codes(Level.BOROUGH)

    def make() -> tuple[Bytes8, int]:
        ring = np.full(segment.size, FAR, np.uint8)
        _put(segment, ring, 3, (f"{whose}o{code}" for code in place.borders if code))
        _put(segment, ring, 2, (f"{whose}o{code}" for code in boroughs))
        return ring, ring.nbytes + 200

    ring: Bytes8 = segment.kept(("rings", whose, boroughs, place.borders), make).copy()
    if place.level in WIDE:
        _put(segment, ring, 1, (f"{whose}{kind}{place.code}" for kind in "ort"))
        return ring
    _put(segment, ring, 1, (f"{whose}w{code}" for code in place.codes(Level.WARD)))
    _put(segment, ring, 1, (f"{whose}n{code}" for code in place.codes(Level.NEIGHBOURHOOD)))
    ring[near] = 1
    return ring


def _put(segment: Segment, ring: Bytes8, number: int, terms: Iterable[str]) -> None:
    for term in terms:
        ring[segment.postings("spot", term)[0]] = number


def _within(addresses: Addresses, place: Place, metres: int) -> tuple[Docs, Docs]:
    """Return the documents with a base or a site, and with a base, within so many metres."""
    outline = place.outline
    if outline is None or outline.is_empty:
        return addresses.docs[:0], addresses.docs[:0]
    west, south, east, north = outline.bounds
    box = addresses.within(west - metres, south - metres, east + metres, north + metres)
    away = distances(outline, addresses.easting[box], addresses.northing[box])
    near = box[away <= metres]
    return addresses.docs[near], addresses.docs[near[addresses.is_base[near]]]


def distances(outline: BaseGeometry, easting: Ints, northing: Ints) -> Floats:
    """Return how many metres each of these points is from an outline."""
    if isinstance(outline, Point):
        east, north = easting - outline.x, northing - outline.y
        return np.asarray(np.sqrt(east * east + north * north))
    return np.asarray(shapely.distance(outline, shapely.points(easting, northing)))
