"""The second step of staff: a code works once, and without it no role counts."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from directory import people
from directory.domain.rights import Role
from directory.extensions import db
from directory.models import AuditEntry, Person, RecoveryCode
from directory.people.current import COOKIE
from tests.browser import Browser

NOON = "2026-11-23T12:00:10+00:00"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture
def moderator(make, browser):
    """A moderator of Hackney who has an app and is signed in by her link alone."""
    person = make.person("mo@example.org", Role.MODERATOR, area=make.borough("Hackney"))
    person.totp_secret = SECRET
    db.session.commit()
    browser.sign_in(person)
    return person


def code(moment_offset=0):
    app = pyotp.TOTP(SECRET)
    return app.at(datetime.now(UTC) + timedelta(seconds=moment_offset))


def give(browser, typed, status=303):
    return browser.post("/account/second-factor/code", {"code": typed, "next": ""}, status=status)


def rights(browser, person):
    """What she may do, as a request of hers finds it."""
    key = browser.client.get_cookie(COOKIE).value
    with browser.app.test_request_context(headers={"Cookie": f"{COOKIE}={key}"}):
        return people.rights()


def test_a_role_of_staff_counts_only_after_the_second_step(browser, moderator, at_noon):
    assert not rights(browser, moderator).may_moderate_something
    give(browser, code())
    assert rights(browser, moderator).may_moderate_something


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_clocks_may_differ_by_one_step(browser, moderator, at_noon, drift):
    give(browser, code(drift))


@pytest.mark.parametrize("drift", [-90, 90])
def test_clocks_may_not_differ_by_more(browser, moderator, at_noon, drift):
    assert "not right" in give(browser, code(drift), status=400).words


def test_a_code_works_once_and_none_before_it(browser, moderator, at_noon):
    first, before = code(), code(-30)
    give(browser, first)
    give(browser, first, status=400)
    give(browser, before, status=400)
    at_noon.shift(timedelta(seconds=30))
    give(browser, code())


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "0" * 5_000]
)
def test_what_is_no_code_is_kindly_refused(browser, moderator, at_noon, typed):
    assert "not right" in give(browser, typed, status=400).words


def test_the_key_of_the_session_changes_so_that_a_stolen_one_is_worth_nothing(
    browser, moderator, at_noon
):
    before = browser.client.get_cookie(COOKIE).value
    give(browser, code())
    assert browser.client.get_cookie(COOKIE).value != before
    browser.client.set_cookie(COOKIE, before)
    assert browser.client.get("/account/").status_code == 303


def test_setting_up_an_app_asks_for_a_code_and_shows_recovery_codes_once(browser, make, at_noon):
    browser.sign_in(make.person("ada@example.org"))
    page = browser.get("account.security")
    secret = page.select_one("[name=secret]")["value"]

    wrong = browser.post("/account/security/app", {"secret": secret, "code": "000000"}, status=400)
    assert wrong.select_one("[name=secret]")["value"] == secret
    done = browser.post(
        "/account/security/app",
        {"secret": secret, "code": pyotp.TOTP(secret).at(datetime.now(UTC)), "next": ""},
        status=200,
    )

    codes = [each.get_text() for each in done.select(".codes code")]
    assert len(set(codes)) == 10
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(kept)
    assert codes[0] not in browser.get("account.security").words


def test_a_written_code_works_once(browser, moderator, at_noon):
    give(browser, code())
    page = browser.post("/account/security/recovery-codes", status=200)
    first, second = (each.get_text() for each in page.select(".codes code")[:2])
    browser.sign_in(db.session.get(Person, moderator.id))

    send = "/account/second-factor/recovery"
    browser.post(send, {"code": first.upper().replace("-", " "), "next": ""})
    browser.post(send, {"code": first, "next": ""}, status=400)
    browser.post(send, {"code": second, "next": ""})


def test_who_holds_only_the_mailbox_changes_nothing_of_the_second_step(browser, moderator):
    for address, data in (
        ("/account/security/app", {"secret": SECRET, "code": code()}),
        ("/account/security/app/remove", {}),
        ("/account/security/recovery-codes", {}),
        ("/account/security/passkey", {"told": "{}", "name": "x"}),
        ("/account/erase", {"email": moderator.email}),
        ("/account/sessions/end-all", {}),
    ):
        sent = browser.post(address, data)
        assert sent.answer.headers["Location"] == "/account/second-factor", address
    her = db.session.get(Person, moderator.id)
    assert (her.totp_secret, her.erased_at) == (SECRET, None)


@pytest.mark.parametrize("door", ["/account/", "/account/held.json", "/edit/", "/edit/club/team"])
def test_an_owner_who_added_a_second_step_is_asked_for_it_everywhere(browser, make, at_noon, door):
    club = make.organisation("Club", slug="club")
    owner = make.person("ann@example.org", Role.OWNER, club)
    owner.totp_secret = SECRET
    db.session.commit()
    browser.sign_in(owner)
    assert rights(browser, owner).organisations == frozenset()

    asked = browser.client.get(door)
    assert asked.status_code == 303
    page = browser.open(asked.headers["Location"])
    assert "mailbox alone is not enough" in page.words
    done = browser.send(page, "form[action$=code]", code=code())
    assert done.answer.headers["Location"].startswith(door)
    assert rights(browser, owner).owns(club.id)


def test_who_gives_up_her_app_is_asked_no_more_and_her_codes_are_gone(browser, moderator, at_noon):
    give(browser, code())
    browser.post("/account/security/recovery-codes", status=200)
    browser.send(browser.get("account.security"), "form[action$='app/remove']")

    assert db.session.get(Person, moderator.id).totp_secret == ""
    assert db.session.scalars(select(RecoveryCode)).all() == []
    browser.sign_in(moderator)
    assert not rights(browser, moderator).may_moderate_something
    assert "Set up one of these two" in browser.get("account.security").words


NONSENSE = [
    *("", "{}", "[]", "null", "1", '{"id": "AAAA"}', "x" * 10_000, "[" * 10_000, "[" * 50_000),
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": []}',
]


@pytest.mark.parametrize("told", NONSENSE)
def test_nonsense_is_kept_as_no_passkey(browser, make, told):
    browser.sign_in(make.person("ann@example.org"))
    sent = browser.post("/account/security/passkey", {"told": told, "name": "x"}, status=400)
    assert "did not make a passkey" in sent.words


@pytest.mark.parametrize("told", NONSENSE)
def test_a_passkey_that_says_nonsense_is_refused(browser, moderator, told):
    sent = {"told": told, "next": ""}
    assert "did not work" in browser.post("/account/second-factor/passkey", sent, status=400).words


def test_every_step_given_or_failed_is_in_the_audit(browser, moderator, at_noon):
    give(browser, "000000", status=400)
    give(browser, code())
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["failed a second factor", "gave a second factor"]


def test_codes_cannot_be_tried_without_end(another, make):
    person = make.person("mo@example.org", Role.ADMINISTRATOR)
    person.totp_secret = SECRET
    db.session.flush()
    who = person.id
    db.session.commit()
    limited = another(RATELIMIT_ENABLED=True)
    with limited.app_context():
        browser = Browser(limited)
        browser.sign_in(db.session.get(Person, who))
        answers = [
            browser.client.post(
                "/account/second-factor/code",
                data={"code": f"{number:06}"},
                headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": f"10.0.0.{number}"},
            ).status_code
            for number in range(14)
        ]
    assert answers.count(429) == 4
    assert answers[-1] == 429
