"""Who is asking, and what was granted to her; the rules are :mod:`directory.domain.rights`."""

from directory.models import Purpose
from directory.people.current import (
    is_half_way,
    keep_seen,
    me,
    my_session,
    person,
    rights,
    session,
)
from directory.people.erasing import erase, left_alone_without, strike
from directory.people.granting import grant
from directory.people.held import everything, held
from directory.people.links import (
    end_link,
    find_link,
    make_link,
    open_links,
    read_link,
    use_link,
)
from directory.people.roles import give_role, take_role
from directory.people.sessions import begin, end, end_all, find_session

__all__ = [
    "Purpose",
    "begin",
    "end",
    "end_all",
    "end_link",
    "erase",
    "everything",
    "find_link",
    "find_session",
    "give_role",
    "grant",
    "held",
    "is_half_way",
    "keep_seen",
    "left_alone_without",
    "make_link",
    "me",
    "my_session",
    "open_links",
    "person",
    "read_link",
    "rights",
    "session",
    "strike",
    "take_role",
    "use_link",
]
