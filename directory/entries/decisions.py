"""What moderators decide on a change: once, told to its author, and noted. The caller commits.

Of two moderators the first stands and the second is told. Whose areas these are is the room's to
ask before (:class:`directory.domain.rights.Rights`).
"""

from directory import audit, post
from directory.domain.sections import PARTS, difference
from directory.domain.terms import Publication
from directory.entries import changing, confirming
from directory.entries.publishing import (
    as_one,
    close,
    is_first_showing,
    is_showing,
    merged,
    publish,
)
from directory.entries.written import told_now
from directory.errors import BadInputError, ConflictError
from directory.extensions import db
from directory.models import Change, ChangeState, Person

LONGEST_SAID = 2_000
_MISSING = "Say why: it is sent to the person who wrote this."


def approve(change: Change, by: Person, *, revision: int | None = None) -> None:
    """Publish a change that waits.

    Args:
        change: which.
        by: the moderator.
        revision: of the text that she read; None checks nothing.

    Raises:
        ConflictError: it was decided on, or says something else than what she read, or the public
            text of the same column moved under it. Nothing is changed.
        BadInputError: it cannot be stored any more; ``field`` is the column.

    """
    _check(change, by, revision, (ChangeState.WAITING,))
    section, organisation, service = change.section, change.organisation, change.service
    told = changing.canonical(section, organisation, service, change.told)
    public = told_now(organisation, service, section)
    told = merged(change.before, public, told)
    with as_one(lambda: None):
        change.told, change.before = dict(told), dict(public)
        publish(change, decided_by=by)
        if is_showing(change) and is_first_showing(change):
            confirming.first_shown(change, by)
        columns = [each.column for each in difference(public, told)]
        _note("approved", change, by, columns=columns)
        _write("change_approved", change)
        db.session.flush()


def ask(change: Change, by: Person, said: str, *, revision: int | None = None) -> None:
    """Send a change back to its author with a question; it waits again when she has answered.

    Raises:
        BadInputError: nothing was asked, or too much.
        ConflictError: it was decided on, or says something else than what the moderator read.

    """
    _check(change, by, revision, (ChangeState.WAITING,))
    question = reason(said, _MISSING)
    with as_one(lambda: None):
        change.state, change.said, change.answer = ChangeState.ASKED, question, ""
        change.decided_by = by
        _note("asked", change, by)
        _write("change_asked", change)
        db.session.flush()


def refuse(change: Change, by: Person, said: str, *, revision: int | None = None) -> None:
    """Refuse a change, with the reason, which its author is told; what is public stays.

    Raises:
        BadInputError: no reason is given, or too long a one.
        ConflictError: it was decided on, or says something else than what the moderator read.

    """
    _check(change, by, revision, (ChangeState.WAITING, ChangeState.ASKED))
    words = reason(said, _MISSING)
    with as_one(lambda: None):
        close(change, ChangeState.REFUSED, by)
        change.said = words
        _note("refused", change, by)
        _write("change_refused", change)
        db.session.flush()


def reason(text: str, missing: str = "") -> str:
    """Return a moderator's reason or question as it is kept.

    Args:
        text: what she wrote.
        missing: what she is told when she wrote nothing; empty when she need not.

    Raises:
        BadInputError: it is missing, or too long.

    """
    said = text.replace("\r\n", "\n").strip()
    if missing and not said:
        raise BadInputError(missing, field="said")
    if len(said) > LONGEST_SAID:
        raise BadInputError(f"{LONGEST_SAID:,} characters are the most.", field="said")
    return said


def already(what: str, decided_by: Person | None, by: Person) -> str:
    """Return the words for whoever comes second: who did what before, if only herself."""
    if decided_by is by:
        return f"You have {what} this already."
    return f"{decided_by.called if decided_by else 'Somebody else'} has {what} this already."


def _check(
    change: Change, by: Person, revision: int | None, states: tuple[ChangeState, ...]
) -> None:
    if change.state in _DECIDED and change.state not in states:
        raise ConflictError(already(_DECIDED[change.state], change.decided_by, by))
    if change.state not in states:
        raise ConflictError(_ELSEWHERE[change.state])
    if revision is not None and revision != change.revision:
        raise ConflictError(
            "This says something else than what you read. Look at it again.", theirs=change.told
        )


_DECIDED = {
    ChangeState.PUBLISHED: "approved",
    ChangeState.REFUSED: "refused",
    ChangeState.ASKED: "asked about",
}
_ELSEWHERE = {
    ChangeState.WITHDRAWN: "Its author has taken this back.",
    ChangeState.DRAFT: "Its author is writing on it. She will send it again.",
}


def _note(act: str, change: Change, by: Person, **details: object) -> None:
    audit.note(
        act,
        "change",
        change.id,
        by=by,
        organisation_id=change.organisation_id,
        section=change.section.value,
        revision=change.revision,
        **details,
    )


def _shown_at(change: Change) -> dict[str, str]:
    """Return the public page of what a change shows, as its endpoint and slug; else nothing."""
    organisation, service = change.organisation, change.service
    if not is_showing(change) or organisation.publication is not Publication.PUBLISHED:
        return {}
    if service is None:
        return {"endpoint": "find.organisation", "slug": organisation.slug}
    return {"endpoint": "find.service", "slug": service.slug}


def _write(kind: str, change: Change) -> None:
    """Write to the author. Of the text itself nothing is in the letter: it may hold an address."""
    if change.person is None:
        return
    service = change.service
    post.write(
        kind,
        change.person,
        organisation=change.organisation.name,
        slug=change.organisation.slug,
        number=change.id,
        service=service.name if service is not None else "",
        section=PARTS[change.section].title,
        shown_at=_shown_at(change),
        said=change.said,
    )
