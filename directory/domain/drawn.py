"""A shape that somebody drew, pasted or uploaded: read, put right where it can be, or refused.

GeoJSON text in longitude and latitude (EPSG:4326) or in metres of the British National Grid
(EPSG:27700), told apart by how large the numbers are; what comes out is always on the grid. What is
wrong is said in words for somebody who does not know what a polygon is.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from directory.domain.crossings import meet_more_than, returns
from directory.domain.grid import EAST, NORTH, SOUTH, WEST, shape_to_grid
from directory.errors import BadInputError

FIELD = "shape"
LARGEST_FILE = 2_000_000
MOST_CORNERS = 5_000
MOST_KM2 = 2_000
"""Somewhat more than Greater London; wider than that a list says it better than a drawing."""

LEAST_M2 = 100
MOST_CROSSINGS = 50
"""How often the line of one area may cross itself: more is a scribble, and takes minutes."""

MOST_KNOTS = 100
"""How many holes, and corners passed again, an area may have that is not right as it is."""

MOST_MEETINGS = 5_000
"""How often the lines of all areas may cross or run along each other, as neighbours' do."""

_DEEPEST = 30
_GRID = (0, 0, 700_000, 1_300_000)

_KINDS = (
    (b"\xff\xd8\xff", "a photo (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a film"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip file, a spreadsheet or a Word document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x00\x00\x27\x0a", "a shapefile"),
    (b"<?xml", "XML (KML or GPX, perhaps)"),
    (b"<kml", "KML"),
    (b"<svg", "a drawing (SVG)"),
    (b"<!DOCTYPE", "a web page"),
)
_WANTED = "We need a GeoJSON file. In geojson.io or QGIS, choose “Save as GeoJSON”."


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape on the grid, and what its drawer should know."""

    shape: Polygon | MultiPolygon
    notes: tuple[str, ...] = ()

    @property
    def km2(self) -> float:
        """Return how large it is, in square kilometres."""
        return float(self.shape.area) / 1_000_000


def text_of(content: bytes, name: str) -> str:
    """Return the text of an uploaded file.

    Raises:
        BadInputError: it is too large, or not text; the message says what it seems to be.

    """
    called = f"“{name[:60]}”" if name else "That file"
    if len(content) > LARGEST_FILE:
        raise _bad(f"{called} is {len(content) / 1e6:.1f} MB. Send a file of at most 2 MB.")
    if not content.strip():
        raise _bad(f"{called} is empty.")
    for start, kind in _KINDS:
        if content.lstrip()[: len(start)].lower() == start.lower():
            raise _bad(f"{called} is {kind}, whatever its name says. {_WANTED}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _bad(f"{called} is not text. {_WANTED}") from None


def read(text: str) -> Drawn:
    """Return the shape that a text describes, on the grid.

    Raises:
        BadInputError: the field is "shape", and the message says what to do.

    """
    if len(text) > LARGEST_FILE:
        raise _bad(f"That is {len(text):,} characters. Send at most {LARGEST_FILE:,}.")
    try:
        told = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _bad(f"We cannot read that as a map shape. {_WANTED}") from None
    rings = list(_polygons(told, 0))
    if not rings:
        raise _bad(
            "There is no area in it: only points or lines, or nothing. Draw a line all the way "
            "round the part you serve."
        )
    corners = sum(len(ring) for polygon in rings for ring in polygon)
    if corners > MOST_CORNERS:
        raise _bad(
            f"It has {corners:,} corners. Use at most {MOST_CORNERS:,}: your map program can "
            "“simplify” it."
        )
    return _checked([_polygon(each) for each in rings])


def _polygons(told: Any, depth: int) -> Iterator[list[list[Any]]]:
    """Go through the polygons of any GeoJSON, each as a list of its rings."""
    if depth > _DEEPEST or not isinstance(told, dict):
        return
    kind, corners = told.get("type"), told.get("coordinates")
    if kind == "Polygon":
        yield _rings(corners)
    elif kind == "MultiPolygon" and isinstance(corners, list):
        yield from (_rings(each) for each in corners)
    elif kind == "Feature":
        yield from _polygons(told.get("geometry"), depth + 1)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        parts = told.get("features" if kind == "FeatureCollection" else "geometries")
        for each in parts if isinstance(parts, list) else ():
            yield from _polygons(each, depth + 1)


def _rings(told: Any) -> list[list[Any]]:
    if not isinstance(told, list) or not told or not all(isinstance(r, list) for r in told):
        raise _bad(f"One of its areas has no corners that we can read. {_WANTED}")
    return told


def _polygon(rings: list[list[Any]]) -> Polygon:
    closed = [_ring(ring) for ring in rings]
    return Polygon(closed[0], closed[1:])


def _ring(told: list[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the corners of a ring; it is closed when its drawer did not."""
    try:
        corners = np.array([[float(x) for x in corner[:2]] for corner in told], dtype=float)
    except (TypeError, ValueError, KeyError, OverflowError):
        raise _bad("One of its corners is not a pair of numbers.") from None
    if corners.ndim != 2 or corners.shape[1:] != (2,) or not np.isfinite(corners).all():
        raise _bad("One of its corners is not a pair of numbers.")
    if len(np.unique(corners, axis=0)) < 3:
        raise _bad("An area needs three corners or more. Add another corner or two.")
    return corners


def _checked(polygons: list[Polygon]) -> Drawn:
    """Return polygons as one shape on the grid, put right; refuse what is nowhere or too large."""
    notes: list[str] = []
    placed, note = _on_the_grid(MultiPolygon(polygons))
    notes += [note] if note else []
    crossed = [each for each in _parts(placed) if not each.is_valid]
    _check_not_tangled(_parts(placed), crossed)
    if crossed:
        notes.append(
            "The line crosses itself. We have taken in every part that it goes round: look whether "
            "that is what you meant."
        )
    shape = _areas_only(shapely.union_all([shapely.make_valid(each) for each in _parts(placed)]))
    if shape.area < LEAST_M2:
        raise _bad("It has no room in it: all its corners are on one line, or in one spot.")
    drawn = Drawn(shape, tuple(notes))
    if drawn.km2 > MOST_KM2:
        raise _bad(
            f"It covers {drawn.km2:,.0f} square kilometres, more than all of Greater London. Draw "
            "a smaller one; or, if you do serve a whole region or nation, type its name."
        )
    return drawn


def _check_not_tangled(parts: list[BaseGeometry], crossed: list[BaseGeometry]) -> None:
    """Refuse what would take too long to put right or to join; to count is quick.

    Raises:
        BadInputError: a line crosses itself too often, or the areas overlap too often.

    """
    for each in crossed:
        knots = returns(each) + int(shapely.get_num_interior_rings(each))
        if knots > MOST_KNOTS or meet_more_than(MOST_CROSSINGS, [each]):
            raise _bad("The line crosses itself too often. Draw it again, without crossing.")
    if len(parts) > 1 and meet_more_than(MOST_MEETINGS, parts):
        raise _bad("Its areas overlap too often. Draw one line round all of them.")


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_parts(shape))


