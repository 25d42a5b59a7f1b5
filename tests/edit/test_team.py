"""Who may edit: invited, made an owner, gone; the last owner cannot vanish by mistake."""

import re

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.entries.merging import merge
from directory.extensions import db
from directory.models import AuditEntry, Letter, Link, Membership, Person
from tests.browser import Browser

LAST = "last owner"


@pytest.fixture
def club(make):
    return make.organisation("Pitfield Lunch", slug="club")


@pytest.fixture
def ann(club, make, browser):
    """The owner, signed in."""
    person = make.person("ann@example.org", Role.OWNER, club, name="Ann")
    browser.sign_in(person)
    return person


def team(browser):
    return browser.open("/edit/club/team")


def invite(browser, email, status=303):
    return browser.send(team(browser), "form[action$=invite]", email=email, status=status)


def last_link():
    letter = db.session.scalars(
        select(Letter).where(Letter.kind == "invitation").order_by(Letter.id.desc())
    ).first()
    return re.search(r"(/edit/invitation/[\w-]+)", letter.text)[1]


def roles_of(person):
    db.session.expire_all()
    return [each.role for each in person.memberships if each.ended_at is None]


def test_a_colleague_is_invited_and_accepts_by_a_button_once(browser, ann, club):
    invite(browser, " Bob@Example.org ")
    link = last_link()
    assert "bob@example.org" in browser.open(link).words
    browser.open(link)
    browser.send(browser.open(link))
    browser.post(link, status=410)

    bob = db.session.scalars(select(Person).where(Person.email == "bob@example.org")).one()
    assert [(m.role, m.organisation_id) for m in bob.memberships] == [(Role.EDITOR, club.id)]
    assert "bob@example.org" in browser.open("/account/").words


def test_whoever_gets_an_invitation_forwarded_reads_whose_it_is(browser, ann):
    invite(browser, "bob@example.org")
    page = browser.open(last_link())
    assert "You will be signed in as bob@example.org" in page.words
    assert "If that is not your address, do not press" in page.words


def test_an_open_invitation_is_seen_and_taken_back(browser, ann):
    invite(browser, "bob@example.org")
    link = last_link()
    page = team(browser)
    assert "bob@example.org The invitation works until" in page.words

    browser.send(page, "form[action*=invitations]")

    assert "bob@example.org" not in team(browser).words
    assert "unless it is taken back" in browser.open(link, status=410).words
    browser.post(link, status=410)
    assert db.session.scalars(select(Membership.person_id)).all() == [ann.id]


def test_an_invitation_that_is_used_up_cannot_be_taken_back(browser, ann):
    invite(browser, "bob@example.org")
    number = db.session.scalars(select(Link.id)).one()
    Browser(browser.app).post(last_link())
    browser.post(f"/edit/club/team/invitations/{number}/end", status=404)


def test_invited_again_only_the_newest_letter_works(browser, ann):
    invite(browser, "bob@example.org")
    first = last_link()
    invite(browser, "bob@example.org")
    browser.open(first, status=410)
    browser.open(last_link())
    assert len(team(browser).select("form[action*=invitations]")) == 1


def test_who_may_edit_already_is_not_invited(browser, ann):
    page = invite(browser, "ann@example.org", status=400)
    assert "ann@example.org may edit this entry already" in page.select_one("#email-error").text
    assert page.select_one("#email")["value"] == "ann@example.org"


@pytest.mark.parametrize("typed", ["", "bob", "bob@example", "b@example.org\r\nBcc: x@y.z"])
def test_what_is_no_address_comes_back_with_what_is_wrong(browser, ann, typed):
    page = browser.post("/edit/club/team/invite", {"email": typed}, status=400)
    assert "not a whole e-mail address" in page.select_one("#email-error").text
    assert db.session.scalars(select(Letter)).all() == []


