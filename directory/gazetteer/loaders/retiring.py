"""Areas that a newer edition no longer lists: they keep their row, and get a date."""

from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer.loaders.area_record import AreaRecord
from directory.gazetteer.loaders.area_store import TYPED
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.tables import batches
from directory.models import Area, AreaLink

MOST_RETIRED = 0.75
"""A list that would retire more than this share of a borough's wards is taken to be cut short."""
_FEW = 10


class Scope:
    """What a list speaks for: the wards of the boroughs in it, or all boroughs of its nations."""

    def __init__(self, level: Level) -> None:
        """Begin with nothing; ``level`` is that of the areas listed."""
        self.level = level
        self.codes: set[str] = set()
        self.parents: set[str] = set()
        self.prefixes: set[str] = set()

    def add(self, area: AreaRecord) -> None:
        """Note an area that is listed."""
        self.codes.add(area.code)
        self.prefixes.add(area.code[:3])
        self.parents |= {parent.code for parent in area.parents if parent.level is Level.BOROUGH}


def retire_unlisted(job: Job, scope: Scope) -> None:
    """Give an end date to areas in the scope that a later edition of their list leaves out.

    Only whole lists with a known year retire, and only wards and boroughs: it does not matter in
    which order two editions were loaded. Neighbourhoods change with the census and say so.
    """
    if not job.edition or scope.level not in (Level.WARD, Level.BOROUGH):
        return
    if job.row.rejected:
        job.report.notes.append("Nothing was retired, because some rows were rejected.")
        return
    number = 0
    groups = scope.parents if scope.level is Level.WARD else scope.prefixes
    for some in batches(sorted(groups), 500):
        for group, newest, listed in _outdated(scope.level, some):
            number += _retire(job, scope.level, group, newest, listed)
    job.retire(number)
    db.session.commit()


def _outdated(level: Level, groups: list[str]) -> list[tuple[str, str, int]]:
    """Return the groups with areas of several editions: the newest, and how many areas it has."""
    if level is Level.WARD:
        question = select(AreaLink.parent_code).join(Area, Area.code == AreaLink.child_code)
        group: Any = AreaLink.parent_code
    else:
        group = func.substr(Area.code, 1, 3)
        question = select(group)
    newest = func.max(Area.edition)
    outdated = (
        question.add_columns(newest, func.count())
        .where(group.in_(groups), *_published(level), Area.ends_on.is_(None))
        .group_by(group)
        .having(func.min(Area.edition) < newest)
    )
    return [(each, edition, number) for each, edition, number in db.session.execute(outdated)]


def _published(level: Level) -> tuple[Any, ...]:
    return Area.level == level, Area.source != TYPED, Area.edition != ""


def _retire(job: Job, level: Level, group: str, newest: str, listed: int) -> int:
    """Retire, among the wards of a borough or the boroughs of a prefix, those of older editions."""
    inside = (
        Area.code.in_(select(AreaLink.child_code).where(AreaLink.parent_code == group))
        if level is Level.WARD
        else Area.code.startswith(group)
    )
    old = (*_published(level), inside, Area.edition < newest, Area.ends_on.is_(None))
    gone = list(db.session.scalars(select(Area.code).where(*old)))
    if len(gone) > max(_FEW, MOST_RETIRED * listed):
        job.report.notes.append(
            f"{len(gone):,} of {listed:,} areas in {group} are not in this list; "
            "it seems to be cut short, so none was retired."
        )
        return 0
    ends_on = date(int(newest[:4]), int(newest[5:7] or 1), 1)
    for some in batches(gone):
        db.session.execute(update(Area).where(Area.code.in_(some)).values(ends_on=ends_on))
    return len(gone)
