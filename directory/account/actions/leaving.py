"""What this room writes when a person leaves for good."""

from directory import people
from directory.errors import BadInputError
from directory.extensions import db


def erase_me(*, may_leave_alone: bool) -> None:
    """Erase who is signed in; every session of hers ends.

    Raises:
        BadInputError: she is the last owner of an entry, and did not say that it may be left.

    """
    me = people.me()
    try:
        people.erase(me, me, may_leave_alone=may_leave_alone)
    except BadInputError:
        db.session.rollback()
        raise
    db.session.commit()
