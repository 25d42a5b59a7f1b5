"""Rows put straight into tables, the same way on SQLite and on PostgreSQL."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from directory.extensions import Base, db

T = TypeVar("T")

AT_ONCE = 5_000
"""How many values one question to the database holds: under SQLite's limit of 32,766."""


def batches(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Yield the items in lists of at most this size."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def upsert(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace what they say where the key is there already.

    The rows are sorted by key, so that two loads at once cannot deadlock.
    """
    if not rows:
        return
    table = model.__table__
    assert isinstance(table, Table)
    keys = [column.name for column in table.primary_key]
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite_insert if is_sqlite else postgresql_insert)(table)
    rest = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=rest)
        if rest
        else insert.on_conflict_do_nothing()
    )
    db.session.execute(statement, sorted(rows, key=lambda row: [row[name] for name in keys]))
