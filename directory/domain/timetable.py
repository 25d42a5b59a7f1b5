"""Opening hours as people say them: "Every Monday, 10am to 12 noon", "Opens Thursday at 2pm"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from directory.domain import described
from directory.domain.hours import (
    DAYS,
    Frequency,
    Opening,
    OpeningException,
    closes_at,
    next_opening,
)

NTH = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
ALWAYS = timedelta(days=7)
LAST_MINUTE = (23, 59)
"""How lists that cannot say 24:00 write the end of a day."""
OTHER = {2: "other", 3: "third", 4: "fourth"}


@dataclass(frozen=True, slots=True)
class Time:
    """An opening with what was written beside it."""

    opening: Opening
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a timetable: which days, which hours, and what to know."""

    when: str
    hours: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether it is open at a moment, and what to say about it; no words when nothing is known."""

    is_open: bool
    words: str


def state(
    openings: Iterable[Opening], exceptions: Iterable[OpeningException], at: datetime
) -> OpenState:
    """Say whether it is open at this local moment, until when, or when it opens next."""
    usual, special, now = tuple(openings), tuple(exceptions), at.replace(tzinfo=None)
    closes = closes_at(usual, special, now)
    if closes is not None:
        always = closes - now > ALWAYS
        return OpenState(True, "Open day and night" if always else _until(closes, now))
    opens = next_opening(usual, special, now)
    if opens is None:
        return OpenState(False, "")
    return OpenState(False, f"Opens {_near_day(opens.date(), now.date())} at {clock(opens.time())}")


def rows(times: Iterable[Time], today: date) -> list[Row]:
    """Return the lines of a timetable, Monday first; times that are over are left out.

    Days that follow each other and keep the same hours share a line.
    """
    current = [t for t in times if not (t.opening.valid_to and t.opening.valid_to < today)]
    weekly = [t for t in current if _is_plain(t.opening)]
    rest = [t for t in current if not _is_plain(t.opening)]
    return [*_weekly_rows(weekly, today), *(_row([t], [t.opening.weekday], today) for t in rest)]


def changes(exceptions: Iterable[tuple[OpeningException, str]], today: date) -> list[Row]:
    """Return the days to come that differ from the usual times, soonest first."""
    coming = [(each, note) for each, note in exceptions if each.day >= today]
    return [_change(each, note) for each, note in sorted(coming, key=_order)]


def clock(at: time) -> str:
    """Return a time of day as people say it: "10am", "2.30pm", "12 noon", "midnight"."""
    if at.minute == 0 and at.hour == 12:
        return "12 noon"
    if (at.hour, at.minute) in {(0, 0), LAST_MINUTE}:
        return "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def span(opens: time, closes: time) -> str:
    """Return hours as people say them: "10am to 12 noon"."""
    ends = time() if (closes.hour, closes.minute) == LAST_MINUTE else closes
    return "all day and night" if opens == ends else f"{clock(opens)} to {clock(ends)}"


def long_day(day: date) -> str:
    """Return a day in full: "Thursday 3 December 2026"."""
    return f"{weekday(day.weekday())} {described.day(day)}"


def weekday(number: int) -> str:
    """Return the name of a day of the week: 0 is Monday."""
    return DAYS[number].capitalize()


def _is_plain(opening: Opening) -> bool:
    return opening.frequency is Frequency.WEEKLY and opening.interval <= 1


def _weekly_rows(times: Sequence[Time], today: date) -> list[Row]:
    """Put days in a row together when their hours, dates and notes are the same."""
    by_day = sorted(times, key=lambda t: (t.opening.weekday, t.opening.opens))
    days = [(day, list(group)) for day, group in groupby(by_day, lambda t: t.opening.weekday)]
    runs: list[tuple[list[int], list[Time]]] = []
    for day, found in days:
        if runs and runs[-1][0][-1] == day - 1 and _same(runs[-1][1], found):
            runs[-1][0].append(day)
        else:
            runs.append(([day], found))
    return [row for run, found in runs for row in _run_rows(run, found, today)]


def _run_rows(run: list[int], times: list[Time], today: date) -> list[Row]:
    """Return one line for a run of days, or one for each note and season when they differ."""
    groups = {_season(t): [u for u in times if _season(u) == _season(t)] for t in times}
    return [_row(group, run, today) for group in groups.values()]


def _same(one: list[Time], other: list[Time]) -> bool:
    return [_shape(t) for t in one] == [_shape(t) for t in other]


def _shape(each: Time) -> tuple[object, ...]:
    return each.opening.opens, each.opening.closes, *_season(each)


def _season(each: Time) -> tuple[object, ...]:
    return each.opening.valid_from, each.opening.valid_to, each.note


def _row(times: Sequence[Time], run: list[int], today: date) -> Row:
    first = times[0].opening
    hours = " and ".join(span(t.opening.opens, t.opening.closes) for t in times)
    return Row(_days(first, run) + _dates(first, today), hours, times[0].note)


def _days(opening: Opening, run: list[int]) -> str:
    name = weekday(run[0])
    if opening.frequency is Frequency.MONTHLY:
        return f"{NTH.get(opening.nth, 'One')} {name} of the month"
    if opening.interval > 1:
        other = OTHER.get(opening.interval)
        return f"Every {other} {name}" if other else f"{name}, every {opening.interval} weeks"
    if len(run) == 1:
        return f"Every {name}"
    if len(run) == len(DAYS):
        return "Every day"
    return f"{name} {'and' if len(run) == 2 else 'to'} {weekday(run[-1])}"


def _dates(opening: Opening, today: date) -> str:
    """Say from when and until when, leaving out a beginning that is past."""
    starts = opening.valid_from if opening.valid_from and opening.valid_from > today else None
    words = f", from {described.day(starts)}" if starts else ""
    return words + (f", until {described.day(opening.valid_to)}" if opening.valid_to else "")


def _change(each: OpeningException, note: str) -> Row:
    hours = span(each.opens, each.closes) if each.opens and each.closes else "Closed"
    return Row(long_day(each.day), hours, note)


def _order(pair: tuple[OpeningException, str]) -> tuple[date, time]:
    return pair[0].day, pair[0].opens or time.min


def _until(closes: datetime, now: datetime) -> str:
    """Say until when it is open; the day only when that is not today or tonight."""
    is_near = closes - now <= timedelta(days=1)
    day = "" if is_near else f" {_near_day(closes.date(), now.date())}"
    return f"Open now until {clock(closes.time())}{day}"


def _near_day(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead < 2:
        return "tomorrow" if ahead else "today"
    return weekday(day.weekday()) if ahead < 7 else f"{weekday(day.weekday())} {day.day} {day:%B}"
