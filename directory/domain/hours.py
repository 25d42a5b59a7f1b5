"""Opening hours: recurring times, exceptions to them, and whether something is open now.

Times are local to the place (the ``TIME_ZONE`` setting); the shape follows Open Referral UK's
``schedule`` (freq, interval, byday, valid_from, valid_to).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

AT_ONCE = timedelta(minutes=1)
MOST_RUNS = 14
"""How many openings in a row are followed: a fortnight of days is "always"."""


class Frequency(StrEnum):
    """How a time comes round again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Opening:
    """A time that comes round: every week, every few weeks, or on the nth weekday of a month.

    Attributes:
        weekday: 0 for Monday to 6 for Sunday.
        interval: every so many weeks, counted from ``valid_from``; 1 is every week.
        nth: for monthly times, 1 to 4, or -1 for the last one of the month.

    """

    weekday: int
    opens: time
    closes: time
    frequency: Frequency = Frequency.WEEKLY
    interval: int = 1
    nth: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class OpeningException:
    """A day that differs: closed all day when there are no times."""

    day: date
    opens: time | None = None
    closes: time | None = None


def is_open(
    openings: Iterable[Opening], exceptions: Iterable[OpeningException], at: datetime
) -> bool:
    """Say whether it is open at this local moment; an exception overrules the usual times."""
    return closes_at(openings, exceptions, at) is not None


def closes_at(
    openings: Iterable[Opening], exceptions: Iterable[OpeningException], at: datetime
) -> datetime | None:
    """Return the local moment at which what is open now closes, or None when nothing is open."""
    usual, special, now = tuple(openings), tuple(exceptions), at.replace(tzinfo=None)
    closes = _closes(usual, special, now)
    # Night runs into day: what opens again as it closes, or a minute after (23:59), is not closed.
    for _ in range(MOST_RUNS):
        later = closes and _closes(usual, special, closes + AT_ONCE)
        if not later or later == closes:
            break
        closes = later
    return closes


def _closes(
    usual: tuple[Opening, ...], special: tuple[OpeningException, ...], now: datetime
) -> datetime | None:
    # Yesterday counts too: a night shelter that opened last evening is open this morning.
    days = (now.date() - timedelta(days=1), now.date())
    found = [
        closes
        for day in days
        for opens, closes in sessions(usual, special, day)
        if opens <= now < closes
    ]
    return max(found, default=None)


def next_opening(
    openings: Iterable[Opening],
    exceptions: Iterable[OpeningException],
    at: datetime,
    days: int = 62,
) -> datetime | None:
    """Return the next local moment at which it opens, looking at most so many days ahead.

    Two months reach every monthly time; beyond that it is better to say nothing.
    """
    usual, special, now = tuple(openings), tuple(exceptions), at.replace(tzinfo=None)
    if not usual and not special:
        return None
    for ahead in range(days + 1):
        for opens, _closes in sessions(usual, special, now.date() + timedelta(days=ahead)):
            if opens > now:
                return opens
    return None


def sessions(
    openings: Iterable[Opening], exceptions: Iterable[OpeningException], day: date
) -> list[tuple[datetime, datetime]]:
    """Return when it opens and closes on a day, in order; an exception overrules the usual times.

    A time that closes at or before it opens runs past midnight, into the next day.
    """
    special = [each for each in exceptions if each.day == day]
    if special:
        times = [(each.opens, each.closes) for each in special if each.opens and each.closes]
    else:
        times = [(each.opens, each.closes) for each in openings if comes_round(each, day)]
    return sorted(_session(day, opens, closes) for opens, closes in times)


def _session(day: date, opens: time, closes: time) -> tuple[datetime, datetime]:
    ends = day if closes > opens else day + timedelta(days=1)
    return datetime.combine(day, opens), datetime.combine(ends, closes)


def comes_round(opening: Opening, day: date) -> bool:
    """Say whether this opening falls on this day."""
    if day.weekday() != opening.weekday:
        return False
    if (opening.valid_from and day < opening.valid_from) or (
        opening.valid_to and day > opening.valid_to
    ):
        return False
    if opening.frequency is Frequency.MONTHLY:
        return opening.nth == _nth(day) or (opening.nth == -1 and _is_last(day))
    if opening.interval > 1 and opening.valid_from:
        return (_week(day) - _week(opening.valid_from)) % opening.interval == 0
    return True


def _week(day: date) -> int:
    """Return a number that rises by one each Monday; 1 January of year 1 was a Monday."""
    return (day.toordinal() - 1) // 7


def _nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last(day: date) -> bool:
    following = date.fromordinal(day.toordinal() + 7)
    return following.month != day.month
