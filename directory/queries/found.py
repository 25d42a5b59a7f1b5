"""What became of an entry: how often it was found, what found nobody, what visitors reported.

Small counts never leave this module: see :mod:`directory.domain.small_counts`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select
from sqlalchemy.orm import joinedload

from directory.domain.months import first_of, month_before
from directory.domain.small_counts import (
    FEWEST,
    Tallied,
    in_fives,
    shown,
)
from directory.extensions import db
from directory.models import FoundCount, NobodyCount, Report
from directory.queries.batch import Batch, start

REPORTS_A_PAGE = 20
MOST_AREAS = 12
MOST_GAPS = 500
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Month:
    """What may be shown of a month: ``needs`` by slug, with the sum of the rest at "*"."""

    month: date
    is_over: bool
    needs: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how often it was found; 0 means fewer than five times, or never."""
        return sum(self.needs.values())


@dataclass(frozen=True, slots=True)
class Gap:
    """A need that found nobody, how often at least, and the areas, the most first."""

    need: str
    count: int
    areas: tuple[str, ...]


def months(
    organisation_ids: Collection[int], wanted: Collection[date], today: date
) -> dict[int, dict[date, Month]]:
    """Return each of these months of each of these organisations; one question."""
    this = first_of(today)
    size = case((FoundCount.month < this, FoundCount.count), else_=_fives(FoundCount.count))
    is_large = FoundCount.count >= FEWEST
    rows = db.session.execute(
        select(
            FoundCount.organisation_id,
            FoundCount.month,
            FoundCount.need,
            func.coalesce(func.sum(case((is_large, size))), 0),
            func.coalesce(func.sum(case((~is_large, FoundCount.count))), 0),
        )
        .where(FoundCount.organisation_id.in_(organisation_ids), FoundCount.month.in_(wanted))
        .group_by(FoundCount.organisation_id, FoundCount.month, FoundCount.need)
    )
    cells: dict[tuple[int, date], list[Tallied]] = defaultdict(list)
    for id_, month, need, large, small in rows:
        cells[id_, month].append(Tallied(need, int(large), int(small)))
    return {
        id_: {
            month: Month(month, month < this, shown(cells[id_, month], is_over=month < this))
            for month in sorted(wanted)
        }
        for id_ in organisation_ids
    }


def areas(organisation_id: int, month: date, today: date) -> list[tuple[str, int]]:
    """Return the codes of the areas in which it was found most, each with how often."""
    is_over = month < first_of(today)
    size = func.sum(FoundCount.count if is_over else _fives(FoundCount.count))
    rows = db.session.execute(
        select(FoundCount.area_code, size)
        .where(FoundCount.organisation_id == organisation_id, FoundCount.month == month)
        .where(FoundCount.count >= FEWEST, FoundCount.area_code != "")
        .group_by(FoundCount.area_code)
        .order_by(size.desc(), FoundCount.area_code)
        .limit(MOST_AREAS)
    )
    return [(code, int(count)) for code, count in rows]


def gaps(area_codes: Collection[str], since: date) -> list[Gap]:
    """Return the needs that found nobody in these areas since a month, the most often first.

    Each need and area is told by itself, in fives: whoever may look at two overlapping sets of
    areas cannot take the one from the other.
    """
    found: list[tuple[str, str, int]] = []
    codes = sorted(area_codes)
    for at in range(0, len(codes), AT_ONCE):
        rows = db.session.execute(_nobody(codes[at : at + AT_ONCE], since))
        found += [(need, code, in_fives(int(count))) for need, code, count in rows]
    by_need: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for need, code, count in sorted(found, key=lambda each: (-each[2], each[1])):
        by_need[need].append((code, count))
    every = [
        Gap(need, sum(n for _, n in cells), tuple(code for code, _ in cells))
        for need, cells in by_need.items()
    ]
    return sorted(every, key=lambda each: (-each.count, each.need))


def reports(organisation_id: int, page: int = 1) -> Batch[Report]:
    """Return a page of what visitors reported, the newest first."""
    own: tuple[ColumnElement[bool], ...] = (Report.organisation_id == organisation_id,)
    rows: Sequence[Report] = db.session.scalars(
        select(Report)
        .where(*own)
        .options(joinedload(Report.service))
        .order_by(Report.at.desc(), Report.id.desc())
        .limit(REPORTS_A_PAGE)
        .offset(start(page, REPORTS_A_PAGE))
    ).all()
    total = db.session.scalar(select(func.count()).where(*own)) or 0
    return Batch(tuple(rows), total, page, REPORTS_A_PAGE)


def _nobody(codes: Sequence[str], since: date) -> Select[str, str, int]:
    total = func.sum(NobodyCount.count)
    return (
        select(NobodyCount.need, NobodyCount.area_code, total)
        .where(NobodyCount.area_code.in_(codes), NobodyCount.month >= since)
        .group_by(NobodyCount.need, NobodyCount.area_code)
        .having(total >= FEWEST)
        .order_by(total.desc(), NobodyCount.area_code, NobodyCount.need)
        .limit(MOST_GAPS)
    )


def _fives(count: SQLColumnExpression[int]) -> ColumnElement[int]:
    return count - count % FEWEST


def latest(organisation_ids: Collection[int], today: date) -> dict[int, Month]:
    """Return the month to tell of each of these: the last one, or this one while that is empty.

    One of which neither may be told is left out.
    """
    this = first_of(today)
    last = month_before(this)
    if not organisation_ids:
        return {}
    every = months(organisation_ids, (this, last), today)
    chosen = {id_: kept[last] if kept[last].total else kept[this] for id_, kept in every.items()}
    return {id_: month for id_, month in chosen.items() if month.total}
