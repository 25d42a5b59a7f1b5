"""What a text may mean: a postcode, or the areas that fit it; no place is built here.

Each step asks a fixed few questions of the database, whatever was typed and however much is
loaded.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from directory.domain.names import SUFFIXES, place_key, plain_words
from directory.domain.place import Level
from directory.domain.postcodes import as_district, outcode_of, postcode_at_end
from directory.domain.readings import Reading, split_readings, whole_readings
from directory.errors import BadInputError, UnknownPlaceError
from directory.gazetteer import postcodes
from directory.gazetteer.chain import climb
from directory.gazetteer.districts import extent_of, near, those_in, wider
from directory.gazetteer.matching import (
    Match,
    Standing,
    best,
    by_beginning,
    by_code,
    by_name,
    by_name_within,
    is_reading_of,
    parents_of,
)

LONGEST = 200
"""How many letters a typed place may have."""

# Beyond these, what a place lies in is not read from its chain: too many would have to be asked.
_FEW = 50
_GO_ON = 10


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text may mean.

    Attributes:
        postcode: the key of a postcode that was typed, whether or not it is known.
        unit: that postcode, when it is known.
        district: an outcode or sector that was all that was typed.
        areas: the areas that fit; with a postcode, the streets typed before it.
        beside: when nothing fits, areas of that name that are not where the text says.

    """

    postcode: str = ""
    unit: postcodes.Unit | None = None
    district: str = ""
    areas: Sequence[Match] = field(default=())
    beside: Sequence[Match] = field(default=())


def checked(text: str) -> str:
    """Return a typed place without the spaces around it.

    Raises:
        BadInputError: it is empty, or longer than any name.
        UnknownPlaceError: it has no letter and no digit.

    """
    typed = text.strip()
    if not typed:
        raise BadInputError("Type a street, a postcode or an area.", field="where")
    if len(typed) > LONGEST:
        raise BadInputError(
            f"That is too long for a place. Use {LONGEST} letters or fewer.", field="where"
        )
    if not plain_words(typed):
        raise UnknownPlaceError("That has no letters. Type a street, a postcode or an area.")
    return typed


def meaning_of(text: str, levels: Collection[Level] = ()) -> Meaning:
    """Return what a checked text may mean, at these levels or at any."""
    before, key = postcode_at_end(text)
    if key and (not levels or Level.POSTCODE in levels):
        return _postcode(key, before)
    # Some names have commas of their own: "Bransgore, Burley, Sopley & Ringwood East".
    for step in (_code, _whole, _district, _split):
        found = step(text, levels)
        if found is not None:
            return found
    readings = split_readings(text)
    named = by_name((reading.key for reading in readings), levels) if readings else []
    mentioned = _mentioned(readings, named)
    if mentioned:
        return Meaning(areas=mentioned)
    # "Church Road, Dover" names a road elsewhere; "Church Road" does not name the ward of Church.
    parents = parents_of(readings)
    placed = [r for r in readings if all(key in parents for key in r.within)]
    return Meaning(beside=_first(placed, named))


def _postcode(key: str, before: str) -> Meaning:
    """Return a postcode, and the streets typed before it that are there."""
    unit = postcodes.find(key)
    readings = [*whole_readings(before), *split_readings(before)] if before else []
    keys = [reading.key for reading in readings]
    if unit is None:
        outcode = outcode_of(key)
        around = extent_of(outcode) if keys else None
        streets = by_name(keys, [Level.STREET], around) if around else []
        return Meaning(key, areas=those_in(streets, outcode))
    if unit.point is None or not keys:
        return Meaning(key, unit)
    east, north = int(unit.point.x), int(unit.point.y)
    streets = by_name(keys, [Level.STREET], wider((east, north, east, north)))
    return Meaning(key, unit, areas=near(streets, unit.point))


def _code(text: str, levels: Collection[Level]) -> Meaning | None:
    found = by_code({text, text.upper()}, levels) if text.isprintable() and " " not in text else []
    return Meaning(areas=found[:1]) if found else None


