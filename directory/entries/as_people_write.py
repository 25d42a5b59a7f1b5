"""Opening times as people write them by hand, said again in the few words that we read.

"Every Tuesday, from half past 11 till 2.30pm" becomes "Tuesday 11:30 to 2.30pm", and "25 December
2026" becomes "2026-12-25". What is none of these stays as it is, and so does the name of a site.
"""

import re
from calendar import month_name
from datetime import date

from directory.domain.hours import DAYS

_MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}
_DAY = rf"(?:{'|'.join(f'{each[:3]}[a-z]*' for each in DAYS)})"
# What a time of day begins with; "from 10am", and not "from 2026-03-01".
_HOUR = r"(?:\d{1,2}(?!\d)|noon\b|midday\b|midnight\b)"
_NAMED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})\b", re.I)
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_WORDS = (
    (re.compile(r"^closed\s+on\s+", re.I), "closed "),
    (re.compile(r"^on\s+", re.I), ""),
    (re.compile(rf"^(?:on\s+)?every\s+(?={_DAY})", re.I), ""),
    (re.compile(r"\bof\s+(?:the|each|every)\s+month\b,?\s*", re.I), ""),
    (re.compile(r"\bhalf[\s-]+past\s+(\d{1,2})(?![\d:.])", re.I), r"\1:30"),
    (re.compile(rf"\bfrom\s+(?={_HOUR})", re.I), ""),
    (re.compile(rf"\b(?:un)?till?\s+(?={_HOUR})", re.I), "to "),
    (re.compile(rf"^(.*{_DAY})\s*[,:]\s*(?={_HOUR})", re.I), r"\1 "),
)


def plain(text: str) -> str:
    """Return one time, or one day that differs, in the words of docs/data-formats.md."""
    when, at, site = text.strip().partition(" @")
    found = _SLASHED.sub(lambda m: _iso(m[0], m[3], m[2], m[1]), when)
    found = _NAMED.sub(lambda m: _iso(m[0], m[3], str(_MONTHS.get(m[2].lower(), 0)), m[1]), found)
    for words, said in _WORDS:
        found = words.sub(said, found)
    return f"{found.strip()}{at}{site}"


def _iso(text: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text
