"""What this room writes when somebody says that an entry is still right: each act is one commit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update

from directory import people
from directory.domain.confirming import ITS_PEOPLE, THIS_SITE, Group
from directory.entries import confirming
from directory.entries.publishing import as_one
from directory.errors import ConflictError
from directory.extensions import db
from directory.models import Asked, Link, Person
from directory.queries.still_right import Entry, Part
from directory.web.local_time import local_now

Ticked = Sequence[tuple[Part, Collection[Group]]]
"""Parts of an entry, each with the groups that are right."""


def confirm_signed_in(entry: Entry, ticked: Ticked, seen: str) -> None:
    """Keep what somebody who is signed in says of an entry that is hers to edit.

    Raises:
        ConflictError: the entry was changed since she looked.

    """
    if seen != entry.seen:
        raise ConflictError(f"{entry.organisation.name} was changed while you looked. Look again.")
    is_hers = entry.organisation.id in people.rights().organisations
    with as_one(lambda: None):
        _confirm(entry, ticked, people.me(), ITS_PEOPLE if is_hers else THIS_SITE)
        db.session.commit()


def confirm_by_link(
    link: Link, answers: Sequence[tuple[Entry, Ticked]], seen: Mapping[int, str]
) -> int:
    """Keep what whoever has a letter says of entries; return of how many.

    Each entry is answered once by a link: of two presses of a button the second changes nothing.

    Args:
        link: of the letter.
        answers: entries, each with what is right of it.
        seen: what stood for the words of each entry when it was shown, by its number.

    Raises:
        ConflictError: an entry was changed since she looked; nothing is kept.

    """
    with as_one(lambda: None):
        done = [each for each in answers if _is_first(link, each[0].organisation.id)]
        changed = [e.organisation.name for e, _ in done if seen.get(e.organisation.id) != e.seen]
        if changed:
            db.session.rollback()
            raise ConflictError(f"{changed[0]} was changed while you looked. Please look again.")
        by = db.session.get_one(Person, link.subject_id)
        for entry, ticked in done:
            _confirm(entry, ticked, by, ITS_PEOPLE)
        if not done:
            db.session.rollback()
            return 0
        _use_up(link)
        db.session.commit()
    return len(done)


def _confirm(entry: Entry, ticked: Ticked, by: Person, said_by: str) -> None:
    for part, groups in ticked:
        if groups:
            confirming.confirm(
                entry.organisation,
                part.entry if part.is_service else None,
                groups,
                on=local_now().date(),
                by=by,
                said_by=said_by,
            )
    confirming.heard_from(entry.organisation)
    if all(len(groups) == len(part.groups) for part, groups in ticked):
        _answer_every_letter(entry.organisation.id)


def _answer_every_letter(organisation_id: int) -> None:
    """Let no letter, a colleague's neither, ask any more about an entry that is confirmed whole."""
    db.session.execute(
        update(Asked)
        .where(Asked.organisation_id == organisation_id, Asked.answered_at.is_(None))
        .values(answered_at=datetime.now(UTC))
    )


def _is_first(link: Link, organisation_id: int) -> bool:
    """Mark an entry as answered by this link, and say whether it was not before."""
    done = db.session.scalars(
        update(Asked)
        .where(Asked.link_id == link.id, Asked.organisation_id == organisation_id)
        .where(Asked.answered_at.is_(None))
        .values(answered_at=datetime.now(UTC))
        .returning(Asked.organisation_id)
    ).all()
    return bool(done)


def _use_up(link: Link) -> None:
    """Use a link up once it has answered for every entry that its letter asked about."""
    left = select(Asked.link_id).where(Asked.link_id == link.id, Asked.answered_at.is_(None))
    if db.session.scalar(left.limit(1)) is None:
        link.used_at = datetime.now(UTC)
