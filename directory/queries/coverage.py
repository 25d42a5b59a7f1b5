"""Who services say they are for: a page of claims at a time, or a few names and the counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, case, func, literal, select

from directory.domain.areas_in_words import Areas
from directory.domain.place import Level
from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import CoverageArea, Service
from directory.queries.batch import Batch, start

CLAIMS_A_PAGE = 60
NAMES_OF_A_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """The areas of a service in brief: those it is for, and those it leaves out."""

    serves: Areas = field(default_factory=Areas)
    but_not: Areas = field(default_factory=Areas)


def claims(service_id: int, page: int, *, exclusions: bool = False) -> Batch[CoverageArea]:
    """Return a page of the areas that a service names, most specific first."""
    chosen = (
        select(CoverageArea)
        .where(CoverageArea.service_id == service_id)
        .where(CoverageArea.is_exclusion.is_(exclusions))
    )
    rank = case({level: level.rank for level in Level}, value=CoverageArea.level)
    found = db.session.scalars(
        chosen.order_by(rank, CoverageArea.name, CoverageArea.id)
        .limit(CLAIMS_A_PAGE)
        .offset(start(page, CLAIMS_A_PAGE))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, CLAIMS_A_PAGE)


def deciding(
    service_ids: Sequence[int], codes: Iterable[str], most: int
) -> dict[int, list[CoverageArea]]:
    """Return areas that each of these names, for it or not: of these codes first, ``most`` in all.

    ``codes`` are of a place and of all that holds it. A service that states none is left out.
    """
    told_first = (CoverageArea.code.in_(sorted(codes)).desc(), CoverageArea.id)
    number = func.row_number().over(partition_by=CoverageArea.service_id, order_by=told_first)
    each = (
        select(CoverageArea.id, number.label("number"))
        .where(CoverageArea.service_id.in_(service_ids))
        .subquery()
    )
    rows = db.session.scalars(
        select(CoverageArea)
        .join(each, each.c.id == CoverageArea.id)
        .where(each.c.number <= most)
        .order_by(CoverageArea.service_id, each.c.number)
    )
    found: dict[int, list[CoverageArea]] = defaultdict(list)
    for row in rows:
        found[row.service_id].append(row)
    return dict(found)


def claims_among(areas: Iterable[CoverageArea], *, exclusions: bool = False) -> Batch[CoverageArea]:
    """Return the first page of these areas, as :func:`claims` would were they kept."""
    chosen = sorted(
        (area for area in areas if area.is_exclusion is exclusions),
        key=lambda area: (area.level.rank, area.name),
    )
    return Batch(tuple(chosen[:CLAIMS_A_PAGE]), len(chosen), 1, CLAIMS_A_PAGE)


def summary_of(areas: Iterable[CoverageArea]) -> Summary:
    """Return these areas in brief, as :func:`of_services` would were they kept."""
    pair = _Tally(), _Tally()
    names: dict[tuple[bool, Level], list[str]] = defaultdict(list)
    for area in areas:
        names[area.is_exclusion, area.level].append(area.name)
    for (is_exclusion, level), found in sorted(names.items()):
        for name in sorted(found)[:NAMES_OF_A_LEVEL]:
            pair[is_exclusion].add(level, name, len(found))
    return Summary(*(tally.areas() for tally in pair))


def of_services(service_ids: Sequence[int]) -> dict[int, Summary]:
    """Return the areas of each of these services in brief; one that states none is left out."""
    if not service_ids:
        return {}
    areas = select(
        CoverageArea.service_id.label("of"),
        CoverageArea.is_exclusion,
        CoverageArea.level,
        CoverageArea.name,
    ).where(CoverageArea.service_id.in_(service_ids))
    return _summaries(areas)


def of_organisation(organisation_id: int) -> Summary:
    """Return in brief every area that one of its public services is for, unless it has closed."""
    areas = (
        select(
            literal(organisation_id).label("of"),
            CoverageArea.is_exclusion,
            CoverageArea.level,
            CoverageArea.name,
        )
        .join(Service, Service.id == CoverageArea.service_id)
        .where(Service.organisation_id == organisation_id)
        .where(Service.publication == Publication.PUBLISHED, Service.status != Status.CLOSED)
        # What one service leaves out another may cover, so only inclusions can be added up.
        .where(CoverageArea.is_exclusion.is_(False))
        .distinct()
    )
    return _summaries(areas).get(organisation_id, Summary())


def _summaries(areas: Select[int, bool, Level, str]) -> dict[int, Summary]:
    """Count the areas of each owner by level, and keep the first few names of each."""
    each = areas.subquery()
    group = (each.c.of, each.c.is_exclusion, each.c.level)
    counted = select(
        *group,
        each.c.name,
        func.row_number().over(partition_by=group, order_by=each.c.name).label("number"),
        func.count().over(partition_by=group).label("total"),
    ).subquery()
    rows = db.session.execute(
        select(counted)
        .where(counted.c.number <= NAMES_OF_A_LEVEL)
        .order_by(counted.c.of, counted.c.level, counted.c.number)
    )
    found: dict[int, tuple[_Tally, _Tally]] = {}
    for row in rows:
        pair = found.setdefault(row.of, (_Tally(), _Tally()))
        pair[bool(row.is_exclusion)].add(row.level, row.name, row.total)
    return {owner: Summary(*(tally.areas() for tally in pair)) for owner, pair in found.items()}


class _Tally:
    """Names and totals by level, being added up."""

    def __init__(self) -> None:
        self.names: dict[Level, list[str]] = {}
        self.totals: dict[Level, int] = {}

    def add(self, level: Level, name: str, total: int) -> None:
        self.names.setdefault(level, []).append(name)
        self.totals[level] = total

    def areas(self) -> Areas:
        return Areas(self.names, self.totals)


def codes_of(areas: Iterable[CoverageArea]) -> set[str]:
    """Return the codes that these claims name."""
    return {area.code for area in areas}
