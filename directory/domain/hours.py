"""Opening hours: recurring times, exceptions to them, and whether something is open now.

Times are local to the place (the ``TIME_ZONE`` setting); the shape follows Open Referral UK's
``schedule`` (freq, interval, byday, valid_from, valid_to).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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
    today = at.date()
    now = at.time()
    special = [each for each in exceptions if each.day == today]
    if special:
        return any(e.opens and e.closes and e.opens <= now < e.closes for e in special)
    return any(comes_round(o, today) and o.opens <= now < o.closes for o in openings)


def comes_round(opening: Opening, day: date) -> bool:
    """Say whether this opening falls on this day."""
    if day.weekday() != opening.weekday:
        return False
    if (opening.valid_from and day < opening.valid_from) or (
        opening.valid_to and day > opening.valid_to
    ):
        return False
    if opening.frequency is Frequency.MONTHLY:
        return opening.nth in (_nth(day), -1 if _is_last(day) else _nth(day))
    if opening.interval > 1 and opening.valid_from:
        weeks = (day.toordinal() - opening.valid_from.weekday() - day.weekday()) // 7
        start = (opening.valid_from.toordinal() - 2 * opening.valid_from.weekday()) // 7
        return (weeks - start) % opening.interval == 0
    return True


def _nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last(day: date) -> bool:
    following = date.fromordinal(day.toordinal() + 7)
    return following.month != day.month
