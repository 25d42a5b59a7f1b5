"""A service begun by mistake is thrown away; what people could read never is."""

import pytest
from sqlalchemy import select

from directory import audit
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.entries import changing, decisions, drafts
from directory.extensions import db
from directory.models import (
    AuditEntry,
    Change,
    ChangeArea,
    ChangeState,
    FormerSlug,
    Letter,
    Service,
    Site,
    Version,
)
from directory.search import index
from tests.browser import Browser, Page
from tests.edit.conftest import Town
from tests.factories import Make

AT = "/edit/lunch-club/tea"
THROW = f"{AT}/throw-away"
FORM = f"form[action='{THROW}']"


@pytest.fixture
def tea(town: Town, make: Make, browser: Browser) -> Service:
    """A second service of the club, begun and not shown; its owner is signed in."""
    hall = make.site("The Hall", (533_100, 183_100))
    made = make.service(
        *("Tea", town.club),
        slug="tea",
        publication=Publication.DRAFT,
        serves=[town.hoxton],
        sites=[hall],
    )
    browser.sign_in(town.mabel)
    return made


def left() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Service.slug).order_by(Service.slug)))


def ask_to_show(browser: Browser) -> Change:
    browser.post(f"{AT}/show")
    change = db.session.scalars(select(Change).where(Change.state == ChangeState.WAITING)).one()
    assert change.section is Section.SERVICE_PUBLICATION
    return change


def throw(browser: Browser) -> Page:
    return browser.follow(browser.send(browser.open(THROW), FORM))


def test_a_draft_is_thrown_away_with_all_that_was_written_of_it(
    tea: Service, browser: Browser, town: Town
) -> None:
    browser.post(f"{AT}/section/times", {"opening_times": "Thu 2 to 4", "then": "save"})
    browser.post(f"{AT}/section/status", {"status_note": "Soon.", "then": "send"})
    changing.apply(Section.SERVICE, tea.organisation, tea, {"service_name": "Tea time"}, by=None)
    db.session.commit()
    (link,) = browser.open("/edit/lunch-club").select(
        f"a[href='/edit/lunch-club/{tea.slug}/throw-away']"
    )
    browser.post(f"/edit/lunch-club/{tea.slug}/show")
    page = browser.open(link["href"])
    assert "Every Thursday, 2pm to 4pm" in page.words
    assert "You have asked us to show it. We take that back as well." in page.words

    done = browser.follow(browser.send(page, "main form"))

    assert "Thrown away." in done.words
    assert left() == ["lunch"]
    for model in (Change, ChangeArea, Version, FormerSlug, Site):
        assert db.session.scalars(select(model)).all() == [], model
    acts = db.session.execute(select(AuditEntry.act, AuditEntry.subject, AuditEntry.person_id))
    assert ("threw away", "service", town.mabel.id) in [tuple(each) for each in acts]
    index.rebuild()
    assert index.pending() == 0
    browser.open(AT + "/section/times", status=404)


def test_colleagues_who_worked_on_it_are_told_and_nobody_else(
    tea: Service, browser: Browser, town: Town, make: Make
) -> None:
    bea, cat, dan, eve, old = (
        make.person(f"{name}@example.org", Role.EDITOR, town.club, name=name.title())
        for name in ("bea", "cat", "dan", "eve", "old")
    )
    town.mabel.name = "Mabel"
    drafts.save(town.club, tea, Section.TIMES, {"opening_times": "Thu 2-4"}, bea)
    changing.apply(Section.STATUS, town.club, tea, {"status_note": "Soon."}, by=cat)
    drafts.save(town.club, tea, Section.ACCESS, {"access_note": "One step."}, town.mabel)
    for person in (old, dan):
        audit.note("began", "service", tea.id, by=person, organisation_id=town.club.id)
    drafts.save(town.club, town.lunch, Section.ACCESS, {"access_note": "Two steps."}, eve)
    db.session.commit()

    throw(browser)

    letters = db.session.scalars(select(Letter).order_by(Letter.email)).all()
    assert {each.kind for each in letters} == {"draft_thrown_away"}
    assert [each.email for each in letters] == [each.email for each in (bea, cat, dan)]
    assert "Mabel threw a draft away: Tea (The Lunch Club)" in letters[0].text
    assert letters[0].subject == "Thrown away: Tea"


