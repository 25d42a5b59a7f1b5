"""A street from points on it: which points are of one street, and the line through them.

Points are easting and northing in whole metres, EPSG:27700.
"""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

Spot = tuple[int, int]

SAME_STREET_METRES = 600
"""Points with one name that are farther apart than this, with none between, are on two streets."""

MOST_POINTS = 500
"""No more points than this are kept of one street."""


def clusters(points: Iterable[Spot], metres: float = SAME_STREET_METRES) -> list[list[Spot]]:
    """Return the points in groups, each holding together by steps of at most so many metres.

    The order of the points makes no difference: groups and their points come sorted.
    """
    spots = sorted(set(points))
    away = _distances(spots)
    left = set(range(len(spots)))
    found = []
    while left:
        group, edge = set[int](), {min(left)}
        while edge:
            group |= edge
            left -= edge
            near = (away[sorted(edge)] <= metres).any(axis=0)
            edge = {each for each in np.flatnonzero(near).tolist() if each in left}
        found.append([spots[each] for each in sorted(group)])
    return found


def line_through(points: Iterable[Spot]) -> BaseGeometry:
    """Return the shortest line that joins all the points (their minimum spanning tree).

    One point alone is returned as that point.

    Raises:
        ValueError: there is no point.

    """
    spots = sorted(set(points))
    if not spots:
        raise ValueError("a line needs a point")
    if len(spots) == 1:
        return Point(spots[0])
    away = _distances(spots)
    nearest = np.zeros(len(spots), dtype=int)
    reach = away[0].copy()
    waiting = np.ones(len(spots), dtype=bool)
    waiting[0] = False
    lines = []
    for _ in spots[1:]:
        new = int(np.argmin(np.where(waiting, reach, np.inf)))
        lines.append(LineString([spots[nearest[new]], spots[new]]))
        waiting[new] = False
        closer = away[new] < reach
        nearest[closer] = new
        reach = np.where(closer, away[new], reach)
    joined: BaseGeometry = shapely.line_merge(MultiLineString(lines))
    return joined


def points_of(line: BaseGeometry) -> list[Spot]:
    """Return the points that a line was drawn through."""
    return sorted({(round(east), round(north)) for east, north in shapely.get_coordinates(line)})


def middle_of(points: Iterable[Spot]) -> Spot:
    """Return the point that is nearest to the middle of all: always one on the street."""
    spots = sorted(set(points))
    centre = MultiPoint(spots).centroid
    return min(spots, key=lambda spot: (Point(spot).distance(centre), spot))


def thinned(points: Iterable[Spot], most: int = MOST_POINTS) -> list[Spot]:
    """Return at most so many of the points, evenly taken."""
    spots = sorted(set(points))
    if len(spots) <= most:
        return spots
    return [spots[round(step * (len(spots) - 1) / (most - 1))] for step in range(most)]


def _distances(spots: list[Spot]) -> NDArray[np.float64]:
    where = np.array(spots, dtype=float).reshape(-1, 2)
    steps = where[:, None, :] - where[None, :, :]
    return np.asarray(np.hypot(steps[..., 0], steps[..., 1]))
