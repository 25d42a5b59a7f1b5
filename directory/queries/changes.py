"""Changes and versions, as editors and moderators look at them; who may is for the caller to say.

What they tell holds hidden addresses: it is shown to the entry's editors and its moderators alone.
"""

from collections.abc import Sequence

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import joinedload

from directory.domain.sections import Section
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import AuditEntry, Change, Version
from directory.models.change import OPEN
from directory.queries.batch import Batch, start

VERSIONS_A_PAGE = 20
MOST_OPEN = 200
"""How many open changes of one entry are looked at: a section has at most one."""


def get(change_id: int) -> Change:
    """Return a change with its entry and its author.

    Raises:
        NotFoundError: there is none.

    """
    found = db.session.scalar(_whole().where(Change.id == change_id))
    if found is None:
        raise NotFoundError("There is no such change.")
    return found


def get_version(version_id: int) -> Version:
    """Return a version.

    Raises:
        NotFoundError: there is none.

    """
    found = db.session.get(Version, version_id)
    if found is None:
        raise NotFoundError("There is no such version.")
    return found


def of_organisation(organisation_id: int) -> Sequence[Change]:
    """Return the open changes of an entry, of its services too: by service, then the newest."""
    return db.session.scalars(
        _whole()
        .where(Change.organisation_id == organisation_id, Change.state.in_(OPEN))
        .order_by(
            Change.service_id.is_not(None),
            Change.service_id,
            Change.saved_at.desc(),
            Change.id.desc(),
        )
        .limit(MOST_OPEN)
    ).all()


def of_service(service_id: int) -> Sequence[Change]:
    """Return the open changes of a service, the first begun first."""
    return db.session.scalars(
        _whole()
        .where(Change.service_id == service_id, Change.state.in_(OPEN))
        .order_by(Change.id)
        .limit(MOST_OPEN)
    ).all()


def writers_of(service_id: int) -> frozenset[int]:
    """Return the ids of those who wrote what is kept of a service, and of whoever began it."""
    wrote = union(
        select(Change.person_id).where(Change.service_id == service_id),
        select(Version.person_id).where(Version.service_id == service_id),
    )
    # The last of them: before, the number may have been another's, which was thrown away.
    began = (
        select(AuditEntry.person_id)
        .where(AuditEntry.subject == "service", AuditEntry.subject_id == service_id)
        .where(AuditEntry.act == "began")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    found = (*db.session.scalars(wrote), db.session.scalar(began))
    return frozenset(each for each in found if each is not None)


def decided(
    organisation_id: int, service_id: int | None, section: Section, most: int = 5
) -> Sequence[Change]:
    """Return the newest changes of a section that are not open any more."""
    return db.session.scalars(
        _whole()
        .where(Change.organisation_id == organisation_id, Change.section == section)
        .where(Change.service_id.is_not_distinct_from(service_id), Change.state.not_in(OPEN))
        .order_by(Change.decided_at.desc(), Change.id.desc())
        .limit(most)
    ).all()


def history(
    organisation_id: int,
    service_id: int | None,
    section: Section,
    page: int = 1,
    size: int = VERSIONS_A_PAGE,
) -> Batch[Version]:
    """Return a page of what a section said, the newest first, with who said so."""
    chosen = _versions(organisation_id, service_id, section)
    found = db.session.scalars(
        chosen.options(joinedload(Version.person))
        .order_by(Version.number.desc(), Version.id.desc())
        .limit(size)
        .offset(start(page, size))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, size)


def version_before(version: Version) -> Version | None:
    """Return what a section said before a version, or None for the first."""
    chosen = _versions(version.organisation_id, version.service_id, version.section)
    return db.session.scalar(
        chosen.where(Version.number < version.number)
        .order_by(Version.number.desc(), Version.id.desc())
        .limit(1)
    )


def _whole() -> Select[Change]:
    return select(Change).options(
        joinedload(Change.organisation), joinedload(Change.service), joinedload(Change.person)
    )


def _versions(organisation_id: int, service_id: int | None, section: Section) -> Select[Version]:
    return select(Version).where(
        Version.organisation_id == organisation_id,
        Version.service_id.is_not_distinct_from(service_id),
        Version.section == section,
    )
