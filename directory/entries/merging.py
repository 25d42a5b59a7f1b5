"""Two entries of one organisation made into one. The caller commits.

The one that stays takes over what the other had: services, numbers, addresses, contacts, people,
history and address on this site. What it says itself stays as it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from directory import audit
from directory.domain.sections import PARTS, Section, Told
from directory.entries import changing
from directory.entries.moving import follow, settle_history
from directory.entries.slugs import Slugs
from directory.entries.versions import versions_of
from directory.entries.written import told_organisation
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import (
    Contact,
    FormerSlug,
    Organisation,
    Person,
    Service,
)
from directory.search import index

_LISTS = {
    Section.ORGANISATION: ("identifiers",),
    Section.BASES: ("bases",),
    Section.ORGANISATION_CONTACTS: ("organisation_contacts",),
}
_WORDS = ("also_known_as", "organisation_description", "founded", "organisation_website")


def foreseen(kept: Organisation, lost: Organisation) -> dict[Section, Told]:
    """Return what ``kept`` will say once ``lost`` is one with it.

    Raises:
        BadInputError: it cannot be stored.

    """
    return {
        section: changing.canonical(section, kept, None, _together(kept, lost, section))
        for section in _LISTS
    }


def merge(kept: Organisation, lost: Organisation, by: Person | None) -> None:
    """Make two entries one: ``kept`` stays, and ``lost`` leads to it.

    Raises:
        BadInputError: both are one already, or what they say together cannot be stored.

    """
    if kept.id == lost.id:
        raise BadInputError("These two are one already.")
    told = {section: _together(kept, lost, section) for section in _LISTS}
    details = {"lost": lost.id, "lost_ref": lost.ref, "lost_slug": lost.slug}
    histories = {
        section: bool(versions_of(section, lost, None, most=1))
        for section, part in PARTS.items()
        if not part.is_of_service
    }
    moved = _move(kept, lost)
    settle_history(kept, (section for section, has_one in histories.items() if has_one))
    for section, text in told.items():
        changing.apply(section, kept, None, text, by=by, how="merged")
    index.note_changes(
        db.session.scalars(select(Service.id).where(Service.organisation_id == kept.id)).all()
    )
    audit.note(
        "merged",
        "organisation",
        kept.id,
        by=by,
        organisation_id=kept.id,
        services=moved,
        **details,
    )


def _together(kept: Organisation, lost: Organisation, section: Section) -> dict[str, Any]:
    """Return what a section says of both: lists joined, and words only where there were none."""
    ours, theirs = told_organisation(kept, section), told_organisation(lost, section)
    told: dict[str, Any] = {
        column: _joined(ours.get(column) or [], theirs.get(column) or [])
        for column in _LISTS[section]
    }
    if section is Section.ORGANISATION:
        told |= {c: ours[c] or theirs[c] for c in _WORDS if c in ours and c in theirs}
        if not ours["also_known_as"] and kept.name.casefold() != lost.name.casefold():
            told["also_known_as"] = lost.name
    elif section is Section.ORGANISATION_CONTACTS:
        told |= _reached(ours, theirs, told["organisation_contacts"])
    return told


def _reached(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], contacts: list[Any]
) -> dict[str, Any]:
    """Return how the one that stays is reached, with the other's number as a further contact."""
    mine = {part: ours.get(f"organisation_{part}") or "" for part in ("phone", "email")}
    other = {part: theirs.get(f"organisation_{part}") or "" for part in ("phone", "email")}
    if not any(mine.values()):
        mine, other = other, {}
    more = {part: value for part, value in other.items() if value and value != mine[part]}
    if more:
        contacts = _joined(contacts, [more])
    return {
        "organisation_phone": mine["phone"],
        "organisation_email": mine["email"],
        "organisation_contacts": contacts,
    }


def _joined(ours: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    found = list(ours)
    return found + [each for each in theirs if each not in found]


def _move(kept: Organisation, lost: Organisation) -> int:
    """Let all that belonged to one belong to the other, and take the empty one away."""
    session: Session = db.session()
    session.flush()
    slugs, lost_id, lost_slug = Slugs(Organisation), lost.id, lost.slug
    services = list(
        session.scalars(select(Service.id).where(Service.organisation_id == lost_id)).all()
    )
    session.execute(
        update(Contact)
        .where(Contact.organisation_id == lost_id, Contact.service_id.is_not(None))
        .values(organisation_id=kept.id)
    )
    session.execute(
        update(Service).where(Service.organisation_id == lost_id).values(organisation_id=kept.id)
    )
    follow(kept.id, lost_id)
    # What it had is elsewhere now, whatever this session remembers.
    session.expire_all()
    session.delete(lost)
    session.flush()
    session.execute(
        update(FormerSlug)
        .where(FormerSlug.kind == slugs.kind, FormerSlug.target_id == lost_id)
        .values(target_id=kept.id)
    )
    slugs.keep_forwarding(lost_slug, kept.id)
    session.flush()
    return len(services)
