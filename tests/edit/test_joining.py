"""Claiming and registering."""

import pytest
from sqlalchemy import select

from directory import search
from directory.extensions import db
from directory.models import Change, Claiming, Membership, Organisation


@pytest.fixture
def club(make):
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    trust = make.organisation("Pitfield Lunch", make.base(ward, hackney))
    make.service("Tuesday lunch", trust, serves=[ward])
    search.rebuild()
    return trust


def test_while_she_types_the_name_she_is_asked_whether_it_is_one_of_these(browser, club):
    page = browser.get("edit.register", name="pitfield")
    assert page.select_one("#alike a")["href"] == f"/edit/claim/{club.slug}"
    fragment = browser.get("edit.register", hx=True, name="pitfield lunch")
    assert "Pitfield Lunch" in fragment.words


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
    browser.send(browser.open(f"/edit/{made.slug}"), f"form[action='/edit/{made.slug}/show']")
    assert db.session.scalars(select(Change.state)).one().value == "waiting"


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
