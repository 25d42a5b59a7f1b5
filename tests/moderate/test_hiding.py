"""An entry or one service is hidden with a reason that is told, and shown again."""

import pytest
from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, Letter, Version
from directory.people.current import COOKIE
from directory.queries import kept_entries
from directory.search import Question, index
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters


def test_what_is_hidden_is_gone_at_once_and_its_keepers_are_told_why(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/entry/lunch-club")

    browser.send(page, 'form[action$="/hide"]', said="The hall burnt down.")
    index.catch_up()

    browser.open("/organisations/lunch-club", status=410)
    assert patch.lunch.id not in {h.id for h in index.find(Question(words="lunch")).hits}
    (letter,) = db.session.scalars(select(Letter))
    assert (letter.kind, letter.email) == ("entry_hidden", "keeper@example.org")
    assert "The hall burnt down." in letter.text
    assert kept_entries.why_hidden(patch.club.id) == "The hall burnt down."
    assert "The hall burnt down." in browser.open("/moderate/entry/lunch-club").words
    assert [each.how for each in db.session.scalars(select(Version))] == ["before", "hidden"]
    assert ("hidden", "organisation") in acts()


@pytest.mark.parametrize(
    ("is_kept", "said", "button"),
    [
        (True, "Those who keep the entry are told why.", "It is so: tell them"),
        (False, "Nobody keeps this entry, so nobody was written to.", "It is so"),
    ],
)
def test_nobody_is_said_to_be_told_where_nobody_keeps_the_entry(
    patch: Patch, browser: Browser, *, is_kept: bool, said: str, button: str
) -> None:
    entry = patch.club
    if not is_kept:
        entry = patch.make.organisation("Unkept", *patch.club.bases, slug="unkept")
        patch.make.service("Tea", entry)
    report = patch.report(entry)
    browser.sign_in(patch.admin, second_factor=True)

    item = browser.open(f"/moderate/report/{report.id}")
    assert item.select_one("button[value=approve]").get_text() == button

    page = browser.open(f"/moderate/entry/{entry.slug}")
    done = browser.follow(browser.send(page, 'form[action$="/hide"]', said="Gone."))
    assert f"Hidden. {said}" in done.words


def test_one_service_may_be_hidden_alone(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": "No.", "service": "lunch"})

    browser.open("/services/lunch", status=410)
    browser.open("/organisations/lunch-club")
    page = browser.open("/moderate/entry/lunch-club")
    browser.send(page, 'form[action$="/show"]')
    browser.open("/services/lunch")
    assert letters() == [
        ("entry_hidden", "keeper@example.org"),
        ("entry_shown", "keeper@example.org"),
    ]


PUBLIC = (
    "/find?q=lunch",
    "/find?q=lunch&where=Hoxton+West",
    "/find?where=Orsman+Road",
    "/organisations/lunch-club",
    "/services/lunch",
    "/places/ward/{ward}",
    "/api/find?q=lunch&where=Hoxton+West",
    "/new.atom",
    "/sitemap.xml",
    "/report/?q=lunch",
)
"""Everywhere that the public, and machines, may meet an entry."""


@pytest.mark.parametrize("service", ["", "lunch"])
def test_what_is_hidden_is_nowhere_any_more_and_back_when_it_is_shown(
    patch: Patch, browser: Browser, service: str
) -> None:
    patch.lunch.name, patch.lunch.slug = "Zabaglione lunch", "lunch"
    db.session.commit()
    index.rebuild()
    ward = patch.lunch.coverage[0].code
    slug = db.session.scalars(select(Area.slug).where(Area.code == ward)).one()

    def met() -> set[str]:
        answers = {a: browser.client.get(a.format(ward=slug)).text.lower() for a in PUBLIC}
        return {a for a, t in answers.items() if "zabaglione" in t or "/services/lunch<" in t}

    before = met()
    assert before == set(PUBLIC)
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/hide", {"said": "Not so.", "service": service})
    browser.client.delete_cookie(COOKIE)
    assert met() == set()

    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/show", {"service": service})
    browser.client.delete_cookie(COOKIE)
    assert met() == before


@pytest.mark.parametrize("service", ["", "lunch"])
def test_those_who_keep_an_entry_read_on_its_own_page_why_it_is_hidden(
    patch: Patch, browser: Browser, service: str
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    told = {"said": "The hall burnt down.", "service": service}
    browser.post("/moderate/entry/lunch-club/hide", told)
    browser.sign_in(patch.keeper)
    assert "The hall burnt down." in browser.get("edit.entry", organisation="lunch-club").words

    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/show", {"service": service})
    browser.sign_in(patch.keeper)
    assert "burnt" not in browser.get("edit.entry", organisation="lunch-club").words


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001])
def test_nothing_is_hidden_without_a_reason_that_can_be_sent(
    patch: Patch, browser: Browser, reason: str
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": reason}, status=400)

    browser.open("/organisations/lunch-club")
    assert letters() == []


def test_who_hides_second_is_told_and_her_reason_is_not_sent(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/hide", {"said": "First."})

    page = browser.post("/moderate/entry/lunch-club/hide", {"said": "Second."}, status=409)

    assert "It is hidden already. Your reason was not sent." in page.words
    assert "First." in page.words
    assert "You had written: Second." in page.words
    assert len(letters()) == 1


def test_a_service_of_another_entry_cannot_be_hidden_through_hers(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": "x", "service": "tools"}, status=404)

    assert patch.tools.publication == "published"


def test_a_section_speaks_of_those_who_keep_it_to_a_moderator(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/entry/lunch-club")
    assert "Where they are based" in page.words
    assert "Where you are based" not in page.words
