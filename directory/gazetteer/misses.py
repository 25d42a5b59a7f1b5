"""What a text that means no place may have been meant to say."""

from collections.abc import Collection, Mapping, Sequence

from directory.domain.names import place_key, plain_words
from directory.domain.place import Choice, Level
from directory.domain.readings import Reading, split_readings, whole_readings
from directory.gazetteer.choices import choices_for
from directory.gazetteer.matching import (
    Match,
    Standing,
    by_beginning,
    by_each_name,
    by_name_within,
    parents_of,
)
from directory.gazetteer.similar import similar_keys

SUGGESTED = 8
"""How many places are suggested."""

SHORTEST = 5
"""With fewer letters too much is spelt like a name."""

LONGEST = 40

_OF_ONE_NAME = 3


def like(typed: str) -> list[Choice]:
    """Return places spelt like what is typed so far, when it is enough of a name to go by."""
    if len(typed) > LONGEST or len("".join(plain_words(typed))) < SHORTEST:
        return []
    return suggestions(typed, (), ())


def suggestions(text: str, beside: Sequence[Match], levels: Collection[Level]) -> list[Choice]:
    """Return places that a text may have been meant to say, the likeliest first.

    Those whose names go on from it; those of just this name elsewhere (``beside``); and those whose
    names are spelt like it: in what it is said to lie in, when we know that, before others.
    """
    readings = split_readings(text)
    parents = parents_of(readings)
    heads = [reading for reading in readings if _is_placed(reading, parents)]
    longer = by_beginning(place_key(text), SUGGESTED)
    codes = [match.code for match in longer if not levels or match.level in levels]
    codes += [match.code for match in beside[:SUGGESTED]]
    codes += _spelt_like(text, heads, parents, levels)
    return choices_for(list(dict.fromkeys(codes))[:SUGGESTED])


def _spelt_like(
    text: str,
    heads: Sequence[Reading],
    parents: Mapping[str, list[str]],
    levels: Collection[Level],
) -> list[str]:
    keys = [reading.key for reading in (*heads, *whole_readings(text))]
    names = similar_keys(keys)
    ranks = {name: rank for rank, name in enumerate(names)}
    inside = _inside(names, heads, parents, levels) if names else []
    found = [m for m in inside if m.key in ranks and m.standing <= Standing.FORMER]
    found.sort(key=lambda m: (ranks[m.key], -m.level.rank, m.code))
    return [m.code for m in (*found, *by_each_name(names, _OF_ONE_NAME, levels))]


def _is_placed(reading: Reading, parents: Mapping[str, list[str]]) -> bool:
    """Say whether we know what a reading is said to lie in."""
    if any(key not in parents for key in reading.within):
        return False
    is_in = reading.within or any(key in parents for key in reading.loosely)
    return bool(is_in or reading.district)


def _inside(
    names: Sequence[str],
    heads: Sequence[Reading],
    parents: Mapping[str, list[str]],
    levels: Collection[Level],
) -> list[Match]:
    """Return those of these names that lie in what was typed after the name."""
    tails = {(head.within, head.loosely) for head in heads if head.within or head.loosely}
    readings = [
        Reading(name, within, loosely) for within, loosely in sorted(tails) for name in names
    ]
    return by_name_within(readings, parents, levels)
