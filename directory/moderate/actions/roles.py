"""What is written of who may do what: roles by administrators, trust by moderators."""

from directory import audit, people, post
from directory.domain.rights import Role
from directory.errors import NotAllowedError
from directory.extensions import db
from directory.models import Membership, Person


def give(email: str, role: Role, area_code: str, area_name: str, by: Person) -> None:
    """Give a role of an area, or of all, to whoever has this address, and write to her.

    Raises:
        BadInputError: the role needs an area, or may have none.

    """
    given = people.give_role(email, role, area_code=area_code, by=by)
    post.write("role_granted", given.person, role=role.value, area=area_name)
    db.session.commit()


def take(membership: Membership, by: Person) -> None:
    """Take a role away, and write to whom it was.

    Raises:
        BadInputError: it ended already, or it is the last administrator's.

    """
    people.take_role(membership, by=by)
    post.write("role_ended", membership.person, role=membership.role.value)
    db.session.commit()


def trust(membership: Membership, by: Person, *, is_trusted: bool) -> None:
    """Let what somebody changes in the sections that the council named be public at once, or not.

    Raises:
        NotAllowedError: it is her own: another moderator has to say so.

    """
    if membership.person_id == by.id and not people.rights().is_administrator:
        raise NotAllowedError("This is about you: another moderator has to say so.")
    if membership.is_trusted is not is_trusted:
        membership.is_trusted = is_trusted
        audit.note(
            "trusted" if is_trusted else "trusted no longer",
            "membership",
            membership.id,
            by=by,
            organisation_id=membership.organisation_id,
            person=membership.person_id,
        )
    db.session.commit()
