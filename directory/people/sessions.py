"""Sessions: begun, found by their key, ended one by one or all at once. Callers commit."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Person, SignedIn
from directory.people.secrets import hashed, new_key

SEEN_EVERY = timedelta(hours=1)
"""How often a session's "last used" is written down: no request writes for every page it reads."""


def begin(person: Person, device: str = "") -> str:
    """Sign a person in, and return the key for her browser."""
    key, moment = new_key(), datetime.now(UTC)
    lasts = timedelta(hours=current_app.config["SESSION_HOURS"])
    db.session.add(
        SignedIn(
            person=person,
            key_hash=hashed(key),
            device=device[:80],
            began_at=moment,
            seen_at=moment,
            ends_at=moment + lasts,
        )
    )
    person.signed_in_at = moment
    return key


def find(key: str) -> SignedIn | None:
    """Return the session of a key, with its person and her memberships, or None when it is over."""
    return db.session.scalar(
        select(SignedIn)
        .where(SignedIn.key_hash == hashed(key), SignedIn.ends_at > datetime.now(UTC))
        .options(joinedload(SignedIn.person).selectinload(Person.memberships))
    )


def find_session(key: str) -> SignedIn:
    """Return the session that was just begun with a key.

    Raises:
        NotFoundError: there is none.

    """
    found = find(key)
    if found is None:
        raise NotFoundError("That session is over.")
    return found


def all_of(person: Person) -> list[SignedIn]:
    """Return a person's sessions that are not over, the one used last first."""
    return list(
        db.session.scalars(
            select(SignedIn)
            .where(SignedIn.person_id == person.id, SignedIn.ends_at > datetime.now(UTC))
            .order_by(SignedIn.seen_at.desc(), SignedIn.id.desc())
        )
    )


def note_seen(session: SignedIn) -> bool:
    """Write down that a session was used, if that was last done an hour ago; say whether it was."""
    moment = datetime.now(UTC)
    if moment - session.seen_at < SEEN_EVERY:
        return False
    session.seen_at = moment
    return True


def end(session: SignedIn) -> None:
    """Sign out here."""
    db.session.delete(session)


def end_all(person: Person, but: SignedIn | None = None) -> int:
    """Sign a person out everywhere, or everywhere else; return how many sessions ended."""
    kept = but.id if but is not None else -1
    of_person = (SignedIn.person_id == person.id, SignedIn.id != kept)
    return len(db.session.scalars(delete(SignedIn).where(*of_person).returning(SignedIn.id)).all())


def give_second_factor(session: SignedIn) -> str:
    """Note that a second factor was given, and return a new key: the old one no longer works."""
    key = new_key()
    db.session.execute(
        update(SignedIn)
        .where(SignedIn.id == session.id)
        .values(key_hash=hashed(key), second_factor_at=datetime.now(UTC))
    )
    return key
