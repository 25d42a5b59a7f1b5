"""Signing in by a link: once, in time, by a button, and the same for every address."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory import people
from directory.extensions import db
from directory.models import AuditEntry, Letter, Link, Person, SignedIn
from directory.people.current import COOKIE
from tests.browser import Browser

NOW = "2026-11-23T12:00:00+00:00"


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def ask(browser, email, **more):
    page = browser.get("account.sign_in", **more)
    return browser.send(page, email=email)


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/account/link/\S+)", letter.text)[1]


def letters():
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_a_link_in_a_letter_signs_in_when_its_button_is_pressed(browser):
    ask(browser, " Ada@Example.org ")
    letter = letters()[0]
    assert letter.email == "ada@example.org"

    page = browser.open(link_in(letter))
    done = browser.send(page)
    home = browser.follow(done)

    assert "ada@example.org" in home.words
    assert "You are signed in." in home.select_one("[role=status]").get_text()
    cookie = done.answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert db.session.scalars(select(AuditEntry.act)).all() == ["signed in"]


def test_a_mail_scanner_that_opens_the_link_first_uses_nothing_up(browser):
    ask(browser, "ada@example.org")
    address = link_in(letters()[0])
    for _ in range(3):
        browser.open(address)

    assert browser.send(browser.open(address)).answer.status_code == 303


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(browser, make):
    make.person("known@example.org")
    known, unknown = ask(browser, "known@example.org"), ask(browser, "unknown@example.org")

    assert known.answer.headers["Location"] == unknown.answer.headers["Location"]
    assert len(letters()) == 2
    assert letters()[0].subject == letters()[1].subject


def test_a_link_that_was_used_is_kindly_refused(browser):
    ask(browser, "ada@example.org")
    address = link_in(letters()[0])
    browser.send(browser.open(address))

    assert "works once" in browser.open(address, status=410).words
    assert "works once" in browser.post(address, status=410).words
    assert len(db.session.scalars(select(SignedIn)).all()) == 1


def test_whoever_gets_a_link_forwarded_reads_whose_it_is_and_once_used_it_is_nobodys(browser):
    ask(browser, "ada@example.org")
    address = link_in(letters()[0])
    page = browser.open(address)
    assert "you are in as ada@example.org" in page.words
    assert "the letter was meant for somebody else" in page.words
    browser.send(page)

    late = Browser(browser.app)
    assert "ada@example.org" not in late.open(address, status=410).words
    late.post(address, status=410)
    assert "ada@example.org" in browser.open("/account/").words


def test_a_link_for_one_purpose_opens_nothing_else(browser, make):
    club = make.organisation("Club")
    sign_in = people.make_link(people.Purpose.SIGN_IN, "ada@example.org", subject_id=club.id)
    invited = people.make_link(people.Purpose.INVITATION, "ada@example.org", subject_id=club.id)
    db.session.commit()
    browser.post(f"/edit/invitation/{sign_in}", status=410)
    browser.post(f"/account/link/{invited}", status=410)
    assert db.session.scalars(select(SignedIn)).all() == []


def test_a_link_that_is_half_an_hour_old_is_refused(browser, at_noon):
    ask(browser, "ada@example.org")
    address = link_in(letters()[0])
    at_noon.shift(timedelta(minutes=29))
    assert browser.open(address).answer.status_code == 200
    at_noon.shift(timedelta(minutes=2))

    browser.open(address, status=410)
    browser.post(address, status=410)


@pytest.mark.parametrize("spoil", [lambda x: x[:-1], lambda x: x + "a", lambda x: x.swapcase()])
def test_a_link_that_was_tampered_with_is_refused(browser, spoil):
    ask(browser, "ada@example.org")
    head, _, key = link_in(letters()[0]).rpartition("/")

    browser.post(f"{head}/{spoil(key)}", status=410)

    assert db.session.scalars(select(SignedIn)).all() == []
    assert browser.client.get_cookie(COOKIE) is None


def test_neither_links_nor_sessions_are_kept_as_what_opens_them(browser):
    ask(browser, "ada@example.org")
    key = link_in(letters()[0]).rpartition("/")[2]
    browser.send(browser.open(f"/account/link/{key}"))
    cookie = browser.client.get_cookie(COOKIE).value

    assert db.session.scalars(select(Link.token_hash)).one() != key
    assert db.session.scalars(select(SignedIn.key_hash)).one() != cookie


def test_after_signing_in_she_is_where_she_wanted_to_be(browser):
    wanted = browser.client.get("/account/sessions")
    ask_page = browser.open(wanted.headers["Location"])
    browser.send(ask_page, email="ada@example.org")
    done = browser.send(browser.open(link_in(letters()[0])))

    assert done.answer.headers["Location"].startswith("/account/sessions")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(browser, elsewhere):
    page = browser.get("account.sign_in", next=elsewhere)
    assert page.select_one("[name=next]")["value"] == ""
    browser.send(page, email="ada@example.org", next=elsewhere)
    done = browser.send(browser.open(link_in(letters()[0])))

    assert done.answer.headers["Location"].startswith("/account/")


@pytest.mark.parametrize("typed", ["", "ada", "ada@example", "a b@example.org", "a@b.c\r\nbcc: d"])
def test_what_is_no_address_comes_back_with_what_is_wrong(browser, typed):
    page = browser.post("/account/sign-in", {"email": typed, "next": ""}, status=400)

    assert page.select_one("#email-error")
    assert page.select_one("#email")["value"] == typed
    assert letters() == []


def test_one_address_gets_five_letters_in_half_an_hour_whoever_asks(browser, at_noon):
    for _ in range(7):
        ask(browser, "ada@example.org")
    assert len(letters()) == 5
    at_noon.shift(timedelta(minutes=29))
    ask(browser, "ada@example.org")
    assert len(letters()) == 5
    assert browser.open(link_in(letters()[-1]))
    at_noon.shift(timedelta(minutes=2))
    ask(browser, "ada@example.org")
    assert len(letters()) == 6


def test_signing_out_ends_the_session_and_not_only_the_cookie(browser, make):
    person = make.person("ada@example.org")
    browser.sign_in(person)
    key = browser.client.get_cookie(COOKIE).value
    browser.post("/account/sign-out")
    browser.client.set_cookie(COOKIE, key)

    assert browser.client.get("/account/").status_code == 303


def test_a_session_ends_by_itself(browser, make, app, at_noon):
    browser.sign_in(make.person("ada@example.org"))
    at_noon.shift(timedelta(hours=app.config["SESSION_HOURS"], minutes=-1))
    assert browser.client.get("/account/").status_code == 200
    at_noon.shift(timedelta(minutes=2))
    assert browser.client.get("/account/").status_code == 303


def test_she_sees_her_sessions_and_signs_out_everywhere_else(browser, make):
    person = make.person("ada@example.org")
    browser.sign_in(person)
    lost = browser.client.get_cookie(COOKIE).value
    browser.sign_in(person)
    page = browser.get("account.sessions")
    assert len(page.select("main li")) == 2

    browser.post("/account/sessions/end-others")

    assert browser.client.get("/account/").status_code == 200
    browser.client.set_cookie(COOKIE, lost)
    assert browser.client.get("/account/").status_code == 303


def test_she_signs_out_everywhere_here_too(browser, make):
    person = make.person("ada@example.org")
    make_another = make.person("bob@example.org")
    for each in (make_another, person, person):
        browser.sign_in(each)
    done = browser.send(browser.get("account.sessions"), "form[action$=end-all]")

    assert "You are signed out everywhere." in browser.follow(done).words
    assert db.session.scalars(select(SignedIn.person_id)).all() == [make_another.id]


def test_the_list_of_sessions_says_when_each_was_in_use(browser, make, at_noon):
    browser.sign_in(make.person("ada@example.org"))
    at_noon.shift(timedelta(hours=2, minutes=30))
    browser.client.get("/account/")

    page = browser.get("account.sessions")
    assert "Since 23 November 2026, noon. In use on 23 November 2026, about 2.30pm." in page.words


def test_nobody_ends_the_session_of_another(browser, make):
    browser.sign_in(make.person("bob@example.org"))
    number = db.session.scalars(select(SignedIn.id)).one()
    browser.sign_in(make.person("eve@example.org"))

    browser.post(f"/account/sessions/{number}/end", status=404)

    assert db.session.get(SignedIn, number)


def test_rights_never_come_from_the_domain_of_an_address(browser, make):
    make.person("head@hackney.gov.uk", role=None)
    ask(browser, "new@hackney.gov.uk")
    browser.send(browser.open(link_in(letters()[0])))
    person = db.session.scalars(select(Person).where(Person.email == "new@hackney.gov.uk")).one()

    assert person.memberships == []


def test_the_key_of_a_link_is_in_no_log(browser, caplog):
    ask(browser, "ada@example.org")
    address = link_in(letters()[0])
    key = address.rpartition("/")[2]
    with caplog.at_level("INFO", logger="directory"):
        browser.client.get(f"{address}/")
        browser.client.get(f"/edit/invitation/{key}")
        browser.send(browser.open(address))

    lines = [vars(line) for line in caplog.records]
    assert key not in str(lines)
    assert [line["path"] for line in lines if "path" in line][-1] == "/account/link/…"


def test_no_cache_keeps_what_is_one_persons(browser, make):
    browser.sign_in(make.person("ada@example.org"))
    kept = {
        address: browser.client.get(address).headers.get("Cache-Control")
        for address in ("/account/", "/account/held.json", "/account/link/x", "/edit/invitation/x")
    }
    assert set(kept.values()) == {"no-store"}, kept
    assert browser.client.get("/").headers["Cache-Control"] == "private, no-cache"
    assert browser.client.get("/edit/").headers["Cache-Control"] == "private, no-cache"
    out = browser.post("/account/sign-out").answer
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert "Cache-Control" not in browser.client.get("/").headers


def test_no_cookie_is_set_before_sign_in(browser, make):
    make.organisation("Trust")
    for address in ("/", "/account/sign-in", "/account/sent", "/about/privacy"):
        assert "Set-Cookie" not in browser.open(address).answer.headers
