"""Links between areas: a better way of knowing replaces a worse one's links, never the reverse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import delete, select

from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.gazetteer.loaders.cells import level_of
from directory.gazetteer.loaders.tables import batches, upsert
from directory.models import Area, AreaLink

METHODS = ("point", "points", "outline", "line", "identifiers", "publisher")
"""How we know that one area lies in another, worst first.

``point``: one point, perhaps with a box; ``points``: several points, joined; ``outline``: how far
two outlines overlap; ``line``: its whole line, surveyed;
``identifiers``: its addresses; ``publisher``: who publishes the area, or types it, says so.
"""


@dataclass(frozen=True, slots=True)
class LinkSet:
    """All that one source says of the areas at one level that hold a child."""

    child: str
    level: Level
    parents: Mapping[str, Certainty] = field(hash=False)
    method: str
    source: str
    edition: str = ""


def save_links(sets: Iterable[LinkSet], levels: Mapping[str, Level] | None = None) -> set[str]:
    """Put link sets into the session's transaction; return the children whose links changed.

    Args:
        sets: several may speak of one child and level: the best method wins.
        levels: levels of parents whose codes do not tell them.

    """
    changed: set[str] = set()
    for some in batches(sets, 2_000):
        changed |= _save(some, dict(levels or {}))
    return changed


class _Link(NamedTuple):
    certainty: Certainty
    method: str
    source: str
    edition: str


_Links = dict[str, _Link]


def _save(sets: list[LinkSet], levels: dict[str, Level]) -> set[str]:
    known = _known({each.child for each in sets}, levels)
    before = {key: dict(links) for key, links in known.items()}
    for each in sorted(sets, key=lambda s: METHODS.index(s.method)):
        if _is_better(each, known.get((each.child, each.level), {}).values()):
            known[each.child, each.level] = {
                code: _Link(certainty, each.method, each.source, each.edition)
                for code, certainty in each.parents.items()
            }
    changed: set[str] = set()
    rows, gone = [], []
    for (child, level), links in known.items():
        old = before.get((child, level), {})
        if links == old:
            continue
        if _sense(links) != _sense(old):
            changed.add(child)
        gone += [(child, code) for code in old if code not in links]
        rows += [
            {"child_code": child, "parent_code": code, **link._asdict()}
            for code, link in links.items()
        ]
    for child, code in gone:
        db.session.execute(
            delete(AreaLink).where(AreaLink.child_code == child, AreaLink.parent_code == code)
        )
    upsert(AreaLink, rows)
    return changed


def _sense(links: _Links) -> dict[str, tuple[Certainty, str]]:
    """Return what links say; who says so, and in which edition, is no change of sense."""
    return {code: (link.certainty, link.method) for code, link in links.items()}


def _is_better(new: LinkSet, old: Iterable[_Link]) -> bool:
    best = max(((METHODS.index(link.method), link.edition) for link in old), default=(-1, ""))
    return bool(new.parents) and (METHODS.index(new.method), new.edition) >= best


def _known(children: set[str], levels: dict[str, Level]) -> dict[tuple[str, Level], _Links]:
    columns = (
        AreaLink.child_code,
        AreaLink.parent_code,
        AreaLink.certainty,
        AreaLink.method,
        AreaLink.source,
        AreaLink.edition,
    )
    rows: list[Any] = []
    for some in batches(sorted(children)):
        rows += db.session.execute(select(*columns).where(AreaLink.child_code.in_(some)))
    learn_levels({row[1] for row in rows}, levels)
    found: dict[tuple[str, Level], _Links] = {}
    for child, parent, *rest in rows:
        if (level := levels.get(parent)) is not None:
            found.setdefault((child, level), {})[parent] = _Link(*rest)
    return found


def learn_levels(codes: set[str], levels: dict[str, Level]) -> None:
    """Add the levels of areas to ``levels``: most codes tell theirs, the rest are looked up."""
    for code in codes - set(levels):
        if (level := level_of(code)) is not None:
            levels[code] = level
    for some in batches(sorted(codes - set(levels))):
        question = select(Area.code, Area.level).where(Area.code.in_(some))
        levels.update((code, level) for code, level in db.session.execute(question))