def test_strangers_are_not_flooded_with_invitations(browser, ann):
    for number in range(20):
        invite(browser, f"{number}@example.org")
    page = invite(browser, "one-more@example.org", status=400)
    assert "Take one back first" in page.words
    assert len(db.session.scalars(select(Letter)).all()) == 20


def test_an_editor_invites_nobody_and_sees_no_invitation(browser, ann, club, make):
    invite(browser, "bob@example.org")
    browser.sign_in(make.person("ed@example.org", Role.EDITOR, club))
    browser.post("/edit/club/team/invite", {"email": "x@example.org"}, status=403)
    assert "bob@example.org" not in team(browser).words
    number = db.session.scalars(select(Link.id)).one()
    browser.post(f"/edit/club/team/invitations/{number}/end", status=403)


def test_the_last_owner_hands_over_before_she_leaves(browser, ann, club, make):
    bob = make.person("bob@example.org", Role.EDITOR, club)
    own, other = ann.memberships[0].id, bob.memberships[0].id
    for act in ("end", "editor"):
        assert LAST in browser.post(f"/edit/club/team/{own}/{act}", status=400).words

    browser.post(f"/edit/club/team/{other}/owner")
    browser.post(f"/edit/club/team/{own}/end")

    assert (roles_of(ann), roles_of(bob)) == ([], [Role.OWNER])
    browser.open("/edit/club", status=403)


def test_an_owner_hands_over_and_goes_on_editing(browser, ann, club, make):
    bob = make.person("bob@example.org", Role.EDITOR, club)
    browser.send(team(browser), "form[action$=owner]")
    browser.send(team(browser), f"form[action$='{ann.memberships[0].id}/editor']")

    assert (roles_of(ann), roles_of(bob)) == ([Role.EDITOR], [Role.OWNER])
    assert not team(browser).select("form[action$=invite]")


def test_who_loses_her_access_is_told_and_who_leaves_is_not(browser, ann, club, make):
    bob = make.person("bob@example.org", Role.EDITOR, club)
    browser.post(f"/edit/club/team/{bob.memberships[0].id}/end")
    letters = db.session.scalars(select(Letter)).all()
    assert [(each.kind, each.email) for each in letters] == [("access_ended", "bob@example.org")]

    ed = make.person("ed@example.org", Role.EDITOR, club)
    browser.sign_in(ed)
    browser.post(f"/edit/club/team/{ed.memberships[0].id}/end")
    assert roles_of(ed) == []
    assert len(db.session.scalars(select(Letter)).all()) == 1


def test_whoever_is_both_has_the_greater_role_once(ann, club, make):
    for role in (Role.EDITOR, Role.OWNER, Role.EDITOR):
        make.grant(ann, role, club)
    assert roles_of(ann) == [Role.OWNER]

    ed = make.person("ed@example.org", Role.EDITOR, club)
    make.grant(ed, Role.OWNER, club)
    assert roles_of(ed) == [Role.OWNER]


def test_two_entries_made_one_keep_the_greater_role_and_the_invitations(browser, ann, club, make):
    twin = make.organisation("Pitfield Lunches")
    make.grant(ann, Role.EDITOR, twin)
    ed = make.person("ed@example.org", Role.EDITOR, club)
    make.grant(ed, Role.OWNER, twin)
    invite(browser, "bob@example.org")

    merge(twin, club, None)
    db.session.commit()

    assert (roles_of(ann), roles_of(ed)) == ([Role.OWNER], [Role.OWNER])
    assert "Pitfield Lunches" in browser.open(last_link()).words


def test_every_act_is_in_the_log(browser, ann, club, make):
    bob = make.person("bob@example.org", Role.EDITOR, club)
    number = bob.memberships[0].id
    invite(browser, "eve@example.org")
    browser.send(team(browser), "form[action*=invitations]")
    for act in ("owner", "editor", "end"):
        browser.post(f"/edit/club/team/{number}/{act}")
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == [
        "invited", "took an invitation back", "made an owner", "made an editor", "ended"
    ]  # fmt: skip
