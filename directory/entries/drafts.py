"""Changes on their way: written, saved as one goes, sent, withdrawn; and old versions restored.

There is at most one open change of a section of an entry: the database keeps it to one, so of two
people who begin at once the second is told. What is public changes only when one is published.
Everything here flushes and the caller commits; with a ConflictError the session was rolled back.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.domain.rights import Rights
from directory.domain.sections import PARTS, Section, Told, difference
from directory.entries import changing
from directory.entries.publishing import (
    as_one,
    close,
    disturb_waiting,
    is_published_at_once,
    merged,
    publish,
)
from directory.entries.queue import put_in_queue
from directory.entries.written import told_now
from directory.errors import BadInputError, ConflictError, NotAllowedError
from directory.extensions import db
from directory.models import Change, ChangeState, Organisation, Person, Service, Version
from directory.models.organisation import now

LONGEST = 1_000_000
"""How many characters a section may have while it is written: thousands of areas, and no more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a section stands, for a form that shows it.

    Attributes:
        public: what the public reads (or would, were the entry public).
        change: the open change, or None.
        told: what to go on with: the open change's text, else the public one.
        revision: of the open change; None when there is none. A form sends it back.
        seen: what stands for the public text. A form sends it back.

    """

    public: Told
    change: Change | None
    told: Told
    revision: int | None
    seen: str


def standing(organisation: Organisation, service: Service | None, section: Section) -> Standing:
    """Return how a section stands."""
    public = told_now(organisation, service, section)
    change = open_change(organisation, service, section)
    told = public if change is None else change.told
    revision = None if change is None else change.revision
    return Standing(public, change, told, revision, fingerprint(public))


def open_change(
    organisation: Organisation, service: Service | None, section: Section
) -> Change | None:
    """Return the open change of a section, or None."""
    return db.session.scalar(
        select(Change).where(Change.open_key == _key(organisation, service, section))
    )


def save(  # noqa: PLR0917 (agreed: an entry, its section, what it should say, who says it)
    organisation: Organisation,
    service: Service | None,
    section: Section,
    told: Told,
    by: Person,
    revision: int | None = None,
    *,
    seen: str = "",
) -> Change:
    """Keep what somebody typed as the open change of a section, whether or not it is right yet.

    Args:
        organisation: whose entry.
        service: which service, or None.
        section: which section.
        told: columns of the section; those that are left out stay as they stand.
        by: who typed it; she is the author of the change from now on.
        revision: of the open change that she saw; None when she saw none.
        seen: what stood for the public text that she saw (:class:`Standing`); "" checks nothing.

    Raises:
        BadInputError: it holds a column of another section, or is far too long.
        ConflictError: somebody saved, sent or published something since; ``theirs`` is that text,
            and nothing was kept.

    """
    public = told_now(organisation, service, section)
    change = open_change(organisation, service, section)
    text = _text(section, organisation, service, {**(change.told if change else public), **told})
    if change is None:
        if revision is not None or (seen and seen != fingerprint(public)):
            raise _conflict(public)
        change = Change(
            organisation=organisation,
            service=service,
            section=section,
            open_key=_key(organisation, service, section),
            told=text,
            before=dict(public),
            person=by,
        )
        db.session.add(change)
    else:
        _check_seen(change, revision, text)
        if seen and seen != fingerprint(public):
            raise _conflict(public)
        _go_on(change, text, by, public if seen else None)
    with as_one(lambda: _theirs(organisation, service, section)):
        db.session.flush()
    return change


def send(change: Change, rights: Rights, by: Person) -> Change:
    """Publish a change at once where that is allowed, or put it in the moderators' queue.

    What somebody else published meanwhile in other columns stays as she left it.

    Args:
        change: which.
        rights: what the sender may do.
        by: who sends it.

    Raises:
        NotAllowedError: the entry is not hers to edit.
        BadInputError: the text cannot be stored; ``field`` is the column.
        ConflictError: it was sent already, or the public text of the same column moved under her.

    """
    if not rights.may_edit(change.organisation_id):
        raise NotAllowedError("This entry is not one of yours.")
    if change.state not in (ChangeState.DRAFT, ChangeState.ASKED):
        raise ConflictError("This change was sent already.", theirs=change.told)
    organisation, service, section = change.organisation, change.service, change.section
    told = changing.canonical(section, organisation, service, change.told)
    public = told_now(organisation, service, section)
    told = merged(change.before, public, told)
    with as_one(lambda: _theirs(organisation, service, section)):
        change.told, change.before = dict(told), dict(public)
        change.person, change.sent_at, change.saved_at = by, now(), now()
        if not difference(public, told):
            close(change, ChangeState.PUBLISHED)
        elif is_published_at_once(change, rights):
            publish(change, decided_by=None)
            disturb_waiting(change)
        else:
            change.state = ChangeState.WAITING
            put_in_queue(change)
            audit.note(
                "sent",
                "change",
                change.id,
                by=by,
                organisation_id=organisation.id,
                section=section.value,
            )
        db.session.flush()
    return change


def withdraw(change: Change, by: Person) -> None:
    """Take an open change back; what it said is kept with it.

    Raises:
        ConflictError: it was decided on, or withdrawn, already.

    """
    if change.open_key is None:
        raise ConflictError("This change is not open any more.", theirs=change.told)
    with as_one(lambda: None):
        close(change, ChangeState.WITHDRAWN)
        audit.note("withdrew", "change", change.id, by=by, organisation_id=change.organisation_id)
        db.session.flush()


def restore(version: Version, by: Person) -> Change:
    """Make what a section said once the text of a new open change, to be looked at and sent.

    Raises:
        ConflictError: another change of the section is open; ``theirs`` is its text.

    """
    organisation = db.session.get_one(Organisation, version.organisation_id)
    service = db.session.get_one(Service, version.service_id) if version.service_id else None
    return save(organisation, service, version.section, version.told, by)


def fingerprint(told: Told) -> str:
    """Return what stands for a text: the same for the same text, and for no other."""
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=12).hexdigest()


def _key(organisation: Organisation, service: Service | None, section: Section) -> str:
    return f"{organisation.id}/{service.id if service is not None else ''}/{section}"


def _text(
    section: Section, organisation: Organisation, service: Service | None, told: Told
) -> dict[str, Any]:
    """Return a text as it will be told once stored, or as it was typed while it cannot be."""
    if len(json.dumps(told, default=str)) > LONGEST:
        raise BadInputError(f"That is more than {LONGEST:,} characters: too long to keep.")
    try:
        return dict(changing.canonical(section, organisation, service, told))
    except BadInputError as error:
        if error.field not in PARTS[section].columns:
            raise
        return dict(told)


def _check_seen(change: Change, revision: int | None, text: Told) -> None:
    """Refuse to save over a text that was not seen; the same text once more does no harm."""
    if revision != change.revision and change.told != text:
        raise _conflict(change.told)


def _go_on(change: Change, text: dict[str, Any], by: Person, public: Told | None) -> None:
    """Put a text in an open change; one that waited has to be sent again."""
    if public is not None and change.before != public:
        change.before = dict(public)
    if change.told == text:
        return
    change.told, change.person, change.saved_at = text, by, now()
    if change.state is ChangeState.WAITING:
        change.state = ChangeState.DRAFT


def _conflict(theirs: Told) -> ConflictError:
    return ConflictError(
        "Somebody else changed this while you were writing. Nothing you typed is lost: look at "
        "what is different, and choose.",
        theirs=theirs,
    )


def _theirs(organisation: Organisation, service: Service | None, section: Section) -> Told:
    """Return what somebody else's change says, or what the public reads since it was published."""
    return standing(organisation, service, section).told
