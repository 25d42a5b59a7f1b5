"""Between longitude and latitude and the British National Grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from directory.domain.grid import shape_to_grid, to_degrees, to_grid

# True rows: Code-Point Open 2025.4 beside NSPL May 2025, and one in Aberdeen (ONSPD Nov 2025).
TRUE = [
    ("N1 5QJ", 533251, 183699, 51.53647, -0.08011),
    ("E8 3LA", 533908, 184256, 51.54132, -0.07043),
    ("N16 9ES", 532896, 186378, 51.56063, -0.08422),
    ("E2 6HG", 534573, 182609, 51.52636, -0.06148),
    ("E1 7SA", 533942, 181559, 51.51708, -0.07097),
    ("AB1 0AA", 385386, 801193, 57.101459, -2.242858),
]


@pytest.mark.parametrize(("postcode", "east", "north", "lat", "lon"), TRUE)
def test_a_true_place_comes_out_within_five_metres(postcode, east, north, lat, lon):
    found = to_grid(lon, lat)
    assert float(found[0]) == pytest.approx(east, abs=5), postcode
    assert float(found[1]) == pytest.approx(north, abs=5), postcode


@pytest.mark.parametrize(("postcode", "east", "north", "lat", "lon"), TRUE)
def test_and_the_other_way_round(postcode, east, north, lat, lon):
    found = to_degrees(east, north)
    assert float(found[0]) == pytest.approx(lon, abs=0.0001), postcode
    assert float(found[1]) == pytest.approx(lat, abs=0.0001), postcode


@given(st.integers(60_000, 660_000), st.integers(5_000, 1_220_000))
def test_there_and_back_is_the_same_place_to_a_centimetre(east, north):
    found = to_grid(*to_degrees(east, north))
    assert float(found[0]) == pytest.approx(east, abs=0.01)
    assert float(found[1]) == pytest.approx(north, abs=0.01)


def test_a_shape_is_moved_with_its_holes():
    ring = [(-0.09, 51.53), (-0.07, 51.53), (-0.07, 51.55), (-0.09, 51.55)]
    hole = [(-0.085, 51.535), (-0.075, 51.535), (-0.075, 51.545), (-0.085, 51.545)]
    moved = shape_to_grid(Polygon(ring, [hole]))
    assert moved.is_valid
    assert moved.area == pytest.approx(3 / 4 * 1_386 * 2_224, rel=0.01)
