"""Every page that a search engine should know, in numbered parts of bounded size.

Organisations and services are cut into parts by their id, so that a part costs the same however
large the directory is. Streets are left out: they are found from the page of their ward, and a
million of them would drown the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from directory.domain.place import Level
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Area, Organisation, Service
from directory.queries.services import is_listed

PART = 10_000
"""Addresses in one part; the protocol allows 50,000."""
BATCH = 1_000
LEVELS = (Level.BOROUGH, Level.NEIGHBOURHOOD, Level.WARD)


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: what kind, its level when it is a place, its slug, and when it last changed."""

    kind: str
    slug: str
    level: str = ""
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """How many parts there are of each kind; they are numbered on, in this order."""

    organisations: int
    services: int
    places: int

    @property
    def total(self) -> int:
        """Return how many parts there are."""
        return self.organisations + self.services + self.places


def parts(size: int = PART) -> Parts:
    """Return how many parts there are. Costs the same however large the directory is."""
    return Parts(
        _parts(db.session.scalar(select(func.max(Organisation.id))), size),
        _parts(db.session.scalar(select(func.max(Service.id))), size),
        _parts(db.session.scalar(select(func.count()).select_from(_places().subquery())), size),
    )


def is_small(size: int = PART) -> bool:
    """Say whether every page fits in one part."""
    ids = (func.max(Organisation.id), func.max(Service.id))
    most = sum(db.session.scalar(select(each)) or 0 for each in ids)
    places = db.session.scalar(select(func.count()).select_from(_places().subquery())) or 0
    return most + places <= size


def part(number: int, size: int = PART) -> Iterator[Entry]:
    """Return the pages of a part, numbered from 1, read in batches."""
    counts = parts(size)
    if number <= counts.organisations:
        yield from _organisations(number, size)
    elif number <= counts.organisations + counts.services:
        yield from _services(number - counts.organisations, size)
    else:
        yield from _places_of(number - counts.organisations - counts.services, size)


def everything(size: int = PART) -> Iterator[Entry]:
    """Return the pages of every part."""
    for number in range(1, parts(size).total + 1):
        yield from part(number, size)


def _parts(highest: int | None, size: int) -> int:
    return -(-(highest or 0) // size)


def _organisations(number: int, size: int) -> Iterator[Entry]:
    rows = db.session.execute(
        select(Organisation.slug, Organisation.edited_at)
        .where(Organisation.id > (number - 1) * size, Organisation.id <= number * size)
        .where(Organisation.publication == Publication.PUBLISHED)
        .order_by(Organisation.id)
        .execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield Entry("organisation", row.slug, edited_at=row.edited_at)


def _services(number: int, size: int) -> Iterator[Entry]:
    rows = db.session.execute(
        select(Service.slug, Service.edited_at)
        .join(Service.organisation)
        .where(Service.id > (number - 1) * size, Service.id <= number * size)
        .where(is_listed())
        .order_by(Service.id)
        .execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield Entry("service", row.slug, edited_at=row.edited_at)


def _places_of(number: int, size: int) -> Iterator[Entry]:
    rows = db.session.execute(
        _places()
        .order_by(Area.level, Area.slug)
        .limit(size)
        .offset((number - 1) * size)
        .execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield Entry("place", row.slug, row.level.value)


def _places() -> Select[Level, str]:
    """Return the question for the places to list: at most some sixteen thousand in the country."""
    return select(Area.level, Area.slug).where(Area.level.in_(LEVELS), Area.ends_on.is_(None))
