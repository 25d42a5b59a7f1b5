"""Entries as those who keep them, and moderators, see them: public or not."""

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.domain.rings import Spot
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import (
    Change,
    Claiming,
    Decision,
    Membership,
    Organisation,
    Service,
    ServiceAtLocation,
)
from directory.models.change import OPEN
from directory.queries.entries import is_slug

MOST_ENTRIES = 100
UNDECIDED = (Decision.OPEN, Decision.ASKED)


def get_service(organisation_slug: str, service_slug: str) -> Service:
    """Return a service of an organisation, whether or not the public may see it.

    With the organisation's bases and the service's sites. Whether the asker may is for her caller
    to say.

    Raises:
        NotFoundError: there is none of these slugs.

    """
    if not (is_slug(organisation_slug) and is_slug(service_slug)):
        raise NotFoundError("There is no such service.")
    found = db.session.scalar(
        select(Service)
        .join(Service.organisation)
        .where(Service.slug == service_slug, Organisation.slug == organisation_slug)
        .options(
            contains_eager(Service.organisation).selectinload(Organisation.bases),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
        )
    )
    if found is None:
        raise NotFoundError("There is no such service.")
    return found


def get_organisation(slug: str) -> Organisation:
    """Return an organisation, whether or not the public may see it.

    Raises:
        NotFoundError: there is none of this slug.

    """
    if not is_slug(slug):
        raise NotFoundError("There is no such organisation.")
    found = db.session.scalar(
        select(Organisation)
        .where(Organisation.slug == slug)
        .options(selectinload(Organisation.bases))
    )
    if found is None:
        raise NotFoundError("There is no such organisation.")
    return found


def entries(organisation_ids: Collection[int]) -> list[tuple[Organisation, int]]:
    """Return these organisations by name, each with how many of its changes are open."""
    if not organisation_ids:
        return []
    rows = db.session.execute(
        select(Organisation, func.count(Change.id))
        .outerjoin(Change, and_(Change.organisation_id == Organisation.id, Change.state.in_(OPEN)))
        .where(Organisation.id.in_(organisation_ids))
        .group_by(Organisation.id)
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST_ENTRIES)
    )
    return [(organisation, count) for organisation, count in rows]


def services_of(organisation_id: int, *, with_areas: bool = False) -> list[Service]:
    """Return an organisation's services by name, the public's and those being written.

    With ``with_areas`` all that each covers comes too: that may be thousands.
    """
    told = [
        joinedload(Service.organisation),
        selectinload(Service.locations).joinedload(ServiceAtLocation.site),
        selectinload(Service.openings),
        selectinload(Service.exceptions),
        selectinload(Service.contacts),
    ]
    if with_areas:
        told.append(selectinload(Service.coverage))
    return list(
        db.session.scalars(
            select(Service)
            .where(Service.organisation_id == organisation_id)
            .options(*told)
            .order_by(Service.name, Service.id)
            .limit(MOST_ENTRIES)
        )
    )


def members_of(organisation_id: int) -> list[Membership]:
    """Return who may edit an organisation's entry, owners first."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
            .options(joinedload(Membership.person))
            .order_by(Membership.role.desc(), Membership.id)
            .limit(MOST_ENTRIES)
        )
    )


def claim_of(person_id: int, organisation_id: int) -> Claiming | None:
    """Return what a person said when she asked to keep an entry, while it is not decided."""
    return db.session.scalar(
        select(Claiming).where(
            Claiming.organisation_id == organisation_id,
            Claiming.person_id == person_id,
            Claiming.decision.in_(UNDECIDED),
        )
    )


def claims_of(person_id: int) -> list[Claiming]:
    """Return the entries that a person asked to keep and has no answer about, the newest first."""
    return list(
        db.session.scalars(
            select(Claiming)
            .where(Claiming.person_id == person_id, Claiming.decision.in_(UNDECIDED))
            .options(joinedload(Claiming.organisation))
            .order_by(Claiming.id.desc())
            .limit(MOST_ENTRIES)
        )
    )


def get_member(organisation_id: int, number: int) -> Membership:
    """Return what somebody was granted of an organisation's entry, and still has.

    Raises:
        NotFoundError: there is no such member.

    """
    found = db.session.get(Membership, number)
    if found is None or found.organisation_id != organisation_id or found.ended_at is not None:
        raise NotFoundError("There is no such member of this entry.")
    return found


def bases_of(service: Service) -> list[Spot]:
    """Return the bases of a service's organisation as the rules see them."""
    return [each.spot for each in service.organisation.bases]


def sites_of(service: Service) -> list[Spot]:
    """Return the places where a service happens as the rules see them."""
    return [each.site.spot for each in service.locations]
