"""Links in letters: each for one purpose, once, until it expires. Callers commit."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from directory.extensions import db
from directory.models import Link, Purpose
from directory.people.secrets import hashed, new_key

LASTS = {
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.INVITATION: timedelta(days=14),
    Purpose.STILL_RIGHT: timedelta(days=120),
}


def make_link(
    purpose: Purpose, email: str, *, subject_id: int | None = None, next_path: str = ""
) -> str:
    """Return the key of a new link to an address."""
    return new_link(purpose, email, subject_id=subject_id, next_path=next_path)[0]


def new_link(
    purpose: Purpose, email: str, *, subject_id: int | None = None, next_path: str = ""
) -> tuple[str, Link]:
    """Return the key of a new link to an address, and the link, for what hangs on it."""
    key, moment = new_key(), datetime.now(UTC)
    link = Link(
        token_hash=hashed(key),
        purpose=purpose,
        email=email.strip().lower(),
        subject_id=subject_id,
        next_path=next_path,
        created_at=moment,
        expires_at=moment + LASTS[purpose],
    )
    db.session.add(link)
    return key, link


def read_link(purpose: Purpose, key: str) -> Link | None:
    """Return a link that would still work, without using it: mail scanners open every link."""
    return db.session.scalar(
        select(Link).where(
            Link.token_hash == hashed(key),
            Link.purpose == purpose,
            Link.used_at.is_(None),
            Link.expires_at > datetime.now(UTC),
        )
    )


def find_link(purpose: Purpose, key: str) -> Link | None:
    """Return a link whatever became of it, to say kindly that it was used, or has run out."""
    return db.session.scalar(
        select(Link).where(Link.token_hash == hashed(key), Link.purpose == purpose)
    )


def open_links(purpose: Purpose, subject_id: int) -> list[Link]:
    """Return the links of a purpose about a subject that would still work, the oldest first."""
    return list(
        db.session.scalars(
            select(Link)
            .where(
                Link.purpose == purpose,
                Link.subject_id == subject_id,
                Link.used_at.is_(None),
                Link.expires_at > datetime.now(UTC),
            )
            .order_by(Link.id)
        )
    )


def end_link(link: Link) -> None:
    """Let a link work no more."""
    link.expires_at = datetime.now(UTC)


def use_link(purpose: Purpose, key: str) -> Link | None:
    """Use a link up and return it, or None when it does not work; of two at once one succeeds.

    It is read first: whoever guesses at links keeps nobody from writing.
    """
    if read_link(purpose, key) is None:
        return None
    moment = datetime.now(UTC)
    used = db.session.scalar(
        update(Link)
        .where(
            Link.token_hash == hashed(key),
            Link.purpose == purpose,
            Link.used_at.is_(None),
            Link.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(Link.id)
    )
    return db.session.get(Link, used) if used is not None else None
