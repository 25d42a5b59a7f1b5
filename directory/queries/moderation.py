"""What waits for a moderator, in one line: changes, requests to keep an entry, and reports.

The oldest comes first. Whether the asker may decide on it is for her caller to say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import (
    Change,
    ChangeArea,
    ChangeState,
    Claiming,
    ClaimingArea,
    Decision,
    Report,
    ReportArea,
)
from directory.models.change import OPEN
from directory.queries.batch import Batch, start

ITEMS_A_PAGE = 25


class Kind(StrEnum):
    """What it is that waits."""

    CHANGE = "change"
    CLAIMING = "claiming"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits, or that was decided on: ``row`` is the change, request or report."""

    kind: Kind
    row: Any

    @property
    def id(self) -> int:
        """Return its number, among those of its kind."""
        return int(self.row.id)

    @property
    def at(self) -> datetime:
        """Return since when it waits."""
        moment: datetime = getattr(self.row, _OF[self.kind].at.key) or self.row.saved_at
        return moment

    @property
    def waits(self) -> bool:
        """Say whether nobody has decided on it yet."""
        return self.state in (ChangeState.WAITING, Decision.OPEN)

    @property
    def state(self) -> str:
        """Return what became of it, as its table says."""
        return str(self.row.state if self.kind is Kind.CHANGE else self.row.decision)


@dataclass(frozen=True, slots=True)
class Beyond:
    """All that lies in none of some areas: what no moderator sees, and administrators must."""

    areas: frozenset[str]


Areas = Collection[str] | Beyond | None
"""Codes of areas, or what lies beyond them; None for all, and for what is of no area."""


@dataclass(frozen=True, slots=True)
class _Of:
    """Where a kind is kept: its table, since when it waits, and the areas of its moderators."""

    model: Any
    at: Any
    area: Any
    area_of: Any
    is_waiting: Any


_OF = {
    Kind.CHANGE: _Of(
        Change,
        Change.sent_at,
        ChangeArea.area_code,
        ChangeArea.change_id,
        Change.state == ChangeState.WAITING,
    ),
    Kind.CLAIMING: _Of(
        Claiming,
        Claiming.asked_at,
        ClaimingArea.area_code,
        ClaimingArea.claiming_id,
        Claiming.decision == Decision.OPEN,
    ),
    Kind.REPORT: _Of(
        Report,
        Report.at,
        ReportArea.area_code,
        ReportArea.report_id,
        Report.decision == Decision.OPEN,
    ),
}


def waiting(
    areas: Areas, page: int, kind: Kind | None, total: int, size: int = ITEMS_A_PAGE
) -> Batch[Item]:
    """Return a page of what waits, the oldest first.

    Args:
        areas: of which areas.
        page: from 1.
        kind: only this kind.
        total: how many there are (:func:`counts`).
        size: how many to a page.

    """
    first = start(page, size)
    return Batch(_items(_keys(areas, kind, first + size), first, size), total, page, size)


def after(item: Item, areas: Areas, kind: Kind | None = None) -> Item | None:
    """Return what comes next in the line after an item, or the first of the line, or None."""
    for condition in (_is_after(item), None):
        found = _items(_keys(areas, kind, 2, condition), 0, 2)
        for each in found:
            if (each.kind, each.id) != (item.kind, item.id):
                return each
    return None


def counts(areas: Areas) -> dict[Kind, int]:
    """Return how many of each kind wait."""
    return {
        kind: db.session.scalar(
            select(func.count()).select_from(_OF[kind].model).where(*_waiting(kind, areas))
        )
        or 0
        for kind in Kind
    }


def count_by_area(areas: Collection[str]) -> dict[str, int]:
    """Return how much waits in each of some areas; what lies in two counts in both."""
    found = dict.fromkeys(sorted(areas), 0)
    for of in _OF.values():
        rows = db.session.execute(
            select(of.area, func.count())
            .join(of.model, of.model.id == of.area_of)
            .where(of.is_waiting, of.area.in_(sorted(areas)))
            .group_by(of.area)
            .order_by(of.area)
        )
        for code, number in rows:
            found[code] += number
    return found


