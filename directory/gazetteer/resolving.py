"""The one place that a typed text means; or an error that offers what it may mean instead.

Nothing is guessed: when two places fit, we ask, and when none does, we suggest.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from directory.domain.names import place_key
from directory.domain.place import ChainLink, Choice, Level, Place
from directory.domain.postcodes import formatted, outcode_of, sector_of
from directory.domain.readings import whole_readings
from directory.errors import AmbiguousPlaceError, DoorstepError, UnknownPlaceError
from directory.gazetteer.choices import choices_for
from directory.gazetteer.districts import is_known, wards_in
from directory.gazetteer.matching import MOST, Match, Standing
from directory.gazetteer.meaning import Meaning, checked, meaning_of
from directory.gazetteer.misses import suggestions
from directory.gazetteer.places import area_by_code, place_of_area, place_of_postcode

SHOWN = 20
"""How many choices are shown."""

LONG = 8
"""A name of so many letters may have two slips, a shorter one has one."""


def resolve(text: str) -> Place:
    """Return the one place that a text means.

    A postcode; a street with or without its borough, ward or outcode; a ward, neighbourhood,
    borough, region or nation; an area's code; any ``where`` of a choice or a place.

    Raises:
        BadInputError: it is empty or longer than any name.
        AmbiguousPlaceError: it means several places; ``choices`` are these.
        UnknownPlaceError: it means none; ``choices`` are those it may have been meant to say.

    """
    typed = checked(text)
    meaning = meaning_of(typed)
    if meaning.postcode:
        return _postcode(meaning)
    match = only(meaning, typed)
    area = area_by_code(match.code)
    if area is None:  # taken out of the gazetteer between two questions
        raise UnknownPlaceError(f"We do not know “{typed}”.")
    return place_of_area(area, note=_note(match))


def meanings(text: str) -> int:
    """Return how many places of today a text means; 0 for one that may well be no place at all.

    Nothing like it is looked for, so it costs little to ask of words from a sentence.
    """
    try:
        meaning = meaning_of(checked(text))
    except DoorstepError:
        return 0
    if meaning.postcode:
        return int(meaning.unit is not None)
    return sum(match.standing in (Standing.CURRENT, Standing.FORMER) for match in meaning.areas)


def nearest(typed: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the one of these suggestions that is spelt so like what was typed that it was meant.

    None when two are, when a number differs, or when it does not lie where the text says. A whole
    name comes before one that only goes on from what was typed.
    """
    for is_slip in (_is_slip, _is_slip_in_head):
        close = [choice for choice in choices if _is_close(typed, choice, is_slip)]
        if close:
            return close[0] if len(close) == 1 else None
    return None


def _is_close(typed: str, choice: Choice, is_slip: Callable[[str, str], bool]) -> bool:
    name, _, within = typed.partition(",")
    lies_in = {*place_key(choice.within).split(), *place_key(choice.name).split()}
    if not lies_in.issuperset(place_key(within).split()):
        return False
    key = place_key(choice.name)
    return any(is_slip(reading.key, key) for reading in whole_readings(name))


def _is_slip(typed: str, key: str) -> bool:
    """Say whether one key is the other with a slip, or two when it is long."""
    if re.findall(r"[0-9]+", typed) != re.findall(r"[0-9]+", key):
        return False
    slips = 1 if len(typed) < LONG else 2
    return OSA.distance(typed, key) <= slips


def _is_slip_in_head(typed: str, key: str) -> bool:
    """Say whether a key goes on from the other: "Orsman" is how "Orsman Road" begins."""
    return _is_slip(typed, " ".join(key.split()[: len(typed.split())]))


def only(meaning: Meaning, typed: str, levels: Collection[Level] = ()) -> Match:
    """Return the one area that a text means.

    Raises:
        AmbiguousPlaceError: it means several.
        UnknownPlaceError: it means none.

    """
    if meaning.district:
        raise _district(meaning.district)
    if not meaning.areas:
        choices = suggestions(typed, meaning.beside, levels)
        longer = [choice for choice in choices if _goes_on(typed, choice)]
        raise _unknown(typed, choices) if len(longer) < 2 else _which_of(typed, longer)
    if len(meaning.areas) > 1:
        raise _several(typed, meaning.areas)
    return meaning.areas[0]


