"""Every version that a section had: only ever added to. The caller commits."""

from datetime import datetime

from sqlalchemy import select

from directory.domain.sections import Section, Told
from directory.extensions import db
from directory.models import Change, Organisation, Person, Service, Version

BEFORE = "before"
"""How a version came about that stood there already: from a list, or from the first."""

MERGED = "merged"
"""How a version came about when two entries became one."""

LOOKED_AT = 200


def keep(
    section: Section,
    organisation: Organisation,
    service: Service | None,
    before: Told,
    after: Told,
    *,
    by: Person | None,
    how: str,
    change: Change | None,
    since: datetime,
) -> Version:
    """Add a version that says what stands there now, and first what stood there, if none does.

    Args:
        section: which section.
        organisation: whose entry.
        service: which service, or None.
        before: what it said.
        after: what it says.
        by: who said so.
        how: how it came about.
        change: the change that was published.
        since: when what it said before was last edited.

    """
    last = next(iter(versions_of(section, organisation, service, most=1)), None)
    number = last.number if last is not None else 0
    about = {
        "organisation_id": organisation.id,
        "service_id": service.id if service is not None else None,
        "section": section,
    }
    if last is None or last.told != before:
        number += 1
        db.session.add(Version(**about, number=number, told=dict(before), how=BEFORE, at=since))
    version = Version(
        **about,
        number=number + 1,
        told=dict(after),
        how=how,
        person_id=by.id if by is not None else None,
        change_id=change.id if change is not None else None,
    )
    db.session.add(version)
    db.session.flush()
    return version


def versions_of(
    section: Section, organisation: Organisation, service: Service | None, *, most: int
) -> list[Version]:
    """Return the newest versions of a section, the newest first."""
    service_id = service.id if service is not None else None
    found = db.session.scalars(
        select(Version)
        .where(Version.organisation_id == organisation.id)
        .where(Version.service_id.is_not_distinct_from(service_id), Version.section == section)
        .order_by(Version.number.desc())
        .limit(most)
    )
    return list(found)


def stood_before(
    section: Section, organisation: Organisation, service: Service | None, told: Told
) -> bool:
    """Say whether a section said just this once, and says something else now."""
    found = versions_of(section, organisation, service, most=LOOKED_AT)
    return any(each.told == told for each in found[1:])
