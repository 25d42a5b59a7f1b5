"""The question and its answer said back, plainly and in good grammar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.answers.summary import nearby_sentence, subject, summary
from directory.domain.place import ChainLink, Level, Place
from directory.domain.rings import Ring

STREET = Place("Orsman Road", Level.STREET, "s", "Orsman Road", (ChainLink("s", Level.STREET, ""),))
BOROUGH = Place("Hackney", Level.BOROUGH, "b", "Hackney", (ChainLink("b", Level.BOROUGH, ""),))
LUNCH = subject("tea")

TABLE = [
    (STREET, (3, 6, 0, 14), "9 services for “tea” serve Orsman Road: 3 on the doorstep,"
     " 6 in the borough. 14 more are further afield."),
    (STREET, (3, 6, 4, 14), "9 services for “tea” serve Orsman Road: 3 on the doorstep,"
     " 6 in the borough. 4 more are next door, and 14 further afield."),
    (STREET, (1, 0, 0, 0), "1 service for “tea” serves Orsman Road, and it is on the doorstep."),
    (STREET, (0, 1, 1, 0), "1 service for “tea” serves Orsman Road, and it is in the borough."
     " 1 more is next door."),
    (STREET, (2, 0, 0, 1), "2 services for “tea” serve Orsman Road, both on the doorstep."
     " 1 more is further afield."),
    (STREET, (0, 1200, 0, 0), "1,200 services for “tea” serve Orsman Road, all in the borough."),
    (STREET, (0, 0, 0, 0), "No service for “tea” says it serves Orsman Road."),
    (STREET, (0, 0, 1, 0), "No local service for “tea” serves Orsman Road."
     " 1 service next door does."),
    (STREET, (0, 0, 0, 14), "No local service for “tea” serves Orsman Road."
     " 14 services further afield do."),
    (STREET, (0, 0, 2, 3), "No local service for “tea” serves Orsman Road."
     " 2 services next door and 3 further afield do."),
    (BOROUGH, (9, 0, 0, 14), "9 services for “tea” serve Hackney and are based there."
     " 14 more are further afield."),
    (BOROUGH, (1, 0, 0, 0), "1 service for “tea” serves Hackney and is based there."),
    (None, (0, 0, 0, 0), "23 services for “tea”."),
]  # fmt: skip


@pytest.mark.parametrize(("place", "counts", "said"), TABLE, ids=[row[2][:60] for row in TABLE])
def test_the_count_is_said_back_by_ring(
    place: Place | None, counts: tuple[int, ...], said: str
) -> None:
    totals = dict(zip(Ring, counts, strict=True))

    assert summary(LUNCH, place, totals, sum(counts) or 23) == said


def test_services_that_have_not_said_whom_they_serve_are_not_counted_as_serving() -> None:
    totals = {Ring.DOORSTEP: 2}

    said = summary(LUNCH, STREET, totals, 2, may=True)

    assert "serve or may serve Orsman Road" in said


SUBJECTS = [
    (("lunch club", "", False), " for “lunch club”"),
    (('"lunch club"', "", False), " for “lunch club”"),
    (("", "Food", False), " in “Food”"),
    (("tea", "Food", True), " for “tea” in “Food” matching your choices"),
    (("", "", True), " matching your choices"),
    (("", "", False), ""),
]


@pytest.mark.parametrize(("asked", "said"), SUBJECTS)
def test_what_was_asked_for_is_said_back(asked: tuple[str, str, bool], said: str) -> None:
    words, category, narrowed = asked

    assert subject(words, category, narrowed=narrowed) == said


NEARBY = [
    (0, False, ""),
    (1, False, "1 more is close by but does not cover Orsman Road"),
    (2, False, "2 more are close by but do not cover Orsman Road"),
    (1, True, "1 service is close by but does not cover Orsman Road"),
    (2, True, "2 services are close by but do not cover Orsman Road"),
]


@pytest.mark.parametrize(("number", "alone", "said"), NEARBY)
def test_what_is_near_but_not_for_here_is_counted(number: int, alone: bool, said: str) -> None:
    assert nearby_sentence(number, STREET, alone=alone) == said


@given(st.tuples(*[st.integers(0, 5)] * 4), st.sampled_from([STREET, BOROUGH]))
def test_no_count_is_left_out_of_the_sentence(counts: tuple[int, ...], place: Place) -> None:
    totals = dict(zip(Ring, counts, strict=True))
    if place is BOROUGH:
        totals[Ring.BOROUGH] = 0

    said = summary("", place, totals, sum(totals.values()))

    for number in totals.values():
        # One, two or all of them on one doorstep may be said in words.
        assert not number or str(number) in said or str(sum(totals.values())) in said
    assert "1 services" not in said
    assert said.endswith(".")
