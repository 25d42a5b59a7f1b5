"""Websites that do not answer are listed, until they do or a moderator says so."""

from datetime import timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.models import BrokenLink, WebsiteLook
from directory.moderate.actions import websites
from tests.browser import Browser
from tests.moderate.conftest import Patch, listed


def look(answers: dict[str, str]):
    asked: list[str] = []

    def _look(address: str) -> str:
        asked.append(address)
        return answers.get(address, "")

    return _look, asked


def test_a_website_is_listed_when_it_did_not_answer_twice_a_day_apart(
    patch: Patch, browser: Browser
) -> None:
    patch.club.website = "https://gone.example.org"
    patch.lunch.website = "https://gone.example.org"
    patch.shed.website = "https://fine.example.org"
    db.session.commit()
    ask, asked = look({"https://gone.example.org": "did not answer"})

    assert websites.look_at_some(ask) == 2
    assert websites.look_at_some(ask) == 0
    assert db.session.scalars(select(BrokenLink)).all() == []
    _a_day_passes()
    assert websites.look_at_some(ask) == 1
    assert asked == ["https://fine.example.org", *["https://gone.example.org"] * 2]

    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/broken-links")
    assert listed(browser, "/moderate/broken-links") == ["The Lunch Club", "The Lunch Club"]
    assert "did not answer" in page.words
    browser.sign_in(patch.far_mod, second_factor=True)
    assert listed(browser, "/moderate/broken-links") == []


def test_a_website_that_answers_again_leaves_the_list(patch: Patch, browser: Browser) -> None:
    patch.club.website = "https://gone.example.org"
    db.session.commit()
    for _ in range(2):
        websites.look_at_some(lambda _: "did not answer")
        _a_day_passes()
    assert len(db.session.scalars(select(BrokenLink)).all()) == 1

    websites.look_at_some(lambda _: "")

    assert db.session.scalars(select(BrokenLink)).all() == []


def test_she_may_take_an_address_off_the_list_only_where_she_moderates(
    patch: Patch, browser: Browser
) -> None:
    link = BrokenLink(organisation_id=patch.club.id, address="https://x.example", trouble="gone")
    db.session.add(link)
    db.session.commit()
    browser.sign_in(patch.far_mod, second_factor=True)
    browser.post(f"/moderate/broken-links/{link.id}/forget", status=403)

    browser.sign_in(patch.mod, second_factor=True)
    browser.send(browser.open("/moderate/broken-links"), 'form[action$="/forget"]')

    assert db.session.scalars(select(BrokenLink)).all() == []


def _a_day_passes() -> None:
    for each in db.session.scalars(select(WebsiteLook)):
        each.looked_at -= timedelta(days=1, minutes=1)
    db.session.commit()
