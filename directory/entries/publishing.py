"""A change becoming what the public reads; and what happens when two people get there at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from directory.domain.rights import Rights
from directory.domain.sections import SHOWING, Section, Told
from directory.domain.terms import Publication
from directory.entries import changing
from directory.entries.queue import put_anew
from directory.entries.versions import stood_before
from directory.errors import ConflictError
from directory.extensions import db
from directory.models import Change, ChangeState, Organisation, Person, Service
from directory.models.organisation import now

_PLACING = (Section.BASES, Section.COVERAGE)
"""What says in which areas an entry is, and so whose it is to decide on."""


def init_app(app: Flask) -> None:
    """Refuse to start when what may be published at once is no section: nobody would be trusted.

    Raises:
        ValueError: AT_ONCE_SECTIONS names what is no section.

    """
    known = [each.value for each in Section if each not in SHOWING]
    wrong = sorted(_named(app).difference(known))
    if wrong:
        raise ValueError(
            f"AT_ONCE_SECTIONS must name sections, not {', '.join(wrong)}. "
            f"The sections are {', '.join(known)}."
        )


def publish(change: Change, *, decided_by: Person | None) -> None:
    """Write a change into its entry and close it; a text that stood there before is restored.

    Args:
        change: which; it says what to store.
        decided_by: the moderator; None when it is published at once.

    Raises:
        BadInputError: it cannot be stored any more.

    """
    section, organisation, service = change.section, change.organisation, change.service
    is_restored = stood_before(section, organisation, service, change.told)
    changing.apply(
        section,
        organisation,
        service,
        change.told,
        by=change.person,
        how="restored" if is_restored else "edit",
        change=change,
    )
    close(change, ChangeState.PUBLISHED, decided_by)
    if section in _PLACING:
        put_anew(organisation)


def close(change: Change, state: ChangeState, by: Person | None = None) -> None:
    """Say what became of a change; another may be begun."""
    change.state, change.open_key = state, None
    change.decided_at, change.decided_by = now(), by


def is_published_at_once(change: Change, rights: Rights) -> bool:
    """Say whether a change need not wait for a moderator.

    What is not public yet is written straight into the entry; that it becomes public waits. Of
    what is public, a trusted editor may publish the sections that the council named.
    """
    organisation, service, section = change.organisation, change.service, change.section
    if organisation.publication is Publication.DRAFT:
        return section is not Section.PUBLICATION
    if is_draft(organisation, service) and section not in SHOWING:
        return True
    return section in at_once_sections() and rights.is_trusted_by(organisation.id)


def is_draft(organisation: Organisation, service: Service | None) -> bool:
    """Say whether an entry, or this service of it, never was public: nobody reads it yet."""
    entries = [each for each in (organisation, service) if each is not None]
    return any(each.publication is Publication.DRAFT for each in entries)


def is_showing(change: Change) -> bool:
    """Say whether a change asks that an entry, or one service of it, be shown to the public."""
    return change.section in SHOWING and Publication.PUBLISHED in change.told.values()


def is_first_showing(change: Change) -> bool:
    """Say whether nobody could read before what such a change shows."""
    return Publication.DRAFT in change.before.values()


def at_once_sections() -> frozenset[str]:
    """Return the sections that trusted editors may publish at once: a setting."""
    return _named(current_app)


def merged(before: Told, public: Told, told: Told) -> Told:
    """Return a text with what somebody else published meanwhile in columns that it left alone.

    Args:
        before: what the public read when the text was begun.
        public: what the public reads now.
        told: the text.

    Raises:
        ConflictError: both changed a column, and not to the same.

    """
    ours = {column for column, value in told.items() if value != before.get(column)}
    theirs = {column for column, value in public.items() if value != before.get(column)}
    if any(told[column] != public.get(column) for column in ours & theirs):
        raise ConflictError(
            "What the public reads was changed while this was being written. Look at what is "
            "different, and choose.",
            theirs=public,
        )
    return {**public, **{column: told[column] for column in told if column in ours}}


def disturb_waiting(change: Change) -> None:
    """Let a moderator who looks at a new entry know that it says something else now.

    A new entry is written straight while the wish to make it public waits; what she approves must
    be what she read.
    """
    waiting = db.session.scalars(
        select(Change)
        .where(Change.organisation_id == change.organisation_id, Change.id != change.id)
        .where(Change.section.in_(SHOWING), Change.state == ChangeState.WAITING)
    )
    for each in waiting:
        if each.service_id is None or each.service_id == change.service_id:
            each.saved_at = now()


@contextmanager
def as_one(theirs: Callable[[], Mapping[str, object] | None]) -> Iterator[None]:
    """Do it all or nothing: when somebody else was quicker, roll back and say so.

    Raises:
        ConflictError: somebody was; its text is what ``theirs`` returns.

    """
    try:
        yield
    except (IntegrityError, StaleDataError) as error:
        raise _too_late(theirs) from error
    except OperationalError as error:
        # SQLite lets nobody write who read before somebody else wrote.
        if "locked" not in str(error):
            raise
        raise _too_late(theirs) from error


def _too_late(theirs: Callable[[], Mapping[str, object] | None]) -> ConflictError:
    db.session.rollback()
    return ConflictError("Somebody else was quicker. Look at what is different.", theirs=theirs())


def _named(app: Flask) -> frozenset[str]:
    named = str(app.config["AT_ONCE_SECTIONS"]).replace(",", " ")
    return frozenset(named.lower().split())
