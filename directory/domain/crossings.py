"""How often the lines of a drawing meet, counted only so far.

Putting right what meets too often takes minutes, and the size of it tells nothing of that: a line
of 300 corners may cross itself ten thousand times.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_AT_ONCE = 50
"""How many pieces of line are compared with all others in one step."""

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]


def meet_more_than(most: int, shapes: Sequence[BaseGeometry]) -> bool:
    """Say whether the boundaries of shapes meet more than so many times.

    Two pieces of line meet when they cross, when one ends on the other, and when they run along
    each other; not when they only share an end, as the sides of a shape and of neighbours do.
    The work ends as soon as the answer is known, and is bounded by the square of the corners.
    """
    pieces = _pieces(shapes)
    boxes = shapely.box(
        np.minimum(pieces[:, 0], pieces[:, 2]),
        np.minimum(pieces[:, 1], pieces[:, 3]),
        np.maximum(pieces[:, 0], pieces[:, 2]),
        np.maximum(pieces[:, 1], pieces[:, 3]),
    )
    tree, count = shapely.STRtree(boxes), 0
    for start in range(0, len(pieces), _AT_ONCE):
        one, other = tree.query(boxes[start : start + _AT_ONCE])
        one += start
        later = one < other
        count += int(_meet(pieces[one[later]], pieces[other[later]]).sum())
        if count > most:
            return True
    return False


def returns(shape: BaseGeometry) -> int:
    """Return how often a shape's boundary comes back to a corner where it was before."""
    starts = _pieces([shape])[:, :2]
    return len(starts) - len(np.unique(starts, axis=0))


def _pieces(shapes: Sequence[BaseGeometry]) -> Numbers:
    """Return the straight pieces of all boundaries, each as x and y of both its ends."""
    rings = shapely.get_rings(np.array(shapes, dtype=object))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    pieces = np.hstack([corners[:-1], corners[1:]])[ring[:-1] == ring[1:]]
    found: Numbers = pieces[(pieces[:, :2] != pieces[:, 2:]).any(axis=1)]
    return found


def _meet(one: Numbers, other: Numbers) -> Truths:
    """Say of each pair, whose boxes meet, whether its pieces meet other than in a shared end."""
    a, b, c, d = one[:, :2], one[:, 2:], other[:, :2], other[:, 2:]
    of_other = _side(a, b, c) * _side(a, b, d)
    of_one = _side(c, d, a) * _side(c, d, b)
    shared = _same(a, c) | _same(a, d) | _same(b, c) | _same(b, d)
    on_one_line = (_side(a, b, c) == 0) & (_side(a, b, d) == 0)
    first = np.maximum(np.minimum(a, b), np.minimum(c, d))
    last = np.minimum(np.maximum(a, b), np.maximum(c, d))
    along = on_one_line & (first < last).any(axis=1)
    meeting: Truths = (of_one <= 0) & (of_other <= 0) & (along | ~shared)
    return meeting


def _side(start: Numbers, end: Numbers, spot: Numbers) -> Numbers:
    """Return on which side of a line a spot lies, 1 or -1; 0 is on it."""
    line, way = end - start, spot - start
    return np.sign(line[:, 0] * way[:, 1] - line[:, 1] * way[:, 0])


def _same(one: Numbers, other: Numbers) -> Truths:
    same: Truths = (one == other).all(axis=1)
    return same
