"""Shapes on the ground as lines on a drawing: scale, simplify, clip.

The ground is metres, EPSG:27700, north up; a drawing is whole pixels, y downwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shapely import LineString, Polygon, clip_by_rect, get_coordinates
from shapely.geometry.base import BaseGeometry

COARSE_PX = 0.7
"""Wiggles smaller than this cannot be seen and are left out."""

MOST_POINTS = 6_000
"""A path has at most so many points, however wiggly the shape."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing of a box on the ground: west, south, east, north in metres."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    @classmethod
    def around(cls, box: tuple[float, float, float, float], width: int, height: int) -> "Canvas":
        """Return a drawing of this size that shows the whole box, in the middle."""
        west, south, east, north = box
        per_px = max((east - west) / width, (north - south) / height, 0.1)
        middle_e, middle_n = (west + east) / 2, (south + north) / 2
        half_e, half_n = per_px * width / 2, per_px * height / 2
        return cls(
            middle_e - half_e,
            middle_n - half_n,
            middle_e + half_e,
            middle_n + half_n,
            width,
            height,
        )

    @property
    def metres_per_px(self) -> float:
        """Return how much ground a pixel covers."""
        return (self.east - self.west) / self.width

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the ground that is shown."""
        return self.west, self.south, self.east, self.north

    def spot(self, easting: float, northing: float) -> tuple[int, int]:
        """Return where a point of the ground lies on the drawing."""
        per_px = self.metres_per_px
        return round((easting - self.west) / per_px), round((self.north - northing) / per_px)

    def ground(self, x: int, y: int) -> tuple[float, float]:
        """Return which point of the ground a pixel shows."""
        return self.west + x * self.metres_per_px, self.north - y * self.metres_per_px

    def holds(self, easting: float, northing: float, margin: int = 0) -> bool:
        """Say whether a point of the ground is on the drawing, so many pixels from its edge."""
        x, y = self.spot(easting, northing)
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    def clip(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the part of a shape that shows, and a little beyond, so that edges do not."""
        edge = 12 * self.metres_per_px
        return clip_by_rect(
            shape, self.west - edge, self.south - edge, self.east + edge, self.north + edge
        )

    def path(self, shape: BaseGeometry) -> str:
        """Return the ``d`` of an SVG path for the lines of a shape; empty when none shows."""
        seen = self.clip(shape).simplify(COARSE_PX * self.metres_per_px)
        parts: list[str] = []
        left = MOST_POINTS
        for line, is_closed in _lines(seen):
            spots = _without_repeats(self.spot(x, y) for x, y in line)[:left]
            if len(spots) < 2:
                continue
            left -= len(spots)
            parts.append("M" + "L".join(f"{x} {y}" for x, y in spots) + ("z" if is_closed else ""))
        return "".join(parts)


def _lines(shape: BaseGeometry) -> Iterator[tuple[Sequence[tuple[float, float]], bool]]:
    """Go through the lines of any shape, and whether each is closed. Points have none."""
    for part in getattr(shape, "geoms", (shape,)):
        if hasattr(part, "geoms"):
            yield from _lines(part)
        elif isinstance(part, Polygon) and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield [(x, y) for x, y in get_coordinates(ring)], True
        elif isinstance(part, LineString):
            yield [(x, y) for x, y in get_coordinates(part)], False


def _without_repeats(spots: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for spot in spots:
        if not kept or kept[-1] != spot:
            kept.append(spot)
    return kept
