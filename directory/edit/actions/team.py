"""What is written about who may edit an entry; each act is one commit, audited."""

from typing import Any

from directory import audit, people, post
from directory.domain.people import device_of
from directory.domain.rights import Role
from directory.errors import BadInputError, NotAllowedError, NotFoundError
from directory.extensions import db, take_turn
from directory.models import Membership, Organisation
from directory.people.granting import person_with
from directory.people.roles import check_not_last
from directory.queries import own_entries

MOST_OPEN = 20
"""So many invitations of one entry may be open: nobody floods strangers with letters through us."""


def invite(organisation: Organisation, email: str) -> None:
    """Send an invitation to an address; an earlier one to the same address works no more.

    Raises:
        BadInputError: she may edit the entry already, or too many invitations are open.

    """
    take_turn(f"invitations to {organisation.slug}")
    if any(each.person.email == email for each in own_entries.members_of(organisation.id)):
        raise BadInputError(f"{email} may edit this entry already.", field="email")
    still_open = people.open_links(people.Purpose.INVITATION, organisation.id)
    if len(still_open) >= MOST_OPEN:
        raise BadInputError(
            f"{MOST_OPEN} invitations are open. Take one back first.", field="email"
        )
    for link in still_open:
        if link.email == email:
            people.end_link(link)
    key = people.make_link(people.Purpose.INVITATION, email, subject_id=organisation.id)
    inviter = people.me().called
    post.write("invitation", email, key=key, organisation=organisation.name, inviter=inviter)
    _note("invited", organisation)
    db.session.commit()


def take_back(organisation: Organisation, number: int) -> None:
    """Let an invitation that was not accepted work no more.

    Raises:
        NotFoundError: there is no such invitation to this entry.

    """
    for link in people.open_links(people.Purpose.INVITATION, organisation.id):
        if link.id == number:
            people.end_link(link)
            _note("took an invitation back", organisation)
            db.session.commit()
            return
    raise NotFoundError("There is no such invitation. It may have been accepted already.")


def invited_to(key: str) -> tuple[Any, str] | None:
    """Return the organisation that an invitation is to, and the address that was invited.

    None when the invitation does not work.
    """
    link = people.read_link(people.Purpose.INVITATION, key)
    organisation = db.session.get(Organisation, link.subject_id) if link is not None else None
    return (organisation, link.email) if link is not None and organisation is not None else None


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


def make(organisation: Organisation, number: int, role: Role) -> None:
    """Make a member an owner, or an owner a member like others.

    Raises:
        NotFoundError: she is not a member.
        BadInputError: it is the last owner who would be one no more.

    """
    membership = own_entries.get_member(organisation.id, number)
    if membership.role is not role:
        if membership.role is Role.OWNER:
            check_not_last(membership)
        membership.role = role
        _note(f"made an {role.value}", organisation, membership)
    db.session.commit()


def end(organisation: Organisation, number: int, *, owns: bool) -> None:
    """Take a membership away, an owner anybody's, anybody her own; write to whom it was.

    Raises:
        NotFoundError: there is no such membership.
        NotAllowedError: it is not hers to take away.
        BadInputError: it is the last owner's.

    """
    membership = own_entries.get_member(organisation.id, number)
    is_mine = membership.person_id == people.me().id
    if not owns and not is_mine:
        raise NotAllowedError("Only an owner may take somebody else's access away.")
    people.take_role(membership, by=people.me())
    if not is_mine:
        post.write("access_ended", membership.person, organisation=organisation.name)
    db.session.commit()


def _note(act: str, organisation: Organisation, membership: Membership | None = None) -> None:
    subject, subject_id = (
        ("membership", membership.id) if membership else ("organisation", organisation.id)
    )
    audit.note(act, subject, subject_id, by=people.me(), organisation_id=organisation.id)
