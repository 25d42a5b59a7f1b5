"""Rows put in place of others: what is the same stays, and we know whether anybody would notice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import Any

from directory.extensions import Base

NOTHING: frozenset[str] = frozenset()


class Change(IntEnum):
    """How much a load changed of an entry."""

    SAME = 0
    # Not the words: a person confirmed it, or the gazetteer now places it elsewhere.
    QUIET = 1
    EDITED = 2


class Became(StrEnum):
    """What came of storing a record."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def set_columns(row: Base, columns: Mapping[str, Any], quiet: frozenset[str] = NOTHING) -> Change:
    """Set what differs; changes of ``quiet`` columns alone are no edit."""
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    if changed - quiet:
        return Change.EDITED
    return Change.QUIET if changed else Change.SAME


def replace(
    held: list[Any],
    model: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    quiet: frozenset[str] = NOTHING,
    fixed: Mapping[str, Any] | None = None,
) -> Change:
    """Make a collection hold just these rows; in what order does not matter.

    A row that is held already is kept as it is, so that no key is ever written twice.

    Args:
        held: the collection.
        model: what it is of.
        rows: what it should hold.
        quiet: columns that do not tell one row from another, and whose change is no edit.
        fixed: set on every new row, and never compared.

    """
    kept = _by_key(held, rows[0].keys() - quiet) if rows else {}
    change, fresh, staying = Change.SAME, [], set()
    for row in rows:
        twins = kept.get(_key(row.get, row.keys() - quiet), [])
        if twins:
            twin = twins.pop()
            staying.add(id(twin))
            loud = {name: value for name, value in row.items() if name in quiet}
            change = max(change, set_columns(twin, loud, quiet))
        else:
            fresh.append(model(**row, **(fixed or {})))
    for each in [each for each in held if id(each) not in staying]:
        held.remove(each)
        change = Change.EDITED
    held.extend(fresh)
    return Change.EDITED if fresh else change


def _by_key(held: Iterable[Any], names: Iterable[str]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for each in held:
        found[_key(lambda name, each=each: getattr(each, name), names)].append(each)
    return found


def _key(get: Any, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(get(name) for name in sorted(names))
