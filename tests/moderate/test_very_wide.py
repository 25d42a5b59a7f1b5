"""What serves very much is listed until a moderator says that it is right."""

from datetime import timedelta

from sqlalchemy import select

from directory.domain.sections import Section
from directory.domain.terms import Kind
from directory.entries import changing
from directory.extensions import db
from directory.models import AuditEntry
from tests.browser import Browser
from tests.moderate.conftest import Patch, listed


def test_what_is_very_wide_is_listed_with_what_is_odd(patch: Patch, browser: Browser) -> None:
    make = patch.make
    make.border(patch.hackney, patch.islington)
    far = make.borough("Far Away", code="E09000033")
    make.service("For all", patch.club, anywhere=True)
    make.service("Far", patch.club, serves=[far])
    make.service("Beside", patch.club, serves=[patch.islington])
    national = make.organisation("Nation", make.base(borough=patch.hackney), kind=Kind.NATIONAL)
    make.service("Helpline", national, anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.open("/moderate/very-wide")

    assert set(listed(browser, "/moderate/very-wide")) == {"For all", "Far"}
    assert "It says that it is for everyone" in page.words
    assert "Far Away" in page.words


def test_what_is_right_to_be_wide_is_not_asked_again_until_it_says_something_else(
    patch: Patch, browser: Browser
) -> None:
    everyone = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)
    browser.send(browser.open("/moderate/very-wide"))

    assert listed(browser, "/moderate/very-wide") == []
    assert db.session.scalars(select(AuditEntry.act)).all()[-1] == "found the coverage right"

    row = {"coverage": ["anywhere", "not borough: Islington"]}
    changing.apply(Section.COVERAGE, patch.club, everyone, row, by=patch.mod)
    db.session.commit()
    assert listed(browser, "/moderate/very-wide") == ["For all"]


def test_what_changed_since_she_read_it_is_not_called_right(patch: Patch, browser: Browser) -> None:
    wide = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/very-wide")
    wide.edited_at += timedelta(seconds=1)
    db.session.commit()

    assert "something else than what you read" in browser.send(page, status=409).words
    assert wide.wide_and_right_on is None
    page = browser.open("/moderate/very-wide")
    browser.send(page)
    assert "right already" in browser.send(page, status=409).words


def test_a_moderator_of_elsewhere_cannot_call_it_right(patch: Patch, browser: Browser) -> None:
    wide = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.far_mod, second_factor=True)
    browser.post("/moderate/very-wide/for-all/right", status=403)
    assert wide.wide_and_right_on is None
