"""Places that begin with what is being typed: short stretches of an index, nothing more."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from directory.domain.names import key_variants, place_key, plain_words
from directory.domain.place import Choice, Level
from directory.domain.postcodes import as_district, beginning_ranges
from directory.extensions import db
from directory.gazetteer.choices import choices_for, postcode_choices
from directory.gazetteer.districts import wards_in
from directory.gazetteer.matching import LAST, Standing, by_each_name
from directory.gazetteer.postcodes import units_between
from directory.gazetteer.spelling import COMMON
from directory.models import Area, AreaName, PlaceWordKey

LONGEST = 80
"""How many letters are looked at: nobody types more before choosing."""

_SHORTEST = 2
_MOST_KEYS = 40
_OF_ONE_NAME = 3


def suggest(beginning: str, limit: int = 8) -> list[Choice]:
    """Return places whose names begin so, then those with a later word that begins so.

    Postcodes as they are typed ("N1 5Q"), and the wards of an outcode. Each choice means what
    :func:`resolve` would answer to its ``where``. Areas that are gone are not suggested.
    """
    typed = beginning.strip()[:LONGEST]
    if len("".join(plain_words(typed))) < _SHORTEST or limit < 1:
        return []
    units = postcode_choices(units_between(beginning_ranges(typed), limit))
    codes = _named(typed, limit)
    if not units and len(codes) < limit and (district := as_district(typed)):
        codes += wards_in(district)[:limit]
    places = choices_for(list(dict.fromkeys(codes))[:limit])
    return [*places, *units][:limit] if _is_named(places, typed) else [*units, *places][:limit]


def _named(typed: str, limit: int) -> list[str]:
    """Return the codes of the areas whose names begin so, or have a word that does.

    Just this name first, then larger places, then streets, the shorter name first.
    """
    words = plain_words(typed)
    # What is being typed may be whole ("Orsman Rd") or half a word ("Church St" for "Stile").
    stems = list(dict.fromkeys((place_key(typed), " ".join(words))))
    begun = [variant for stem in stems for variant in key_variants(stem)]
    is_begun = or_(*(begins(stem) for stem in begun))
    codes = _codes(begun, limit)
    more: Sequence[Callable[[], list[str]]] = (
        lambda: _codes(_larger(is_begun), limit),
        lambda: _codes(_keys(AreaName.key, is_begun), _OF_ONE_NAME),
        lambda: _codes(_with_word(words), _OF_ONE_NAME),
    )
    for find in more:
        if len(set(codes)) < limit:
            codes += find()
    return list(dict.fromkeys(codes))[:limit]


def _codes(keys: Sequence[str], each: int) -> list[str]:
    """Return the codes of areas in use of these names, so many of each; no former names."""
    found = by_each_name(keys, each)
    return [match.code for match in found if match.standing is Standing.CURRENT]


def _larger(condition: ColumnElement[bool]) -> list[str]:
    """Return names, that fit, of places larger than a street."""
    question = select(AreaName.key).join(Area, Area.code == AreaName.area_code)
    return _shortest(
        db.session.scalars(
            question.where(condition, Area.level != Level.STREET, Area.ends_on.is_(None))
            .distinct()
            .limit(_MOST_KEYS)
        )
    )


def _keys(column: Any, condition: ColumnElement[bool]) -> list[str]:
    """Return different names that fit, as they stand in the index."""
    question = select(column).where(condition).distinct().order_by(column).limit(_MOST_KEYS)
    return _shortest(db.session.scalars(question))


def _shortest(keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (len(key), key))


def begins(stem: str) -> ColumnElement[bool]:
    """Return the condition that a name begins so: a range, so that the index answers it."""
    return AreaName.key.between(stem, stem + LAST)


def _with_word(words: Sequence[str]) -> list[str]:
    """Return names that have these words, the last perhaps begun only, after their first word."""
    if words[0] in COMMON:
        return []
    if len(words) == 1:
        return _keys(PlaceWordKey.key, PlaceWordKey.word.between(words[0], words[0] + LAST))
    stem = " ".join(words)
    has_all = PlaceWordKey.key.contains(f" {stem}", autoescape=True)
    return _keys(PlaceWordKey.key, (PlaceWordKey.word == words[0]) & has_all)


def _is_named(places: Iterable[Choice], typed: str) -> bool:
    """Say whether one of the places has just the name that was typed, as a road number has."""
    return any(place_key(each.name) == place_key(typed) for each in places)
