"""Signing in through a council's provider, against a real one that speaks OpenID Connect."""

from collections.abc import Iterator

import pytest
import requests
from oidc_provider_mock import run_server_in_thread
from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import OutsideAccount, Person, SignedIn
from tests.browser import Browser
from tests.factories import Make

VERIFIED = {"email": "Mo@Hackney.gov.uk", "email_verified": True, "name": "Mo Chen"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def council(another, provider):
    """A site whose council signs its staff in, and a browser on it."""

    def made(**settings: object) -> Browser:
        chosen = {
            "RATELIMIT_ENABLED": False,
            "OIDC_ISSUER": provider,
            "OIDC_NAME": "Hackney Council",
            "OIDC_CLIENT_ID": "doorstep",
            "OIDC_CLIENT_SECRET": "secret",
            "SECRET_KEY": "k" * 40,
            "SESSION_COOKIE_NAME": "doorstep_council",
        }
        return Browser(another(**(chosen | settings)))

    return made


def tell(provider: str, subject: str, **claims: object) -> None:
    """Let the provider know somebody."""
    answer = requests.put(f"{provider}/users/{subject}", json=claims, timeout=5)
    answer.raise_for_status()


def sign_in(browser: Browser, subject: str = "mo", *, action: str = "authorize"):
    """Go the whole way: our button, the provider's form, and back."""
    link = browser.get("account.sign_in").select_one("a[href^='/account/council']")
    sent = browser.client.get(str(link["href"]))
    chosen = requests.post(
        sent.headers["Location"],
        data={"sub": subject, "action": action},
        allow_redirects=False,
        timeout=5,
    )
    back = chosen.headers["Location"].removeprefix("http://localhost")
    return browser.client.get(back)


def test_whom_the_council_vouches_for_is_signed_in(council, provider):
    tell(provider, "mo", **VERIFIED)
    browser = council()
    done = sign_in(browser)

    assert done.status_code == 303
    assert "mo@hackney.gov.uk" in browser.open(done.headers["Location"]).words
    assert db.session.scalars(select(Person.name)).one() == "Mo Chen"


def test_she_is_known_by_her_number_though_her_address_changes(council, provider):
    tell(provider, "mo", **VERIFIED)
    sign_in(council())
    tell(provider, "mo", **{**VERIFIED, "email": "mo.chen@hackney.gov.uk"})
    sign_in(council())

    assert db.session.scalars(select(Person.email)).all() == ["mo@hackney.gov.uk"]
    assert len(db.session.scalars(select(OutsideAccount)).all()) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "mo@hackney.gov.uk", "email_verified": False},
        {"email": "mo@hackney.gov.uk"},
        {"email_verified": True},
        {"email": "not an address", "email_verified": True},
    ],
)
def test_an_address_that_was_not_checked_signs_nobody_in(council, provider, claims):
    tell(provider, "mo", **claims)
    answer = sign_in(council())

    assert answer.status_code == 503
    assert "Use a link instead" in answer.text
    assert db.session.scalars(select(SignedIn)).all() == []


def test_working_for_a_council_grants_nothing(council, provider):
    tell(provider, "mo", **VERIFIED)
    browser = council()
    sign_in(browser)
    assert db.session.scalars(select(Person)).one().memberships == []


@pytest.mark.parametrize(
    ("settings", "claims", "counts"),
    [
        ({}, {}, False),
        ({}, {"amr": ["pwd"]}, False),
        ({}, {"amr": ["pwd", "mfa"]}, True),
        ({"OIDC_IS_SECOND_FACTOR": True}, {}, True),
    ],
)
def test_it_is_a_second_factor_only_when_the_council_says_so(
    council, provider, make: Make, settings, claims, counts
):
    make.person("mo@hackney.gov.uk", Role.ADMINISTRATOR)
    tell(provider, "mo", **VERIFIED, **claims)
    sign_in(council(**settings))

    assert (db.session.scalars(select(SignedIn)).one().second_factor_at is not None) == counts


def test_who_says_no_at_the_provider_is_told_kindly(council, provider):
    tell(provider, "mo", **VERIFIED)
    answer = sign_in(council(), action="deny")
    assert answer.status_code == 503
    assert "sign-in did not work" in answer.text


def test_a_way_back_that_nobody_asked_for_is_refused(council):
    browser = council()
    answer = browser.client.get("/account/council/back?code=x&state=made-up")
    assert answer.status_code == 503
    assert db.session.scalars(select(SignedIn)).all() == []


def test_a_way_back_works_once(council, provider):
    tell(provider, "mo", **VERIFIED)
    browser = council()
    sent = browser.client.get("/account/council")
    chosen = requests.post(
        sent.headers["Location"], data={"sub": "mo"}, allow_redirects=False, timeout=5
    )
    back = chosen.headers["Location"].removeprefix("http://localhost")
    assert browser.client.get(back).status_code == 303
    assert browser.client.get(back).status_code == 503
    assert Browser(browser.app).client.get(back).status_code == 503


def test_a_provider_that_does_not_answer_is_no_dead_end(council):
    browser = council(OIDC_ISSUER="http://localhost:9")
    answer = browser.open("/account/council", status=503)
    assert "Sign in by a link instead" in answer.words


def test_without_a_council_there_is_no_such_door(browser):
    browser.open("/account/council", status=404)
    browser.open("/account/council/back", status=404)
    assert "council" not in browser.get("account.sign_in").words
