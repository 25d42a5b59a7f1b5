"""Opening times as people type them: "first Tue 18:00-20:00; closed 2026-12-25".

The form is in docs/data-formats.md. :func:`read_times` reads it and :func:`written` writes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from directory.domain.hours import DAYS, Frequency, Opening, OpeningException
from directory.entries.as_people_write import plain
from directory.entries.clock import is_read_by_day, read_span, write_span
from directory.entries.errors import BadRowError

NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
ALSO = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
TOGETHER = {
    "daily": range(7),
    "every day": range(7),
    "weekdays": range(5),
    "weekends": range(5, 7),
}
MOST_TIMES = 100
MOST_DAYS = 62
LONGEST_NOTE = 200
LONGEST = 5_000
LONGEST_OF_ALL = 50_000
"""What a hundred times with long notes come to, each a text of its own."""

_DATE = r"\d{4}-\d{2}-\d{2}"
_NTH = rf"(?:{'|'.join((*NTHS, *ALSO))})"
_AND = r"\s*(?:,|&|\band\b)\s*"
_BETWEEN = re.compile(r";(?![^(]*\))|\n")
_NOTE = re.compile(r"\(([^()]*)\)\s*$")
_SITE = re.compile(r"\s@\s*([^@]+)$")
_CLOSED = re.compile(rf"closed\s+({_DATE})(?:\s*(?:to|until|-)\s*({_DATE}))?", re.I)
_THAT_DAY = re.compile(rf"({_DATE})\s+(\S.*)", re.I)
_USUAL = re.compile(
    rf"(?:(?P<nths>{_NTH}(?:{_AND}{_NTH})*)\s+)?"
    rf"(?:every\s+(?P<interval>\d{{1,2}})\s+weeks?\s+from\s+(?P<anchor>{_DATE})\s+)?"
    r"(?P<days>[a-z][a-z ,&\u2013-]*?)\s*(?P<spans>(?:\d|noon|midday|midnight).*?)"
    rf"(?:\s+from\s+(?P<since>{_DATE}))?(?:\s+until\s+(?P<until>{_DATE}))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Usual:
    """A time that comes round, at one of the service's sites when ``site`` names it.

    Attributes:
        by_day: its hours as they were typed, when they were read by day; not part of what it is.

    """

    opening: Opening
    note: str = ""
    site: str = ""
    by_day: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Special:
    """A day that differs; ``by_day`` as above."""

    exception: OpeningException
    note: str = ""
    by_day: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Times:
    """When a service is open: what comes round, and the days that differ."""

    usual: tuple[Usual, ...] = ()
    special: tuple[Special, ...] = ()

    def read_by_day(self) -> dict[str, str]:
        """Return the hours that were read by day: as they were typed, and as they were read."""
        hours: list[tuple[str, Opening | OpeningException]] = [
            *((each.by_day, each.opening) for each in self.usual),
            *((each.by_day, each.exception) for each in self.special),
        ]
        return {
            typed: write_span(each.opens, each.closes)
            for typed, each in hours
            if typed and each.opens and each.closes
        }


def read_times(texts: str | Iterable[str]) -> Times:
    """Return the times that a text says, or several texts.

    Raises:
        BadRowError: a part cannot be understood; the message names it.

    """
    given = [texts] if isinstance(texts, str) else list(texts)
    longest = max(map(len, given), default=0)
    if longest > LONGEST or sum(map(len, given)) > LONGEST_OF_ALL:
        raise BadRowError(f"opening_times: more than {LONGEST:,} characters are too many")
    parts = [part.strip() for text in given for part in _BETWEEN.split(text) if part.strip()]
    usual: list[Usual] = []
    special: list[Special] = []
    for part in parts:
        bare, note = _noted(part)
        bare = plain(bare)
        days = _special(bare, note)
        special += days
        if not days:
            usual += _usual(bare, note)
        if len(usual) + len(special) > MOST_TIMES:
            raise BadRowError(f"opening_times: more than {MOST_TIMES} times are too many")
    return Times(tuple(dict.fromkeys(usual)), tuple(dict.fromkeys(special)))


def _noted(part: str) -> tuple[str, str]:
    found = _NOTE.search(part)
    if found is None:
        return part, ""
    note = " ".join(found[1].split())
    if len(note) > LONGEST_NOTE:
        raise BadRowError(f"opening_times: a note has more than {LONGEST_NOTE} characters")
    return part[: found.start()].strip(), note


def _special(text: str, note: str) -> list[Special]:
    if (closed := _CLOSED.fullmatch(text)) is not None:
        first = _day(closed[1])
        last = _day(closed[2]) if closed[2] else first
        if not 0 <= (last - first).days < MOST_DAYS:
            raise BadRowError(
                f"opening_times: “{text}” is not between 1 and {MOST_DAYS} days, in order"
            )
        ahead = [timedelta(days=number) for number in range((last - first).days + 1)]
        return [Special(OpeningException(first + each), note) for each in ahead]
    if (that_day := _THAT_DAY.fullmatch(text)) is not None:
        day = _day(that_day[1])
        return [
            Special(OpeningException(day, opens, closes), note, by_day)
            for opens, closes, by_day in _spans(that_day[2])
        ]
    return []


def _usual(text: str, note: str) -> list[Usual]:
    at = _SITE.search(text)
    site = " ".join(at[1].split()) if at else ""
    found = _USUAL.fullmatch(text[: at.start()].strip() if at else text)
    if found is None:
        raise BadRowError(
            f"opening_times: “{text[:80]}” cannot be understood; write it like “Mon 10:00-12:00”"
        )
    nths = (
        [_nth(each) for each in re.split(_AND, found["nths"], flags=re.I)] if found["nths"] else [0]
    )
    interval = int(found["interval"] or 1)
    if not interval or (interval > 1 and found["nths"]):
        raise BadRowError(f"opening_times: “{text[:80]}” comes round in two ways, or never")
    since, until = found["anchor"] or found["since"], found["until"]
    valid_from, valid_to = _day(since) if since else None, _day(until) if until else None
    if valid_from and valid_to and valid_from > valid_to:
        raise BadRowError(f"opening_times: “{text[:80]}” ends before it begins")
    return [
        Usual(
            Opening(
                weekday=weekday,
                opens=opens,
                closes=closes,
                frequency=Frequency.MONTHLY if nth else Frequency.WEEKLY,
                interval=interval,
                nth=nth,
                valid_from=valid_from,
                valid_to=valid_to,
            ),
            note,
            site,
            by_day,
        )
        for nth in nths
        for weekday in _weekdays(found["days"])
        for opens, closes, by_day in _spans(found["spans"])
    ]


def _nth(word: str) -> int:
    return {**NTHS, **ALSO}[word.strip().lower()]


def _weekdays(text: str) -> list[int]:
    plain = " ".join(text.lower().split())
    if plain in TOGETHER:
        return list(TOGETHER[plain])
    found: list[int] = []
    for part in re.split(_AND, plain):
        first, dash, last = (each.strip() for each in _parted(part))
        start = _weekday(first)
        end = _weekday(last) if dash else start
        found += [(start + ahead) % 7 for ahead in range((end - start) % 7 + 1)]
    return list(dict.fromkeys(found))


def _parted(part: str) -> tuple[str, str, str]:
    """Return the two ends of "Mon-Fri" or "Mon to Fri", with what joins them."""
    halves = re.split(r"\s*(?:-|\u2013|\bto\b)\s*", part, maxsplit=1)
    return (halves[0], "-", halves[1]) if len(halves) == 2 else (part, "", "")


def _weekday(word: str) -> int:
    for number, name in enumerate(DAYS):
        if word in (name, f"{name}s") or (3 <= len(word) < 6 and name.startswith(word)):
            return number
    raise BadRowError(f"opening_times: “{word[:40]}” is not a day of the week")


def _spans(text: str) -> list[tuple[time, time, str]]:
    """Return when each span opens and closes, and what was typed when it was read by day."""
    found = []
    for part in re.split(_AND, text.strip(), flags=re.I):
        if (span := read_span(part)) is None:
            raise BadRowError(
                f"opening_times: “{text[:60]}” is not a time of day; write it like “10:00-12:00”"
            )
        found.append((*span, part if is_read_by_day(part) else ""))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRowError(f"opening_times: {text} is not a day of the calendar") from None


def written(times: Times) -> str:
    """Return times as a text that reads as just these."""
    return "; ".join(lines_of(times))


def lines_of(times: Times) -> list[str]:
    """Return times as texts, one for each, that read as just these."""
    usual = (_written_usual(each) for each in times.usual)
    special = (_written_special(each) for each in times.special)
    return [*usual, *special]


def _written_usual(each: Usual) -> str:
    opening = each.opening
    words = [word for word, nth in NTHS.items() if nth == opening.nth]
    if opening.interval > 1:
        words += [f"every {opening.interval} weeks from {opening.valid_from}"]
    words += [DAYS[opening.weekday][:3].title(), write_span(opening.opens, opening.closes)]
    if opening.valid_from and opening.interval == 1:
        words.append(f"from {opening.valid_from}")
    if opening.valid_to:
        words.append(f"until {opening.valid_to}")
    return " ".join([*words, *([f"@ {each.site}"] if each.site else []), *_in_brackets(each.note)])


def _written_special(each: Special) -> str:
    day = each.exception
    if day.opens is None or day.closes is None:
        return " ".join([f"closed {day.day}", *_in_brackets(each.note)])
    return " ".join([f"{day.day} {write_span(day.opens, day.closes)}", *_in_brackets(each.note)])


def _in_brackets(note: str) -> list[str]:
    return [f"({note})"] if note else []
