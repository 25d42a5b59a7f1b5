"""Counts of the sample: how often its lunch club was found, and what found nobody near it.

They are made up, and the page that shows them says so. Months are told from today backwards, so
that the sample never grows old.
"""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from sqlalchemy import select

from directory.domain.months import first_of, month_before
from directory.extensions import db
from directory.models import FoundCount, NobodyCount, Organisation

FOLDER = Path(__file__).parents[1] / "data" / "demo"
FOUND = "demo-lunch-pitfield"
"""Whose counts they are."""


def load(today: date) -> None:
    """Put in the counts of every month that has none yet: those of real searches stay."""
    id_ = db.session.scalars(select(Organisation.id).where(Organisation.ref == FOUND)).one()
    months = select(FoundCount.month).where(FoundCount.organisation_id == id_)
    _add(FoundCount, "found", set(db.session.scalars(months)), today, organisation_id=id_)
    months = select(NobodyCount.month).distinct()
    _add(NobodyCount, "nobody", set(db.session.scalars(months)), today)
    db.session.commit()


def _add(
    model: type[FoundCount | NobodyCount],
    name: str,
    counted: set[date],
    today: date,
    **columns: int,
) -> None:
    by_month: dict[date, list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            by_month[month_before(first_of(today), int(row.pop("months_ago")))].append(row)
    for month, rows in by_month.items():
        if month in counted:
            continue
        db.session.add_all(
            model(
                month=month,
                need=row["need"],
                area_code=row["area_code"],
                count=int(row["count"]),
                **columns,
            )
            for row in rows
        )
