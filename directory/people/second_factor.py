"""A second factor, for whoever sets one up: an app, a written code. Callers commit.

Passkeys are :mod:`directory.people.passkeys`.
"""

import re
import secrets
from datetime import UTC, datetime

import pyotp
from sqlalchemy import delete, select, update

from directory.extensions import db
from directory.models import Person, RecoveryCode
from directory.people.secrets import hashed
from directory.people.sessions import end_all

STEP_SECONDS = 30
RECOVERY_CODES = 10
_SECRET = re.compile(r"[A-Z2-7]{32}")
# No letters or digits that are taken for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def has_any(person: Person) -> bool:
    """Say whether a person has set up a second factor."""
    return bool(person.totp_secret or person.passkeys)


def new_app_secret() -> str:
    """Return a new secret for an authenticator app (RFC 6238), in base32."""
    return pyotp.random_base32()


def is_app_secret(text: str) -> bool:
    """Say whether a text is a secret as we make them: it goes to the browser and comes back."""
    return bool(_SECRET.fullmatch(text))


def app_address(person: Person, secret: str, site: str) -> str:
    """Return the address that an authenticator app reads, from a picture or a press."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=site)


def set_up_app(person: Person, secret: str, code: str) -> bool:
    """Keep an app's secret once a code of it proves that the app has it; say whether it did."""
    step = _step_of(secret, code)
    if step is None:
        return False
    person.totp_secret, person.totp_step = secret, step
    return True


def check_app(person: Person, code: str) -> bool:
    """Say whether a code of the app is right; each works once, and so does none before it.

    The clocks may differ by one step. Of two requests with one code, one succeeds.
    """
    step = _step_of(person.totp_secret, code) if person.totp_secret else None
    if step is None:
        return False
    used = db.session.scalar(
        update(Person)
        .where(Person.id == person.id, Person.totp_step < step)
        .values(totp_step=step)
        .returning(Person.id)
    )
    return used is not None


def remove_app(person: Person) -> None:
    """Forget the app of a person."""
    person.totp_secret, person.totp_step = "", 0


def forget_unused_codes(person: Person) -> None:
    """Forget the codes that stood in for a second factor, when there is none any more."""
    if not has_any(person):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def start_again(person: Person) -> None:
    """Forget every second factor of somebody who lost them all, and end her sessions."""
    remove_app(person)
    person.passkeys.clear()
    forget_unused_codes(person)
    end_all(person)


def app_shows(person: Person) -> str:
    """Return what a person's app shows now, for a demonstration to tell; "" when she has none."""
    return pyotp.TOTP(person.totp_secret).now() if person.totp_secret else ""


def new_recovery_codes(person: Person) -> list[str]:
    """Return ten codes to write down, in place of those she had; only their hashes are kept."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["-".join(_letters(5) for _ in range(3)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=hashed(f"{person.id}:{_plain(code)}"))
        for code in codes
    )
    return codes


def use_recovery_code(person: Person, code: str) -> bool:
    """Use a recovery code up; say whether it was one of hers and not used before."""
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == hashed(f"{person.id}:{_plain(code)}"),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=datetime.now(UTC))
        .returning(RecoveryCode.id)
    )
    return used is not None


def recovery_codes_left(person: Person) -> int:
    """Return how many of her recovery codes are not used."""
    question = select(RecoveryCode.id).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return len(db.session.scalars(question).all())


def _step_of(secret: str, code: str) -> int | None:
    """Return the step of which a code is, now or one either side, or None."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    app, moment = pyotp.TOTP(secret), int(datetime.now(UTC).timestamp())
    for drift in (0, -1, 1):
        at = moment + drift * STEP_SECONDS
        if pyotp.utils.strings_equal(app.at(at), digits):
            return at // STEP_SECONDS
    return None


def _letters(many: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(many))


def _plain(code: str) -> str:
    return "".join(c for c in code.lower() if c.isalnum())[:40]
