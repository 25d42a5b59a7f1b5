"""Who serves a place, and in which ring: worked out once for a place and a segment.

It says the same as :mod:`directory.domain.coverage`, ``rings`` and ``belonging``, which are the
rules, from postings and coordinates instead of one document at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from directory.domain.place import ANYWHERE, Level, Place
from directory.domain.rings import WIDE
from directory.search.whoosh_backend.arrays import Bytes8, Docs, Flags
from directory.search.whoosh_backend.segment import Addresses, Segment

FAR = 4
NOWHERE = 255
OUTSIDE, MAY_SERVE, SERVES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Placed:
    """The documents of a segment that matter for a place, and how.

    Attributes:
        docs: those that serve it, may serve it, or are close by; sorted.
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


def placed(segment: Segment, question: Asked) -> Placed:
    """Return who serves a place in this segment, from the cache when it was asked before."""

    def make() -> tuple[Placed, int]:
        found = _work_out(segment, question)
        return found, found.size

    found: Placed = segment.kept(question.key, make)
    return found


def _work_out(segment: Segment, question: Asked) -> Placed:
    place = question.place
    excluded = _wholly_excluded(segment, place)
    whole = _least(segment, ("c" + code for code in (*place.codes(), ANYWHERE)))
    inside = _least(segment, ["t" + place.code])
    broad = _breadths(segment, place, whole, inside)
    local = _rings(segment, question, "a", segment.addresses)
    serves = ((whole < NOWHERE) | (inside < NOWHERE)) & ~excluded & segment.stated
    may = ~segment.stated & ~excluded & (local <= 2)
    state = np.where(serves, SERVES, np.where(may, MAY_SERVE, OUTSIDE)).astype(np.uint8)
    docs = np.flatnonzero((state > OUTSIDE) | (local == 1)).astype(np.int32)
    ring = _rings(segment, question, "b", segment.bases)
    broad[state != SERVES] = 0
    return Placed(docs, state[docs], ring[docs], broad[docs])


def _least(segment: Segment, terms: Iterable[str]) -> Bytes8:
    """Return for each document the rank of its most specific claim under any of these terms."""
    ranks = np.full(segment.size, NOWHERE, np.uint8)
    for term in terms:
        ids, weights = segment.postings("area", term)
        if len(ids):
            ranks[ids] = np.minimum(ranks[ids], (weights - 1.0).astype(np.uint8))
    return ranks


def _any(segment: Segment, field: str, terms: Iterable[str]) -> Flags:
    found = np.zeros(segment.size, np.bool_)
    for term in terms:
        found[segment.postings(field, term)[0]] = True
    return found


def _wholly_excluded(segment: Segment, place: Place) -> Flags:
    """Return who excludes every area of some level that certainly holds the place."""
    excluded = np.zeros(segment.size, np.bool_)
    for level in Level:
        codes = place.certain_codes(level)
        if codes:
            held = np.ones(segment.size, np.bool_)
            for code in codes:
                held &= _any(segment, "area", ["x" + code])
            excluded |= held
    return excluded


def _breadths(segment: Segment, place: Place, whole: Bytes8, inside: Bytes8) -> Bytes8:
    """Return how broad each way of serving is (:func:`directory.domain.coverage.breadth`)."""
    partly = _any(segment, "area", (*("x" + code for code in place.codes()), "w" + place.code))
    in_part = partly | (whole == NOWHERE)
    rank = np.where(whole == NOWHERE, inside, whole)
    part = 2 * np.maximum(rank, place.level.rank).astype(np.int32) + 1
    return np.where(in_part, part, 2 * rank.astype(np.int32)).astype(np.uint8)


def _rings(segment: Segment, question: Asked, whose: str, addresses: Addresses) -> Bytes8:
    """Return the ring of each document's nearest base (``b``), or base or site (``a``)."""
    place = question.place
    ring = np.full(segment.size, FAR, np.uint8)

    def put(number: int, kinds: str, codes: Iterable[str]) -> None:
        for code in codes:
            for kind in kinds:
                if code:
                    ring[segment.postings("spot", whose + kind + code)[0]] = number

    put(3, "o", place.borders)
    if place.level in WIDE:
        put(1, "ort", [place.code])
        return ring
    put(2, "o", place.codes(Level.BOROUGH))
    put(1, "w", place.codes(Level.WARD))
    put(1, "n", place.codes(Level.NEIGHBOURHOOD))
    ring[_within(addresses, place, question.metres)] = 1
    return ring


def _within(addresses: Addresses, place: Place, metres: int) -> Docs:
    """Return the documents with an address within so many metres of a place."""
    outline = place.outline
    if outline is None or outline.is_empty:
        return addresses.docs[:0]
    west, south, east, north = outline.bounds
    near = addresses.within(west - metres, south - metres, east + metres, north + metres)
    points = shapely.points(addresses.easting[near], addresses.northing[near])
    docs: Docs = addresses.docs[near][shapely.distance(outline, points) <= metres]
    return docs
