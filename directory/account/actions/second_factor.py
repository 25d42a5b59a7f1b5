"""What is written when a second factor is given or set up; each act is audited.

An act that gives the second step returns the session's new key: the old one no longer works.
"""

from directory import audit, people
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Passkey
from directory.people import second_factor as factors
from directory.people.sessions import give_second_factor


def give_code(code: str) -> str | None:
    """Take a code of the app."""
    return _given(factors.check_app(people.me(), code), "app")


def give_recovery_code(code: str) -> str | None:
    """Take a code that was written down, and use it up."""
    return _given(factors.use_recovery_code(people.me(), code), "recovery code")


def give_passkey(told: str, *, host: str, origin: str) -> str | None:
    """Take what a passkey signed."""
    from directory.people import passkeys  # loaded when one is used, as it says

    return _given(passkeys.check(people.my_session(), told, host=host, origin=origin), "passkey")


def set_up_app(secret: str, code: str) -> str | None:
    """Set up an authenticator app."""
    worked = factors.is_app_secret(secret) and factors.set_up_app(people.me(), secret, code)
    return _set_up(worked, "app")


def add_passkey(told: str, name: str, *, host: str, origin: str) -> str | None:
    """Keep a passkey."""
    from directory.people import passkeys

    added = passkeys.add(
        people.my_session(),
        told,
        host=host,
        origin=origin,
        name=" ".join(name.split()) or "Passkey",
    )
    return _set_up(added, "passkey")


def remove_app() -> None:
    """Stop asking for codes of the app."""
    factors.remove_app(people.me())
    factors.forget_unused_codes(people.me())
    audit.note("removed an app", "person", people.me().id, by=people.me())
    db.session.commit()


def remove_passkey(number: int) -> None:
    """Take a passkey away.

    Raises:
        NotFoundError: she has no such passkey.

    """
    passkey = db.session.get(Passkey, number)
    if passkey is None or passkey.person_id != people.me().id:
        raise NotFoundError("You have no such passkey.")
    people.me().passkeys.remove(passkey)
    factors.forget_unused_codes(people.me())
    audit.note("removed a passkey", "person", people.me().id, by=people.me())
    db.session.commit()


def new_recovery_codes() -> list[str]:
    """Make recovery codes in place of the old ones."""
    codes = factors.new_recovery_codes(people.me())
    audit.note("made recovery codes", "person", people.me().id, by=people.me())
    db.session.commit()
    return codes


def _given(is_right: bool, how: str) -> str | None:
    return _note_and_renew(is_right, "gave a second factor", how)


def _set_up(worked: bool, how: str) -> str | None:
    return _note_and_renew(worked, "set up a second factor", how)


def _note_and_renew(worked: bool, act: str, how: str) -> str | None:
    """Audit, and renew the session's key; a failed try is noted too."""
    person = people.me()
    if not worked:
        db.session.rollback()
        audit.note("failed a second factor", "person", person.id, by=person, how=how)
        db.session.commit()
        return None
    key = give_second_factor(people.my_session())
    audit.note(act, "person", person.id, by=person, how=how)
    db.session.commit()
    return key
