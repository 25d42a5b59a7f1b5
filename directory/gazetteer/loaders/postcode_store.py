"""Postcodes put into the table: the newest and best source wins, and no row is ever deleted."""

from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, cast

import numpy as np
from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from directory.extensions import db
from directory.gazetteer.loaders.job import Job, today
from directory.gazetteer.loaders.report import Outcome
from directory.gazetteer.loaders.tables import AT_ONCE, batches
from directory.models import Postcode

# For one edition: a wrong ward at a ward's edge is likelier in NSPL, which goes by census areas.
_RANKS = {"ONSPD": 3, "Code-Point Open": 3, "NSPL": 2}

MOST_RETIRED = 0.5
"""A file that would retire more than this share of an area's postcodes is taken to be cut short."""
_FEW = 10


class PostcodeRow(NamedTuple):
    """A row of the table, in the order of its columns. Dates are text, as drivers take them."""

    key: str
    easting: int | None
    northing: int | None
    ward_code: str
    neighbourhood_code: str
    borough_code: str
    nation_code: str
    quality: int | None
    retired_on: str | None
    source: str
    edition: str


_TABLE = cast("Table", Postcode.__table__)
_COLUMNS = [_TABLE.c[name] for name in PostcodeRow._fields]
_FACTS = slice(1, 9)


def save(rows: list[PostcodeRow]) -> Outcome:
    """Put a batch into the session's transaction, and count."""
    unique = {row[0]: row for row in rows}
    known = _known(list(unique))
    outcome = Outcome(unchanged=len(rows) - len(unique))
    writing: list[Sequence[Any]] = []
    for key, row in unique.items():
        old = known.get(key)
        if old is None:
            outcome.added += 1
            writing.append(row)
            continue
        new = row if row == old else _merged(old, row)
        if new == old:
            outcome.unchanged += 1
            continue
        if new[_FACTS] == old[_FACTS]:
            outcome.unchanged += 1
        else:
            outcome.changed += 1
        writing.append(new)
    _write(writing)
    return outcome


def _merged(old: PostcodeRow, new: PostcodeRow) -> PostcodeRow:
    """Return what is true of a postcode when one source said one thing and another says another."""
    if _weight(new) >= _weight(old):
        # What a file leaves blank (Code-Point Open has no neighbourhoods) another file or the
        # outlines told, and is true as long as the postcode has not moved.
        if (old.easting, old.northing) != (new.easting, new.northing):
            return new
        return new._replace(
            ward_code=new.ward_code or old.ward_code,
            neighbourhood_code=new.neighbourhood_code or old.neighbourhood_code,
            borough_code=new.borough_code or old.borough_code,
        )
    return old._replace(
        easting=new.easting if old.easting is None else old.easting,
        northing=new.northing if old.northing is None else old.northing,
        ward_code=old.ward_code or new.ward_code,
        neighbourhood_code=old.neighbourhood_code or new.neighbourhood_code,
        borough_code=old.borough_code or new.borough_code,
        nation_code=old.nation_code or new.nation_code,
    )


def _weight(row: PostcodeRow) -> tuple[str, int]:
    return row.edition, _RANKS.get(row.source, 1)


def _known(keys: list[str]) -> dict[str, PostcodeRow]:
    """Return the rows there are. Files are sorted, so a range is nearly always the batch itself."""
    first, last = min(keys), max(keys)
    question = select(*_COLUMNS).where(_TABLE.c.key.between(first, last)).limit(2 * len(keys) + 1)
    found = db.session.execute(question).all()
    if len(found) > 2 * len(keys):
        found = []
        for some in batches(keys):
            found += db.session.execute(select(*_COLUMNS).where(_TABLE.c.key.in_(some))).all()
    return {row[0]: _as_text(row) for row in found}


def _as_text(row: Sequence[Any]) -> PostcodeRow:
    found = PostcodeRow(*row)
    retired: Any = found.retired_on
    return found if retired is None else found._replace(retired_on=retired.isoformat())


def _write(rows: list[Sequence[Any]]) -> None:
    """Write rows as plain tuples, which costs half of what named ones do."""
    if not rows:
        return
    connection = db.session.connection()
    dialect = connection.dialect
    insert = (sqlite_insert if dialect.name == "sqlite" else postgresql_insert)(_TABLE)
    rest = {name: insert.excluded[name] for name in PostcodeRow._fields[1:]}
    statement = insert.on_conflict_do_update(index_elements=["key"], set_=rest)
    compiled = statement.compile(dialect=dialect, column_keys=list(PostcodeRow._fields))
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), cast("list[Any]", rows))
    else:
        named = [dict(zip(PostcodeRow._fields, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(compiled), named)


class Seen:
    """Which postcodes a file lists, in eight bytes each."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._in_order: Any = None  # sorted once all are noted: a file may have many areas
        self.areas: set[str] = set()

    def add(self, key: str) -> None:
        """Note a postcode."""
        self._numbers.append(int.from_bytes(key.encode("ascii"), "big"))
        self.areas.add(key[0] if key[1].isdigit() else key[:2])

    def without(self, keys: list[str]) -> list[str]:
        """Return those of the keys that were not noted."""
        if self._in_order is None:
            self._in_order = np.sort(np.frombuffer(self._numbers, np.uint64))
        numbers = np.array([int.from_bytes(key.encode("ascii"), "big") for key in keys], np.uint64)
        nearest = np.searchsorted(self._in_order, numbers).clip(max=len(self._in_order) - 1)
        missing = self._in_order[nearest] != numbers
        return [key for key, is_missing in zip(keys, missing, strict=True) if is_missing]


def retire_unlisted(job: Job, seen: Seen) -> None:
    """Retire the live postcodes of the file's areas that it does not list.

    Nothing is retired by a file with rejected rows, or one that seems to be cut short.
    """
    if job.row.rejected:
        job.report.notes.append("Nothing was retired, because some rows were rejected.")
        return
    for area in sorted(seen.areas):
        live = _live(area, job.edition)
        gone = seen.without(live) if live else []
        if len(gone) > _FEW and len(gone) > MOST_RETIRED * len(live):
            job.report.notes.append(
                f"{len(gone):,} of {len(live):,} postcodes in {area} are not in this file; "
                "it seems to be cut short, so none was retired."
            )
            continue
        _retire(gone, _day(job.edition))
        job.retire(len(gone))
    db.session.commit()


def _live(area: str, edition: str) -> list[str]:
    """Return the live postcodes of an area ("N", "EC") that no newer file spoke of.

    A range, so that the index answers it: to read all of the table for each area took minutes.
    """
    question = select(_TABLE.c.key).where(
        _TABLE.c.key.between(f"{area}0", f"{area}9ZZZZZ"),
        _TABLE.c.retired_on.is_(None),
        _TABLE.c.edition <= edition,
    )
    return list(db.session.scalars(question))


def _retire(keys: list[str], on: date) -> None:
    for some in batches(keys, AT_ONCE):
        db.session.execute(update(Postcode).where(Postcode.key.in_(some)).values(retired_on=on))


def _day(edition: str) -> date:
    """Return the day an edition stands for: the first of its month; today when not known."""
    if len(edition) == 7:
        return date(int(edition[:4]), int(edition[5:]), 1)
    return today()
