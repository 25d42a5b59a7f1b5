"""What is open now, worked out for a whole segment, agrees with the rule for one service."""

from datetime import datetime

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

    found = Timetable(records, offsets_of(lengths)).open_at(
        now, np.arange(len(lengths), dtype=np.int32)
    )

    assert found.tolist() == [is_open(usual, special, now) for usual, special in services]
