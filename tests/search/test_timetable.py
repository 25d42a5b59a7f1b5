"""What is open now, worked out for a whole segment, agrees with the rule for one service."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.domain.hours import Opening, OpeningException, is_open
from directory.search import Document
from directory.search.whoosh_backend.arrays import offsets_of
from directory.search.whoosh_backend.schema import HOURS, hour_records
from directory.search.whoosh_backend.timetable import Timetable
from tests.search import worlds

hours = st.tuples(st.lists(worlds.openings, max_size=4), st.lists(worlds.exceptions, max_size=2))


@settings(max_examples=150)
@given(services=st.lists(hours, max_size=5), now=worlds.moments)
def test_many_services_are_open_when_each_of_them_is(
    services: list[tuple[list[Opening], list[OpeningException]]], now: datetime
):
    packed = [
        hour_records(Document(1, 1, {}, openings=tuple(usual), exceptions=tuple(special)))
        for usual, special in services
    ]
    records = np.frombuffer(b"".join(packed), HOURS)
    lengths = np.array([len(each) // HOURS.itemsize for each in packed], np.int64)

    found = Timetable(records, offsets_of(lengths)).open_at(now)

    assert found.tolist() == [is_open(usual, special, now) for usual, special in services]


@settings(max_examples=150)
@given(service=hours, now=worlds.moments, later=st.integers(0, 36))
def test_in_a_stretch_of_time_nobody_opens_or_closes(
    service: tuple[list[Opening], list[OpeningException]], now: datetime, later: int
):
    usual, special = service
    packed = hour_records(Document(1, 1, {}, openings=tuple(usual), exceptions=tuple(special)))
    records = np.frombuffer(packed, HOURS)
    timetable = Timetable(records, offsets_of(np.array([len(records)])))
    then = now + timedelta(minutes=20 * later)

    if timetable.stretch(now) == timetable.stretch(then):
        assert is_open(usual, special, now) == is_open(usual, special, then)
