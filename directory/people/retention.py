"""How long things about people are kept: settings, and a job that forgets in small batches.

Each batch is one transaction of its own, and whatever is forgotten twice is forgotten: any number
of workers may do it, and be killed at any moment.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, delete, or_, select, update

from directory.extensions import db
from directory.models import (
    Change,
    ChangeState,
    Claiming,
    Link,
    Membership,
    Person,
    Report,
    SignedIn,
)
from directory.people.erasing import erase

AT_ONCE = 200
MONTH = timedelta(days=30.4)


def forget_some() -> bool:
    """Forget a batch of each kind that is past its time; say whether there may be more. Commits."""
    return max([forget() for forget in KINDS.values()]) == AT_ONCE


def _ended_sessions() -> int:
    return _delete(SignedIn, SignedIn.ends_at < _ago("KEEP_ENDED_DAYS"))


def _ended_links() -> int:
    before = _ago("KEEP_ENDED_DAYS")
    return _delete(Link, or_(Link.used_at < before, Link.expires_at < before))


def _decided_reports() -> int:
    return _delete(Report, Report.decided_at < _ago("KEEP_DECIDED_DAYS"))


def _evidence_of_claims() -> int:
    """Empty what people said of themselves: that they asked, and the decision, stay."""
    told = (Claiming.who, Claiming.how_to_check, Claiming.said, Claiming.answer)
    said = or_(*(each != "" for each in told))
    ids = db.session.scalars(
        select(Claiming.id)
        .where(Claiming.decided_at < _ago("KEEP_DECIDED_DAYS"), said)
        .limit(AT_ONCE)
    ).all()
    db.session.execute(
        update(Claiming).where(Claiming.id.in_(ids)).values({each.key: "" for each in told})
    )
    db.session.commit()
    return len(ids)


def _abandoned_drafts() -> int:
    is_draft = Change.state == ChangeState.DRAFT
    return _delete(Change, is_draft & (Change.saved_at < _ago("KEEP_DRAFTS_DAYS")))


def _changes_that_came_to_nothing() -> int:
    is_over = Change.state.in_((ChangeState.REFUSED, ChangeState.WITHDRAWN))
    return _delete(Change, is_over & (Change.saved_at < _ago("KEEP_DECIDED_DAYS")))


def _unused_accounts() -> int:
    """Erase people who keep nothing and have not signed in for long; nothing is lost to them."""
    before = datetime.now(UTC) - MONTH * current_app.config["KEEP_UNUSED_ACCOUNTS_MONTHS"]
    keeps = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.ended_at.is_(None)
    )
    found = db.session.scalars(
        select(Person)
        .where(
            Person.erased_at.is_(None),
            Person.created_at < before,
            or_(Person.signed_in_at.is_(None), Person.signed_in_at < before),
            ~keeps.exists(),
        )
        .order_by(Person.id)
        .limit(AT_ONCE)
        # Another worker may be about the same ones.
        .with_for_update(skip_locked=True)
    ).all()
    for person in found:
        erase(person, None)
    db.session.commit()
    return len(found)


KINDS: Mapping[str, Callable[[], int]] = {
    "ended sessions": _ended_sessions,
    "ended links": _ended_links,
    "decided reports": _decided_reports,
    "evidence of claims": _evidence_of_claims,
    "abandoned drafts": _abandoned_drafts,
    "changes that came to nothing": _changes_that_came_to_nothing,
    "unused accounts": _unused_accounts,
}
"""What is forgotten: each forgets a batch, commits, and returns how many there were."""


def _ago(setting: str) -> datetime:
    return datetime.now(UTC) - timedelta(days=current_app.config[setting])


def _delete(model: Any, condition: "ColumnElement[bool]") -> int:
    ids = db.session.scalars(
        select(model.id).where(condition).order_by(model.id).limit(AT_ONCE)
    ).all()
    # Asked again: what was saved in between is not old any more.
    db.session.execute(delete(model).where(model.id.in_(ids), condition))
    db.session.commit()
    return len(ids)