def _whole(text: str, levels: Collection[Level]) -> Meaning | None:
    readings = whole_readings(text)
    fits = _first(readings, by_name((reading.key for reading in readings), levels))
    if fits and not levels and all(_may_go_on(match) for match in fits):
        fits = _with_those_that_go_on(fits)
    return Meaning(areas=fits) if fits else None


def _may_go_on(match: Match) -> bool:
    """Say whether a name may be short for a longer one, as "Bethnal Green" and "Hoxton" are.

    A former name may, and so may that of a street which does not sound like one.
    """
    sounds_like_one = match.key.rpartition(" ")[2] in SUFFIXES.values()
    is_odd_street = match.level is Level.STREET and not sounds_like_one
    return is_odd_street or match.standing in (Standing.FORMER, Standing.LANDMARK)


def _with_those_that_go_on(fits: list[Match]) -> list[Match]:
    """Add to such areas the larger ones whose names go on from theirs; a landmark gives way.

    "Bethnal Green" was the ward that is Bethnal Green East today, but who types it may mean Bethnal
    Green West as well.
    """
    known = {match.code for match in fits}
    more = {m.code: m for m in by_beginning(fits[0].key, _GO_ON) if m.code not in known}
    kept = [match for match in fits if not more or match.standing is not Standing.LANDMARK]
    return [*kept, *more.values()]


def _district(text: str, levels: Collection[Level]) -> Meaning | None:
    district = as_district(text)
    return Meaning(district=district) if district and not levels else None


def _split(text: str, levels: Collection[Level]) -> Meaning | None:
    readings = split_readings(text)
    within = [r for r in readings if r.within or r.loosely]
    bare = [r for r in readings if not (r.within or r.loosely)]
    parents = parents_of(within)
    found = by_name_within(within, parents, levels) if within else []
    around = extent_of(bare[0].district) if bare else None
    if around is not None:
        found += by_name((reading.key for reading in bare), levels, around)
    for reading in readings:
        fits = [match for match in found if is_reading_of(match, reading)]
        if reading.district:
            fits = those_in(fits, reading.district)
        if len(fits) > 1:
            fits = _held(fits, reading, parents)
        if fits:
            return Meaning(areas=best(fits, reading.key))
    return None


def _held(
    fits: Sequence[Match], reading: Reading, parents: Mapping[str, Sequence[str]]
) -> list[Match]:
    """Return those that lie in all that this reading says; they were found for any that fits.

    "Mile End, Mile End, Tower Hamlets" is the street in that ward, not the ward of its name.
    """
    said = [set(parents[key]) for key in (*reading.within, *reading.loosely) if key in parents]
    if not said or len(fits) > _FEW:
        return list(fits)
    chains = climb({match.code for match in fits})
    return [
        match
        for match in fits
        if all(codes & (chains[match.code].keys() - {match.code}) for codes in said)
    ]


def _mentioned(readings: Sequence[Reading], found: Sequence[Match]) -> list[Match]:
    """Return the areas that lie in something whose name has the words that were typed.

    "Orsman Road, Shoreditch" lies in Hoxton East & Shoreditch.
    """
    for reading in readings:
        keys = (*reading.within, *reading.loosely)
        fits = best((m for m in found if is_reading_of(m, reading)), reading.key)
        if not keys or reading.district or not 0 < len(fits) <= _FEW:
            continue
        chains = climb({match.code for match in fits})
        said = [set(key.split()) for key in keys]
        hits = [
            match
            for match in fits
            if all(
                any(
                    words <= set(place_key(link.name).split())
                    for link in chains[match.code].values()
                    if link.code != match.code
                )
                for words in said
            )
        ]
        if hits:
            return hits
    return []


def _first(readings: Iterable[Reading], found: Sequence[Match]) -> list[Match]:
    """Return what fits the first reading that fits anything."""
    for reading in readings:
        fits = best((m for m in found if is_reading_of(m, reading)), reading.key)
        if fits:
            return fits
    return []
