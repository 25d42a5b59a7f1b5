"""The map to draw a coverage on: our own boundaries as paths, moved and zoomed by plain buttons."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from directory.domain.drawing import Canvas
from directory.domain.place import Level, Place
from directory.domain.rings import Spot
from directory.queries.outlines import middle, outlines_within

WIDTH, HEIGHT = 640, 480
NARROWEST_M, WIDEST_M = 400.0, 60_000.0
STREETS_BELOW = 6.0
"""Streets are drawn while a pixel covers fewer metres than this."""

SOUTHEAST = (700_000.0, 1_300_000.0)
_START_M = 2_400.0
_STEP = 0.4
MOVES = {
    "north": (0.0, _STEP, 1.0),
    "south": (0.0, -_STEP, 1.0),
    "east": (_STEP, 0.0, 1.0),
    "west": (-_STEP, 0.0, 1.0),
    "closer": (0.0, 0.0, 0.5),
    "wider": (0.0, 0.0, 2.0),
}
"""How each button moves the map: across and up in widths and heights, and what it zooms by."""


@dataclass(frozen=True, slots=True)
class View:
    """What part of the ground is shown: its middle and its width, metres, EPSG:27700."""

    easting: float
    northing: float
    width: float

    @property
    def text(self) -> str:
        """Return it as a form keeps it."""
        return f"{self.easting:.0f},{self.northing:.0f},{self.width:.0f}"

    @property
    def canvas(self) -> Canvas:
        """Return it as a drawing."""
        half_e, half_n = self.width / 2, self.width / 2 * HEIGHT / WIDTH
        e, n = self.easting, self.northing
        return Canvas(e - half_e, n - half_n, e + half_e, n + half_n, WIDTH, HEIGHT)

    def moved(self, how: str) -> "View":
        """Return it after a button; one that we do not have changes nothing."""
        across, up, zoom = MOVES.get(how, (0.0, 0.0, 1.0))
        return bounded(
            self.easting + across * self.width,
            self.northing + up * self.width * HEIGHT / WIDTH,
            self.width * zoom,
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn: paths in pixels, names, and what turns a pixel into metres."""

    view: View
    width: int
    height: int
    west: float
    north: float
    per_px: float
    streets: tuple[str, ...]
    wards: tuple[str, ...]
    boroughs: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]
    bases: tuple[tuple[int, int], ...]
    drawn: str


def bounded(easting: float, northing: float, width: float) -> View:
    """Return a view that lies on the grid, neither too near nor too far."""
    return View(
        min(max(easting, 0.0), SOUTHEAST[0]),
        min(max(northing, 0.0), SOUTHEAST[1]),
        min(max(width, NARROWEST_M), WIDEST_M),
    )


def view_of(text: str) -> View | None:
    """Return the view that a form kept, or None when it is not one."""
    parts = text.split(",")
    try:
        easting, northing, width = (float(part) for part in parts)
    except ValueError:
        return None
    if not all(0 <= each <= 2e6 for each in (easting, northing, width)):  # not "nan" either
        return None
    return bounded(easting, northing, width)


def around(shape: BaseGeometry) -> View:
    """Return a view of a shape with room about it."""
    west, south, east, north = shape.bounds
    wide = max(east - west, (north - south) * WIDTH / HEIGHT) * 1.3
    return bounded((west + east) / 2, (south + north) / 2, wide)


def first_view(bases: Collection[Spot], place: Place | None) -> View:
    """Return where the map begins: a place that was asked for, the first base, or the midst."""
    if place is not None and place.outline is not None:
        seen = around(place.outline)
        return bounded(seen.easting, seen.northing, max(seen.width, _START_M / 2))
    for spot in bases:
        if spot.easting is not None and spot.northing is not None and not spot.is_hidden:
            return bounded(spot.easting, spot.northing, _START_M)
    easting, northing = middle() or (SOUTHEAST[0] / 2, SOUTHEAST[1] / 2)
    return bounded(easting, northing, _START_M)


def ground(view: View, bases: Collection[Spot], shape: BaseGeometry | None) -> Ground:
    """Return the map of a view, with what was drawn on it."""
    canvas = view.canvas
    has_streets = canvas.metres_per_px < STREETS_BELOW
    levels = (Level.WARD, Level.BOROUGH, Level.STREET)[: 3 if has_streets else 2]
    near = outlines_within(canvas.box, *levels)
    return Ground(
        view=view,
        width=WIDTH,
        height=HEIGHT,
        west=canvas.west,
        north=canvas.north,
        per_px=canvas.metres_per_px,
        streets=_paths(canvas, near.get(Level.STREET, [])),
        wards=_paths(canvas, near[Level.WARD]),
        boroughs=_paths(canvas, near[Level.BOROUGH]),
        names=_names(canvas, near[Level.WARD if canvas.metres_per_px < 20 else Level.BOROUGH]),
        bases=tuple(
            canvas.spot(s.easting, s.northing)
            for s in bases
            if s.easting is not None and s.northing is not None and not s.is_hidden
        ),
        drawn=canvas.path(shape) if shape is not None else "",
    )


def _paths(canvas: Canvas, outlines: Collection[Any]) -> tuple[str, ...]:
    lines = (each.shape for each in outlines if "Point" not in each.shape.geom_type)
    return tuple(path for shape in lines if (path := canvas.path(shape)))


def _names(canvas: Canvas, outlines: Collection[Any]) -> tuple[tuple[int, int, str], ...]:
    """Return the names of the areas that show enough to bear one, each in its middle."""
    enough = 0.03 * WIDTH * HEIGHT * canvas.metres_per_px**2
    found: list[tuple[int, int, str]] = []
    for each in outlines:
        seen = canvas.clip(each.shape)
        if seen.area < enough:
            continue
        middle = seen.representative_point()
        x, y = canvas.spot(middle.x, middle.y)
        half = 5 * len(each.name) + 8
        x = min(max(x, half), WIDTH - half)
        if all(abs(y - other[1]) > 24 or abs(x - other[0]) > 180 for other in found):
            found.append((x, y, each.name))
    return tuple(found)
