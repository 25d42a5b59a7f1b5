"""Letters that were given up, and how long any letter is kept."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, or_, select, update

from directory.extensions import db
from directory.models import Letter, Person


def dead(limit: int = 100) -> list[Letter]:
    """Return letters that were given up, the oldest first."""
    question = select(Letter).where(Letter.dead_at.is_not(None))
    return list(db.session.scalars(question.order_by(Letter.dead_at, Letter.id).limit(limit)))


def counts() -> dict[str, int]:
    """Return how many letters wait, were given up, and were sent (and are still known of)."""
    kinds = {
        "waiting": (Letter.sent_at.is_(None), Letter.dead_at.is_(None)),
        "dead": (Letter.dead_at.is_not(None),),
        "sent": (Letter.sent_at.is_not(None),),
    }
    return {
        name: db.session.scalar(select(func.count()).select_from(Letter).where(*those)) or 0
        for name, those in kinds.items()
    }


def retry(ids: Collection[int] | None = None) -> int:
    """Let letters that were given up be sent after all; all of them without ``ids``. Commits.

    Returns:
        How many there were.

    """
    moment = datetime.now(UTC)
    values = {"dead_at": None, "held_until": None, "attempts": 0, "due_at": moment}
    question = update(Letter).where(Letter.dead_at.is_not(None)).values(values)
    if ids is not None:
        question = question.where(Letter.id.in_(ids))
    done = db.session.scalars(question.returning(Letter.id)).all()
    db.session.commit()
    return len(done)


def drop(ids: Collection[int]) -> int:
    """Throw away letters that were given up; return how many there were. Commits."""
    question = delete(Letter).where(Letter.dead_at.is_not(None), Letter.id.in_(ids))
    done = db.session.scalars(question.returning(Letter.id)).all()
    db.session.commit()
    return len(done)


def forget_old() -> int:
    """Throw away what is known of letters sent or given up ``LETTERS_DAYS`` ago. Commits."""
    before = datetime.now(UTC) - timedelta(days=current_app.config["LETTERS_DAYS"])
    question = delete(Letter).where(or_(Letter.sent_at < before, Letter.dead_at < before))
    done = db.session.scalars(question.returning(Letter.id)).all()
    db.session.commit()
    return len(done)


def forget_person(person: Person) -> int:
    """Throw away every letter to a person who is being erased, in the caller's transaction."""
    to_her = or_(Letter.person_id == person.id, Letter.email == person.email)
    return len(db.session.scalars(delete(Letter).where(to_her).returning(Letter.id)).all())
