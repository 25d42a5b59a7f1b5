"""What administrators write: who may do what."""

from directory import people, post
from directory.domain.rights import Role
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
