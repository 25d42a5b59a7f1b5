"""Entries as moderators look them up: public or not, and why one is hidden."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from directory.domain.breadth import MOST_BOROUGHS, VERY_WIDE
from directory.domain.place import Level
from directory.domain.sections import Section
from directory.domain.terms import Kind, Publication, Status
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import (
    AreaBorder,
    BrokenLink,
    Change,
    ChangeState,
    CoverageArea,
    Organisation,
    OrganisationBase,
    Service,
    ServiceAtLocation,
)
from directory.queries.batch import Batch, start
from directory.queries.in_areas import lies_in

ENTRIES_A_PAGE = 25
MOST_SERVICES = 50
_LISTED = (
    Service.publication == Publication.PUBLISHED,
    Service.status != Status.CLOSED,
    Organisation.publication == Publication.PUBLISHED,
)


def services_of(organisation_id: int) -> Sequence[Service]:
    """Return an organisation's services, by name; the first fifty."""
    return db.session.scalars(
        select(Service)
        .where(Service.organisation_id == organisation_id)
        .order_by(Service.name, Service.id)
        .limit(MOST_SERVICES)
    ).all()


def why_hidden(organisation_id: int, service_id: int | None = None) -> str:
    """Return the reason that a moderator gave when an entry was last hidden or shown, or ""."""
    section = Section.PUBLICATION if service_id is None else Section.SERVICE_PUBLICATION
    found = db.session.scalar(
        select(Change.said)
        .where(Change.organisation_id == organisation_id, Change.section == section)
        .where(Change.service_id.is_not_distinct_from(service_id))
        .where(Change.state == ChangeState.PUBLISHED)
        .order_by(Change.decided_at.desc(), Change.id.desc())
        .limit(1)
    )
    return found or ""


def reasons(organisation: Organisation, services: Sequence[Service]) -> list[tuple[str, str]]:
    """Return what is hidden of an entry, by name, with the reason that a moderator gave."""
    found = [
        (each.name, why_hidden(organisation.id, each.id))
        for each in services
        if each.publication is Publication.HIDDEN
    ]
    if organisation.publication is Publication.HIDDEN:
        found.insert(0, (organisation.name, why_hidden(organisation.id)))
    return [(name, reason) for name, reason in found if reason]


def stale(areas: Collection[str] | None, before: date, page: int) -> Batch[Service]:
    """Return a page of the listed services that nobody has checked since, the longest ago first."""
    chosen = (
        select(Service)
        .join(Service.organisation)
        .where(*_LISTED, or_(Service.checked_on.is_(None), Service.checked_on < before))
        .where(*_in(areas))
    )
    order = (Service.checked_on.is_not(None), Service.checked_on, Service.id)
    return _page(chosen, order, page)


def wide(areas: Collection[str] | None, page: int) -> Batch[Service]:
    """Return a page of the listed services that say they are for far more than is usual.

    Whole regions and more, more than three boroughs, or a borough that is neither that of a base
    nor beside it. National organisations are meant to, and are left out; and so is what a moderator
    said is right, until its coverage changes.
    """
    mine = select(CoverageArea.id).where(
        CoverageArea.service_id == Service.id, CoverageArea.is_exclusion.is_(False)
    )
    boroughs = (
        select(func.count())
        .select_from(CoverageArea)
        .where(CoverageArea.service_id == Service.id, CoverageArea.is_exclusion.is_(False))
        .where(CoverageArea.level == Level.BOROUGH)
        .scalar_subquery()
    )
    chosen = (
        select(Service)
        .join(Service.organisation)
        .where(*_LISTED, Organisation.kind != Kind.NATIONAL)
        .where(Service.wide_and_right_on.is_(None))
        .where(
            or_(
                exists(mine.where(CoverageArea.level.in_(VERY_WIDE))),
                boroughs > MOST_BOROUGHS,
                exists(mine.where(CoverageArea.level == Level.BOROUGH, _is_far())),
            )
        )
        .where(*_in(areas))
        .options(
            selectinload(Service.coverage),
            joinedload(Service.organisation).selectinload(Organisation.bases),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
        )
    )
    return _page(chosen, (Service.edited_at.desc(), Service.id), page)


def broken(areas: Collection[str] | None, page: int) -> Batch[BrokenLink]:
    """Return a page of the web addresses that did not answer, the longest ago first."""
    chosen = (
        select(BrokenLink)
        .join(Organisation, Organisation.id == BrokenLink.organisation_id)
        .where(Organisation.publication == Publication.PUBLISHED, *_in(areas))
    )
    found = db.session.execute(
        chosen.add_columns(Organisation)
        .order_by(BrokenLink.since, BrokenLink.id)
        .limit(ENTRIES_A_PAGE)
        .offset(start(page, ENTRIES_A_PAGE))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, ENTRIES_A_PAGE)  # type: ignore[arg-type]


def broken_link(number: int) -> tuple[BrokenLink, Organisation]:
    """Return an address on that list, and whose it is.

    Raises:
        NotFoundError: it is not there any more.

    """
    found = db.session.get(BrokenLink, number)
    if found is None:
        raise NotFoundError("This address is not on the list any more.")
    return found, db.session.get_one(Organisation, found.organisation_id)


def _is_far() -> ColumnElement[bool]:
    """Return the condition that a borough is neither that of a base nor beside one."""
    base, beside = aliased(OrganisationBase), aliased(OrganisationBase)
    own = select(base.id).where(
        base.organisation_id == Organisation.id, base.borough_code == CoverageArea.code
    )
    near = (
        select(AreaBorder.code)
        .join(beside, beside.borough_code == AreaBorder.code)
        .where(beside.organisation_id == Organisation.id)
        .where(AreaBorder.neighbour_code == CoverageArea.code)
    )
    placed = select(beside.id).where(
        beside.organisation_id == Organisation.id, beside.borough_code != ""
    )
    return exists(placed) & ~exists(own) & ~exists(near)


def _in(areas: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if areas is None else [lies_in(areas)]


def _page(chosen: Select[Service], order: Sequence[Any], page: int) -> Batch[Service]:
    found = db.session.scalars(
        chosen.options(joinedload(Service.organisation))
        .order_by(*order)
        .limit(ENTRIES_A_PAGE)
        .offset(start(page, ENTRIES_A_PAGE))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, ENTRIES_A_PAGE)
