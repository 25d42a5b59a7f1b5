"""Roles given and taken by administrators; each act is audited. The caller commits."""

from directory import audit
from directory.domain.rights import Role
from directory.errors import BadInputError
from directory.extensions import db
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


def take_role(membership: Membership, *, by: Person | None = None) -> None:
    """Take a role away.

    Raises:
        BadInputError: it ended already, or it is the last administrator's.

    """
    if membership.ended_at is not None:
        raise BadInputError("That role has ended already.")
    if membership.role is Role.ADMINISTRATOR and _is_last(membership):
        raise BadInputError("This is the last administrator. Make another one first.")
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


def _is_last(membership: Membership) -> bool:
    others = db.session.query(Membership).filter(
        Membership.role == Role.ADMINISTRATOR,
        Membership.ended_at.is_(None),
        Membership.person_id != membership.person_id,
    )
    return others.first() is None
