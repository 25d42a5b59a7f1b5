"""Areas by a name, and by what they are said to lie in: a fixed few questions, all by index."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from directory.domain.names import key_variants, place_key
from directory.domain.place import Certainty, Level
from directory.domain.readings import Reading
from directory.extensions import db
from directory.models import Area, AreaLink, AreaName

MOST = 400
"""How many areas of one name are looked at: there are some 2,400 High Streets in Great Britain."""

_MOST_PARENTS = 200
# Street, ward, borough, region, nation: the links from the least to the largest.
_MOST_STEPS = 4
FORMER = "former"
LAST = "\U0010ffff"
"""Sorts after every letter: with it, what begins so is a range of an index."""


class Standing(IntEnum):
    """How well a name fits an area: its own today, one it had, or one of an area that is gone."""

    CURRENT = 0
    FORMER = 1
    RETIRED = 2


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
    box: tuple[int, int, int, int] | None


def by_name(keys: Iterable[str], levels: Collection[Level] = ()) -> list[Match]:
    """Return areas that bear one of these names, with and without "the"; larger places first.

    At most :data:`MOST`, so that a name borne by thousands of streets is no burden.
    """
    wanted = sorted({variant for key in keys for variant in key_variants(key)})
    if not wanted:
        return []
    return _matches(_named(levels).where(AreaName.key.in_(wanted)))


def by_code(codes: Collection[str], levels: Collection[Level] = ()) -> list[Match]:
    """Return the areas with these codes."""
    question = select(Area).where(Area.code.in_(sorted(codes)))
    if levels:
        question = question.where(Area.level.in_(levels))
    return [
        _match(area, AreaName(key=place_key(area.name), name=area.name))
        for area in db.session.scalars(question)
    ]


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
    ways = [way for reading in readings if (way := _way(reading, parents)) is not None]
    return _matches(_named(levels).where(or_(*ways))) if ways else []


def by_beginning(key: str, limit: int) -> list[Match]:
    """Return areas larger than a street, in use, whose name goes on from this one."""
    question = _named([level for level in Level if level is not Level.STREET])
    return _matches(
        question.where(
            AreaName.key.between(f"{key} ", f"{key} {LAST}"), Area.ends_on.is_(None)
        ).limit(limit)
    )


def is_reading_of(match: Match, reading: Reading) -> bool:
    """Say whether an area bears the name, and has the level, that a reading says."""
    if reading.level is not None and reading.level is not match.level:
        return False
    return match.key in key_variants(reading.key)


def best(matches: Iterable[Match], key: str) -> list[Match]:
    """Return the areas that fit a name best: today's names, then former ones, then areas now gone.

    Exactly this name is better than the same with or without "the".
    """
    of_standing: dict[tuple[Standing, bool], dict[str, Match]] = defaultdict(dict)
    for match in matches:
        of_standing[match.standing, match.key != key].setdefault(match.code, match)
    return list(of_standing[min(of_standing)].values()) if of_standing else []


def _named(levels: Collection[Level]) -> Select[Area, AreaName]:
    """Return the question for areas and their names; streets last, as they alone are many."""
    question = select(Area, AreaName).join(AreaName, AreaName.area_code == Area.code)
    if levels:
        question = question.where(Area.level.in_(levels))
    is_street = case((Area.level == Level.STREET, 1), else_=0)
    return question.order_by(is_street, Area.code).limit(MOST)


def _matches(question: Select[Area, AreaName]) -> list[Match]:
    return [_match(area, name) for area, name in db.session.execute(question)]


def _match(area: Area, name: AreaName) -> Match:
    standing = Standing.FORMER if name.kind == FORMER else Standing.CURRENT
    box = (area.min_easting, area.min_northing, area.max_easting, area.max_northing)
    return Match(
        area.code,
        area.level,
        area.name,
        name.key,
        name.name,
        Standing.RETIRED if area.ends_on else standing,
        area.ends_on,
        None if None in box else box,  # type: ignore[arg-type]
    )


def _way(reading: Reading, parents: Mapping[str, list[str]]) -> ColumnElement[bool] | None:
    """Return the condition that a reading makes, or None when it names nothing that we know."""
    if any(key not in parents for key in reading.within):
        return None
    held_by = [parents[key] for key in (*reading.within, *reading.loosely) if key in parents]
    if not held_by:
        return None
    conditions: list[ColumnElement[bool]] = [AreaName.key.in_(key_variants(reading.key))]
    if reading.level is not None:
        conditions.append(Area.level == reading.level)
    return and_(*conditions, *(_lies_in(codes) for codes in held_by))


def _lies_in(codes: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an area lies in one of these, certainly or probably."""
    link = aliased(AreaLink)
    condition = _step(link, codes, _MOST_STEPS - 1)
    return exists().where(link.child_code == Area.code, condition)


def _step(link: type[AreaLink], codes: Sequence[str], steps: int) -> ColumnElement[bool]:
    """Return the condition that a link leads to one of these areas, by so many more steps."""
    is_there: ColumnElement[bool] = link.parent_code.in_(codes)
    if steps:
        following = aliased(AreaLink)
        onwards = exists().where(
            following.child_code == link.parent_code, _step(following, codes, steps - 1)
        )
        is_there = or_(is_there, onwards)
    return and_(link.certainty != Certainty.PART, is_there)
