"""Opening times as people type them, understood or refused with the reason."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.hours import Frequency, Opening, OpeningException
from directory.importers.errors import BadRowError
from directory.importers.opening_times import read_times


def weekly(day: int, opens: str, closes: str, **more) -> Opening:
    return Opening(day, time.fromisoformat(opens), time.fromisoformat(closes), **more)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mon 10:00-12:00", [weekly(0, "10:00", "12:00")]),
        ("monday 9:30-12:00", [weekly(0, "09:30", "12:00")]),
        ("Tue 10:00\u201312:00", [weekly(1, "10:00", "12:00")]),
        ("Mon, Wed 10:00-12:00", [weekly(0, "10:00", "12:00"), weekly(2, "10:00", "12:00")]),
        ("Fri 21:00-07:00", [weekly(4, "21:00", "07:00")]),
        ("Sat 18:00-24:00", [weekly(5, "18:00", "23:59")]),
        (
            "first Tue 18:00-20:00",
            [weekly(1, "18:00", "20:00", frequency=Frequency.MONTHLY, nth=1)],
        ),
        (
            "Last Fri 18:00-20:00",
            [weekly(4, "18:00", "20:00", frequency=Frequency.MONTHLY, nth=-1)],
        ),
        (
            "every 2 weeks from 2026-01-07 Wed 10:00-12:00",
            [weekly(2, "10:00", "12:00", interval=2, valid_from=date(2026, 1, 7))],
        ),
        (
            "Mon 14:00-18:00 from 2026-11-02 until 2027-03-26",
            [
                weekly(
                    0,
                    "14:00",
                    "18:00",
                    valid_from=date(2026, 11, 2),
                    valid_to=date(2027, 3, 26),
                )
            ],
        ),
        ("", []),
        (" ; ;", []),
    ],
)
def test_usual_times_are_understood(typed: str, meant: list[Opening]) -> None:
    assert [opening for opening, _ in read_times(typed).usual] == meant


def test_days_that_differ_are_understood_with_their_notes() -> None:
    times = read_times(
        "closed 2026-12-25 (Christmas); 2026-12-24 10:00-12:00; Mon 10:00-12:00 (tea)"
    )

    assert times.special == (
        (OpeningException(date(2026, 12, 25)), "Christmas"),
        (OpeningException(date(2026, 12, 24), time(10), time(12)), ""),
    )
    assert times.usual == ((weekly(0, "10:00", "12:00"), "tea"),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("whenever", "whenever"),
        ("Mon", "Mon"),
        ("Mon 25:00-26:00", "25:00"),
        ("Mon 10:00-10:00", "same minute"),
        ("Moo 10:00-12:00", "not a day of the week"),
        ("Monkey 10:00-12:00", "not a day of the week"),
        ("closed 2026-02-30", "calendar"),
        ("Mon 10-12", "like"),
        ("; ".join(["Mon 10:00-12:00"] * 101), "too many"),
    ],
)
def test_what_cannot_be_understood_is_named(typed: str, said: str) -> None:
    with pytest.raises(BadRowError, match=said):
        read_times(typed)


@given(
    st.text(alphabet="MonTueclosed 0123456789:-;(),firstevry", max_size=60) | st.text(max_size=40)
)
def test_nothing_typed_raises_anything_else(typed: str) -> None:
    try:
        times = read_times(typed)
    except BadRowError:
        return
    assert len(times.usual) + len(times.special) <= 7 * (typed.count(";") + 1)


@given(
    day=st.integers(0, 6),
    opens=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    closes=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_every_time_of_the_week_can_be_typed(day: int, opens: time, closes: time) -> None:
    if opens == closes:
        return
    name = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day]

    (found, _), *rest = read_times(f"{name} {opens:%H:%M}-{closes:%H:%M}").usual

    assert not rest
    assert (found.weekday, found.opens, found.closes) == (day, opens, closes)
