"""The ways to read a typed place: "Church Road, Hackney" is a name, and what it lies in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.domain.names import place_key, plain_words
from directory.domain.place import Level
from directory.domain.postcodes import district_at_end

_MOST_WORDS = 14
_MOST_SEGMENTS = 5
_FEW_WORDS = 6
# A flat, a house: "Flat 3, 12a Orsman Road", "12-14 Orsman Road".
_NUMBER = re.compile(
    r"(?:(?:flat|unit|room|apartment|apt|suite|no|number|block) )?[0-9]+[a-z]? (?:[a-z] )?"
)
_LEVEL_LAST = {
    "ward": Level.WARD,
    "neighbourhood": Level.NEIGHBOURHOOD,
    "borough": Level.BOROUGH,
    "council": Level.BOROUGH,
    "district": Level.BOROUGH,
    "region": Level.REGION,
}
_LEVEL_FIRST = (
    "london borough of",
    "royal borough of",
    "metropolitan borough of",
    "borough of",
    "city of",
    "lb of",
    "lb",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text: a name's key, the keys of what it lies in, and its kind if said.

    Attributes:
        within: names of places that hold it, as keys; each has to be known.
        loosely: the same, from after a comma: those that are known have to hold it, and people
            write others ("Orsman Road, Shoreditch, London").
        district: an outcode or sector that it is in ("N1", "E8 3"), or "".
        level: the level that was said ("… ward"), or None.

    """

    key: str
    within: tuple[str, ...] = ()
    loosely: tuple[str, ...] = ()
    district: str = ""
    level: Level | None = None


def whole_readings(text: str) -> list[Reading]:
    """Return the ways to read a text as one name, the likeliest first: never more than four."""
    words = plain_words(text)[:_MOST_WORDS]
    stripped = _without_number(words)
    found = [*_with_level(words), Reading(place_key(" ".join(words)))]
    if stripped != words:
        found += [*_with_level(stripped), Reading(place_key(" ".join(stripped)))]
    return _distinct(found)


def split_readings(text: str) -> list[Reading]:
    """Return the ways to read a text as a name and what it lies in, longest name first.

    The name stands first; a house, a flat or a building before it may be left out. What it lies in
    follows a comma, or is the rest of the words ("high street tower hamlets"), or is an outcode or
    sector at the end ("Mare Street E8 3"). A name may have commas of its own, as some wards' have.
    """
    before, district = district_at_end(text)
    segments = [words for part in before.split(",")[:_MOST_SEGMENTS] if (words := _words(part))]
    found: list[Reading] = _with_commas(segments, district)
    for start, words in enumerate(segments):
        later = tuple(_tail_key(each) for each in segments[start + 1 :])
        found += _splits(words, later, district)
    return _distinct(found)


def _with_commas(segments: Sequence[Sequence[str]], district: str) -> list[Reading]:
    """Return the readings in which the first two or more segments are one name, longest first."""
    found = []
    for count in range(len(segments), 1, -1):
        name = place_key(" ".join(word for words in segments[:count] for word in words))
        later = tuple(_tail_key(each) for each in segments[count:])
        if later or district:
            found.append(Reading(name, loosely=later, district=district))
    return found


def _splits(words: Sequence[str], later: tuple[str, ...], district: str) -> list[Reading]:
    found = []
    for end in range(len(words), 0, -1):
        head = words[:end]
        ways = [*_with_level(head), Reading(place_key(" ".join(head)))]
        for rest in _rests(words[end:]):
            if rest or later or district:
                found += [
                    replace(each, within=rest, loosely=later, district=district) for each in ways
                ]
    return found


def _rests(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the ways to read what follows a name: one place, or two ("hackney london")."""
    if not words:
        return [()]
    cuts = range(1, len(words) if len(words) <= _FEW_WORDS else 0)
    pairs = [(_tail_key(words[:cut]), _tail_key(words[cut:])) for cut in cuts]
    return [(_tail_key(words),), *pairs]


def _tail_key(words: Sequence[str]) -> str:
    """Return the key of what a name lies in, without the words that only say its level.

    But "City of London" is not London.
    """
    hinted = _with_level(words) if words[:2] != ["city", "of"] else []
    return hinted[0].key if hinted else place_key(" ".join(words))


def _words(part: str) -> list[str]:
    """Return the words of one segment, without a leading house number."""
    return _without_number(plain_words(part)[:_MOST_WORDS])


def _without_number(words: list[str]) -> list[str]:
    """Take off a flat and a house number, as long as a name is left: at most two of them."""
    text = " ".join(words)
    for _ in range(3):
        found = _NUMBER.match(text)
        text = text[found.end() :] if found else text
    return text.split()


def _with_level(words: Sequence[str]) -> list[Reading]:
    """Return the reading in which a word says the level: "Hackney Central ward"."""
    if len(words) < 2 or (len(words) == 2 and words[0] == "the"):
        return []
    text = " ".join(words)
    level = _LEVEL_LAST.get(words[-1])
    if level is not None:
        return [Reading(place_key(" ".join(words[:-1])), level=level)]
    for start in _LEVEL_FIRST:
        if text.startswith(start + " "):
            return [Reading(place_key(text.removeprefix(start)), level=Level.BOROUGH)]
    return []


def _distinct(readings: list[Reading]) -> list[Reading]:
    return [reading for reading in dict.fromkeys(readings) if reading.key]
