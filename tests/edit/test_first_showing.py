"""From a first word to being shown: what is saved is seen by nobody, and she is told so."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import decisions
from directory.extensions import db
from directory.models import Change, ChangeArea, Claiming, ClaimingArea, Organisation, Person
from directory.web.notices import NOTICES
from tests.browser import Browser
from tests.edit.conftest import Town
from tests.factories import Make

SHOW = "form[action$='/edit/singers/show']"


@pytest.fixture
def singers(town: Town, make: Make, browser: Browser) -> Organisation:
    """A new group with a service, of which nothing is told yet; its founder is signed in."""
    made = make.organisation("Walk Singers", slug="singers", publication="draft")
    make.service("Choir", made, slug="choir", publication="published")
    browser.sign_in(make.person("ann@example.org", Role.OWNER, made))
    return made


def based(browser: Browser, postcode: str) -> str:
    """Say in the form where the group is based; return the notice after it."""
    page = browser.open("/edit/singers/section/bases")
    done = browser.send(page, "main form", then="send", **{"bases-0-postcode": postcode})
    return str(done.answer.location).partition("notice=")[2]


def test_a_draft_has_one_button_and_nothing_of_it_is_called_public(
    singers: Organisation, browser: Browser
) -> None:
    page = browser.open("/edit/singers/section/organisation")
    (button,) = page.select("button[name=then]")
    assert button.get_text() == "Save"

    done = browser.send(page, "main form", then="send", organisation_description="We sing.")
    words = browser.follow(done).words
    assert NOTICES["not-shown-yet"] in words
    assert NOTICES["published"] not in words


def test_a_coverage_of_a_draft_is_saved_not_sent(singers: Organisation, browser: Browser) -> None:
    at = "/edit/singers/choir/coverage"
    browser.post(f"{at}/add", {"where": "Nile Street"})
    assert "Not finished" in browser.open("/edit/singers").words
    page = browser.open(at)
    assert page.select_one("form[action$='/done'] button").get_text() == "Save"

    done = browser.send(page, "form[action$='/done']")
    assert NOTICES["not-shown-yet"] in browser.follow(done).words


def test_an_address_that_is_nowhere_is_saved_and_she_is_told(
    singers: Organisation, browser: Browser
) -> None:
    assert based(browser, "N1 9ZZ") == "not-on-the-map"
    assert "cannot find this address" in NOTICES["not-on-the-map"]
    page = browser.open("/edit/singers")
    assert page.select_one(".todo a").get_text().startswith("We cannot find your address")
    assert "First say where you are based" in page.words

    assert based(browser, "N1 6QL") == "not-shown-yet"
    assert browser.open("/edit/singers").select(SHOW)


def test_who_asked_to_be_shown_reads_that_it_was_heard(
    singers: Organisation, browser: Browser, make: Make
) -> None:
    based(browser, "N1 6QL")
    browser.send(browser.open("/edit/singers"), SHOW)
    page = browser.open("/edit/singers")
    assert "You have asked us to show it. A moderator looks at it" in page.words
    assert not page.select(SHOW)

    asked = db.session.scalars(select(Change).where(Change.section == Section.PUBLICATION)).one()
    decisions.ask(asked, make.person(role=Role.ADMINISTRATOR), "Is it open to all?")
    db.session.commit()
    page = browser.open("/edit/singers")
    assert "Is it open to all?" in page.words
    browser.send(page, SHOW)
    assert asked.state == "waiting"


def test_what_was_asked_before_there_was_an_address_reaches_its_moderators(
    singers: Organisation, browser: Browser, town: Town, make: Make
) -> None:
    claim = Claiming(
        organisation=singers, person=make.person("bob@example.org"), who="Bob", how_to_check="Ring"
    )
    db.session.add(claim)
    db.session.commit()
    browser.post("/edit/singers/show")
    assert db.session.scalars(select(ChangeArea.area_code)).all() == []

    based(browser, "N1 6QL")
    assert town.hackney.code in db.session.scalars(select(ChangeArea.area_code)).all()
    assert town.hackney.code in db.session.scalars(select(ClaimingArea.area_code)).all()

    based(browser, "N1 5QJ")
    wards = set(db.session.scalars(select(ChangeArea.area_code)))
    assert town.haggerston.code in wards
    assert town.hoxton.code not in wards


def test_a_moderators_question_is_of_what_she_sent(
    town: Town, browser: Browser, make: Make
) -> None:
    browser.sign_in(town.mabel)
    at = "/edit/lunch-club/lunch/section/access"
    browser.send(browser.open(at), "main form", then="send", access_note="A ramp.")
    change = db.session.scalars(select(Change)).one()
    mod: Person = make.person(role=Role.ADMINISTRATOR)
    decisions.ask(change, mod, "How wide?")
    db.session.commit()

    words = browser.open(at).words
    assert "You sent this. A moderator asks a question first: How wide?" in words
    assert "not sent yet" not in words


def test_the_services_that_were_begun_with_a_group_are_shown_with_it(
    singers: Organisation, browser: Browser, make: Make, town: Town
) -> None:
    based(browser, "N1 7AA")
    tea = make.service("Tea", singers, slug="tea", publication="draft")
    browser.send(browser.open("/edit/singers"), SHOW)

    db.session.expire_all()
    assert tea.publication == "published", "nobody sees it before the group is seen"
    asked = db.session.scalars(select(Change).where(Change.section == Section.PUBLICATION)).one()
    assert (asked.state, asked.organisation.publication) == ("waiting", "draft")
