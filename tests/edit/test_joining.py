"""Claiming and registering."""

import re

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.errors import SearchUnavailableError
from directory.extensions import db
from directory.models import Change, Claiming, Decision, Letter, Membership, Organisation
from directory.search import index


@pytest.fixture
def club(make):
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    trust = make.organisation("Pitfield Lunch", make.base(ward, hackney))
    make.service("Tuesday lunch", trust, serves=[ward])
    index.rebuild()
    return trust


def test_while_she_types_the_name_she_is_asked_whether_it_is_one_of_these(browser, club):
    page = browser.get("edit.register", name="pitfield")
    assert page.select_one("#alike a")["href"] == f"/edit/claim/{club.slug}"
    fragment = browser.get("edit.register", hx=True, name="pitfield lunch")
    assert "Pitfield Lunch" in fragment.words


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pit", "Pitfield Lunch"),
        ("The Pitfield Lunch", "Pitfield Lunch"),
        ("LUNCH pitfield", "Pitfield Lunch"),
        ("Picfield lunch", "Pitfield Lunch"),
        ("pitfield tenants", "Pitfield Tenants"),
        ("Tenants of Pitfield Street", "Pitfield Tenants"),
        ("Stamford St Choir", None),
        ("Haggerston Singers", None),
        ("x", None),
        ("%%%", None),
        ("<b>", None),
    ],
)
def test_the_likest_name_comes_first_whether_or_not_it_has_a_service(
    browser, club, make, typed, first
):
    make.organisation("Pitfield Tenants", slug="pitfield-tenants")
    make.organisation("Pitfield Secret Draft", slug="pitfield-secret", publication="draft")
    page = browser.get("edit.register", name=typed)
    found = [each.get_text().removeprefix("Yes: ") for each in page.select("#alike ul a")]
    assert (found or [None])[0] == first
    assert "Pitfield Secret Draft" not in found


def test_a_broken_index_keeps_nobody_from_joining(browser, club, monkeypatch):
    def broken(question):
        raise SearchUnavailableError

    monkeypatch.setattr(index, "find", broken)
    assert "Pitfield Lunch" in browser.get("edit.register", name="pitfield").words


@pytest.mark.parametrize("name", ["Tea & Toast + 100% #1", "দক্ষিণ হ্যাকনি " * 12])
def test_a_visitor_signs_in_and_what_she_typed_is_kept(browser, club, name):
    name = " ".join(name.split())
    page = browser.get("edit.register", name=name)
    assert not page.select("form[method=post]")
    sign_in = browser.open(page.select_one("#new-name ~ p a")["href"])
    browser.send(sign_in, email="ann@example.org")
    letter = db.session.scalars(select(Letter)).one()
    link = re.search(r"(/account/link/\S+)", letter.text)[1]
    back = browser.follow(browser.send(browser.open(link)))

    assert back.select_one("#name")["value"] == name
    assert f"Add “{name}”" in back.words


def test_a_new_group_is_begun_and_seen_by_nobody_until_it_is_shown(browser, club, make):
    browser.sign_in(make.person("ann@example.org"))
    page = browser.get("edit.register", name="Haggerston Singers")
    done = browser.send(page, "form[action='/edit/register'][method=post]", kind="community_group")
    entry = browser.follow(done)
    assert "Nobody sees it yet" in entry.words
    made = db.session.scalars(
        select(Organisation).where(Organisation.name == "Haggerston Singers")
    ).one()
    browser.open(f"/organisations/{made.slug}", status=404)

    added = browser.send(browser.open(f"/edit/{made.slug}/add-service"), name="Choir")
    browser.follow(added)
    page = browser.open(f"/edit/{made.slug}")
    assert "First say where you are based, and add a service." in page.words
    assert not page.select(f"form[action='/edit/{made.slug}/show']")
    browser.post(f"/edit/{made.slug}/show")
    of_group = Change.section == "publication"
    assert db.session.scalars(select(Change.state).where(of_group)).one().value == "waiting"


def test_a_claim_goes_to_a_moderator_and_grants_nothing_yet(browser, club, make):
    person = make.person("ann@example.org")
    browser.sign_in(person)
    page = browser.open(f"/edit/claim/{club.slug}")
    wrong = browser.send(page, status=400, who="", how="Ring us")
    assert wrong.select_one("#who-error")
    assert "Ring us" in wrong.select_one("#how").get_text()
    browser.send(wrong, who="Secretary", how="Ring us")

    assert db.session.scalars(select(Claiming.who)).one() == "Secretary"
    assert db.session.scalars(select(Membership)).all() == []


def test_she_sees_what_she_asked_for_and_answers_a_question(browser, club, make):
    browser.sign_in(make.person("ann@example.org"))
    browser.send(browser.open(f"/edit/claim/{club.slug}"), who="Secretary", how="Ring us")
    assert "Pitfield Lunch Asked on" in browser.open("/edit/").words

    asked = db.session.scalars(select(Claiming)).one()
    asked.decision, asked.said = Decision.ASKED, "Which number?"
    db.session.commit()
    page = browser.follow(browser.send(browser.open(f"/edit/claim/{club.slug}")))
    assert "A moderator will look at it" in page.words

    asked.decision = Decision.ASKED
    db.session.commit()
    page = browser.open(browser.open("/edit/").select_one("main a[href*=claim]")["href"])
    assert "Which number?" in page.select_one("blockquote").get_text()
    assert page.select_one("#who")["value"] == "Secretary"
    browser.send(page, how="020 7946 0000")

    (asked,) = db.session.scalars(select(Claiming))
    assert (asked.decision, asked.how_to_check) == (Decision.OPEN, "020 7946 0000")


def test_an_entry_that_is_hers_is_not_asked_for_again(browser, club, make):
    browser.sign_in(make.person("ann@example.org", Role.OWNER, club))
    assert "You may edit it already" in browser.open(f"/edit/claim/{club.slug}").words
    browser.post(f"/edit/claim/{club.slug}", {"who": "I", "how": "me"}, status=400)
    assert db.session.scalars(select(Claiming)).all() == []


def test_who_asks_for_an_entry_that_somebody_keeps_is_told_of_a_quicker_way(browser, club, make):
    browser.sign_in(make.person("ann@example.org"))
    quicker = "ask for an invitation"
    assert quicker not in browser.open(f"/edit/claim/{club.slug}").words
    make.person("bob@example.org", Role.OWNER, club)
    page = browser.open(f"/edit/claim/{club.slug}")
    assert quicker in page.words
    assert "bob@example.org" not in page.words


def test_a_draft_cannot_be_asked_for(browser, make):
    make.organisation("Secret", slug="secret", publication="draft")
    browser.sign_in(make.person("ann@example.org"))
    browser.open("/edit/claim/secret", status=404)
    browser.post("/edit/claim/secret", {"who": "I", "how": "me"}, status=404)
    assert db.session.scalars(select(Claiming)).all() == []
