"""Confirming that an entry is still right, and hearing from its people. The caller commits."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select, update

from directory import audit
from directory.domain.confirming import ITS_PEOPLE, THIS_SITE, Group, checked_on, groups_of
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import (
    Change,
    Confirmation,
    CoverageArea,
    Organisation,
    Person,
    Service,
    StillRight,
)
from directory.queries.keepers import keepers
from directory.search import index


def confirm(
    organisation: Organisation,
    service: Service | None,
    groups: Collection[Group],
    *,
    on: date,
    by: Person,
    said_by: str,
) -> None:
    """Remember that these groups of an entry are still right; its words and edits stay untouched.

    A base that a moderator checked says so with its own date and name, which are left alone: that
    its people say so is not a moderator's check.

    Args:
        organisation: whose entry.
        service: which service; None for the organisation's own sections.
        groups: what was confirmed.
        on: today, where the streets are.
        by: who said so.
        said_by: who that is, as the public reads it.

    """
    entry = organisation if service is None else service
    sections = [section for group in groups for section in group.sections]
    confirmed = _keep(organisation, service, sections, on, by)
    day = checked_on(entry.checked_on, confirmed, is_service=service is not None)
    if day != entry.checked_on:
        entry.checked_on, entry.checked_by = day, said_by
    if service is not None and Section.COVERAGE in sections:
        db.session.execute(
            update(CoverageArea)
            .where(CoverageArea.service_id == service.id)
            .values(confirmed_on=on)
        )
    audit.note(
        "confirmed",
        "organisation" if service is None else "service",
        entry.id,
        by=by,
        organisation_id=organisation.id,
        groups=sorted(group.slug for group in groups),
    )
    if service is not None:
        index.note_changes([service.id])


def first_shown(change: Change, by: Person) -> None:
    """Count what a moderator shows for the first time as confirmed: two people have read it.

    Its people ask to be shown because it is right, and a moderator has looked at all of it.

    Args:
        change: what showed it.
        by: the moderator, who stands for an author that is gone.

    """
    organisation, author = change.organisation, change.person
    is_theirs = author is not None and author in keepers(organisation.id)
    on = datetime.now(ZoneInfo(current_app.config["TIME_ZONE"])).date()
    shown: list[Service | None] = [change.service]
    if change.service is None:
        shown += [e for e in organisation.services if e.publication is Publication.PUBLISHED]
    for each in shown:
        confirm(
            organisation,
            each,
            groups_of(is_service=each is not None).values(),
            on=on,
            by=author or by,
            said_by=ITS_PEOPLE if is_theirs else THIS_SITE,
        )


def heard_from(organisation: Organisation) -> None:
    """Remember that its people answered, by confirming or by an edit: they need not be asked now.

    An entry that ranked lower because nobody had answered stands where it stood, at once.
    """
    row = db.session.get(StillRight, organisation.id)
    if row is None:
        row = StillRight(organisation_id=organisation.id)
        db.session.add(row)
    row.unanswered, row.answered_at = 0, datetime.now(UTC)
    if organisation.silent_since is not None:
        organisation.silent_since = None
        db.session.flush()
        tell_search([organisation.id])


def tell_search(organisation_ids: Iterable[int]) -> None:
    """Let the index hear of every service of these organisations."""
    chosen = select(Service.id).where(Service.organisation_id.in_(list(organisation_ids)))
    index.note_changes(db.session.scalars(chosen))


def _keep(
    organisation: Organisation,
    service: Service | None,
    sections: Collection[Section],
    on: date,
    by: Person,
) -> Mapping[Section, date]:
    """Write down when these sections were confirmed, and return when each one was."""
    service_id = service.id if service is not None else None
    kept = {
        each.section: each
        for each in db.session.scalars(
            select(Confirmation)
            .where(Confirmation.organisation_id == organisation.id)
            .where(Confirmation.service_id.is_not_distinct_from(service_id))
        )
    }
    for section in sections:
        if section not in kept:
            kept[section] = Confirmation(
                organisation_id=organisation.id, service_id=service_id, section=section
            )
            db.session.add(kept[section])
        kept[section].on, kept[section].person_id = on, by.id
    return {section: each.on for section, each in kept.items()}
