"""Opening times as people type them, understood or refused with the reason."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.hours import Frequency, Opening, OpeningException
from directory.entries.clock import read_span, write_span
from directory.entries.errors import BadRowError
from directory.entries.opening_times import Special, Times, Usual, read_times, written

WORDS = (
    *("Mon", "first", "every", "2", "weeks", "from", "2026-01-07", "10:00-12:00", "(", ")"),
    *("closed", "to", "until", ";", "@", "9am", "-", ",", "and", "noon", "\n"),
)


def weekly(day: int, opens: str, closes: str, **more) -> Opening:
    return Opening(day, time.fromisoformat(opens), time.fromisoformat(closes), **more)


def monthly(day: int, nth: int, opens: str, closes: str) -> Opening:
    return weekly(day, opens, closes, frequency=Frequency.MONTHLY, nth=nth)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mon 10:00-12:00", [weekly(0, "10:00", "12:00")]),
        ("monday 9:30-12:00", [weekly(0, "09:30", "12:00")]),
        ("Mondays 9.30 to 12.00", [weekly(0, "09:30", "12:00")]),
        ("Thurs 9am-5pm", [weekly(3, "09:00", "17:00")]),
        ("Thu 9-11am", [weekly(3, "09:00", "11:00")]),
        ("Thu 11-1pm", [weekly(3, "11:00", "13:00")]),
        ("Thu 12-2 p.m.", [weekly(3, "12:00", "14:00")]),
        ("Thu noon-2pm", [weekly(3, "12:00", "14:00")]),
        ("Thu 7pm-midnight", [weekly(3, "19:00", "00:00")]),
        ("Tue 10:00\u201312:00", [weekly(1, "10:00", "12:00")]),
        ("Mon, Wed 10:00-12:00", [weekly(0, "10:00", "12:00"), weekly(2, "10:00", "12:00")]),
        ("Mon and Wed 10:00-12:00", [weekly(0, "10:00", "12:00"), weekly(2, "10:00", "12:00")]),
        ("Mon-Wed 10:00-12:00", [weekly(day, "10:00", "12:00") for day in (0, 1, 2)]),
        ("Fri to Mon 10:00-12:00", [weekly(day, "10:00", "12:00") for day in (4, 5, 6, 0)]),
        ("weekends 10:00-12:00", [weekly(day, "10:00", "12:00") for day in (5, 6)]),
        ("daily 08:00-20:00", [weekly(day, "08:00", "20:00") for day in range(7)]),
        ("Every day 08:00-20:00", [weekly(day, "08:00", "20:00") for day in range(7)]),
        (
            "Thu 10:00-12:00, 14:00-16:00",
            [weekly(3, "10:00", "12:00"), weekly(3, "14:00", "16:00")],
        ),
        ("Fri 21:00-07:00", [weekly(4, "21:00", "07:00")]),
        ("Sat 18:00-24:00", [weekly(5, "18:00", "00:00")]),
        ("Sun 00:00-24:00", [weekly(6, "00:00", "00:00")]),
        ("first Tue 18:00-20:00", [monthly(1, 1, "18:00", "20:00")]),
        ("Last Fri 18:00-20:00", [monthly(4, -1, "18:00", "20:00")]),
        (
            "1st and 3rd Tue 18:00-20:00",
            [monthly(1, 1, "18:00", "20:00"), monthly(1, 3, "18:00", "20:00")],
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
        ("Mon 10:00-12:00\nTue 10:00-12:00", [weekly(d, "10:00", "12:00") for d in (0, 1)]),
        ("Mon 10:00-12:00; Mon 10:00-12:00", [weekly(0, "10:00", "12:00")]),
        ("", []),
        (" ; ;", []),
    ],
)
def test_usual_times_are_understood(typed: str, meant: list[Opening]) -> None:
    assert [each.opening for each in read_times(typed).usual] == meant


def test_a_note_may_stand_in_brackets_and_hold_a_semicolon() -> None:
    (found,) = read_times("Mon 10:00-12:00 (bring shoes; and water)").usual
    assert found.note == "bring shoes; and water"


def test_a_time_may_be_at_one_of_the_sites() -> None:
    (found,) = read_times("Mon 10:00-12:00 @ Pitfield Hall (ring the bell)").usual
    assert (found.site, found.note) == ("Pitfield Hall", "ring the bell")


def test_days_that_differ_are_understood_with_their_notes() -> None:
    times = read_times(
        "closed 2026-12-25 (Christmas); 2026-12-24 10:00-12:00; Mon 10:00-12:00 (tea)"
    )

    assert times.special == (
        Special(OpeningException(date(2026, 12, 25)), "Christmas"),
        Special(OpeningException(date(2026, 12, 24), time(10), time(12))),
    )
    assert times.usual == (Usual(weekly(0, "10:00", "12:00"), "tea"),)


def test_closed_from_one_day_to_another_closes_each_of_them() -> None:
    days = [each.exception.day for each in read_times("closed 2026-12-30 to 2027-01-02").special]
    assert days == [date(2026, 12, 30) + timedelta(days=number) for number in range(4)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("whenever", "whenever"),
        ("Mon", "Mon"),
        ("Mon 25:00-26:00", "not a time of day"),
        ("Mon 10:00-10:00", "not a time of day"),
        ("Mon 13pm-14pm", "not a time of day"),
        ("Moo 10:00-12:00", "not a day of the week"),
        ("Monkey 10:00-12:00", "not a day of the week"),
        ("every other Wed 10:00-12:00", "not a day of the week"),
        ("closed 2026-02-30", "calendar"),
        ("closed 2026-01-02 to 2026-01-01", "in order"),
        ("closed 2026-01-01 to 2026-12-31", "62 days"),
        ("Mon 10:00-12:00 from 2026-02-01 until 2026-01-01", "ends before it begins"),
        ("first every 2 weeks from 2026-01-07 Wed 10:00-12:00", "two ways"),
        ("every 0 weeks from 2026-01-07 Wed 10:00-12:00", "never"),
        ("Mon 10", "like"),
        ("Mon 4-2", "not a time of day"),
        ("Mon 10:00-12:00 (" + "x" * 201 + ")", "200 characters"),
        ("; ".join(f"Mon 10:{n // 60:02}-12:{n % 60:02}" for n in range(101)), "too many"),
        ("Mon 10:00-12:00" * 1000, "too many"),
    ],
)
def test_what_cannot_be_understood_is_named(typed: str, said: str) -> None:
    with pytest.raises(BadRowError, match=said):
        read_times(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("10", "-", "24:01-25:00", "0am-3am", "25-26", "12:75-2"),
        # The night, or the morning before: both may be meant.
        *("4-2", "6-6", "6-12", "12-12", "14 to 2", "7 to midnight", "09:00-5"),
    ],
)
def test_hours_that_may_be_day_or_night_are_not_guessed(typed: str) -> None:
    assert read_span(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 to 2", "12:00-14:00"),
        ("12-2", "12:00-14:00"),
        ("10 to 12", "10:00-12:00"),
        ("9 to 5", "09:00-17:00"),
        ("9-5:00", "09:00-17:00"),
        ("11-1", "11:00-13:00"),
        ("2 to 4", "14:00-16:00"),
        ("1-6", "13:00-18:00"),
        ("6-8", "18:00-20:00"),
        ("7-9", "07:00-09:00"),
        ("8-8", "08:00-20:00"),
        ("noon-2", "12:00-14:00"),
        ("midday to 3.15", "12:00-15:15"),
        ("10-noon", "10:00-12:00"),
        ("11.30 to 2", "11:30-14:00"),
        ("2.30 to 4.30", "14:30-16:30"),
        ("9:00-5:00", "09:00-17:00"),
        # One am or pm says which half of the day it begins in.
        ("9am-5", "09:00-17:00"),
        ("10am-12", "10:00-12:00"),
        ("2pm-4", "14:00-16:00"),
        ("10pm-2", "22:00-02:00"),
        ("10pm-06:00", "22:00-06:00"),
        # What the 24-hour clock says, it means.
        ("02:00-04:00", "02:00-04:00"),
        ("2:00-04:00", "02:00-04:00"),
        ("14-16", "14:00-16:00"),
        ("9-17", "09:00-17:00"),
        ("09:30-12:00", "09:30-12:00"),
        ("14:00-16:00", "14:00-16:00"),
        ("11:00-10:00", "11:00-10:00"),
        ("21:00-7:00", "21:00-07:00"),
        ("6:00-12:00", "06:00-12:00"),
        ("00:00-midnight", "00:00-24:00"),
    ],
)
def test_a_time_without_am_or_pm_is_by_day(typed: str, meant: str) -> None:
    assert write_span(*read_span(typed)) == meant


@given(st.integers(1, 12), st.integers(1, 12))
def test_what_is_read_by_day_begins_by_day_and_ends_before_midnight(first, last) -> None:
    if (found := read_span(f"{first} to {last}")) is None:
        return
    opens, closes = found
    assert 7 <= opens.hour <= 18
    assert opens < closes
    assert (opens.hour % 12, closes.hour % 12) == (first % 12, last % 12)


@given(
    st.text(alphabet="MonTueclosed 0123456789:-;(),firstevry@ap", max_size=80)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=20,
    ).map(" ".join)
    | st.text(max_size=60)
)
def test_nothing_typed_raises_anything_else(typed: str) -> None:
    try:
        times = read_times(typed)
    except BadRowError:
        return
    assert read_times(written(times)) == times


minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
notes = st.text(alphabet="abc äß;,:-09", max_size=30).map(lambda text: " ".join(text.split()))
sites = st.text(alphabet="abc 09", max_size=20).map(lambda text: " ".join(text.split()))


@st.composite
def usual(draw) -> Usual:
    opens, closes = draw(minutes), draw(minutes)
    if opens == closes:
        opens = closes = time(0)
    nth = draw(st.sampled_from([0, 1, 2, 3, 4, -1]))
    interval = 1 if nth else draw(st.integers(1, 60))
    since = draw(days if interval > 1 else st.none() | days)
    until = draw(st.none() | st.dates(since or date(2000, 1, 1), date(2100, 1, 1)))
    opening = Opening(
        weekday=draw(st.integers(0, 6)),
        opens=opens,
        closes=closes,
        frequency=Frequency.MONTHLY if nth else Frequency.WEEKLY,
        interval=interval,
        nth=nth,
        valid_from=since,
        valid_to=until,
    )
    return Usual(opening, draw(notes), draw(sites))


@st.composite
def special(draw) -> Special:
    day, opens, closes = draw(days), draw(minutes), draw(minutes)
    is_closed = draw(st.booleans()) or opens == closes
    exception = OpeningException(day) if is_closed else OpeningException(day, opens, closes)
    return Special(exception, draw(notes))


@given(
    st.lists(usual(), max_size=6, unique=True).map(tuple),
    st.lists(special(), max_size=4, unique=True).map(tuple),
)
def test_what_is_written_reads_as_the_same(coming_round, differing) -> None:
    times = Times(coming_round, differing)
    assert read_times(written(times)) == times


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Every Tuesday 12 to 2pm", "Tue 12:00-14:00"),
        ("Thu 12 to 2", "Thu 12:00-14:00"),
        ("Thursday 12-2", "Thu 12:00-14:00"),
        ("Thursday from noon till 2pm", "Thu 12:00-14:00"),
        ("Thursdays, midday until 2", "Thu 12:00-14:00"),
        ("Tuesdays 10-12 and 2-4", "Tue 10:00-12:00; Tue 14:00-16:00"),
        ("Tue half past 10 to half-past 12", "Tue 10:30-12:30"),
        (
            "Tue 2 til 4 from 1 March 2026 until 2 June 2026",
            "Tue 14:00-16:00 from 2026-03-01 until 2026-06-02",
        ),
        (
            "Tue 2 to 4 @ Open till 10 (from 3 in June)",
            "Tue 14:00-16:00 @ Open till 10 (from 3 in June)",
        ),
        ("Sat and Sun 9-5", "Sat 09:00-17:00; Sun 09:00-17:00"),
        ("On Tuesdays from 10am to 12 noon", "Tue 10:00-12:00"),
        ("Tuesday, 11:30-14:30", "Tue 11:30-14:30"),
        ("Tue: 11.30am to 2.30pm (term time only)", "Tue 11:30-14:30 (term time only)"),
        ("First Tuesday of the month, 3pm to 5.30pm", "first Tue 15:00-17:30"),
        ("Closed on 25th December 2026", "closed 2026-12-25"),
        ("closed 25/12/2026 to 26/12/2026", "closed 2026-12-25; closed 2026-12-26"),
        ("22 Dec 2026 11am-4pm", "2026-12-22 11:00-16:00"),
        ("Tue 10:00-12:00 from 1 March 2026", "Tue 10:00-12:00 from 2026-03-01"),
        ("Tue 10:00-12:00 from 2026-03-01", "Tue 10:00-12:00 from 2026-03-01"),
        (
            "every 2 weeks from 2026-01-06 Tue 10-11am",
            "every 2 weeks from 2026-01-06 Tue 10:00-11:00",
        ),
    ],
)
def test_times_are_read_as_people_write_them_by_hand(typed: str, meant: str) -> None:
    assert written(read_times(typed)) == meant


@pytest.mark.parametrize("typed", ["closed 31/02/2026", "closed 3 Smarch 2026", "Mon-Fri 4-2"])
def test_what_may_mean_two_things_or_nothing_is_refused(typed: str) -> None:
    with pytest.raises(BadRowError):
        read_times(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Mon 6:00-9:00", {"6:00-9:00": "18:00-21:00"}),
        ("Mon-Fri 10-12, 2 to 4", {"2 to 4": "14:00-16:00"}),
        ("2026-12-24 12-2; closed 2026-12-25", {"12-2": "12:00-14:00"}),
        ("Mon 9 to 12; Tue 06:00-9:00; Wed 14-16; Thu 2-4pm; Fri noon-2", {}),
    ],
)
def test_what_only_the_day_tells_is_known_from_what_is_written(typed: str, read) -> None:
    assert read_times(typed).read_by_day() == read
