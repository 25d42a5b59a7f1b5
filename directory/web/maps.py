"""A map of who serves a place, from our own boundaries: what is on it, for a template to draw.

No tiles and no third party, so nobody else learns what a resident looked for. A hidden address is
never on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Point, get_coordinates
from shapely.geometry.base import BaseGeometry

from directory.domain.drawing import Canvas, Mark, move_aside, together
from directory.domain.place import Level, Place
from directory.domain.rings import WIDE
from directory.queries.outlines import Outline, outlines_within

WIDTH, HEIGHT = 640, 480
APART = (44, 27)
"""Marks nearer than this, across and down, are drawn as one, so that each number can be read."""

STREETS_BELOW = 6.0
"""Streets are drawn while a pixel covers less ground than this; on a wider map they are dust."""

MARGIN = 26
MOST_DOTS = 40
TRIES = (0, -32, 32, -64, 64, -96, 96)
"""Where else a name may be written when its middle is taken: so many pixels up or down."""
BEYOND_M = 1_500
"""A base or site this far outside ring 1 still stretches the map; what is further is only named."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name written on the map."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What the map says about one service, in words: where it is based, and where it happens."""

    number: int
    name: str
    slug: str
    organisation: str
    bases: tuple[str, ...]
    sites: tuple[str, ...]
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on a map, as paths and spots in pixels."""

    width: int
    height: int
    home: tuple[str, ...]
    wards: tuple[str, ...]
    boroughs: tuple[str, ...]
    streets: tuple[str, ...]
    ring: str
    here: str
    here_is_area: bool
    dots: tuple[tuple[int, int], ...]
    names: tuple[Name, ...]
    title: Name
    leader: str
    bases: tuple[Mark, ...]
    sites: tuple[Mark, ...]
    bar_px: int
    bar_words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    number: int
    easting: int
    northing: int


def picture(
    place: Place | None, services: Sequence[tuple[int, Any]], metres: int
) -> Picture | None:
    """Return the map of a place and numbered services, or None when the place has no outline.

    ``metres`` is how far ring 1 reaches; it is not drawn for a place as wide as a borough.
    """
    if place is None or place.outline is None:
        return None
    has_ring = place.level not in WIDE
    reach = place.outline.buffer(metres) if has_ring else place.outline
    bases = list(_spots((n, s.organisation.bases) for n, s in services))
    sites = list(_spots((n, [each.site for each in s.locations]) for n, s in services))
    canvas = Canvas.around(_box(reach, [*bases, *sites]), WIDTH, HEIGHT)
    near = outlines_within(canvas.box, *_levels(canvas))
    wards, boroughs = near[Level.WARD], near[Level.BOROUGH]
    streets = near.get(Level.STREET, [])
    home = [each for each in wards if each.code in place.codes(Level.WARD)]
    drawn = {each.number for each in (*bases, *sites) if _is_on(canvas, each)}
    base_marks = _marks(canvas, bases)
    site_marks = _marks(canvas, _elsewhere(sites, bases))
    move_aside(site_marks, base_marks, *APART)
    title = _title(canvas, place, [*base_marks, *site_marks])
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        home=_paths(canvas, home),
        wards=_paths(canvas, wards),
        boroughs=_paths(canvas, boroughs),
        streets=_paths(canvas, [s for s in streets if "Line" in s.shape.geom_type]),
        ring=canvas.path(reach) if has_ring else "",
        here=canvas.path(place.outline),
        here_is_area="Polygon" in place.outline.geom_type,
        dots=tuple(_dots(canvas, place.outline)),
        names=tuple(
            _names(canvas, wards, title, [*base_marks, *site_marks, *_here(canvas, place)])
        ),
        title=title,
        leader=_leader(canvas, place, title),
        bases=tuple(base_marks),
        sites=tuple(site_marks),
        bar_px=round(_bar(canvas) / canvas.metres_per_px),
        bar_words=f"{_bar(canvas)} m" if _bar(canvas) < 1_000 else f"{_bar(canvas) // 1_000} km",
        facts=tuple(_fact(number, service, number in drawn) for number, service in services),
    )


def _levels(canvas: Canvas) -> tuple[Level, ...]:
    """Return the levels whose areas are drawn at this scale."""
    if canvas.metres_per_px < STREETS_BELOW:
        return Level.WARD, Level.BOROUGH, Level.STREET
    return Level.WARD, Level.BOROUGH


def _spots(numbered: Iterable[tuple[int, Iterable[Any]]]) -> Iterator[_Spot]:
    """Go through the addresses that may be shown and have a point."""
    for number, addresses in numbered:
        for each in addresses:
            if not each.is_hidden and each.easting is not None and each.northing is not None:
                yield _Spot(number, each.easting, each.northing)