def test_who_worked_on_it_and_left_the_club_is_told_nothing(
    tea: Service, browser: Browser, town: Town, make: Make
) -> None:
    bea = make.person("bea@example.org")
    drafts.save(town.club, tea, Section.TIMES, {"opening_times": "Thu 2-4"}, bea)
    db.session.commit()

    throw(browser)

    assert left() == ["lunch"]
    assert db.session.scalars(select(Letter)).all() == []


def test_her_wish_to_show_it_waits_for_nobody_any_more(
    tea: Service, browser: Browser, make: Make
) -> None:
    waiting = ask_to_show(browser).id
    throw(browser)

    assert "withdrew" in db.session.scalars(select(AuditEntry.act)).all()
    browser.sign_in(make.person("ada@example.org", Role.ADMINISTRATOR), second_factor=True)
    assert "Tea" not in browser.open("/moderate/").words
    browser.open(f"/moderate/change/{waiting}", status=404)


def test_a_site_where_something_else_happens_stays(
    tea: Service, browser: Browser, make: Make, town: Town
) -> None:
    make.service("Supper", town.club, slug="supper", sites=[tea.locations[0].site])
    throw(browser)
    assert left() == ["lunch", "supper"]
    assert len(db.session.scalars(select(Site)).all()) == 1


def test_an_editor_may_throw_a_draft_away_and_nobody_else(
    tea: Service, browser: Browser, make: Make, town: Town
) -> None:
    page = browser.open(THROW)
    for stranger in (
        make.person("eve@example.org", Role.OWNER, make.organisation("Other", slug="other")),
        make.person("mo@example.org", Role.MODERATOR, area=town.hackney),
        make.person("nobody@example.org"),
    ):
        browser.sign_in(stranger, second_factor=True)
        browser.open(THROW, status=404)
        browser.send(page, FORM, status=404)
        # Nor by way of an entry that is hers.
        browser.post("/edit/other/tea/throw-away", {}, status=404)
    assert left() == ["lunch", "tea"]

    browser.sign_in(make.person("ed@example.org", Role.EDITOR, town.club))
    throw(browser)
    assert left() == ["lunch"]


@pytest.mark.parametrize(
    "publication", [each for each in Publication if each is not Publication.DRAFT]
)
def test_what_people_could_read_is_never_thrown_away(
    tea: Service, browser: Browser, publication: Publication
) -> None:
    page = browser.open(THROW)
    tea.publication = publication
    db.session.commit()

    assert "Throw this draft away" not in browser.open("/edit/lunch-club").words
    assert browser.client.get(THROW).location == "/edit/lunch-club"
    browser.send(page, FORM, status=409)
    assert left() == ["lunch", "tea"]


def test_what_a_moderator_has_just_shown_stays(tea: Service, browser: Browser, make: Make) -> None:
    change = ask_to_show(browser)
    page = browser.open(THROW)
    decisions.approve(change, make.person(role=Role.ADMINISTRATOR))
    db.session.commit()

    browser.send(page, FORM, status=409)
    assert left() == ["lunch", "tea"]


def test_what_a_colleague_writes_meanwhile_is_not_thrown_away(
    tea: Service, browser: Browser, make: Make, town: Town
) -> None:
    page = browser.open(THROW)
    bea = make.person("bea@example.org", Role.EDITOR, town.club)
    drafts.save(town.club, tea, Section.SERVICE, {"summary": "Cake."}, bea)
    db.session.commit()

    again = browser.send(page, FORM, status=409)
    assert "Somebody went on with it while you looked." in again.words
    assert "Cake." in again.words
    assert left() == ["lunch", "tea"]

    browser.send(again, FORM)
    assert left() == ["lunch"]


def test_who_throws_it_away_twice_is_told_that_it_is_gone(tea: Service, browser: Browser) -> None:
    page = browser.open(THROW)
    browser.send(page, FORM)
    browser.send(page, FORM, status=404)
