"""What is written about who may edit an entry; each act is one commit, audited."""

from typing import Any

from sqlalchemy import select

from directory import audit, people, post
from directory.domain.people import device_of
from directory.domain.rights import Role
from directory.errors import BadInputError, NotAllowedError
from directory.extensions import db
from directory.models import Membership, Organisation
from directory.people.granting import person_with
from directory.queries import own_entries


def invite(organisation: Organisation, email: str) -> None:
    """Send an invitation to an address; whoever reads it there may accept."""
    key = people.make_link(people.Purpose.INVITATION, email, subject_id=organisation.id)
    inviter = people.me().name or people.me().email
    post.write("invitation", email, key=key, organisation=organisation.name, inviter=inviter)
    audit.note(
        "invited",
        "organisation",
        organisation.id,
        by=people.me(),
        organisation_id=organisation.id,
    )
    db.session.commit()


def invited_to(key: str) -> Any:
    """Return the organisation that an invitation is to, or None when it does not work."""
    link = people.read_link(people.Purpose.INVITATION, key)
    return db.session.get(Organisation, link.subject_id) if link is not None else None


def accept(key: str, user_agent: str) -> tuple[str, str] | None:
    """Use an invitation up; return the new session's key and the entry's slug, or None."""
    link = people.use_link(people.Purpose.INVITATION, key)
    organisation = db.session.get(Organisation, link.subject_id) if link is not None else None
    if link is None or organisation is None:
        db.session.rollback()
        return None
    person = person_with(link.email)
    membership = people.grant(person, Role.EDITOR, organisation_id=organisation.id)
    session_key = people.begin(person, device_of(user_agent))
    db.session.flush()
    audit.note(
        "accepted an invitation",
        "membership",
        membership.id,
        by=person,
        organisation_id=organisation.id,
    )
    db.session.commit()
    return session_key, organisation.slug


def make_owner(organisation: Organisation, number: int) -> None:
    """Make a member an owner.

    Raises:
        NotFoundError: she is not a member.

    """
    membership = own_entries.get_member(organisation.id, number)
    if membership.role is not Role.OWNER:
        membership.role = Role.OWNER
        audit.note(
            "made an owner",
            "membership",
            membership.id,
            by=people.me(),
            organisation_id=organisation.id,
        )
    db.session.commit()


def end(organisation: Organisation, number: int, *, owns: bool) -> None:
    """Take a membership away: an owner anybody's, anybody her own.

    Raises:
        NotFoundError: there is no such membership.
        NotAllowedError: it is not hers to take away.
        BadInputError: it is the last owner's.

    """
    membership = own_entries.get_member(organisation.id, number)
    if not owns and membership.person_id != people.me().id:
        raise NotAllowedError("Only an owner may take somebody else's access away.")
    if membership.role is Role.OWNER and len(_owners(organisation)) == 1:
        raise BadInputError(
            "This is the last owner. Make somebody else an owner first, so that the entry is "
            "not left alone."
        )
    people.end_membership(membership)
    audit.note(
        "ended a membership",
        "membership",
        membership.id,
        by=people.me(),
        organisation_id=organisation.id,
    )
    db.session.commit()


def _owners(organisation: Organisation) -> list[int]:
    """Return the owners' memberships, held until the commit, so that two cannot leave at once."""
    return list(
        db.session.scalars(
            select(Membership.id)
            .where(
                Membership.organisation_id == organisation.id,
                Membership.role == Role.OWNER,
                Membership.ended_at.is_(None),
            )
            .with_for_update()
        )
    )
