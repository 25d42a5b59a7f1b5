"""What this room writes: links to sign in with, sessions, and a person's own name."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from directory import audit, people, post
from directory.domain.people import device_of
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Link, Person, SignedIn
from directory.people.granting import person_with
from directory.people.links import LASTS

MOST_LINKS = 5
"""So many links go to one address while the first of them works, whoever asks for them.

So whoever floods an address keeps nobody out: when no more are sent, some are there that work.
"""


def send_link(email: str, next_path: str) -> None:
    """Send a link to sign in with; nothing tells whether the address was known.

    Anybody may ask for one: who has no role may still register her organisation.
    """
    if _sent_lately(email) >= MOST_LINKS:
        return
    key = people.make_link(people.Purpose.SIGN_IN, email, next_path=next_path)
    post.write("sign_in", email, key=key)
    db.session.commit()


def sign_in(key: str, user_agent: str) -> tuple[str, str] | None:
    """Use a link up; return the new session's key and where to go; None when it does not work."""
    link = people.use_link(people.Purpose.SIGN_IN, key)
    if link is None:
        db.session.rollback()
        return None
    person = person_with(link.email)
    session_key = people.begin(person, device_of(user_agent))
    db.session.flush()
    audit.note("signed in", "person", person.id, by=person)
    db.session.commit()
    return session_key, link.next_path


def sign_out() -> None:
    """End the session of this browser."""
    session = people.session()
    if session is not None:
        audit.note("signed out", "person", session.person_id, by=session.person)
        people.end(session)
        db.session.commit()


def sign_out_elsewhere(person: Person) -> int:
    """End every session but this one; return how many."""
    ended = people.end_all(person, people.session())
    audit.note("signed out elsewhere", "person", person.id, by=person, sessions=ended)
    db.session.commit()
    return ended


def sign_out_everywhere(person: Person) -> None:
    """End every session, this one too."""
    ended = people.end_all(person)
    audit.note("signed out everywhere", "person", person.id, by=person, sessions=ended)
    db.session.commit()


def end_session(person: Person, session_id: int) -> None:
    """End one of a person's own sessions.

    Raises:
        NotFoundError: she has no such session.

    """
    session = db.session.get(SignedIn, session_id)
    if session is None or session.person_id != person.id:
        raise NotFoundError("You have no such session. It may be over already.")
    people.end(session)
    audit.note("ended a session", "person", person.id, by=person)
    db.session.commit()


def rename(person: Person, name: str) -> None:
    """Set what a person is called."""
    person.name = name
    audit.note("changed her name", "person", person.id, by=person)
    db.session.commit()


def _sent_lately(email: str) -> int:
    since = datetime.now(UTC) - LASTS[people.Purpose.SIGN_IN]
    question = select(func.count()).where(Link.email == email, Link.created_at > since)
    return db.session.scalar(question.where(Link.purpose == people.Purpose.SIGN_IN)) or 0