def _on_the_grid(shape: MultiPolygon) -> tuple[BaseGeometry, str]:
    west, south, east, north = shape.bounds
    if _within(shape.bounds, (WEST, SOUTH, EAST, NORTH)):
        return shape_to_grid(shape), ""
    if _within((south, west, north, east), (WEST, SOUTH, EAST, NORTH)):
        turned = shapely.transform(shape, lambda corners: corners[:, ::-1])
        note = "Its numbers were the wrong way round (north before east). We have turned them."
        return shape_to_grid(turned), note
    if _within(shape.bounds, _GRID) and max(east, north) > 180:
        return shape, ""
    if max(abs(west), abs(east), abs(south), abs(north)) <= 180:
        raise _bad("It lies outside Great Britain, or covers more than it.")
    raise _bad(
        "We cannot tell where it is. Save it in longitude and latitude (WGS 84), as GeoJSON is "
        "meant to be, or in British National Grid metres."
    )


def _within(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Say whether a box (west, south, east, north) lies in another."""
    return other[0] <= box[0] <= box[2] <= other[2] and other[1] <= box[1] <= box[3] <= other[3]


def _areas_only(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """Return a shape without the points and lines that putting it right may leave."""
    parts = [each for each in shapely.get_parts(shape) if each.area]
    found = shapely.union_all(
        [p for each in parts for p in shapely.get_parts(each) if p.geom_type == "Polygon"]
    )
    return found if isinstance(found, Polygon | MultiPolygon) else MultiPolygon()


def _no_number(_: str) -> float:
    raise ValueError("not a number")


def _bad(said: str) -> BadInputError:
    return BadInputError(said, field=FIELD)
