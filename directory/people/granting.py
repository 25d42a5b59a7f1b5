"""Roles: granted by somebody, ended by somebody, and never taken from an e-mail address."""

from datetime import UTC, datetime

from sqlalchemy import select

from directory.domain.rights import OF_AREA, OF_ORGANISATION, Grant, Role
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import Membership, Person


def person_with(email: str) -> Person:
    """Return the person with this address, made if there is none; the caller commits."""
    address = email.strip().lower()
    found = db.session.scalar(select(Person).where(Person.email == address))
    if found is None:
        found = Person(email=address)
        db.session.add(found)
        db.session.flush()
    return found


def grant(
    person: Person,
    role: Role,
    *,
    organisation_id: int | None = None,
    area_code: str = "",
    by: Person | None = None,
    is_trusted: bool = False,
) -> Membership:
    """Give a person a role, or return the one she has; the caller commits and audits.

    Of one organisation she has one role: the greater stands.

    Raises:
        BadInputError: an owner or an editor is of no organisation, or a moderator of no area.

    """
    if (role in OF_ORGANISATION) != (organisation_id is not None):
        raise BadInputError("Owners and editors belong to an organisation, and nobody else does.")
    if (role in OF_AREA) != bool(area_code):
        raise BadInputError("Moderators and commissioners belong to an area, and nobody else does.")
    for held in person.memberships:
        is_there = (held.organisation_id, held.area_code) == (organisation_id, area_code)
        is_same = role in OF_ORGANISATION or held.role is role
        if is_there and is_same and held.ended_at is None:
            held.role = Role.OWNER if role is Role.OWNER else held.role
            held.is_trusted = is_trusted or held.is_trusted
            return held
    given = Membership(
        role=role,
        organisation_id=organisation_id,
        area_code=area_code,
        is_trusted=is_trusted,
        granted_by_id=by.id if by is not None else None,
    )
    person.memberships.append(given)
    db.session.flush()
    return given


def end_membership(membership: Membership) -> None:
    """Take a role away; that it was there stays known."""
    membership.ended_at = datetime.now(UTC)


def grants_of(person: Person) -> tuple[Grant, ...]:
    """Return what a person was granted and still has."""
    return tuple(
        Grant(each.role, each.organisation_id, each.area_code, each.is_trusted)
        for each in person.memberships
        if each.ended_at is None
    )
