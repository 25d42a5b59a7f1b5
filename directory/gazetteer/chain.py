"""Which areas hold which: up the graph of links, for one place or for thousands at once.

A link that is probable makes everything above it probable. Two areas that overlap, neither holding
the other ("part"), never take part in a chain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import CTE, case, literal, select
from sqlalchemy.orm import aliased

from directory.domain.place import Certainty, ChainLink
from directory.extensions import db
from directory.models import Area, AreaLink

T = TypeVar("T")
AT_ONCE = 500
"""How many values go into one question: SQLite and PostgreSQL both bear more."""

Links = dict[str, ChainLink]


def climb(codes: Collection[str]) -> dict[str, Links]:
    """Return for each area the areas that hold it, itself among them, by code.

    Areas that no file has named yet are left out. One query for every 500 codes.
    """
    found: dict[str, Links] = {code: {} for code in codes}
    for chunk in chunks(sorted(found)):
        up = _up(chunk)
        rows = db.session.execute(
            select(up.c.root, up.c.code, up.c.certainty, Area.level, Area.name).join(
                Area, Area.code == up.c.code
            )
        )
        for root, code, certainty, level, name in rows:
            link = ChainLink(code, level, name, Certainty(certainty))
            if certainty == Certainty.CERTAIN or code not in found[root]:
                found[root][code] = link
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


def _up(codes: Sequence[str]) -> CTE:
    """Return the areas above each of these, and themselves, with how surely: a recursive query."""
    certain = literal(Certainty.CERTAIN.value)
    up = (
        select(Area.code.label("root"), Area.code.label("code"), certain.label("certainty"))
        .where(Area.code.in_(codes))
        .cte("up", recursive=True)
    )
    link = aliased(AreaLink)
    is_sure = (up.c.certainty == Certainty.CERTAIN.value) & (link.certainty == Certainty.CERTAIN)
    step = (
        select(
            up.c.root,
            link.parent_code,
            case((is_sure, certain), else_=literal(Certainty.PROBABLE.value)),
        )
        .join(link, link.child_code == up.c.code)
        .where(link.certainty != Certainty.PART)
    )
    # UNION, not UNION ALL: two ways to one area meet, and a loop in the data comes to an end.
    return up.union(step)
