"""Areas by a name, and by what they are said to lie in: a fixed few questions, all by index."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, or_, select, union_all

from directory.domain.names import key_variants
from directory.domain.place import Certainty, Level
from directory.domain.readings import Reading
from directory.extensions import db
from directory.models import Area, AreaLink, AreaName

MOST = 400
"""How many areas of one name are looked at: there are some 2,400 High Streets in Great Britain."""

_MOST_PARENTS = 200
# Street, ward, borough, region, nation: the links from the least to the largest.
_LINKS = tuple(AreaLink.__table__.alias(f"up_{step}") for step in range(1, 5))
Box = tuple[int, int, int, int]
"""West, south, east and north edges, in metres on EPSG:27700."""

FORMER = "former"
LANDMARK = "place or station"
LAST = "\U0010ffff"
"""Sorts after every letter: with it, what begins so is a range of an index."""


class Standing(IntEnum):
    """How well a name fits an area: its own today, one it had, or one of an area that is gone.

    A landmark is a station or a district that a list of streets holds as if it were one.
    """

    CURRENT = 0
    FORMER = 1
    LANDMARK = 2
    RETIRED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An area that bears a name that was asked for."""

    code: str
    level: Level
    name: str
    key: str
    matched: str
    standing: Standing
    ends_on: date | None
    box: Box | None


def by_name(
    keys: Iterable[str], levels: Collection[Level] = (), around: Box | None = None
) -> list[Match]:
    """Return areas that bear one of these names, with and without "the"; larger places first.

    At most :data:`MOST`, so that a name borne by thousands of streets is no burden; ``around``
    leaves out those that are nowhere near.
    """
    wanted = sorted({variant for key in keys for variant in key_variants(key)})
    if not wanted:
        return []
    question = _named(levels).where(AreaName.key.in_(wanted))
    if around is not None:
        question = question.where(or_(Area.min_easting.is_(None), is_near(around)))
    return _matches(question)


def by_each_name(keys: Sequence[str], each: int, levels: Collection[Level] = ()) -> list[Match]:
    """Return areas in use that bear these very names, so many of each at most, in this order."""
    parts = [
        _named(levels)
        .where(AreaName.key == key, Area.ends_on.is_(None))
        .limit(each)
        .subquery()
        .select()
        for key in dict.fromkeys(keys)
    ]
    if not parts:
        return []
    found = [_match(row) for row in db.session.execute(union_all(*parts))]
    ranks = {key: rank for rank, key in enumerate(keys)}
    return sorted(found, key=lambda match: (ranks[match.key], -match.level.rank, match.code))


def by_code(codes: Collection[str], levels: Collection[Level] = ()) -> list[Match]:
    """Return the areas with these codes, by their own names."""
    question = _named(levels).where(Area.code.in_(sorted(codes)), AreaName.kind == "name")
    return _matches(question)


def parents_of(readings: Iterable[Reading]) -> Mapping[str, list[str]]:
    """Return the codes of the places, larger than a street, with each name said to hold one."""
    keys = {key for reading in readings for key in (*reading.within, *reading.loosely)}
    wanted = sorted({variant for key in keys for variant in key_variants(key)})
    found: dict[str, list[str]] = defaultdict(list)
    if wanted:
        rows = db.session.execute(
            select(AreaName.key, Area.code)
            .join(Area, Area.code == AreaName.area_code)
            .where(AreaName.key.in_(wanted), Area.level != Level.STREET)
            .order_by(Area.code)
            .limit(_MOST_PARENTS)
        )
        for key, code in rows:
            for variant in key_variants(key):
                found[variant].append(code)
    return dict(found)


def by_name_within(
    readings: Iterable[Reading],
    parents: Mapping[str, list[str]],
    levels: Collection[Level] = (),
) -> list[Match]:
    """Return areas that bear a reading's name and lie in what it says, for all readings at once.

    Outcodes and sectors are not looked at here.
    """
    # Readings that say the same of where it lies are asked about as one.
    keys: dict[_Where, list[str]] = defaultdict(list)
    for reading in readings:
        if (where := _where(reading, parents)) is not None:
            keys[where] += key_variants(reading.key)
    ways = [_way(where, variants) for where, variants in keys.items()]
    return _matches(_named(levels).where(or_(*ways))) if ways else []


def by_beginning(key: str, limit: int) -> list[Match]:
    """Return areas larger than a street, in use, whose name goes on from this one."""
    question = _named([level for level in Level if level is not Level.STREET])
    goes_on = AreaName.key.between(f"{key} ", f"{key} {LAST}")
    return _matches(question.where(goes_on, Area.ends_on.is_(None)).limit(limit))


