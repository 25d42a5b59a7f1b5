"""When the services of a segment are open, worked out for all of them at once.

It says the same as :func:`directory.domain.hours.is_open`, which is the rule.
"""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from directory.search.whoosh_backend.arrays import Docs, Flags, Ints
from directory.search.whoosh_backend.schema import DAY, EXCEPTION, MONTHLY, microseconds

DAYS_KEPT = 4


class Timetable:
    """Opening times and exceptions, sorted by the day of the week that they are about."""

    def __init__(self, records: Any, offsets: Ints) -> None:
        """Take the records of all documents and where each document's begin."""
        self._size = len(offsets) - 1
        owners = np.repeat(np.arange(self._size, dtype=np.int32), np.diff(offsets))
        order = np.argsort(records["weekday"], kind="stable")
        self._records = records[order]
        self._owners: Docs = owners[order]
        self._from = np.searchsorted(self._records["weekday"], np.arange(8))
        self._days: dict[date, tuple[Docs, Ints, Ints, Ints]] = {}

    def stretch(self, now: datetime) -> tuple[date, int]:
        """Return the stretch of time around a local moment in which nobody opens or closes."""
        changes = self._on(now.date())[3]
        return now.date(), int(changes.searchsorted(microseconds(now.time()), "right"))

    def open_at(self, now: datetime) -> Flags:
        """Return for each document whether it is open at this local moment."""
        docs, opens, closes, _ = self._on(now.date())
        moment = microseconds(now.time())
        found = np.zeros(self._size, np.bool_)
        found[docs[(opens <= moment) & (moment < closes)]] = True
        return found

    def _on(self, day: date) -> tuple[Docs, Ints, Ints, Ints]:
        """Return the times that touch a day, last night's too: whose, from when, until when.

        And last all moments at which anybody opens or closes, in order.
        """
        found = self._days.get(day)
        if found is None:
            docs, opens, closes = self._work_out(day)
            late_docs, late_opens, late_closes = self._work_out(day - timedelta(days=1))
            late = late_closes > DAY
            opens = np.concatenate([opens, late_opens[late] - DAY])
            closes = np.concatenate([closes, late_closes[late] - DAY])
            changes = np.unique(np.concatenate([opens, closes]))
            found = np.concatenate([docs, late_docs[late]]), opens, closes, changes
            self._days = {**dict(list(self._days.items())[-DAYS_KEPT + 1 :]), day: found}
        return found

    def _work_out(self, day: date) -> tuple[Docs, Ints, Ints]:
        """Return the times that begin on a day, in microseconds after its midnight."""
        part = slice(self._from[day.weekday()], self._from[day.weekday() + 1])
        records, owners = self._records[part], self._owners[part]
        special = (records["kind"] == EXCEPTION) & (records["since"] == day.toordinal())
        usual = (records["kind"] != EXCEPTION) & _comes_round(records, day)
        differs = np.zeros(self._size, np.bool_)
        differs[owners[special]] = True
        today = special | (usual & ~differs[owners])
        return owners[today], records["opens"][today], records["closes"][today]


def _comes_round(records: Any, day: date) -> Flags:
    """Say which times fall on this day (:func:`directory.domain.hours.comes_round`)."""
    number, weekday = day.toordinal(), day.weekday()
    nth = (day.day - 1) // 7 + 1
    is_last = date.fromordinal(number + 7).month != day.month
    valid = (records["since"] <= number) & (number <= records["until"])
    monthly = (records["nth"] == nth) | (is_last & (records["nth"] == -1))
    since = records["since"].astype(np.int64)
    first_week = (since - (since - 1) % 7) // 7
    weeks = (number - weekday) // 7 - first_week
    interval = np.maximum(records["interval"], 1)
    weekly = (interval == 1) | (records["since"] == 0) | (weeks % interval == 0)
    fits: Flags = valid & np.where(records["kind"] == MONTHLY, monthly, weekly)
    return fits
