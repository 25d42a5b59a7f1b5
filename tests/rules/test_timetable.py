"""Opening hours are said as people say them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.hours import (
    Frequency,
    Opening,
    OpeningException,
    is_open,
    next_opening,
    sessions,
)
from directory.domain.timetable import Row, Time, changes, clock, rows, span, state

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
TODAY = date(2026, 11, 23)  # a Monday


def opening(day, opens="10:00", closes="12:00", **more):
    return Opening(day, time.fromisoformat(opens), time.fromisoformat(closes), **more)


def moment(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("00:00", "midnight"),
        ("00:30", "12.30am"),
        ("09:00", "9am"),
        ("11:05", "11.05am"),
        ("12:00", "12 noon"),
        ("12:15", "12.15pm"),
        ("18:30", "6.30pm"),
        ("23:59", "midnight"),
    ],
)
def test_a_time_is_said_as_people_say_it(at, words):
    assert clock(time.fromisoformat(at)) == words


def test_a_door_that_never_shuts_is_open_all_day_and_night():
    assert span(time(0), time(0)) == "all day and night"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([opening(MONDAY)], [Row("Every Monday", "10am to 12 noon")]),
        (
            [opening(day, "09:00", "17:00") for day in range(5)],
            [Row("Monday to Friday", "9am to 5pm")],
        ),
        (
            [opening(SATURDAY), opening(SUNDAY)],
            [Row("Saturday and Sunday", "10am to 12 noon")],
        ),
        ([opening(day) for day in range(7)], [Row("Every day", "10am to 12 noon")]),
        (
            [opening(MONDAY), opening(MONDAY, "14:00", "16:30")],
            [Row("Every Monday", "10am to 12 noon and 2pm to 4.30pm")],
        ),
        (
            [opening(MONDAY), opening(WEDNESDAY)],
            [Row("Every Monday", "10am to 12 noon"), Row("Every Wednesday", "10am to 12 noon")],
        ),
        (
            [opening(MONDAY), opening(TUESDAY, "10:00", "13:00")],
            [Row("Every Monday", "10am to 12 noon"), Row("Every Tuesday", "10am to 1pm")],
        ),
        (
            [opening(THURSDAY, interval=2, valid_from=date(2026, 9, 3))],
            [Row("Every other Thursday", "10am to 12 noon")],
        ),
        (
            [opening(THURSDAY, interval=6, valid_from=date(2026, 9, 3))],
            [Row("Thursday, every 6 weeks", "10am to 12 noon")],
        ),
        (
            [opening(TUESDAY, frequency=Frequency.MONTHLY, nth=1)],
            [Row("First Tuesday of the month", "10am to 12 noon")],
        ),
        (
            [opening(FRIDAY, frequency=Frequency.MONTHLY, nth=-1)],
            [Row("Last Friday of the month", "10am to 12 noon")],
        ),
        (
            [opening(MONDAY, valid_from=date(2027, 1, 4), valid_to=date(2027, 3, 29))],
            [Row("Every Monday, from 4 January 2027, until 29 March 2027", "10am to 12 noon")],
        ),
        ([opening(MONDAY, valid_to=date(2026, 7, 1))], []),
    ],
)
def test_a_timetable_reads_as_a_notice_on_a_door(times, expected):
    assert rows([Time(each) for each in times], TODAY) == expected


def test_what_was_written_beside_a_time_is_kept_and_splits_a_run_of_days():
    times = [Time(opening(MONDAY), "bring a towel"), Time(opening(TUESDAY))]

    assert rows(times, TODAY) == [
        Row("Every Monday", "10am to 12 noon", "bring a towel"),
        Row("Every Tuesday", "10am to 12 noon"),
    ]


def test_days_that_differ_are_told_soonest_first_and_past_ones_forgotten():
    told = changes(
        [
            (OpeningException(date(2026, 12, 24), time(10), time(12)), "Carols"),
            (OpeningException(date(2026, 1, 1)), "New Year"),
            (OpeningException(date(2026, 12, 25)), ""),
        ],
        TODAY,
    )

    assert told == [
        Row("Thursday 24 December 2026", "10am to 12 noon", "Carols"),
        Row("Friday 25 December 2026", "Closed", ""),
    ]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23T09:59", "Opens today at 10am"),
        ("2026-11-23T10:00", "Open now until 12 noon"),
        ("2026-11-23T12:00", "Opens Thursday at 2pm"),
        ("2026-11-25T08:00", "Opens tomorrow at 2pm"),
        ("2026-11-26T16:00", "Opens Monday at 10am"),
        # 30 November and 3 December are days off, so the next is a week later.
        ("2026-11-27T09:00", "Opens Monday at 10am"),
    ],
)
def test_it_says_until_when_it_is_open_or_when_it_opens(at, words):
    times = [opening(MONDAY), opening(THURSDAY, "14:00", "16:00")]

    assert state(times, [], moment(at)).words == words


def test_a_far_day_is_named_with_its_date():
    off = [OpeningException(date(2026, 11, 30))]

    assert state([opening(MONDAY)], off, moment("2026-11-24T09:00")).words == (
        "Opens Monday 7 December at 10am"
    )


def test_nothing_is_said_when_no_times_are_known_or_all_are_over():
    over = [opening(MONDAY, valid_to=date(2026, 7, 1))]

    assert state([], [], moment("2026-11-24T09:00")).words == ""
    assert state(over, [], moment("2026-11-24T09:00")).words == ""


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2026-11-23T18:59", False),
        ("2026-11-23T19:00", True),
        ("2026-11-24T07:59", True),
        ("2026-11-24T08:00", False),
    ],
)
def test_a_night_shelter_is_open_until_morning(at, open_):
    assert is_open([opening(MONDAY, "19:00", "08:00")], [], moment(at)) is open_


@pytest.mark.parametrize("closes", ["23:59", "00:00"])
def test_what_never_shuts_is_open_day_and_night(closes):
    always = [opening(day, "00:00", closes) for day in range(7)]

    assert state(always, [], moment("2026-11-24T23:30")).words == "Open day and night"
    assert rows([Time(each) for each in always], TODAY) == [Row("Every day", "all day and night")]


def test_what_runs_on_past_midnight_and_again_says_when_it_really_closes():
    weekend = [opening(SATURDAY, "00:00", "23:59"), opening(SUNDAY, "00:00", "18:00")]

    assert state(weekend, [], moment("2026-11-28T09:00")).words == "Open now until 6pm tomorrow"
    assert state(weekend, [], moment("2026-11-28T20:00")).words == "Open now until 6pm"


def test_a_day_off_shuts_the_night_that_begins_on_it_and_no_other():
    night = [opening(day, "19:00", "08:00") for day in range(7)]
    off = [OpeningException(date(2026, 12, 25))]

    assert is_open(night, off, moment("2026-12-25T07:00"))
    assert not is_open(night, off, moment("2026-12-25T20:00"))
    assert not is_open(night, off, moment("2026-12-26T07:00"))


@st.composite
def timetables(draw):
    hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
    return [
        Opening(
            draw(st.integers(0, 6)),
            draw(hours),
            draw(hours),
            draw(st.sampled_from(Frequency)),
            draw(st.integers(1, 4)),
            draw(st.sampled_from([-1, 1, 2, 3, 4])),
            draw(st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]


@given(timetables(), st.datetimes(moment("2026-06-01T00:00"), moment("2026-12-31T00:00")))
def test_the_next_opening_is_an_opening_and_none_comes_between(times, at):
    opens = next_opening(times, [], at, days=40)

    if opens is None:
        return
    assert opens > at
    assert opens in [start for start, _end in sessions(times, [], opens.date())]
    assert is_open(times, [], opens)
    for ahead in range((opens.date() - at.date()).days):
        day = date.fromordinal(at.toordinal() + ahead)
        assert not [start for start, _end in sessions(times, [], day) if at < start < opens]


@given(timetables(), st.dates(date(2026, 6, 1), date(2027, 6, 1)))
def test_every_time_that_is_not_over_stands_in_the_timetable_once(times, today):
    told = rows([Time(each) for each in times], today)

    for each in {span(t.opens, t.closes) for t in times}:
        assert any(each in row.hours for row in told)
    assert len(told) <= len(times)