def get(kind: Kind, id_: int) -> Item:
    """Return an item, whether or not it still waits.

    Raises:
        NotFoundError: there is none.

    """
    found = _load(kind, [id_])
    if not found:
        raise NotFoundError("There is nothing of that number to decide on.")
    return Item(kind, found[0])


def areas_of(item: Item) -> frozenset[str]:
    """Return the areas whose moderators may decide on an item."""
    of = _OF[item.kind]
    return frozenset(db.session.scalars(select(of.area).where(of.area_of == item.id)))


def open_reports(organisation_id: int, most: int = 10) -> Sequence[Report]:
    """Return the newest reports on an entry that nobody has decided on."""
    return db.session.scalars(
        select(Report)
        .where(Report.organisation_id == organisation_id, Report.decision == Decision.OPEN)
        .options(joinedload(Report.service))
        .order_by(Report.at.desc(), Report.id.desc())
        .limit(most)
    ).all()


def record_of(person_id: int) -> dict[str, int]:
    """Return how many changes of a person somebody else let through, and how many were refused.

    What went out without a moderator is no record: saves of a draft, and what she may do herself.
    """
    found = db.session.execute(
        select(Change.state, func.count())
        .where(
            Change.person_id == person_id,
            Change.decided_by_id != person_id,
            Change.state.not_in(OPEN),
        )
        .group_by(Change.state)
        .order_by(Change.state)
    )
    return {str(state): number for state, number in found}


def _waiting(kind: Kind, areas: Areas) -> list[ColumnElement[bool]]:
    of = _OF[kind]
    conditions = [of.is_waiting]
    if isinstance(areas, Beyond):
        seen = select(of.area_of).where(of.area.in_(sorted(areas.areas)))
        conditions.append(of.model.id.not_in(seen))
    elif areas is not None:
        conditions.append(of.model.id.in_(select(of.area_of).where(of.area.in_(sorted(areas)))))
    return conditions


def _is_after(item: Item) -> dict[Kind, ColumnElement[bool]]:
    found: dict[Kind, ColumnElement[bool]] = {}
    for kind, of in _OF.items():
        same_time: ColumnElement[bool] = of.at == item.at
        if kind == item.kind:
            same_time = and_(same_time, of.model.id > item.id)
        elif kind < item.kind:
            found[kind] = of.at > item.at
            continue
        found[kind] = or_(of.at > item.at, same_time)
    return found


def _keys(
    areas: Areas,
    only: Kind | None,
    most: int,
    condition: dict[Kind, ColumnElement[bool]] | None = None,
) -> Select[Any]:
    """Return the question for kind and number of what waits: of each kind so many at most."""
    parts = []
    for kind in Kind if only is None else (only,):
        of = _OF[kind]
        part = select(literal(kind.value).label("kind"), of.model.id.label("id"), of.at.label("at"))
        part = part.where(*_waiting(kind, areas))
        if condition is not None:
            part = part.where(condition[kind])
        some = part.order_by(of.at, of.model.id).limit(most).subquery()
        parts.append(select(some.c.kind, some.c.id, some.c.at))
    line = union_all(*parts).subquery()
    return select(line.c.kind, line.c.id).order_by(line.c.at, line.c.kind, line.c.id)


def _items(keys: Select[Any], first: int, size: int) -> tuple[Item, ...]:
    rows = db.session.execute(keys.limit(size).offset(first)).all()
    found: dict[tuple[Kind, int], Any] = {}
    for kind in Kind:
        ids = [id_ for said, id_ in rows if said == kind]
        found |= {(kind, each.id): each for each in _load(kind, ids)}
    keyed = [(Kind(kind), id_) for kind, id_ in rows]
    return tuple(Item(kind, found[kind, id_]) for kind, id_ in keyed if (kind, id_) in found)


def _load(kind: Kind, ids: Collection[int]) -> Sequence[Any]:
    if not ids:
        return ()
    model = _OF[kind].model
    with_ = [joinedload(model.organisation)]
    if kind is not Kind.CLAIMING:
        with_.append(joinedload(model.service))
    if kind is not Kind.REPORT:
        with_.append(joinedload(model.person))
    question = select(model).where(model.id.in_(sorted(ids))).options(*with_).order_by(model.id)
    found: Sequence[Any] = db.session.scalars(question).all()
    return found
