"""Claiming, registering, and who may edit; the last owner cannot vanish by mistake."""

import re

import pytest
from sqlalchemy import select

from directory import search
from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Change, Claiming, Letter, Membership, Organisation, Person


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


def invite(browser, club, email):
    browser.send(browser.open(f"/edit/{club.slug}/team"), "form[action$=invite]", email=email)
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    return re.search(r"(/edit/invitation/[\w-]+)", letter.text)[1]


def test_a_colleague_is_invited_and_accepts_by_a_button_once(browser, club, make):
    browser.sign_in(make.person("ann@example.org", Role.OWNER, club))
    link = invite(browser, club, "Bob@Example.org")
    browser.open(link)
    browser.open(link)
    browser.send(browser.open(link))
    browser.post(link, status=410)

    bob = db.session.scalars(select(Person).where(Person.email == "bob@example.org")).one()
    assert [(m.role, m.organisation_id) for m in bob.memberships] == [(Role.EDITOR, club.id)]
    assert "bob@example.org" in browser.open("/account/").words


def test_an_editor_invites_nobody(browser, club, make):
    browser.sign_in(make.person("ed@example.org", Role.EDITOR, club))
    browser.post(f"/edit/{club.slug}/team/invite", {"email": "x@example.org"}, status=403)


def test_the_last_owner_hands_over_before_she_leaves(browser, club, make):
    ann = make.person("ann@example.org", Role.OWNER, club)
    bob = make.person("bob@example.org", Role.EDITOR, club)
    browser.sign_in(ann)
    own, other = ann.memberships[0].id, bob.memberships[0].id
    refused = browser.post(f"/edit/{club.slug}/team/{own}/end", status=400)
    assert "last owner" in refused.words

    browser.post(f"/edit/{club.slug}/team/{other}/owner")
    browser.post(f"/edit/{club.slug}/team/{own}/end")

    assert db.session.get(Membership, own).ended_at is not None
    browser.open(f"/edit/{club.slug}", status=403)
