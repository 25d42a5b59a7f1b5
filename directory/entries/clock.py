"""Times of day as people type them: "10:00-12:00", "9am-5pm", "9.30-11am", "noon-2pm", "12 to 2".

A time without "am" or "pm" is read by day (:func:`_by_day`), unless it is on the 24-hour clock.
"""

import re
from dataclasses import dataclass
from datetime import time

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\.?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|\u2013|\bto\b)\s*{_TIME}", re.I)
_WORDS = (
    (re.compile(r"\b(?:12\s*)?(?:noon|midday)\b", re.I), "12:00pm"),
    (re.compile(r"\b(?:12\s*)?midnight\b", re.I), "24:00"),
)
_LAST_OF_AFTERNOON = 6
"""Who begins at "6" begins in the evening, and who begins at "7" in the morning."""


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a span, as it was typed: "2", "2.30", "02:30", "2pm"."""

    hours: str
    minutes: str | None
    half: str | None

    @property
    def number(self) -> int:
        return int(self.hours)

    @property
    def is_24_hours(self) -> bool:
        """Say whether only the 24-hour clock says it so: "02:30", "14"."""
        return self.half is None and (self.hours.startswith("0") or self.number > 12)

    @property
    def is_whole(self) -> bool:
        """Say whether it may be of the 24-hour clock: "10:00", and neither "2:30" nor "10"."""
        return self.half is None and len(self.hours) == 2 and self.minutes is not None

    def at(self, half: str | None = None) -> time | None:
        """Return the time of day, in that half of it; None when there is none."""
        return _clock(self.hours, self.minutes, half or self.half)


def read_span(text: str) -> tuple[time, time] | None:
    """Return when a span begins and ends, or None when it is not one.

    A span that ends before it begins runs past midnight. One that begins when it ends is a slip,
    but for "00:00-24:00".
    """
    plain = _plain(text)
    ends = _ends(plain)
    if ends is None:
        return None
    opens, closes = _read(*ends)
    if opens is None or closes is None or (opens == closes and plain != "00:00-24:00"):
        return None
    return opens, closes


def is_read_by_day(text: str) -> bool:
    """Say whether a span has no am or pm, and is not read as the 24-hour clock says: "6:00-9:00".

    "9 to 12" is the same on both clocks.
    """
    ends = _ends(_plain(text))
    if ends is None or ends[0].half or ends[1].half:
        return False
    return _read(*ends) != (ends[0].at(), ends[1].at())


def write_span(opens: time, closes: time) -> str:
    """Return a span as text, on the 24-hour clock; midnight at its end is 24:00."""
    ends = "24:00" if closes == time(0) else f"{closes:%H:%M}"
    return f"{opens:%H:%M}-{ends}"


def _plain(text: str) -> str:
    plain = text.strip()
    for words, digits in _WORDS:
        plain = words.sub(digits, plain)
    return plain


def _ends(plain: str) -> tuple[_End, _End] | None:
    found = _SPAN.fullmatch(plain)
    return found and (_End(*found.group(1, 2, 3)), _End(*found.group(4, 5, 6)))


def _read(start: _End, end: _End) -> tuple[time | None, time | None]:
    if end.half:
        return start.at(_half_before(start, end)), end.at()
    if start.half:
        opens = start.at()
        return opens, end.at() if end.is_24_hours else _next(opens, end)
    if start.is_24_hours or end.is_24_hours or (start.is_whole and end.is_whole):
        return _by_24_hours(start, end)
    return _by_day(start, end)


def _by_24_hours(start: _End, end: _End) -> tuple[time | None, time | None]:
    """Return what is said on that clock; "7 to midnight" and "14 to 2" may be of either clock."""
    opens, closes = start.at(), end.at()
    is_short = start.minutes is None or end.minutes is None
    if is_short and opens and closes is not None and closes <= opens:
        return None, None
    return opens, closes


def _by_day(start: _End, end: _End) -> tuple[time | None, time | None]:
    """Return when something is open by day that begins at "2", and ends at the next such hour.

    From 1 to 6 is the afternoon, from 7 to 11 the morning, and 12 is noon. What would then run into
    the night is not taken, but as it stands when both ends have minutes: "6:00-12:00".
    """
    opens = start.at("a" if _LAST_OF_AFTERNOON < start.number < 12 else "p")
    closes = _next(opens, end)
    if opens is not None and closes is not None and opens < closes:
        return opens, closes
    if start.minutes and end.minutes:
        return start.at(), end.at()
    return None, None


def _next(opens: time | None, end: _End) -> time | None:
    """Return the first such hour of the 12-hour clock after it opens."""
    morning, evening = end.at("a"), end.at("p")
    if opens is None or morning is None or evening is None:
        return None
    return evening if morning <= opens < evening else morning


def _half_before(start: _End, end: _End) -> str | None:
    """Return the half of the day of "9" in "9-11am", which its end tells: the nearest before it.

    "09:30" and "13:00" are on the 24-hour clock already.
    """
    if start.half or end.half is None or start.is_24_hours:
        return start.half
    if start.number % 12 <= end.number % 12:
        return end.half
    return "a" if end.half.lower() == "p" else "p"


def _clock(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return time(hour % 12 + (12 if half.lower() == "p" else 0), minute)
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
