"""The person of this request, found once; before sign-in there is no cookie and no question."""

from flask import request

from directory.domain.rights import Rights
from directory.errors import NotAllowedError
from directory.extensions import db
from directory.models import Person, SignedIn
from directory.people import second_factor, sessions
from directory.people.granting import grants_of

COOKIE = "doorstep"
_KEPT = "doorstep.signed_in"


def session() -> SignedIn | None:
    """Return the session of this request, or None."""
    if _KEPT not in request.environ:
        key = request.cookies.get(COOKIE, "")
        request.environ[_KEPT] = sessions.find(key) if key else None
    found: SignedIn | None = request.environ[_KEPT]
    return found


def person() -> Person | None:
    """Return who is signed in, or None."""
    found = session()
    return found.person if found is not None else None


def my_session() -> SignedIn:
    """Return the session of this request, where a door has made sure that there is one.

    Raises:
        NotAllowedError: nobody is signed in.

    """
    found = session()
    if found is None:
        raise NotAllowedError("Sign in first.")
    return found


def me() -> Person:
    """Return who is signed in, where a door has made sure that somebody is.

    Raises:
        NotAllowedError: nobody is.

    """
    return my_session().person


def is_half_way() -> bool:
    """Say whether she who is signed in set up a second step, and has not given it here yet."""
    found = session()
    return (
        found is not None and found.second_factor_at is None and second_factor.has_any(found.person)
    )


def keep_seen() -> None:
    """Note that this session is in use, once an hour; commits, so it is asked before all else."""
    found = session()
    if found is not None and sessions.note_seen(found):
        db.session.commit()


def rights() -> Rights:
    """Return what she may do; a visitor may do nothing that needs a right."""
    found = session()
    if found is None:
        return Rights()
    return Rights(grants_of(found.person), found.second_factor_at is not None, is_half_way())