def _elsewhere(sites: Sequence[_Spot], bases: Sequence[_Spot]) -> list[_Spot]:
    """Return the sites that are not at their own organisation's base, where a mark is already."""
    based = {(b.number, b.easting // 20, b.northing // 20) for b in bases}
    return [s for s in sites if (s.number, s.easting // 20, s.northing // 20) not in based]


def _box(reach: BaseGeometry, spots: Sequence[_Spot]) -> tuple[float, float, float, float]:
    """Return the ground to show: the reach of ring 1, stretched to what lies a little beyond."""
    west, south, east, north = reach.bounds
    for spot in spots:
        if reach.distance(Point(spot.easting, spot.northing)) <= BEYOND_M:
            west, east = min(west, spot.easting), max(east, spot.easting)
            south, north = min(south, spot.northing), max(north, spot.northing)
    edge = 0.04 * max(east - west, north - south, 100)
    return west - edge, south - edge, east + edge, north + edge


def _is_on(canvas: Canvas, spot: _Spot) -> bool:
    return canvas.holds(spot.easting, spot.northing, margin=6)


def _paths(canvas: Canvas, outlines: Sequence[Outline]) -> tuple[str, ...]:
    found = (canvas.path(each.shape) for each in outlines)
    return tuple(path for path in found if path)


def _marks(canvas: Canvas, spots: Sequence[_Spot]) -> list[Mark]:
    seen = [spot for spot in spots if _is_on(canvas, spot)]
    return together(((*canvas.spot(s.easting, s.northing), s.number) for s in seen), *APART)


def _dots(canvas: Canvas, outline: BaseGeometry) -> list[tuple[int, int]]:
    """Return the points of a place that has no line: a postcode, or a street known by points."""
    if "Point" not in outline.geom_type:
        return []
    found = {canvas.spot(x, y) for x, y in get_coordinates(outline)}
    return sorted(found)[:MOST_DOTS]


def _title(canvas: Canvas, place: Place, marks: Sequence[Mark]) -> Name:
    """Write the place's name above it, or in the middle of an area, clear of the marks."""
    if place.outline is None:
        return Name(0, 0, place.name)
    middle, half = place.outline.representative_point(), _half(place.name)
    x, y = canvas.spot(middle.x, middle.y)
    if "Polygon" not in place.outline.geom_type:
        y = canvas.spot(middle.x, place.outline.bounds[3])[1] - 14
    x = min(max(x, half), WIDTH - half)
    taken = _taken(marks)
    y = next((y + up for up in TRIES if _is_clear(x, y + up, half, taken)), y)
    return Name(x, min(max(y, MARGIN), HEIGHT - MARGIN), place.name)


def _here(canvas: Canvas, place: Place) -> list[Mark]:
    """Return the place itself as a mark, when it is so small that a name would hide it."""
    if place.outline is None or "Polygon" in place.outline.geom_type:
        return []
    middle = place.outline.representative_point()
    return [Mark(*canvas.spot(middle.x, middle.y))]


def _leader(canvas: Canvas, place: Place, title: Name) -> str:
    """Return a line from the name to the place, when marks made the name move away from it."""
    if place.outline is None or "Polygon" in place.outline.geom_type:
        return ""
    middle = place.outline.representative_point()
    x, y = canvas.spot(middle.x, middle.y)
    return (
        f"M{x} {y}L{title.x} {title.y + (5 if y > title.y else -16)}"
        if abs(y - title.y) > 30
        else ""
    )


def _taken(marks: Sequence[Mark]) -> list[tuple[int, int, int]]:
    """Return where marks are, and half their width on a small map: no name may be written there."""
    return [(mark.x, mark.y, 48 if len(mark.numbers) > 1 else 26) for mark in marks]


def _names(
    canvas: Canvas, wards: Sequence[Outline], title: Name, marks: Sequence[Mark]
) -> Iterator[Name]:
    """Go through the names of the wards that show enough to bear one, clear of what is drawn."""
    enough = 0.03 * WIDTH * HEIGHT * canvas.metres_per_px**2
    taken = _taken(marks)
    taken.append((title.x, title.y, _half(title.words)))
    for ward in wards:
        seen = canvas.clip(ward.shape)
        if seen.area < enough or ward.name == title.words:
            continue
        middle, half = seen.representative_point(), _half(ward.name)
        x, y = canvas.spot(middle.x, middle.y)
        x = min(max(x, half), WIDTH - half)
        spots = ((x, y + up) for up in TRIES if seen.contains(Point(canvas.ground(x, y + up))))
        spot = next((each for each in spots if _is_clear(*each, half, taken)), None)
        # A name outside its ward would be a lie; better none.
        if spot is not None:
            yield Name(*spot, ward.name)
            taken.append((*spot, half))


def _half(words: str) -> int:
    """Return half the width that a name may take: on a small map its letters are larger."""
    return 7 * len(words) + 8


def _is_clear(x: int, y: int, half: int, taken: Iterable[tuple[int, int, int]]) -> bool:
    if not MARGIN <= y <= HEIGHT - MARGIN:
        return False
    return all(abs(y - ty) >= 30 or abs(x - tx) >= half + wide for tx, ty, wide in taken)


def _bar(canvas: Canvas) -> int:
    """Return the metres of the scale bar: a round number, about a sixth of the map wide."""
    wanted = canvas.metres_per_px * WIDTH / 6
    return max(
        (m for m in (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000) if m <= wanted), default=50
    )


def _fact(number: int, service: Any, is_drawn: bool) -> Fact:
    organisation = service.organisation
    return Fact(
        number=number,
        name=service.name,
        slug=service.slug,
        organisation=organisation.name,
        bases=tuple(_address(each) for each in organisation.bases),
        sites=tuple(_address(each.site) for each in service.locations),
        is_drawn=is_drawn,
    )


def _address(each: Any) -> str:
    """Return an address as words; of a hidden one only that it is private."""
    if each.is_hidden:
        return "a private address"
    return (
        ", ".join(part for part in (each.name, each.address, each.postcode) if part) or "not known"
    )
