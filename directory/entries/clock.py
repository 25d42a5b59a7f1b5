"""Times of day as people type them: "10:00-12:00", "9am-5pm", "9.30-11am", "noon-2pm"."""

import re
from datetime import time

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\.?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|\u2013|\bto\b)\s*{_TIME}", re.I)
_WORDS = (
    (re.compile(r"\b(?:12\s*)?(?:noon|midday)\b", re.I), "12:00"),
    (re.compile(r"\b(?:12\s*)?midnight\b", re.I), "24:00"),
)


def read_span(text: str) -> tuple[time, time] | None:
    """Return when a span begins and ends, or None when it is not one.

    A span that ends before it begins runs past midnight. One that begins when it ends is a slip,
    but for "00:00-24:00". "9-5" is not taken: it may be morning or evening.
    """
    plain = text.strip()
    for words, digits in _WORDS:
        plain = words.sub(digits, plain)
    found = _SPAN.fullmatch(plain)
    if found is None:
        return None
    hours, minutes, half, to_hours, to_minutes, to_half = found.groups()
    if not (to_minutes or to_half) or not (minutes or half or to_half):
        return None
    opens = _clock(hours, minutes, half or _half_before(hours, to_hours, to_half))
    closes = _clock(to_hours, to_minutes, to_half)
    if opens is None or closes is None or (opens == closes and plain != "00:00-24:00"):
        return None
    return opens, closes


def write_span(opens: time, closes: time) -> str:
    """Return a span as text, on the 24-hour clock; midnight at its end is 24:00."""
    ends = "24:00" if closes == time(0) else f"{closes:%H:%M}"
    return f"{opens:%H:%M}-{ends}"


def _half_before(hours: str, to_hours: str, to_half: str | None) -> str | None:
    """Return the half of the day of "9" in "9-11am", which its end tells: the nearest before it.

    "09:30" and "13:00" are on the 24-hour clock already.
    """
    if to_half is None or hours.startswith("0") or int(hours) > 12:
        return None
    if int(hours) % 12 <= int(to_hours) % 12:
        return to_half
    return "a" if to_half.lower() == "p" else "p"


def _clock(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return time(hour % 12 + (12 if half.lower() == "p" else 0), minute)
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
