"""Facts of an entry in words: ages, who it is for, languages, days, how far away."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from directory.domain.terms import LABELS, LANGUAGES, Audience


def ages(youngest: int | None, oldest: int | None) -> str:
    """Return "Ages 16 to 25", "Aged 50 and over", "Up to age 5", or nothing for any age."""
    if youngest and oldest is not None:
        return f"Ages {youngest} to {oldest}" if oldest > youngest else f"Aged {youngest}"
    if youngest:
        return f"Aged {youngest} and over"
    return f"Up to age {oldest}" if oldest is not None else ""


def who_for(audiences: Iterable[str], youngest: int | None, oldest: int | None) -> str:
    """Return whom a service is for: "Older people and carers, aged 50 and over"."""
    said, limits = in_a_sentence(labels_of(Audience, audiences)), ages(youngest, oldest)
    if not said:
        return limits
    who = said[:1].upper() + said[1:]
    return f"{who}, {limits[:1].lower()}{limits[1:]}" if limits else who


def labels_of(enum: type[StrEnum], values: Iterable[str]) -> list[str]:
    """Return the words for these values of a short list; a value no longer on it is left out."""
    known = {each.value: LABELS[each] for each in enum}
    return [known[value] for value in values if value in known]


def languages_of(codes: Iterable[str]) -> list[str]:
    """Return the names of these languages; none is taken for granted."""
    return [LANGUAGES[code] for code in codes if code in LANGUAGES]


def in_a_sentence(words: Iterable[str]) -> str:
    """Return labels as part of a sentence: "older people and carers"."""
    listed = [_lower(each) for each in words]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def day(value: date) -> str:
    """Return "3 March 2026"."""
    return f"{value.day} {value:%B %Y}"


def distance(metres: int) -> str:
    """Return a distance as people say it: to 10 m when it is short, to 50 m, to 0.1 km, to 1 km.

    About the 800 m of a doorstep it is to 10 m and never less than it is: what lies 812 m away is
    outside "within 800 m", and must not be said to be 800 m away.
    """
    if metres < 95:
        return f"{max(10, (metres + 5) // 10 * 10)} m"
    if 700 <= metres < 900:
        return f"{(metres + 9) // 10 * 10} m"
    if metres < 975:
        return f"{(metres + 25) // 50 * 50} m"
    if metres < 9_950:
        return f"{(metres + 50) // 100 / 10:.1f} km".replace(".0 km", " km")
    return f"{(metres + 500) // 1000:,} km"


def _lower(label: str) -> str:
    """Return a label with a small first letter, unless it is a name or short for one."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
