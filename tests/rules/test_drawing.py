"""Shapes become lines on a drawing: to scale, inside it, simplified."""

import re

from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, box

from directory.domain.drawing import Canvas

GROUND = (533_000.0, 183_000.0, 534_000.0, 184_000.0)


def test_north_is_up_and_a_metre_is_as_long_either_way() -> None:
    canvas = Canvas.around(GROUND, 640, 480)

    west_south, east_north = canvas.spot(533_000, 183_000), canvas.spot(534_000, 184_000)

    assert east_north[0] - west_south[0] == west_south[1] - east_north[1] == 480


@given(
    st.tuples(st.integers(0, 700_000), st.integers(0, 1_300_000)),
    st.integers(1, 300_000),
    st.integers(1, 300_000),
)
def test_the_whole_box_is_on_the_drawing(corner: tuple[int, int], wide: int, high: int) -> None:
    west, south = corner
    canvas = Canvas.around((west, south, west + wide, south + high), 640, 480)

    for easting in (west, west + wide):
        for northing in (south, south + high):
            assert canvas.holds(easting, northing)


def test_what_lies_outside_is_cut_off_near_the_edge() -> None:
    canvas = Canvas.around(GROUND, 500, 500)

    path = canvas.path(LineString([(500_000, 183_500), (600_000, 183_500)]))

    across = [int(n) for n in re.findall(r"-?\d+", path)][::2]
    assert min(across) >= -20
    assert max(across) <= 520


def test_a_wiggle_too_small_to_see_is_left_out() -> None:
    canvas = Canvas.around((0, 0, 50_000, 50_000), 500, 500)
    wiggly = Point(25_000, 25_000).buffer(10_000, quad_segs=2_000)

    assert canvas.path(wiggly).count("L") < 200


def test_a_shape_with_a_hole_keeps_it_and_points_have_no_lines() -> None:
    canvas = Canvas.around((0, 0, 100, 100), 100, 100)

    assert canvas.path(box(10, 10, 90, 90) - box(40, 40, 60, 60)).count("z") == 2
    assert canvas.path(MultiPoint([(1, 1), (5, 5)])) == ""
