"""What this room writes: how often organisations were found, and what found nobody."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from directory.extensions import db
from directory.find.tally import NOBODY, Key
from directory.models import FoundCount, NobodyCount, Organisation

AT_ONCE = 500
FORGOTTEN_AT_ONCE = 5_000


def write_counts(counts: Mapping[Key, int]) -> None:
    """Add counts to those that the database has: all of them in one transaction, or none.

    Several processes may do so at once: rows are added to in one order, so that none waits for the
    other for ever. Those of an organisation that is gone are left out.
    """
    with db.engine.begin() as connection:
        known = _known(connection, {key.organisation_id for key in counts} - {NOBODY})
        found = [(key, count) for key, count in sorted(counts.items())]
        _add(
            connection,
            FoundCount.__table__,  # type: ignore[arg-type]
            (
                {**key._asdict(), "count": count}
                for key, count in found
                if key.organisation_id in known
            ),
        )
        _add(
            connection,
            NobodyCount.__table__,  # type: ignore[arg-type]
            (
                {"month": k.month, "need": k.need, "area_code": k.area_code, "count": count}
                for k, count in found
                if k.organisation_id == NOBODY
            ),
        )


def forget_counts(before: date) -> bool:
    """Forget some counts of months before this day; say whether there are more."""
    forgotten = [_forget(model, before) for model in (FoundCount, NobodyCount)]
    db.session.commit()
    return max(forgotten) == FORGOTTEN_AT_ONCE


def _forget(model: type[FoundCount | NobodyCount], before: date) -> int:
    """Forget some counts of one table, and return how many."""
    key = tuple(model.__table__.primary_key.columns)  # type: ignore[attr-defined]
    old = select(*key).where(model.month < before).limit(FORGOTTEN_AT_ONCE)
    done: Any = db.session.execute(delete(model).where(tuple_(*key).in_(old)))
    return int(done.rowcount)


def _known(connection: Connection, ids: Iterable[int]) -> set[int]:
    """Return those of these organisations that are still there."""
    found: set[int] = set()
    for chunk in _chunks(sorted(ids)):
        found.update(
            connection.scalars(select(Organisation.id).where(Organisation.id.in_(list(chunk))))
        )
    return found


def _add(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Put rows in, or add their count to the row that is there."""
    is_postgresql = connection.dialect.name == "postgresql"
    insert = postgresql.insert(table) if is_postgresql else sqlite.insert(table)
    added = insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={"count": table.c.count + insert.excluded.count},
    )
    for chunk in _chunks(rows):
        connection.execute(added, chunk)


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, AT_ONCE)):
        yield chunk
