"""Closing an entry and taking it down: at once, by owners, and never a dead end for a visitor."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.domain.terms import Publication, Status
from directory.entries import changing, decisions
from directory.extensions import db
from directory.models import AuditEntry, Change, ChangeState, Letter, Organisation, Version
from directory.search import Question, index


@pytest.fixture
def club(make):
    """A lunch club in Hoxton with two services."""
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    trust = make.organisation("Pitfield Lunch", make.base(ward, hackney, (533_000, 183_500)))
    make.service("Tuesday lunch", trust, serves=[ward], categories=["lunch-club"])
    make.service("Chair yoga", trust, serves=[ward], categories=["exercise"])
    index.rebuild()
    return trust


@pytest.fixture
def ann(club, make, browser):
    person = make.person("ann@example.org", Role.OWNER, club, name="Ann")
    make.person("bea@example.org", Role.EDITOR, club)
    browser.sign_in(person)
    return person


def found(words):
    index.catch_up()
    return [hit.id for hit in index.find(Question(words)).hits]


def lunch_of(club):
    return next(each for each in club.services if each.name == "Tuesday lunch")


def end(browser, entry, how, **told):
    """End an entry by its own page: the form whose button says how."""
    organisation = entry if isinstance(entry, Organisation) else entry.organisation
    at = f"/edit/{organisation.slug}"
    at += "/end" if entry is organisation else f"/{entry.slug}/end"
    page = browser.open(at)
    number = 1 if how == "close" else 2
    return browser.send(page, f"main section:nth-of-type({number}) form", how=how, **told)


def lists(browser):
    """Where machines look an entry up, each as one text."""
    addresses = ("/sitemap.xml", "/feed.atom", "/api/oruk/v3/services", "/api/find?q=lunch")
    return {at: browser.client.get(at).text for at in addresses}


ENDS = [
    ("organisation", "close", "Pitfield Lunch has closed"),
    ("organisation", "take-down", "This is not listed any more"),
    ("service", "close", "Tuesday lunch has closed"),
    ("service", "take-down", "This is not listed any more"),
]


@pytest.mark.parametrize(("what", "how", "heading"), ENDS)
def test_what_ends_is_gone_everywhere_and_its_address_leads_on(
    browser, ann, club, what, how, heading
):
    lunch = lunch_of(club)
    assert lunch.id in found("lunch")

    end(browser, club if what == "organisation" else lunch, how)

    assert lunch.id not in found("lunch")
    assert bool(found("yoga")) is (what == "service")
    page = browser.open(f"/services/{lunch.slug}", status=410)
    if what == "service":
        assert page.h1.get_text() == heading
        browser.open(f"/organisations/{club.slug}")
    else:
        assert browser.open(f"/organisations/{club.slug}", status=410).h1.get_text() == heading
    assert (lunch.name in page.text) is (how == "close")
    # Else a browser keeps the answer for good, and never sees that it opened again.
    assert page.answer.headers["Cache-Control"] == "no-cache"
    assert "Find others near Hoxton West: Lunch clubs" in page.words
    browser.open(page.select_one("main li a[href*='category=lunch-club']")["href"])
    for at, text in lists(browser).items():
        assert lunch.slug not in text, at


def test_words_for_visitors_stand_on_the_page_of_a_service_that_closed(browser, ann, club):
    end(browser, lunch_of(club), "close", status_note="Our <b>last</b> lunch was in May.")
    page = browser.open(f"/services/{lunch_of(club).slug}", status=410)
    assert "Our <b>last</b> lunch was in May." in page.words


def test_words_that_are_too_long_come_back(browser, ann, club):
    lunch = lunch_of(club)
    at = f"/edit/{club.slug}/{lunch.slug}/end"
    page = browser.post(at, {"how": "close", "status_note": "x" * 3_000}, status=400)
    assert page.select_one("#status_note")["value"] == "x" * 3_000
    assert page.select_one("#status_note-error")
    assert lunch.status is Status.RUNNING


def test_that_it_ended_is_kept_audited_and_told_to_the_others_who_keep_it(browser, ann, club):
    end(browser, club, "take-down")

    version = db.session.scalars(select(Version).order_by(Version.number.desc())).first()
    assert (version.how, version.person.email) == ("taken down", "ann@example.org")
    assert "taken down" in db.session.scalars(select(AuditEntry.act)).all()
    letters = db.session.execute(select(Letter.kind, Letter.email)).all()
    assert letters == [("entry_ended", "bea@example.org")]
    assert "Ann took it down" in db.session.scalars(select(Letter.text)).one()


@pytest.mark.parametrize(
    ("what", "how", "button"),
    [
        ("organisation", "take-down", "Ask to show it again"),
        ("organisation", "close", "Open it again"),
        ("service", "take-down", "Ask to show Tuesday lunch again"),
    ],
)
def test_what_ended_is_shown_again_when_a_moderator_has_looked(
    browser, ann, club, make, what, how, button
):
    lunch = lunch_of(club)
    entry = club if what == "organisation" else lunch
    end(browser, entry, how)

    page = browser.open(f"/edit/{club.slug}")
    assert button in page.words
    selector = "/show" if what == "organisation" else f"/{lunch.slug}/show"
    browser.send(page, f"form[action='/edit/{club.slug}{selector}']")
    change = db.session.scalars(select(Change).where(Change.state == ChangeState.WAITING)).one()
    assert lunch.id not in found("lunch")
    decisions.approve(change, make.person(role=Role.ADMINISTRATOR))
    db.session.commit()

    assert lunch.id in found("lunch")
    browser.open(f"/services/{lunch.slug}")


def test_a_change_that_waits_can_not_bring_back_what_was_closed(browser, ann, club, make):
    """She said that it is paused, and that waits; then it closed: the last word counts."""
    lunch = lunch_of(club)
    at = f"/edit/{club.slug}/{lunch.slug}/section/status"
    browser.post(at, {"status": "paused", "then": "send"})
    waiting = db.session.scalars(select(Change)).one()

    end(browser, lunch, "close")

    assert waiting.state is ChangeState.WITHDRAWN
    assert lunch.status is Status.CLOSED


@pytest.mark.parametrize("at", ["/edit/{org}/end", "/edit/{org}/{service}/end"])
def test_only_an_owner_ends_an_entry(browser, ann, club, make, at):
    address = at.format(org=club.slug, service=lunch_of(club).slug)
    stranger = make.person("eve@example.org", Role.OWNER, make.organisation("Other"))
    for person in (make.person("ed@example.org", Role.EDITOR, club, is_trusted=True), stranger):
        browser.sign_in(person)
        browser.open(address, status=403)
        browser.post(address, {"how": "take-down"}, status=403)
    assert club.publication is Publication.PUBLISHED
    assert db.session.scalars(select(Change)).all() == []


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.HIDDEN])
@pytest.mark.parametrize("how", ["close", "take-down"])
def test_what_the_public_does_not_see_can_not_be_ended(browser, ann, club, publication, how):
    """A moderator who has hidden an entry has the last word on it."""
    club.publication = publication
    db.session.commit()
    browser.post(f"/edit/{club.slug}/end", {"how": how}, status=409)
    browser.post(f"/edit/{club.slug}/{lunch_of(club).slug}/end", {"how": how}, status=409)
    assert club.publication is publication


def test_a_form_that_does_not_say_how_ends_nothing(browser, ann, club):
    page = browser.post(f"/edit/{club.slug}/end", {}, status=400)
    assert "Close it, or take it down." in page.words
    assert club.publication is Publication.PUBLISHED


def test_who_closes_twice_is_told(browser, ann, club):
    end(browser, club, "close")
    page = browser.post(f"/edit/{club.slug}/end", {"how": "close"}, status=409)
    assert "closed already" in page.words, page.words


def test_a_new_name_leads_from_the_old_address_and_nobody_else_gets_that(browser, ann, club, make):
    club.slug = old = "pitfield-lunch"
    db.session.commit()
    for name in ("Pitfield Table", "Pitfield Supper"):
        told = {"organisation_name": name}
        changing.apply(Section.ORGANISATION, club, None, told, by=ann)
        db.session.commit()
    answer = browser.client.get(f"/organisations/{old}")
    assert (answer.status_code, answer.location) == (301, "/organisations/pitfield-supper")
    assert answer.headers["Cache-Control"] == "no-cache"

    browser.post("/edit/register", {"name": "Pitfield Lunch", "kind": "charity"})
    assert set(db.session.scalars(select(Organisation.slug))) == {
        "pitfield-supper",
        "pitfield-lunch-2",
    }
