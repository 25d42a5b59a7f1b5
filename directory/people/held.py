"""What is held about a person, read by the register in :mod:`directory.domain.personal`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Select, Table, func, or_, select

from directory.domain.personal import KEPT, Kept
from directory.extensions import Base, db
from directory.models import Person

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing, and how many records of it tell of a person."""

    kept: Kept
    number: int


def held(person: Person) -> list[Held]:
    """Return how many records of each kind tell of a person."""
    return [Held(kept, sum(_count(table, person) for table in _tables(kept))) for kept in KEPT]


def everything(person: Person) -> Iterator[str]:
    """Go through the text of a JSON document with all that is held about a person.

    An object for each kind, with its title and reason, and its records by table. Secrets that she
    signs in with are left out: whoever had the file could sign in as her.
    """
    yield '{\n"kept": ['
    for number, kept in enumerate(KEPT):
        head = {"title": kept.title, "what": kept.what, "why": kept.why, "basis": kept.basis}
        yield ("," if number else "") + "\n" + json.dumps(head, ensure_ascii=False)[:-1]
        for table in _tables(kept):
            yield f', "{table.name}": ['
            for at, row in enumerate(_rows(table, person, kept)):
                yield (",\n" if at else "\n") + json.dumps(row, ensure_ascii=False, default=_plain)
            yield "]"
        yield "}"
    yield "\n]\n}\n"


def found_by(table: Table) -> list["Column[Any]"]:
    """Return the columns that lead from a table to a person: keys to her row, and her address."""
    if table.name == "person":
        return [table.c.id]
    return [
        column
        for column in table.columns
        if column.name == "email"
        or any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def _tables(kept: Kept) -> list[Table]:
    return [Base.metadata.tables[name] for name in kept.columns]


def _of(table: Table, person: Person, question: "Select[Any]") -> "Select[Any] | None":
    columns = found_by(table)
    if not columns:
        return None
    return question.where(
        or_(*(c == (person.email if c.name == "email" else person.id) for c in columns))
    )


def _count(table: Table, person: Person) -> int:
    question = _of(table, person, select(func.count()).select_from(table))
    return db.session.scalar(question) or 0 if question is not None else 0


def _rows(table: Table, person: Person, kept: Kept) -> Iterator[dict[str, Any]]:
    shown = [column for column in table.columns if column.name not in kept.secret]
    question = _of(table, person, select(*shown))
    if question is None:
        return
    found = db.session.execute(question.order_by(*table.primary_key.columns))
    for row in found.yield_per(AT_ONCE):
        yield dict(row._mapping)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
