"""Marks on a drawing can be read: near ones are one, others keep off each other and off names."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.marks import Box, Mark, spread, together

ACROSS, DOWN = st.integers(0, 640), st.integers(0, 480)


def test_marks_that_would_hide_each_other_are_one_that_says_how_many() -> None:
    marks = together([(10, 10, 1), (15, 12, 2), (100, 10, 3), (12, 8, 2), (11, 9, 7)], 24, 24)

    assert [mark.label for mark in marks] == ["3 here", "3"]


@pytest.mark.parametrize(
    ("across", "down", "is_clear"),
    [(0, 0, False), (19, 0, False), (0, 11, False), (20, 0, True), (0, -12, True), (-20, 11, True)],
)
def test_a_box_is_clear_of_what_lies_beside_it_and_not_of_what_it_covers(
    across: int, down: int, is_clear: bool
) -> None:
    box, far = Box(100, 100, 10, 6), Box(500, 400, 10, 6)

    assert box.is_clear_of([far, Box(100 + across, 100 + down, 10, 6)]) is is_clear


def test_a_mark_takes_as_much_as_is_drawn_on_a_phone_and_more_for_more_numbers() -> None:
    boxes = [Mark(0, 0, numbers).box for numbers in ([1], [12], [2, 3])]

    assert [(round(box.half_w), round(box.half_h)) for box in boxes] == [(24, 24)] * 2 + [(44, 24)]


@given(st.lists(st.tuples(ACROSS, DOWN, st.integers(1, 20))))
def test_no_number_is_lost(spots: list[tuple[int, int, int]]) -> None:
    marks = together(spots, 44, 26)

    assert {n for m in marks for n in m.numbers} == {n for _, _, n in spots}


def test_marks_that_would_touch_move_aside_and_say_where_they_belong() -> None:
    marks = [Mark(300, 200, [1]), Mark(310, 205, [2]), Mark(600, 100, [3])]

    spread(marks, [], 640, 480)

    for one, other in combinations(marks, 2):
        assert one.box.is_clear_of([other.box])
    assert [mark.at for mark in marks] == [(300, 200), (310, 205), None]


def test_a_wider_mark_keeps_further_off() -> None:
    marks = [Mark(300, 200, [1]), Mark(350, 200, [2, 3])]

    spread(marks, [], 640, 480)

    assert marks[1].x - marks[0].x >= 24 + 44


def test_a_drawing_that_is_very_full_is_left_as_it_is() -> None:
    marks = [Mark(300, 200, [number]) for number in range(61)]

    spread(marks, [], 640, 480)

    assert {(mark.x, mark.y, mark.at) for mark in marks} == {(300, 200, None)}


def test_a_mark_keeps_off_what_is_fixed() -> None:
    road = [Box(x, 240, 6, 6) for x in range(250, 400, 12)]
    mark = Mark(310, 242, [1])

    spread([mark], road, 640, 480)

    assert mark.box.is_clear_of(road)
    assert mark.at == (310, 242)


@given(st.lists(st.tuples(ACROSS, DOWN), max_size=25))
def test_no_mark_lies_over_the_edge(spots: list[tuple[int, int]]) -> None:
    marks = [Mark(x, y, [number]) for number, (x, y) in enumerate(spots, 1)]

    spread(marks, [], 640, 480)

    for box in (mark.box for mark in marks):
        assert box.half_w <= box.x <= 640 - box.half_w
        assert box.half_h <= box.y <= 480 - box.half_h