def by_name_in(keys: Collection[str], parents: Collection[str]) -> list[Match]:
    """Return the areas that bear one of these names and lie in one of these areas."""
    wanted = sorted({variant for key in keys for variant in key_variants(key)})
    if not wanted or not parents:
        return []
    return _matches(_named(()).where(AreaName.key.in_(wanted), _lies_in(sorted(parents))))


def is_near(box: Box) -> ColumnElement[bool]:
    """Return the condition that an area's box meets this one."""
    west, south, east, north = box
    return and_(
        Area.min_easting <= east,
        Area.max_easting >= west,
        Area.min_northing <= north,
        Area.max_northing >= south,
    )


def is_reading_of(match: Match, reading: Reading) -> bool:
    """Say whether an area bears the name, and has the level, that a reading says."""
    if reading.level is not None and reading.level is not match.level:
        return False
    return match.key in key_variants(reading.key)


def best(matches: Iterable[Match], key: str) -> list[Match]:
    """Return the areas that fit a name best: those of today, then landmarks, then those now gone.

    Exactly this name is better than the same with or without "the". A name that an area had is
    still used, so such areas are among those of today, after the others.
    """
    of_standing: dict[tuple[Standing, bool], dict[str, Match]] = defaultdict(dict)
    for match in matches:
        of_standing[match.standing, match.key != key].setdefault(match.code, match)
    if not of_standing:
        return []
    standing, is_variant = min(of_standing)
    fits = of_standing[standing, is_variant]
    if standing is Standing.CURRENT:
        fits = of_standing[Standing.FORMER, is_variant] | fits
    return sorted(fits.values(), key=lambda match: match.standing)


def _named(levels: Collection[Level]) -> Select[*tuple[Any, ...]]:
    """Return the question for areas and their names; streets last, as they alone are many."""
    question = _all_named()
    return question.where(Area.level.in_(levels)) if levels else question


@cache
def _all_named() -> Select[*tuple[Any, ...]]:
    """Return the question without a condition, put together once: that takes longer than to ask."""
    question = select(
        Area.code,
        Area.level,
        Area.name,
        AreaName.key,
        AreaName.name.label("matched"),
        AreaName.kind.label("name_kind"),
        Area.kind,
        Area.ends_on,
        Area.min_easting,
        Area.min_northing,
        Area.max_easting,
        Area.max_northing,
    ).join(AreaName, AreaName.area_code == Area.code)
    is_street = case((Area.level == Level.STREET, 1), else_=0)
    return question.order_by(is_street, Area.code).limit(MOST)


def _matches(question: Select[*tuple[Any, ...]]) -> list[Match]:
    return [_match(row) for row in db.session.execute(question)]


def _match(row: Row[*tuple[Any, ...]]) -> Match:
    code, level, name, key, matched, name_kind, kind, ends_on, *edges = row
    box = None if None in edges else (edges[0], edges[1], edges[2], edges[3])
    standing = _standing(name_kind, kind, ends_on)
    return Match(code, level, name, key, matched, standing, ends_on, box)


def _standing(name_kind: str, kind: str, ends_on: date | None) -> Standing:
    if ends_on is not None:
        return Standing.RETIRED
    if kind == LANDMARK:
        return Standing.LANDMARK
    return Standing.FORMER if name_kind == FORMER else Standing.CURRENT


_Where = tuple[Level | None, tuple[tuple[str, ...], ...]]
"""A level, if one was said; and for each area that is said to hold a place, all of that name."""


def _where(reading: Reading, parents: Mapping[str, list[str]]) -> _Where | None:
    """Return what a reading says of where it lies, or None when it names nothing that we know."""
    if any(key not in parents for key in reading.within):
        return None
    said = (*reading.within, *reading.loosely)
    held_by = tuple(tuple(parents[key]) for key in said if key in parents)
    return (reading.level, held_by) if held_by else None


def _way(where: _Where, keys: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an area bears one of these names and lies where it is said to."""
    level, held_by = where
    conditions: list[ColumnElement[bool]] = [AreaName.key.in_(keys)]
    if level is not None:
        conditions.append(Area.level == level)
    return and_(*conditions, *(_lies_in(codes) for codes in held_by))


def _lies_in(codes: Sequence[str], step: int = 0, below: Any = Area.code) -> ColumnElement[bool]:
    """Return the condition that an area lies in one of these, certainly or probably."""
    link = _LINKS[step].c
    is_there: ColumnElement[bool] = link.parent_code.in_(codes)
    if step + 1 < len(_LINKS):
        is_there = or_(is_there, _lies_in(codes, step + 1, link.parent_code))
    is_sure = link.certainty != Certainty.PART
    return exists().where(link.child_code == below, is_sure, is_there)
