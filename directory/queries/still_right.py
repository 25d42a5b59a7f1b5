"""Whether entries are still right: who is to be asked, about what, and what was answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.domain import confirming, said_briefly
from directory.domain.confirming import Group
from directory.domain.rights import OF_ORGANISATION
from directory.domain.sections import Section
from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import (
    Asked,
    Confirmation,
    Link,
    Membership,
    Organisation,
    Service,
    ServiceAtLocation,
    StillRight,
)
from directory.queries import coverage
from directory.queries.batch import Batch, start

ENTRIES_A_PAGE = 5
MOST_SERVICES = 50
MOST_ANSWERED = 50


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation itself, or one of its services, with what each of its groups says now."""

    entry: Any
    is_service: bool
    said: said_briefly.Said

    @property
    def groups(self) -> list[Group]:
        """Return its groups in order."""
        return list(confirming.groups_of(is_service=self.is_service).values())


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation with its listed services, as its people are asked about it.

    Attributes:
        seen: changes whenever anything of it is edited, so that nobody confirms what she did not
            see.
        more: how many services are not shown.

    """

    organisation: Organisation
    parts: tuple[Part, ...]
    seen: str
    more: int = 0

    @property
    def checked_on(self) -> date | None:
        """Return since when all of it is known to be right; None while some of it never was."""
        days = [part.entry.checked_on for part in self.parts]
        return min(days) if all(days) else None


def due(moment: datetime, since: timedelta) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an entry is to be asked about, of a membership joined with it.

    Its keeper has kept it for so long, nobody answered for so long, and not all of it was checked.
    """
    before = moment - since
    listed = (
        Service.organisation_id == Organisation.id,
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
    )
    old = or_(Service.checked_on.is_(None), Service.checked_on < before.date())
    own_old = or_(Organisation.checked_on.is_(None), Organisation.checked_on < before.date())
    return (
        Membership.granted_at < before,
        or_(StillRight.answered_at.is_(None), StillRight.answered_at < before),
        or_(
            select(Service.id).where(*listed, old).exists(),
            own_old & ~select(Service.id).where(*listed).exists(),
        ),
    )


def kept(question: Any) -> Any:
    """Return a question about memberships as one about public entries and those who keep them."""
    return (
        question.join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(StillRight, StillRight.organisation_id == Organisation.id)
        .where(
            Membership.ended_at.is_(None),
            Membership.role.in_(OF_ORGANISATION),
            Organisation.publication == Publication.PUBLISHED,
        )
    )


def entries(organisations: Collection[int], today: date) -> list[Entry]:
    """Return these public organisations by name, each with what it says now."""
    found = db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(organisations))
        .where(Organisation.publication == Publication.PUBLISHED)
        .options(
            selectinload(Organisation.identifiers),
            selectinload(Organisation.bases),
            selectinload(Organisation.contacts),
        )
        .order_by(Organisation.name, Organisation.id)
    ).all()
    services = _services([each.id for each in found])
    shown = {each.id: services.get(each.id, [])[:MOST_SERVICES] for each in found}
    areas = coverage.of_services([each.id for some in shown.values() for each in some])
    return [
        Entry(
            each,
            (
                Part(each, False, said_briefly.of_organisation(each)),
                *(
                    Part(s, True, said_briefly.of_service(s, areas.get(s.id), today))
                    for s in shown[each.id]
                ),
            ),
            _seen(each, shown[each.id]),
            len(services.get(each.id, [])) - len(shown[each.id]),
        )
        for each in found
    ]


def asked_by(link: Link, page: int, slugs: Sequence[str] | None = None) -> Batch[int]:
    """Return a page of the organisations that a letter asks about and that were not answered yet.

    Those that whoever had the letter keeps to this day, and that are public; of ``slugs`` alone
    when they are given.
    """
    chosen = _of(link).where(Asked.answered_at.is_(None)).order_by(Organisation.name)
    if slugs is not None:
        chosen = chosen.where(Organisation.slug.in_(slugs[:ENTRIES_A_PAGE]))
    found = db.session.scalars(
        chosen.order_by(Organisation.id).limit(ENTRIES_A_PAGE).offset(start(page, ENTRIES_A_PAGE))
    ).all()
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, ENTRIES_A_PAGE)


def answered_by(link: Link) -> Sequence[Asked]:
    """Return what was answered by a letter's link, the last first."""
    return db.session.scalars(
        select(Asked)
        .where(Asked.link_id == link.id, Asked.answered_at.is_not(None))
        .options(joinedload(Asked.organisation))
        .order_by(Asked.answered_at.desc(), Asked.organisation_id)
        .limit(MOST_ANSWERED)
    ).all()


def rounds(organisations: Iterable[int]) -> Mapping[int, StillRight]:
    """Return how often each of these was asked without an answer, where it ever was."""
    found = db.session.scalars(
        select(StillRight).where(StillRight.organisation_id.in_(sorted(set(organisations))))
    )
    return {each.organisation_id: each for each in found}


def confirmed_later(
    organisation_id: int, service: Service | None, checked_on: date | None
) -> list[tuple[Group, date]]:
    """Return the groups of an entry that were confirmed after all of it was, each with its day."""
    service_id = service.id if service is not None else None
    rows = db.session.execute(
        select(Confirmation.section, Confirmation.on)
        .where(Confirmation.organisation_id == organisation_id)
        .where(Confirmation.service_id.is_not_distinct_from(service_id))
    )
    confirmed: dict[Section, date] = {row.section: row.on for row in rows}
    return confirming.later_groups(checked_on, confirmed, is_service=service is not None)


def _of(link: Link) -> Select[Any]:
    keeps = select(Membership.id).where(
        Membership.organisation_id == Organisation.id,
        Membership.person_id == link.subject_id,
        Membership.role.in_(OF_ORGANISATION),
        Membership.ended_at.is_(None),
    )
    return (
        select(Asked.organisation_id)
        .join(Organisation, Organisation.id == Asked.organisation_id)
        .where(Asked.link_id == link.id, keeps.exists())
        .where(Organisation.publication == Publication.PUBLISHED)
    )


def _services(organisations: Sequence[int]) -> dict[int, list[Service]]:
    found: dict[int, list[Service]] = {}
    for each in db.session.scalars(
        select(Service)
        .where(Service.organisation_id.in_(organisations))
        .where(Service.publication == Publication.PUBLISHED, Service.status != Status.CLOSED)
        .options(
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
            selectinload(Service.contacts),
        )
        .order_by(Service.name, Service.id)
    ):
        found.setdefault(each.organisation_id, []).append(each)
    return found


def _seen(organisation: Organisation, services: Sequence[Service]) -> str:
    """Return what stands for the words that are shown: an edit of any of them changes it."""
    last = max([organisation.edited_at, *(each.edited_at for each in services)])
    return f"{last.timestamp():.6f}-{len(services)}"