def unknown_postcode(meaning: Meaning) -> UnknownPlaceError:
    """Return the error for a postcode we do not know: it offers what is near, never a guess."""
    text = formatted(meaning.postcode)
    streets = choices_for([match.code for match in meaning.areas[:SHOWN]])
    for district in (sector_of(meaning.postcode), outcode_of(meaning.postcode)):
        wards = choices_for(wards_in(district)[: SHOWN - len(streets)])
        if wards:
            said = f"We do not know the postcode {text}. Check it, or choose a place near it."
            return UnknownPlaceError(said, [*streets, *wards])
    outcode = outcode_of(meaning.postcode)
    others = "Check it, or type" if is_known(outcode) else f"Nor any other in {outcode}. Type"
    said = f"We do not know the postcode {text}. {others} a street or an area."
    return UnknownPlaceError(said, streets)


def _postcode(meaning: Meaning) -> Place:
    """Return a postcode as a place; with the street that was typed before it, when it is one."""
    if meaning.unit is None:
        raise unknown_postcode(meaning)
    street = None
    if len(meaning.areas) == 1:
        typed = meaning.areas[0]
        street = ChainLink(typed.code, typed.level, typed.name)
    return place_of_postcode(meaning.unit, street)


def _district(district: str) -> UnknownPlaceError:
    """Return what to say to an outcode or sector alone: it is too large to be one place."""
    wards = choices_for(wards_in(district)[:SHOWN])
    if wards:
        said = f"{district} covers more than one area. Choose one, or type a street or postcode."
        return AmbiguousPlaceError(said, wards)
    if is_known(district):
        return UnknownPlaceError(f"{district} is large. Type a whole postcode or a street in it.")
    return UnknownPlaceError(
        f"We do not know any postcode in {district}. Type a whole one, or a street."
    )


def _unknown(typed: str, choices: Sequence[Choice]) -> UnknownPlaceError:
    said = f"We do not know a place called “{typed}”."
    if not choices:
        return UnknownPlaceError(f"{said} Check the spelling, or type a postcode.")
    more = "Did you mean this one?" if len(choices) == 1 else "Did you mean one of these?"
    return UnknownPlaceError(f"{said} {more}", choices)


def _goes_on(typed: str, choice: Choice) -> bool:
    return place_key(choice.name).startswith(f"{place_key(typed)} ")


def _which_of(typed: str, longer: Sequence[Choice]) -> AmbiguousPlaceError:
    """Return what to say to a name that several places have the beginning of: "Hoxton"."""
    said = f"{len(longer)} places have a name that begins with “{typed}”."
    return _ask(typed, said, longer)


def _ask(typed: str, said: str, choices: Sequence[Choice]) -> AmbiguousPlaceError:
    error = AmbiguousPlaceError(f"{said} Which one do you mean?", choices)
    error.title = f"Which {typed.title() if typed.islower() else typed}?"
    return error


def _several(typed: str, areas: Sequence[Match]) -> AmbiguousPlaceError:
    shown = _by_size(areas)[:SHOWN]
    former = {x.code: f"once {x.matched}" for x in shown if x.standing is Standing.FORMER}
    choices = [
        replace(x, within=", ".join(filter(None, (x.within, former.get(x.code)))))
        for x in choices_for([match.code for match in shown])
    ]
    count = f"more than {len(areas):,}" if len(areas) >= MOST else f"{len(areas):,}"
    said = f"There are {count} places called “{typed}”."
    if len(areas) > SHOWN:
        said += " Add a borough, a ward or a postcode."
    return _ask(typed, said, choices)


def _by_size(areas: Sequence[Match]) -> list[Match]:
    return sorted(areas, key=lambda match: (-match.level.rank, match.code))


def _note(match: Match) -> str:
    """Return what to tell someone who asked by a name that is no longer used."""
    if match.standing is Standing.FORMER and match.matched != match.name:
        return f"{match.matched} is now called {match.name}."
    return ""
