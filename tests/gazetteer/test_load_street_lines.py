"""Streets from points on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from directory.domain.street_lines import (
    SAME_STREET_METRES,
    clusters,
    line_through,
    middle_of,
    points_of,
    thinned,
)

SPOTS = st.lists(
    st.tuples(st.integers(530_000, 534_000), st.integers(180_000, 184_000)), min_size=1, max_size=30
)


@given(SPOTS, st.randoms())
def test_points_are_grouped_alike_whatever_their_order(spots, random):
    found = clusters(spots)
    random.shuffle(spots)
    assert clusters(spots) == found
    assert sorted(spot for group in found for spot in group) == sorted(set(spots))


@given(SPOTS)
def test_points_of_different_groups_are_far_apart(spots):
    found = clusters(spots)
    for one in found:
        for other in found:
            if one is not other:
                away = min(Point(a).distance(Point(b)) for a in one for b in other)
                assert away > SAME_STREET_METRES


@given(SPOTS)
def test_the_line_goes_through_every_point_and_no_other(spots):
    assert points_of(line_through(spots)) == sorted(set(spots))


def test_the_line_is_the_shortest_that_joins_them():
    assert line_through([(0, 0), (100, 0), (50, 0), (100, 30)]).length == pytest.approx(130)


def test_a_street_without_a_point_has_no_line():
    with pytest.raises(ValueError, match="needs a point"):
        line_through([])


@given(SPOTS)
def test_the_middle_is_on_the_street(spots):
    assert middle_of(spots) in spots


def test_very_many_points_are_thinned_and_keep_the_ends():
    spots = [(number, 0) for number in range(5_000)]
    found = thinned(spots, 500)
    assert len(found) <= 500
    assert (found[0], found[-1]) == (spots[0], spots[-1])
