"""Opening times as people type them: "first Tue 18:00-20:00; closed 2026-12-25".

The form is in docs/data-formats.md.
"""

import re
from dataclasses import dataclass
from datetime import date, time

from directory.domain.hours import DAYS, Frequency, Opening, OpeningException
from directory.importers.errors import BadRowError

WEEKDAYS = {name[:3]: number for number, name in enumerate(DAYS)}
NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
MOST_TIMES = 100
LONGEST_NOTE = 200

_DATE = r"\d{4}-\d{2}-\d{2}"
_TIMES = r"(?P<opens>\d{1,2}:\d{2})\s*[-\u2013]\s*(?P<closes>\d{1,2}:\d{2})"
_NOTE = re.compile(r"\(([^()]*)\)\s*$")
_CLOSED = re.compile(rf"closed\s+(?P<day>{_DATE})", re.I)
_THAT_DAY = re.compile(rf"(?P<day>{_DATE})\s+{_TIMES}", re.I)
_USUAL = re.compile(
    rf"(?:(?P<nth>{'|'.join(NTHS)})\s+)?"
    rf"(?:every\s+(?P<interval>\d{{1,2}})\s+weeks?\s+from\s+(?P<anchor>{_DATE})\s+)?"
    rf"(?P<days>[a-z]{{3,9}}(?:\s*,\s*[a-z]{{3,9}})*)\s+{_TIMES}"
    rf"(?:\s+from\s+(?P<since>{_DATE}))?(?:\s+until\s+(?P<until>{_DATE}))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Times:
    """When a service is open: what comes round, and the days that differ, each with its note."""

    usual: tuple[tuple[Opening, str], ...] = ()
    special: tuple[tuple[OpeningException, str], ...] = ()


def read_times(text: str) -> Times:
    """Return the times that a text says.

    Raises:
        BadRowError: a part cannot be understood; the message names it.

    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > MOST_TIMES:
        raise BadRowError(f"opening_times: {len(parts)} times are too many (at most {MOST_TIMES})")
    usual: list[tuple[Opening, str]] = []
    special: list[tuple[OpeningException, str]] = []
    for part in parts:
        noted = _NOTE.search(part)
        note = noted.group(1).strip()[:LONGEST_NOTE] if noted else ""
        bare = part[: noted.start()].strip() if noted else part
        exception = _exception(bare)
        if exception:
            special.append((exception, note))
        else:
            usual += [(opening, note) for opening in _usual(bare)]
    return Times(tuple(usual), tuple(special))


def _exception(text: str) -> OpeningException | None:
    closed = _CLOSED.fullmatch(text)
    if closed:
        return OpeningException(_day(closed["day"]))
    that_day = _THAT_DAY.fullmatch(text)
    if that_day:
        return OpeningException(_day(that_day["day"]), *_span(that_day))
    return None


def _usual(text: str) -> list[Opening]:
    found = _USUAL.fullmatch(text)
    if found is None:
        raise BadRowError(
            f"opening_times: “{text[:80]}” cannot be understood; write it like “Mon 10:00-12:00”"
        )
    opens, closes = _span(found)
    since = found["anchor"] or found["since"]
    return [
        Opening(
            weekday=_weekday(name),
            opens=opens,
            closes=closes,
            frequency=Frequency.MONTHLY if found["nth"] else Frequency.WEEKLY,
            interval=int(found["interval"] or 1) or 1,
            nth=NTHS[found["nth"].lower()] if found["nth"] else 0,
            valid_from=_day(since) if since else None,
            valid_to=_day(found["until"]) if found["until"] else None,
        )
        for name in found["days"].split(",")
    ]


def _weekday(name: str) -> int:
    word = name.strip().lower()
    number = WEEKDAYS.get(word[:3])
    if number is None or not DAYS[number].startswith(
        word.removesuffix("s") if len(word) == 4 else word
    ):
        raise BadRowError(f"opening_times: “{name.strip()}” is not a day of the week")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRowError(f"opening_times: {text} is not a day of the calendar") from None


def _span(found: re.Match[str]) -> tuple[time, time]:
    opens, closes = _clock(found["opens"]), _clock(found["closes"])
    if opens == closes:
        raise BadRowError(f"opening_times: {found['opens']} opens and closes at the same minute")
    return opens, closes


def _clock(text: str) -> time:
    hours, minutes = (int(part) for part in text.split(":"))
    if (hours, minutes) == (24, 0):
        return time(23, 59)
    if hours > 23 or minutes > 59:
        raise BadRowError(f"opening_times: {text} is not a time of day")
    return time(hours, minutes)
