"""What nobody checked lately is listed, and its keepers are asked about it."""

from datetime import UTC, date, datetime

from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import StillRight
from directory.models.organisation import now
from tests.browser import Browser
from tests.moderate.conftest import Patch, letters, listed

LONG_AGO = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_keepers_are_asked_to_check_but_not_every_day(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/ask")
    browser.post("/moderate/entry/lunch-club/ask", status=409)

    assert letters() == [("still_right", "keeper@example.org")]


def test_moderators_see_how_many_letters_nobody_answered(patch: Patch, browser: Browser) -> None:
    patch.lunch.checked_on = date(2020, 1, 1)
    db.session.add(StillRight(organisation_id=patch.club.id, asked_at=LONG_AGO, unanswered=3))
    patch.club.silent_since = date(2026, 4, 1)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    said = "asked 1 March 2026, 3 letters unanswered"
    assert said in browser.open("/moderate/not-checked").words
    page = browser.open("/moderate/entry/lunch-club").words
    assert said.capitalize() in page
    assert "It ranks lower since 1 April 2026." in page
    # What she asks is the letter of the quarter, and counts as one.
    browser.post("/moderate/entry/lunch-club/ask")
    assert db.session.get_one(StillRight, patch.club.id).unanswered == 4
    assert "4 letters unanswered" in browser.open("/moderate/not-checked").words
    assert patch.keeper.asked_at is not None


def test_nobody_is_asked_about_what_the_public_does_not_see(patch: Patch, browser: Browser) -> None:
    patch.club.publication = Publication.HIDDEN
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/ask", status=400)
    assert letters() == []


def test_what_nobody_checked_lately_is_listed_the_longest_ago_first(
    patch: Patch, browser: Browser
) -> None:
    today = now().date()
    never = patch.make.service("Never", patch.club, checked_on=None)
    patch.make.service("Lately", patch.club, checked_on=today)
    patch.lunch.checked_on = date(2020, 1, 1)
    patch.tools.checked_on = date(2019, 1, 1)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    assert listed(browser, "/moderate/not-checked") == [never.name, "Lunch"]
    assert listed(browser, "/moderate/not-checked?months=120") == [never.name]
    browser.open("/moderate/not-checked?months=nonsense")
