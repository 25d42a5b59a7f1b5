"""Drawings that would keep the machine busy for minutes are refused, by counting what meets."""

import json
from math import cos, pi, sin
from random import Random

import pytest
from shapely import Polygon, box

from directory.domain import drawn
from directory.domain.crossings import meet_more_than
from directory.errors import BadInputError

Corner = tuple[float, float]
EAST, NORTH = 530_000, 180_000


def spots(many: int, seed: int = 1) -> list[Corner]:
    pick = Random(seed)
    return [(EAST + pick.uniform(0, 9_000), NORTH + pick.uniform(0, 9_000)) for _ in range(many)]


def wheel(many: int) -> list[Corner]:
    turns = [2 * pi * n / many for n in range(many)]
    far = [9_000 + 300 * (n % 2) for n in range(many)]
    return [(EAST + r * cos(a), NORTH + r * sin(a)) for r, a in zip(far, turns, strict=True)]


def petals(many: int) -> list[Corner]:
    rim = wheel(2 * many)
    pairs = zip(rim[::2], rim[1::2], strict=True)
    return [each for pair in pairs for each in (*pair, (EAST, NORTH))]


def square(east: float, north: float, side: float) -> list[Corner]:
    return [(east, north), (east + side, north), (east + side, north + side), (east, north + side)]


def read(*areas: list[list[Corner]]) -> drawn.Drawn:
    return drawn.read(json.dumps({"type": "MultiPolygon", "coordinates": areas}))


SCRIBBLES = {
    "300 corners anywhere": [spots(300)],
    "5,000 corners anywhere": [spots(5_000)],
    "to and fro on one line": [[*((x, NORTH) for x, _ in spots(3_000)), (EAST, NORTH + 900)]],
    "petals that meet in one corner": [petals(1_000)],
    "a ring passed round a thousand times": [square(EAST, NORTH, 900) * 1_000],
    "holes within holes": [square(EAST + n, NORTH + n, 9_000 - 2 * n) for n in range(1_000)],
}


@pytest.mark.parametrize("rings", SCRIBBLES.values(), ids=SCRIBBLES)
def test_a_scribble_is_refused_before_anything_is_put_right(monkeypatch, rings) -> None:
    monkeypatch.setattr(drawn.shapely, "make_valid", None)
    with pytest.raises(BadInputError, match="crosses itself too often"):
        read(rings)


def test_a_thousand_strips_that_all_cross_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(drawn.shapely, "union_all", None)
    along = [(EAST, NORTH + 20 * n, EAST + 9_000, NORTH + 20 * n + 1) for n in range(400)]
    up = [(EAST + 20 * n, NORTH, EAST + 20 * n + 1, NORTH + 9_000) for n in range(400)]
    strips = [[list(box(*each).exterior.coords)] for each in along + up]
    with pytest.raises(BadInputError, match="overlap too often"):
        read(*strips)


def test_a_plain_ring_of_as_many_corners_as_are_allowed_is_taken() -> None:
    assert not read([wheel(drawn.MOST_CORNERS)]).notes


def test_a_long_line_that_crosses_itself_once_or_twice_is_put_right() -> None:
    corners = wheel(2_000)
    for at in (100, 900):
        corners[at], corners[at + 2] = corners[at + 2], corners[at]
    assert "crosses itself" in read([corners]).notes[0]


def test_neighbours_with_many_sides_in_common_are_joined() -> None:
    sides = [(n % 30, n // 30) for n in range(900)]
    joined = read(*([square(EAST + 100 * e, NORTH + 100 * n, 100)] for e, n in sides))
    assert joined.km2 == pytest.approx(9)


@pytest.mark.parametrize(
    ("corners", "times"),
    [
        ([(0, 0), (9, 0), (9, 9), (0, 9)], 0),
        ([(0, 0), (5, 0), (9, 0), (9, 9), (0, 9)], 0),
        ([(0, 0), (9, 9), (9, 0), (0, 9)], 1),
        ([(0, 0), (9, 0), (9, 9), (5, 0), (0, 9)], 2),
        ([(0, 0), (9, 0), (5, 0), (5, 9)], 2),
    ],
)
def test_what_counts_as_meeting(corners: list[Corner], times: int) -> None:
    shape = [Polygon(corners)]
    assert not meet_more_than(times, shape)
    assert times == 0 or meet_more_than(times - 1, shape)
