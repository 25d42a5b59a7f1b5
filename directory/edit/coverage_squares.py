"""Drawing without a script: squares laid over the map, to be ticked one by one."""

import json
from collections.abc import Iterable

from shapely import box, unary_union
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from directory.edit.coverage_map import HEIGHT, WIDTH, View

ACROSS, DOWN = 8, 6
SQUARES = tuple(
    (f"{row}-{column}", f"{'ABCDEF'[row]}{column + 1}")
    for row in range(DOWN)
    for column in range(ACROSS)
)
"""Each square, row by row: how a form names it, and what it is called."""

_NAMES = {name for name, _ in SQUARES}


def with_squares(shape: BaseGeometry | None, view: View, ticked: Iterable[str]) -> str:
    """Return what was drawn before with the ticked squares of a view, as GeoJSON; or ""."""
    canvas = view.canvas
    size = canvas.metres_per_px * WIDTH / ACROSS, canvas.metres_per_px * HEIGHT / DOWN
    boxes = []
    for name in _NAMES.intersection(ticked):
        row, column = map(int, name.split("-"))
        west, north = canvas.west + column * size[0], canvas.north - row * size[1]
        boxes.append(box(west, north - size[1], west + size[0], north))
    if not boxes:
        return ""
    # A hand's breadth of overlap, so that squares side by side become one.
    whole = unary_union([each.buffer(0.1, join_style="mitre") for each in boxes])
    return json.dumps(mapping(whole if shape is None else whole.union(shape)))
