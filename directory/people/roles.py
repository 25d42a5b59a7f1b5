"""Roles given and taken by administrators; each act is audited. The caller commits."""

from sqlalchemy import select

from directory import audit
from directory.domain.rights import Role
from directory.errors import BadInputError
from directory.extensions import db, take_turn
from directory.models import Membership, Person
from directory.people.granting import end_membership, grant, person_with


def give_role(
    email: str,
    role: Role,
    *,
    area_code: str = "",
    organisation_id: int | None = None,
    is_trusted: bool = False,
    by: Person | None = None,
) -> Membership:
    """Give a role to whoever has this address, known or not; she signs in with it.

    Raises:
        BadInputError: the role needs an area or an organisation, or may have none.

    """
    person = person_with(email)
    given = grant(
        person,
        role,
        area_code=area_code,
        organisation_id=organisation_id,
        is_trusted=is_trusted,
        by=by,
    )
    audit.note(
        "granted",
        "membership",
        given.id,
        by=by,
        organisation_id=organisation_id,
        role=role.value,
        person=person.id,
        **({"area": area_code} if area_code else {}),
    )
    return given


def take_role(
    membership: Membership, *, by: Person | None = None, may_leave_alone: bool = False
) -> None:
    """Take a role away.

    Args:
        membership: which.
        by: who does it; None on the command line.
        may_leave_alone: though it is the last of its kind.

    Raises:
        BadInputError: it ended already, or it is the last administrator's, or an entry's last
            owner's, and it was not said that this is meant.

    """
    if membership.ended_at is not None:
        raise BadInputError("That role has ended already.")
    if not may_leave_alone:
        check_not_last(membership)
    end_membership(membership)
    audit.note(
        "ended",
        "membership",
        membership.id,
        by=by,
        organisation_id=membership.organisation_id,
        role=membership.role.value,
        person=membership.person_id,
    )


def check_not_last(membership: Membership) -> None:
    """Refuse that nobody is left who looks after an entry, or after the site.

    Raises:
        BadInputError: it is the last owner's or the last administrator's.

    """
    if membership.role not in _LAST:
        return
    # The last two cannot go at once: whoever comes second looks when the first has gone.
    take_turn("the last of a role")
    said = _LAST.get(membership.role)
    holders = db.session.scalars(
        select(Membership.person_id).where(
            Membership.role == membership.role,
            Membership.organisation_id.is_not_distinct_from(membership.organisation_id),
            Membership.ended_at.is_(None),
        )
    )
    if said and set(holders) <= {membership.person_id}:
        raise BadInputError(said)


_LAST = {
    Role.OWNER: "This is the last owner. Make somebody else an owner first, so that the entry is "
    "not left alone.",
    Role.ADMINISTRATOR: "This is the last administrator. Make another one first.",
}
