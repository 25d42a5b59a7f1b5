"""Which areas hold which: up the graph of links, for one place or for thousands at once.

A link that is probable makes everything above it probable. Two areas that overlap, neither holding
the other ("part"), never take part in a chain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import bindparam, select

from directory.domain.place import Certainty, ChainLink, Level
from directory.extensions import db
from directory.models import Area, AreaLink

T = TypeVar("T")
AT_ONCE = 500
"""How many values go into one question: SQLite and PostgreSQL both bear more."""

# A patch in a patch in a ward, its borough, region, nation and union: more is a loop.
_MOST_STEPS = 8

# Put together once, for that takes longer than to ask; of the tables, for rows need no objects.
_LINK, _AREA = AreaLink.__table__.c, Area.__table__.c
_LINKS_UP = select(_LINK.child_code, _LINK.parent_code, _LINK.certainty).where(
    _LINK.child_code.in_(bindparam("codes", expanding=True)), _LINK.certainty != Certainty.PART
)
_NAMES = select(_AREA.code, _AREA.level, _AREA.name).where(
    _AREA.code.in_(bindparam("codes", expanding=True))
)

Links = dict[str, ChainLink]


def climb(codes: Collection[str]) -> dict[str, Links]:
    """Return for each area the areas that hold it, itself among them, by code.

    Areas that no file has named yet are left out. One query for each step up, and one for the
    names: eight at most for every 500 codes. (A recursive query would do it in one, but SQLite,
    once it has statistics, reads the whole table of links to prepare for it.)
    """
    found: dict[str, Links] = {code: {} for code in codes}
    for chunk in chunks(sorted(found)):
        sure = {code: {code: Certainty.CERTAIN} for code in chunk}
        parents = _parents(chunk)
        for code in chunk:
            _spread(code, parents, sure[code])
        areas = _named({code for above in sure.values() for code in above})
        for root, above in sure.items():
            found[root] = {
                code: ChainLink(code, *areas[code], certainty)
                for code, certainty in above.items()
                if code in areas
            }
    return found


def in_order(links: Iterable[ChainLink]) -> tuple[ChainLink, ...]:
    """Return links as a chain: most specific first, certain before probable, then by name."""
    return tuple(
        sorted(
            links,
            key=lambda x: (x.level.rank, x.certainty is not Certainty.CERTAIN, x.name, x.code),
        )
    )


def merged(starts: Mapping[str, Certainty], above: Mapping[str, Links]) -> Links:
    """Return the chain of something that lies in several areas, each certainly or probably."""
    found: Links = {}
    for start, certainty in starts.items():
        for code, link in above.get(start, {}).items():
            is_sure = Certainty.CERTAIN is certainty is link.certainty
            if is_sure or code not in found:
                sure = Certainty.CERTAIN if is_sure else Certainty.PROBABLE
                found[code] = ChainLink(code, link.level, link.name, sure)
    return found


def overlapping(codes: Collection[str]) -> dict[str, set[str]]:
    """Return for each area those that share ground with it and neither holds the other."""
    found: dict[str, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(set(codes))):
        rows = db.session.execute(
            select(AreaLink.child_code, AreaLink.parent_code).where(
                AreaLink.certainty == Certainty.PART,
                AreaLink.child_code.in_(chunk) | AreaLink.parent_code.in_(chunk),
            )
        )
        wanted = set(chunk)
        for child, parent in rows:
            if child in wanted:
                found[child].add(parent)
            if parent in wanted:
                found[parent].add(child)
    return dict(found)


def chunks(values: Sequence[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Yield the values some hundreds at a time, as many as fit into one question."""
    waiting = iter(values)
    while chunk := list(islice(waiting, size)):
        yield chunk


def _parents(codes: Collection[str]) -> dict[str, list[tuple[str, Certainty]]]:
    """Return the links up from these areas, from what they lead to, and so on."""
    found: dict[str, list[tuple[str, Certainty]]] = {}
    reached = set(codes)
    for _ in range(_MOST_STEPS):
        if not reached:
            break
        found.update({code: [] for code in reached})
        for chunk in chunks(sorted(reached)):
            rows = db.session.execute(_LINKS_UP, {"codes": chunk})
            for child, parent, certainty in rows:
                found[child].append((parent, certainty))
        reached = {parent for code in reached for parent, _ in found[code]} - set(found)
    return found


def _spread(
    code: str, parents: Mapping[str, list[tuple[str, Certainty]]], sure: dict[str, Certainty]
) -> None:
    """Go up from an area; what was probable before and proves certain is gone up from again."""
    waiting = [code]
    while waiting:
        child = waiting.pop()
        for parent, certainty in parents.get(child, ()):
            is_sure = Certainty.CERTAIN is certainty is sure[child]
            if parent not in sure or (is_sure and sure[parent] is not Certainty.CERTAIN):
                sure[parent] = Certainty.CERTAIN if is_sure else Certainty.PROBABLE
                waiting.append(parent)


def _named(codes: Collection[str]) -> dict[str, tuple[Level, str]]:
    """Return the level and the name of each of these areas that is known."""
    found = {}
    for chunk in chunks(sorted(codes)):
        rows = db.session.execute(_NAMES, {"codes": chunk})
        found.update({code: (level, name) for code, level, name in rows})
    return found
