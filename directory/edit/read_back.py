"""Opening times as they were understood, in words: so that "2 to 4" is seen to mean 2pm."""

from collections.abc import Iterable
from datetime import date

from directory.domain.sections import Told
from directory.domain.timetable import Row, Time, changes, rows
from directory.entries.errors import BadRowError
from directory.entries.opening_times import Times, read_times


def times_in_words(told: Told, today: date) -> list[str]:
    """Return a line for each time as visitors will read it; none for what cannot be understood."""
    try:
        times = read_times(map(str, told.get("opening_times") or []))
    except BadRowError:
        return []
    return [_line(row) for row in _rows(times, today)]


def _rows(times: Times, today: date) -> Iterable[Row]:
    by_site: dict[str, list[Time]] = {}
    for each in times.usual:
        by_site.setdefault(each.site, []).append(Time(each.opening, each.note))
    for site, usual in by_site.items():
        for row in rows(usual, today):
            yield Row(f"At {site}: {row.when}" if site else row.when, row.hours, row.note)
    yield from changes([(each.exception, each.note) for each in times.special], today)


def _line(row: Row) -> str:
    return f"{row.when}, {row.hours}" + (f" ({row.note})" if row.note else "")
