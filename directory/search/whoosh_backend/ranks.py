"""Ranks: where a document stands among the results, as one number. The smaller, the earlier.

From the highest bits down, in the order of docs/how-it-works.md: the ring; whether it only may
serve; whether its people are silent; the band of relevance, the best first; how broad its claim
is; and when it was last checked, the newest first. A place says some of it, a document's own facts
some, and the question the band; each leaves the other bits empty.
"""

import numpy as np
from numpy.typing import NDArray

from directory.search.relevance import BANDS
from directory.search.whoosh_backend.arrays import Bytes8, Flags, Floats, Ints

Ranks = NDArray[np.int64]
Standing = NDArray[np.uint16]

RING, MAY, SILENT, BAND, BROAD, CHECKED = 60, 59, 58, 54, 46, 22
"""Where the bits of each begin."""

HELD, ONLY_MAY, BESIDE = 2**7, 2**8, 2**12
"""Bits of a standing: whether the document matters for the place at all; whether it only may serve
it; and whether it is only close by and does not. Below them is how broad its claim is."""

_RING_IN = np.uint16(9)
"""Where the ring begins in a standing."""

NEWEST = 2**24 - 1
"""No day has a greater ordinal."""


def standing(ring: Bytes8, may: Flags, broad: Bytes8, beside: Flags, held: Flags) -> Standing:
    """Return what a place says of documents, in little room: many are kept for each place."""
    found: Standing = ring.astype(np.uint16) << _RING_IN
    found |= may * np.uint16(ONLY_MAY)
    found |= broad
    found |= beside * np.uint16(BESIDE)
    found |= held * np.uint16(HELD)
    return found


def of_place(standing: Standing) -> Ranks:
    """Return what a place says: the ring, "may serve", and how broad the claim is."""
    found: Ranks = standing.astype(np.int64) & (BESIDE - 1)
    return ((found >> 8) << MAY) | ((found & (HELD - 1)) << BROAD)


def sure_breadth(standing: Standing, nowhere: int) -> Bytes8:
    """Return how broad the claim is by which each serves, or ``nowhere`` for those that do not."""
    serves = (standing & np.uint16(HELD | ONLY_MAY)) == HELD
    found: Bytes8 = np.where(serves, standing & np.uint16(HELD - 1), np.uint16(nowhere))
    return found.astype(np.uint8)


def ring_in(standing: Standing) -> Bytes8:
    """Return the ring of each."""
    found: Bytes8 = ((standing >> _RING_IN) & np.uint16(7)).astype(np.uint8)
    return found


def of_facts(silent: Flags, checked: Ints) -> Ranks:
    """Return what documents say themselves: whether they are silent, and the day last checked."""
    found: Ranks = silent.astype(np.int64) << SILENT
    found |= (NEWEST - checked.astype(np.int64)) << CHECKED
    return found


def of_scores(scores: Floats, best: float) -> Ranks:
    """Return what relevance says: how many tenths of the best are missing."""
    bands = np.minimum(np.ceil(BANDS * scores / best), BANDS)
    found: Ranks = (BANDS - bands).astype(np.int64) << BAND
    return found


def ring_of(ranks: Ranks) -> Ranks:
    """Return the ring of each: 0 where no place was asked about."""
    found: Ranks = ranks >> RING
    return found


def only_may(ranks: Ranks) -> Flags:
    """Say which only may serve."""
    found: Flags = (ranks & (1 << MAY)) != 0
    return found
