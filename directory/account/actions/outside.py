"""Signing in through a council's provider: whom it vouches for, and the person we know her as.

The code flow with PKCE, state and nonce, and the signature of the ID token, are authlib's
(OpenID Connect Core 1.0, 3.1). What we decide: who she is here, and that her rights come from what
was granted to her, never from where she works.
"""

from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app, request
from joserfc.errors import JoseError
from sqlalchemy import select

from directory import audit, people
from directory.domain.people import device_of, is_email, tidy_email
from directory.errors import SignOnError
from directory.extensions import db
from directory.models import OutsideAccount, Person
from directory.people.granting import person_with
from directory.people.sessions import give_second_factor

MANY_FACTORS = "mfa"
"""What a provider says in ``amr`` when more than one factor was given (RFC 8176)."""

SECONDS = 10


def begin(back: str) -> Any:
    """Return the answer that leads to the provider, which sends her ``back``.

    Raises:
        SignOnError: the provider does not answer.

    """
    try:
        return _provider().authorize_redirect(back)
    except (AuthlibBaseError, requests.RequestException, ValueError) as error:
        raise SignOnError("It does not answer. Sign in by a link instead.") from error


def finish() -> str:
    """Return the key of a new session for whom the provider vouches for.

    Raises:
        SignOnError: it does not, or tells no address that it has checked.

    """
    try:
        token = _provider().authorize_access_token()
        told: dict[str, Any] = dict(token.get("userinfo") or {})
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError) as error:
        raise SignOnError("It did not say who you are. Try again.") from error
    person = _person(told)
    key = people.begin(person, device_of(request.user_agent.string))
    db.session.flush()
    if current_app.config["OIDC_IS_SECOND_FACTOR"] or MANY_FACTORS in (told.get("amr") or ()):
        key = give_second_factor(people.find_session(key))
    audit.note("signed in through the council", "person", person.id, by=person)
    db.session.commit()
    return key


def _person(told: dict[str, Any]) -> Person:
    """Return the person that a provider's account belongs to: by its number, which never changes.

    The first time it is found by an address that the provider has checked.
    """
    issuer, subject = str(told.get("iss", "")), str(told.get("sub", ""))
    known = db.session.scalar(
        select(OutsideAccount).where(
            OutsideAccount.issuer == issuer, OutsideAccount.subject == subject
        )
    )
    if known is not None:
        found = db.session.get(Person, known.person_id)
        if found is not None and found.erased_at is None:
            return found
    email = tidy_email(str(told.get("email", "")))
    if not subject or told.get("email_verified") is not True or not is_email(email):
        raise SignOnError("It gave us no e-mail address that it has checked. Use a link instead.")
    person = person_with(email)
    if known is None:
        db.session.add(OutsideAccount(person_id=person.id, issuer=issuer, subject=subject))
    else:
        known.person_id = person.id
    person.name = person.name or " ".join(str(told.get("name", "")).split())[:120]
    return person


def _provider() -> Any:
    """Return the provider of the settings; its description is asked for when first needed."""
    oauth: OAuth | None = current_app.extensions.get("council")
    if oauth is None:
        config = current_app.config
        oauth = OAuth(current_app._get_current_object())  # type: ignore[attr-defined]
        oauth.register(
            "council",
            client_id=config["OIDC_CLIENT_ID"],
            client_secret=config["OIDC_CLIENT_SECRET"],
            server_metadata_url=f"{config['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": SECONDS,
            },
        )
        current_app.extensions["council"] = oauth
    return oauth.create_client("council")
