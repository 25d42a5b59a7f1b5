"""The audit log, searched: who did what, to what, when."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from directory.extensions import db
from directory.models import AuditEntry, FormerSlug, Organisation, Person
from directory.queries.in_areas import lies_in

ACTS_A_PAGE = 50
MOST_EXPORTED = 100_000
_AT_ONCE = 500
MOST_NAMED = 200
"""So many entries with a word in their name are looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for in the log; what is empty does not matter.

    Attributes:
        who: a part of a person's name or address.
        act: an act, as it is noted.
        subject: what it was done to.
        organisation: the slug of an entry, also a former one; or a part of its name.
        since, until: days, both included.

    """

    who: str = ""
    act: str = ""
    subject: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """Some acts, newest first; ``older`` is the number to go on before, or None at the end."""

    rows: tuple[AuditEntry, ...]
    older: int | None


def acts(
    asked: Asked,
    areas: Collection[str] | None,
    zone: ZoneInfo,
    *,
    before: int | None = None,
    size: int = ACTS_A_PAGE,
) -> Slice:
    """Return some acts, the newest first, on entries in these areas; None: all there are.

    The log is never counted: it grows for ever, so one goes on from a number, not to a page.
    """
    conditions = _conditions(asked, areas, zone)
    if before is not None:
        conditions.append(AuditEntry.id < before)
    found = db.session.scalars(
        select(AuditEntry)
        .where(*conditions)
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
        .limit(size + 1)
    ).all()
    rows = tuple(found[:size])
    return Slice(rows, rows[-1].id if len(found) > size else None)


def every(
    asked: Asked,
    areas: Collection[str] | None,
    zone: ZoneInfo,
    *,
    before: int | None = None,
    most: int = MOST_EXPORTED,
) -> Iterator[AuditEntry | int]:
    """Return acts that are asked for, the newest first: a hundred thousand at most.

    When there are more, the last that is returned is the number to go on before.
    """
    left = most
    while left > 0:
        some = acts(asked, areas, zone, before=before, size=min(_AT_ONCE, left))
        yield from some.rows
        left -= len(some.rows)
        before = some.older
        if before is None:
            return
    if before is not None:
        yield before


def names(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the name and the slug of each of these organisations that is still there."""
    if not ids:
        return {}
    found = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.slug)
        .where(Organisation.id.in_(sorted(ids)))
        .order_by(Organisation.id)
    )
    return {id_: (name, slug) for id_, name, slug in found}


def _conditions(
    asked: Asked, areas: Collection[str] | None, zone: ZoneInfo
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if areas is not None:
        mine = select(Organisation.id).where(lies_in(areas))
        found.append(_or_merged(lambda number: exists(mine.where(Organisation.id == number))))
    if asked.who:
        is_like = or_(
            Person.email.icontains(asked.who, autoescape=True),
            Person.name.icontains(asked.who, autoescape=True),
        )
        found.append(AuditEntry.person_id.in_(select(Person.id).where(is_like)))
    if asked.act:
        found.append(AuditEntry.act == asked.act)
    if asked.subject:
        found.append(AuditEntry.subject == asked.subject)
    if asked.organisation:
        ids = _named(asked.organisation)
        found.append(_or_merged(lambda number: number.in_(ids)))
    if asked.since is not None:
        found.append(AuditEntry.at >= datetime.combine(asked.since, time(), zone))
    if asked.until is not None:
        next_day = asked.until + timedelta(days=1)
        found.append(AuditEntry.at < datetime.combine(next_day, time(), zone))
    return found


def _named(text: str) -> Sequence[int]:
    """Return the organisations of this slug, present or former, or with this in their name."""
    former = select(FormerSlug.target_id).where(
        FormerSlug.kind == "organisation", FormerSlug.slug == text
    )
    is_it = or_(
        Organisation.slug == text,
        Organisation.id.in_(former),
        Organisation.name.icontains(text, autoescape=True),
    )
    chosen = select(Organisation.id).where(is_it).order_by(Organisation.slug != text)
    return db.session.scalars(chosen.order_by(Organisation.id).limit(MOST_NAMED)).all()


def _or_merged(is_it: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Return the condition that an act concerns an entry, or one that was merged into it.

    Args:
        is_it: the condition that a column of numbers names such an entry.

    """
    first, further = aliased(AuditEntry), aliased(AuditEntry)
    gone = first.details["lost"].as_integer().label("id")
    lost = select(gone).where(first.act == "merged", is_it(first.organisation_id))
    ids = lost.cte(recursive=True)
    ids = ids.union(
        select(further.details["lost"].as_integer())
        .join(ids, further.organisation_id == ids.c.id)
        .where(further.act == "merged")
    )
    merged = select(ids.c.id).where(ids.c.id.is_not(None))
    return or_(is_it(AuditEntry.organisation_id), AuditEntry.organisation_id.in_(merged))
