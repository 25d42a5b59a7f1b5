"""Passkeys (WebAuthn), a second factor. Callers commit.

Nothing imports this before a passkey is made or used: the library brings 13 MB, and most processes
never see one.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from directory.extensions import db
from directory.models import Passkey, SignedIn

LONGEST_TOLD = 20_000
"""What a browser tells of a passkey is some 2 kB; the certificates of a few makers add to it."""

NO_PASSKEY = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
"""What reading anything else as a passkey may end in."""


def to_make(session: SignedIn, host: str, site: str) -> str:
    """Return what a browser must know to make a passkey (WebAuthn), as JSON."""
    person = session.person
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=site,
        user_id=str(person.id).encode(),
        user_name=person.email,
        user_display_name=person.name or person.email,
        challenge=_challenge(session, "make"),
        exclude_credentials=_known(person.passkeys),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def add(session: SignedIn, told: str, *, host: str, origin: str, name: str) -> bool:
    """Keep a passkey that a browser made; say whether it answers what was asked."""
    try:
        made = webauthn.verify_registration_response(
            credential=_credential(told),
            expected_challenge=_challenge(session, "make"),
            expected_rp_id=host,
            expected_origin=origin,
        )
    except NO_PASSKEY:
        return False
    if db.session.scalar(select(Passkey).where(Passkey.credential_id == made.credential_id)):
        return False
    session.person.passkeys.append(
        Passkey(
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name[:80],
        )
    )
    return True


def to_use(session: SignedIn, host: str) -> str:
    """Return what a browser must know to use one of her passkeys, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=_challenge(session, "use"),
        allow_credentials=_known(session.person.passkeys),
    )
    return webauthn.options_to_json(options)


def check(session: SignedIn, told: str, *, host: str, origin: str) -> bool:
    """Say whether a passkey of hers signed what was asked."""
    try:
        credential = _credential(told)
        number = base64url_to_bytes(credential["id"])
        passkey = {x.credential_id: x for x in session.person.passkeys}[number]
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=_challenge(session, "use"),
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except NO_PASSKEY:
        return False
    passkey.sign_count, passkey.used_at = used.new_sign_count, datetime.now(UTC)
    return True


def _challenge(session: SignedIn, act: str) -> bytes:
    """Return what a passkey must sign: of this session and this act alone, and answered once.

    It follows from the session's key, which is random, known to nobody else, and renewed by every
    success; so nothing has to be written down while a page is only read.
    """
    return hashlib.sha256(f"{act} a passkey: {session.key_hash}".encode()).digest()


def _credential(told: str) -> dict[str, Any]:
    """Return what a browser tells of a passkey.

    Raises:
        ValueError: it is longer than any is, or of another shape.

    """
    credential = json.loads(told) if len(told) <= LONGEST_TOLD else None
    if not isinstance(credential, dict):
        raise ValueError("no passkey")
    return credential


def _known(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in passkeys]
