"""Erasing a person: what is hers goes, what was done stays without her name. Callers commit.

Her row stays, emptied, so that versions, decisions and the log (which the database refuses to
change) still lead somewhere. See docs/decisions/013.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update

from directory import audit, post
from directory.domain.rights import Role
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import (
    Change,
    ChangeState,
    Claiming,
    Link,
    Membership,
    Organisation,
    OutsideAccount,
    Passkey,
    Person,
    RecoveryCode,
    SignedIn,
    Version,
)
from directory.models.moderation import Decision
from directory.people.roles import check_not_last

TAKEN_OUT = "[taken out]"
SHORTEST = 4
"""Fewer letters than this are in too many words to be taken out of them."""


def left_alone_without(person: Person) -> Sequence[Organisation]:
    """Return the entries of which she is the last owner: they must not be left by mistake."""
    others = (
        select(Membership.id)
        .where(
            Membership.organisation_id == Organisation.id,
            Membership.role == Role.OWNER,
            Membership.ended_at.is_(None),
            Membership.person_id != person.id,
        )
        .exists()
    )
    hers = select(Membership.organisation_id).where(
        Membership.person_id == person.id,
        Membership.role == Role.OWNER,
        Membership.ended_at.is_(None),
    )
    question = select(Organisation).where(Organisation.id.in_(hers), ~others)
    return db.session.scalars(question.order_by(Organisation.name, Organisation.id)).all()


def erase(person: Person, by: Person | None, *, may_leave_alone: bool = False) -> None:
    """Take a person out of the directory, in the caller's transaction.

    Args:
        person: whom.
        by: who does it: she herself, or nobody that is signed in (the command line, the worker).
        may_leave_alone: that entries of which she is the last owner are left without one; on the
            command line, where another can be made, the site without its last administrator too.

    Raises:
        BadInputError: she is one of these, and that was not said to be meant.

    """
    if by is not None or not may_leave_alone:
        for each in person.memberships:
            if each.role is Role.ADMINISTRATOR and each.ended_at is None:
                check_not_last(each)
    alone = left_alone_without(person)
    if alone and not may_leave_alone:
        names = ", ".join(each.name for each in alone)
        raise BadInputError(
            f"Nobody else owns {names}. Make somebody else an owner first, or say that it may be "
            "left without anyone who keeps it.",
            field="leave",
        )
    audit.note("erased", "person", person.id, by=by, left_alone=[each.id for each in alone])
    post.forget_person(person)
    _forget_ways_in(person)
    _forget_words(person)
    moment = datetime.now(UTC)
    db.session.execute(
        update(Membership)
        .where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        .values(ended_at=moment)
    )
    person.name, person.totp_secret, person.totp_step = "", "", 0
    person.email, person.erased_at = f"erased-{person.id}", moment


def strike(organisation: Organisation, text: str) -> int:
    """Take a text out of every version and change of an entry; return how many held it.

    For somebody who never had an account: her name or number stood on the entry. What it says now
    is changed as any entry is, and first.

    Raises:
        BadInputError: the text is so short that it would take more than a name with it.

    """
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST:
        raise BadInputError(f"Give at least {SHORTEST} letters of what is to be taken out.")
    struck = 0
    for row in db.session.scalars(
        select(Version).where(Version.organisation_id == organisation.id)
    ):
        struck += _struck(row, "told", wanted)
    for change in db.session.scalars(
        select(Change).where(Change.organisation_id == organisation.id)
    ):
        # Each of them, whether or not one before it held the text.
        held = {_struck(change, each, wanted) for each in ("told", "before", "answer")}
        struck += any(held)
    audit.note(
        "took words out",
        "organisation",
        organisation.id,
        organisation_id=organisation.id,
        number=struck,
    )
    return struck


def _forget_ways_in(person: Person) -> None:
    for model in (SignedIn, Passkey, RecoveryCode, OutsideAccount):
        db.session.execute(delete(model).where(model.person_id == person.id))
    db.session.execute(delete(Link).where(Link.email == person.email))
    db.session.expire(person, ["passkeys"])


def _forget_words(person: Person) -> None:
    """Forget drafts and requests that nobody decided on, and her own words in those decided."""
    db.session.execute(
        delete(Change).where(Change.person_id == person.id, Change.state == ChangeState.DRAFT)
    )
    db.session.execute(
        update(Change).where(Change.person_id == person.id).values(said="", answer="")
    )
    undecided = Claiming.decision.in_((Decision.OPEN, Decision.ASKED))
    db.session.execute(delete(Claiming).where(Claiming.person_id == person.id, undecided))
    db.session.execute(
        update(Claiming)
        .where(Claiming.person_id == person.id)
        .values(who="", how_to_check="", said="", answer="")
    )


def _struck(row: Version | Change, column: str, text: str) -> bool:
    before = getattr(row, column)
    after = _without(before, text)
    if after == before:
        return False
    setattr(row, column, after)
    return True


def _without(value: Any, text: str) -> Any:
    if isinstance(value, str):
        return value.replace(text, TAKEN_OUT)
    if isinstance(value, list):
        return [_without(each, text) for each in value]
    if isinstance(value, dict):
        return {name: _without(each, text) for name, each in value.items()}
    return value
