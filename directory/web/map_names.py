"""Where names are written on a map: clear of its marks and of each other, or not at all.

On a phone letters are drawn larger, so fewer names have room there: each says where it fits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from shapely import Point, get_coordinates
from shapely.geometry.base import BaseGeometry

from directory.domain.drawing import Canvas
from directory.domain.marks import Box
from directory.domain.place import Place
from directory.queries.outlines import Outline

SMALL, LARGE = 14, 27
"""The size of letters where there is room, and on a phone; the stylesheet has the same."""

CAPITAL = 0.41
"""Half the width of a letter of the place's own name, of its size; of other names somewhat less."""

LETTER = 0.31
UP_DOWN = tuple((0, up) for up in (0, -32, 32, -64, 64, -96, 96))
ROUND_ABOUT = sorted(
    ((across, up) for across in range(-240, 241, 60) for up in range(-192, 193, 16)),
    key=lambda step: (hypot(*step), step),
)
LONG = 220
"""A line longer than this on the drawing goes under marks; a shorter one they keep off."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name written on the map; ``is_wide``: on a phone there is no room for it."""

    x: int
    y: int
    words: str
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class _Letters:
    """Words to be written: half the width of a letter, of its size, and that size."""

    words: str
    letter: float
    size: int = LARGE

    def box(self, x: int, y: int) -> Box:
        """Return what they take when they are written there."""
        half = self.letter * self.size * len(self.words) + 3
        return Box(x, y - 0.35 * self.size, half, 0.5 * self.size + 2)

    def inside(self, canvas: Canvas, x: int, y: int) -> tuple[int, int]:
        """Return a spot moved just so far that they do not run over the edge."""
        half = min(round(self.box(x, y).half_w) + 1, canvas.width // 2)
        return min(max(x, half), canvas.width - half), min(max(y, self.size), canvas.height - 10)


def place_itself(canvas: Canvas, outline: BaseGeometry) -> list[Box]:
    """Return what a street or a postcode takes of the drawing, so that marks can keep off it."""
    kind, per_px = outline.geom_type, canvas.metres_per_px
    if "Point" in kind:
        spots = [canvas.spot(x, y) for x, y in get_coordinates(outline)[:6]]
        return [Box(x, y, 9, 9) for x, y in spots]
    if "Line" not in kind or outline.length > LONG * per_px:
        return []
    lines = getattr(outline, "geoms", (outline,))
    steps = [
        line.interpolate(along * 16 * per_px)
        for line in lines
        for along in range(int(line.length / per_px / 16) + 2)
    ]
    return [Box(*canvas.spot(each.x, each.y), 6, 6) for each in steps]


def title(canvas: Canvas, place: Place, taken: Sequence[Box]) -> Name:
    """Write the place's name above it, or in the middle of an area, clear of what is taken."""
    if place.outline is None or not place.name:
        return Name(0, 0, place.name)
    middle = place.outline.representative_point()
    x, y = canvas.spot(middle.x, middle.y)
    is_area = "Polygon" in place.outline.geom_type
    if not is_area:
        y = canvas.spot(middle.x, place.outline.bounds[3])[1] - 14
    letters = _Letters(place.name, CAPITAL)
    spots = _from((x, y), UP_DOWN if is_area else ROUND_ABOUT)
    found = _first_clear(canvas, letters, spots, taken) or letters.inside(canvas, x, y)
    return Name(*found, place.name)


def box_of(name: Name) -> Box:
    """Return what the place's own name takes of the drawing."""
    return _Letters(name.words, CAPITAL).box(name.x, name.y)


def leader(canvas: Canvas, place: Place, name: Name) -> str:
    """Return a line from the place to its name, when that had to move away from it."""
    if place.outline is None or "Polygon" in place.outline.geom_type:
        return ""
    middle = place.outline.representative_point()
    x, y = canvas.spot(middle.x, middle.y)
    half = CAPITAL * SMALL * len(name.words)
    to = min(max(x, name.x - half), name.x + half), min(max(y, name.y - 16), name.y + 6)
    return f"M{x} {y}L{to[0]:.0f} {to[1]}" if hypot(to[0] - x, to[1] - y) > 30 else ""


def names(
    canvas: Canvas, wards: Iterable[Outline], own: Name, taken: Sequence[Box]
) -> Iterator[Name]:
    """Go through the names of the wards that show enough to bear one, clear of what is taken.

    A name outside its ward would be a lie; better none.
    """
    enough = 0.03 * canvas.width * canvas.height * canvas.metres_per_px**2
    seen = {each.name: canvas.clip(each.shape) for each in wards if each.name != own.words}
    left = {name: shape for name, shape in seen.items() if shape.area >= enough}
    boxes = list(taken)
    for size in (LARGE, SMALL):
        for words, shape in list(left.items()):
            middle, letters = shape.representative_point(), _Letters(words, LETTER, size)
            spots = _from(canvas.spot(middle.x, middle.y), UP_DOWN)
            spot = _first_clear(canvas, letters, spots, boxes, shape)
            if spot is not None:
                del left[words]
                yield Name(*spot, words, is_wide=size == SMALL)
                boxes.append(letters.box(*spot))


def _first_clear(
    canvas: Canvas,
    letters: _Letters,
    spots: Iterable[tuple[int, int]],
    taken: Sequence[Box],
    within: BaseGeometry | None = None,
) -> tuple[int, int] | None:
    """Return the first of these spots at which the letters are clear of what is taken."""
    for spot in spots:
        x, y = letters.inside(canvas, *spot)
        if y != spot[1] or (within and not within.contains(Point(canvas.ground(x, y)))):
            continue
        if letters.box(x, y).is_clear_of(taken):
            return x, y
    return None


def _from(start: tuple[int, int], steps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return ((start[0] + across, start[1] + up) for across, up in steps)
