"""A map of who serves a place, from our own boundaries: what is on it, for a template to draw.

No tiles and no third party, so nobody else learns what a resident looked for. A hidden address is
never on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import Point, get_coordinates
from shapely.geometry.base import BaseGeometry

from directory.domain.drawing import Canvas
from directory.domain.marks import Box, Mark, spread, together
from directory.domain.place import Level, Place
from directory.domain.rings import WIDE
from directory.queries.outlines import Outline, outlines_within
from directory.web import map_names
from directory.web.map_names import Name

WIDTH, HEIGHT = 640, 480
APART = (44, 27)
"""Marks nearer than this, across and down, are drawn as one, so that each number can be read."""

STREETS_BELOW = 6.0
"""Streets are drawn while a pixel covers less ground than this; on a wider map they are dust."""

SHORTEST = 24
"""A street that shows for fewer pixels is a speck that nobody can read, and is left out."""

MOST_DOTS = 40
EDGE = 0.08
"""How much room there is about what is drawn: nothing lies on the frame."""

BEYOND_M = 1_500
"""A base or site this far outside ring 1 still stretches the map; what is further is only named."""


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
    taken = [_scale_box(canvas), *map_names.place_itself(canvas, place.outline)]
    spread([*base_marks, *site_marks], taken, WIDTH, HEIGHT)
    taken += [mark.box for mark in (*base_marks, *site_marks)]
    title = map_names.title(canvas, place, taken)
    taken.append(map_names.box_of(title))
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        home=_paths(canvas, home),
        wards=_paths(canvas, wards),
        boroughs=_paths(canvas, boroughs),
        streets=_paths(canvas, [each for each in streets if _can_be_read(canvas, each)]),
        ring=canvas.path(reach) if has_ring else "",
        here=canvas.path(place.outline),
        here_is_area="Polygon" in place.outline.geom_type,
        dots=tuple(_dots(canvas, place.outline)),
        names=tuple(map_names.names(canvas, wards, title, taken)),
        title=title,
        leader=map_names.leader(canvas, place, title),
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
    edge = EDGE * max(east - west, north - south, 100)
    return west - edge, south - edge, east + edge, north + edge


def _is_on(canvas: Canvas, spot: _Spot) -> bool:
    return canvas.holds(spot.easting, spot.northing, margin=6)


def _paths(canvas: Canvas, outlines: Sequence[Outline]) -> tuple[str, ...]:
    found = (canvas.path(each.shape) for each in outlines)
    return tuple(path for path in found if path)


def _can_be_read(canvas: Canvas, street: Outline) -> bool:
    """Say whether enough of a street's line shows."""
    if "Line" not in street.shape.geom_type:
        return False
    return canvas.clip(street.shape).length >= SHORTEST * canvas.metres_per_px


def _scale_box(canvas: Canvas) -> Box:
    """Return what the scale bar and its words take, in the corner."""
    half = (_bar(canvas) / canvas.metres_per_px + 110) / 2
    return Box(half, HEIGHT - 20, half, 22)


def _marks(canvas: Canvas, spots: Sequence[_Spot]) -> list[Mark]:
    seen = [spot for spot in spots if _is_on(canvas, spot)]
    return together(((*canvas.spot(s.easting, s.northing), s.number) for s in seen), *APART)


def _dots(canvas: Canvas, outline: BaseGeometry) -> list[tuple[int, int]]:
    """Return the points of a place that has no line: a postcode, or a street known by points."""
    if "Point" not in outline.geom_type:
        return []
    found = {canvas.spot(x, y) for x, y in get_coordinates(outline)}
    return sorted(found)[:MOST_DOTS]


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
