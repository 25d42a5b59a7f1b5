"""Places that begin with what is being typed: short stretches of an index, nothing more."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, case, or_, select

from directory.domain.names import key_variants, place_key, plain_words
from directory.domain.place import Choice, Level
from directory.domain.postcodes import as_district, beginning_ranges
from directory.extensions import db
from directory.gazetteer.choices import choices_for, postcode_choices
from directory.gazetteer.districts import wards_in
from directory.gazetteer.matching import LAST
from directory.gazetteer.postcodes import units_between
from directory.gazetteer.spelling import COMMON
from directory.models import Area, AreaName, PlaceWordKey

LONGEST = 80
"""How many letters are looked at: nobody types more before choosing."""

_SHORTEST = 2
_MOST_ROWS = 120


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
    """Return the codes of the areas whose names begin so, or have a word that does."""
    words = plain_words(typed)
    # What is being typed may be whole ("Orsman Rd") or half a word ("Church St" for "Stile").
    stems = list(dict.fromkeys((place_key(typed), " ".join(words))))
    begun = [variant for stem in stems for variant in key_variants(stem)]
    codes = _areas(or_(*(begins(stem) for stem in begun)), stems[0], limit)
    if len(codes) < limit:
        codes += _areas(AreaName.key.in_(_keys_with_word(words)), stems[0], limit)
    return list(dict.fromkeys(codes))[:limit]


def begins(stem: str) -> ColumnElement[bool]:
    """Return the condition that a name begins so: a range, so that the index answers it."""
    return AreaName.key.between(stem, stem + LAST)


def _areas(condition: ColumnElement[bool], stem: str, limit: int) -> list[str]:
    """Return the codes of current areas: exact names, then larger places, then the shorter name."""
    rows = db.session.execute(
        select(Area.code, Area.level, AreaName.key)
        .join(AreaName, AreaName.area_code == Area.code)
        .where(condition, Area.ends_on.is_(None), AreaName.kind != "former")
        .order_by(case((AreaName.key == stem, 0), else_=1), AreaName.key)
        .limit(_MOST_ROWS)
    ).all()
    in_order = sorted(
        rows, key=lambda r: (r.key != stem, r.level is Level.STREET, len(r.key), r.key)
    )
    return list(dict.fromkeys(row.code for row in in_order))[:limit]


def _keys_with_word(words: Sequence[str]) -> list[str]:
    """Return keys that have these words, the last perhaps begun only, after their first word."""
    stem = " ".join(words)
    if words[0] in COMMON:
        return []
    condition = (
        PlaceWordKey.word.between(words[0], words[0] + LAST)
        if len(words) == 1
        else (PlaceWordKey.word == words[0])
        & PlaceWordKey.key.contains(f" {stem}", autoescape=True)
    )
    question = (
        select(PlaceWordKey.key).where(condition).order_by(PlaceWordKey.word).limit(_MOST_ROWS)
    )
    return list(db.session.scalars(question))


def _is_named(places: Iterable[Choice], typed: str) -> bool:
    """Say whether one of the places has just the name that was typed, as a road number has."""
    return any(place_key(each.name) == place_key(typed) for each in places)
