"""Addresses of an entry's own rooms: they work whatever it is called, and after it is renamed."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.entries.slugs import OURS, Slugs
from directory.extensions import db
from directory.models import Claiming, FormerSlug, Organisation, Report, Service
from tests.edit.conftest import Town

ROOM = "/edit/"


def test_no_entry_is_given_a_word_of_ours_as_its_slug(app):
    rules = [rule.rule.split("/")[2:] for rule in app.url_map.iter_rules() if ROOM in rule.rule]
    words = {parts[n] for parts in rules for n in (0, 1) if len(parts) > n and n < 2}
    words |= {parts[2] for parts in rules if len(parts) > 2 and parts[1] == "<service>"}
    fixed = {each for each in words if each and "<" not in each}

    assert fixed == OURS


@pytest.mark.parametrize("name", ["Register", "Claim", "Invitation", "Still Right!"])
def test_a_group_with_such_a_name_comes_to_its_own_entry(browser, make, name):
    browser.sign_in(make.person("ann@example.org"))
    sent = browser.post("/edit/register", {"name": name, "kind": "community_group"})
    assert name in browser.follow(sent).select_one("h1").get_text()


@pytest.mark.usefixtures("app")
def test_an_entry_that_has_such_a_slug_gets_another_with_its_next_name():
    slugs = Slugs(Service)
    assert slugs.give("Team", None) == "team-2"
    assert not slugs.is_made_from("team", "Team")
    assert slugs.is_made_from("team-2", "Team")


@pytest.mark.parametrize(
    "name", ["\x01\x02", "\u202e" * 3, "\u200b" * 2, "\u3164\u3164", "\u200ba\u200b", " "]
)
def test_a_name_that_nobody_can_see_is_no_name(browser, town: Town, name):
    browser.sign_in(town.mabel)
    told = {"name": name, "kind": "community_group"}
    assert "Type the name of your group." in browser.post("/edit/register", told, status=400).words
    add = browser.post("/edit/lunch-club/add-service", {"name": name}, status=400)
    assert "Type the name of the service." in add.words
    if name not in ("\u200ba\u200b", "\x01\x02"):
        section = "/edit/lunch-club/section/organisation"
        told = {"organisation_name": name, "kind": "community_group", "then": "send"}
        browser.post(section, told, status=400)
    assert db.session.scalars(select(Organisation.name)).all() == ["The Lunch Club"]


@pytest.fixture
def renamed(town: Town) -> Town:
    """The club and its lunch under new names; the old ones are in letters and bookmarks."""
    for entry, model, slug in (
        (town.club, Organisation, "dinner-club"),
        (town.lunch, Service, "dinner"),
    ):
        Slugs(model).keep_forwarding(entry.slug, entry.id)
        entry.slug = slug
    db.session.commit()
    return town


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/edit/lunch-club", "/edit/dinner-club"),
        ("/edit/lunch-club/team?said=1&b=%C3%A9", "/edit/dinner-club/team?said=1&b=%C3%A9"),
        ("/edit/lunch-club/lunch/end", "/edit/dinner-club/dinner/end"),
        ("/edit/dinner-club/lunch/coverage", "/edit/dinner-club/dinner/coverage"),
        ("/edit/lunch-club/dinner/section/service", "/edit/dinner-club/dinner/section/service"),
        ("/edit/claim/lunch-club", "/edit/claim/dinner-club"),
        ("/report/organisation/lunch-club", "/report/organisation/dinner-club"),
        ("/report/service/lunch?where=x", "/report/service/dinner?where=x"),
    ],
)
def test_an_old_address_leads_on_with_all_that_follows(browser, renamed: Town, old, new):
    browser.sign_in(renamed.mabel)
    sent = browser.client.get(old)
    assert (sent.status_code, sent.headers["Location"]) == (308, new)
    assert "no-cache" in sent.headers["Cache-Control"]
    browser.open(new)


def test_a_moderator_is_led_on_too(browser, renamed: Town, make):
    moderator = make.person("mo@example.org", Role.MODERATOR, area=renamed.hackney)
    browser.sign_in(moderator, second_factor=True)
    sent = browser.client.get("/moderate/entry/lunch-club")
    assert (sent.status_code, sent.headers["Location"]) == (308, "/moderate/entry/dinner-club")


def test_a_form_that_was_open_while_the_name_changed_is_sent_on(browser, renamed: Town, make):
    told = {"who": "I run it", "how": "Ring us"}
    browser.sign_in(make.person("new@example.org"))
    sent = browser.post("/edit/claim/lunch-club", told, status=308)
    browser.post(sent.answer.headers["Location"], told)
    assert db.session.scalars(select(Claiming.organisation_id)).all() == [renamed.club.id]

    sent = browser.post("/report/service/lunch", {}, status=308)
    assert sent.answer.headers["Location"] == "/report/service/dinner"
    assert not db.session.scalars(select(Report)).all()


def test_rights_are_those_of_the_entry_as_it_is_now(browser, renamed: Town, make):
    browser.sign_in(make.person("eve@example.org"))
    led = browser.client.get("/edit/lunch-club/team")
    assert browser.client.get(led.headers["Location"]).status_code == 403
    renamed.club.publication = "hidden"
    db.session.commit()
    assert browser.client.get("/edit/lunch-club/team").status_code == 404
    browser.sign_in(renamed.mabel)
    assert browser.client.get("/edit/lunch-club/team").status_code == 308


def test_a_name_that_was_given_back_leads_nowhere_in_a_ring(browser, renamed: Town):
    db.session.merge(FormerSlug(kind="organisation", slug="dinner-club", target_id=renamed.club.id))
    db.session.commit()
    browser.sign_in(renamed.mabel)
    browser.open("/edit/dinner-club/nothing/section/service", status=404)
    browser.open("/edit/dinner-club")
