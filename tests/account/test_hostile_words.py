"""HTML and formulas in every field that people fill in about themselves, wherever it is read."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from directory import people, post
from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Claiming, Letter, Organisation, Passkey, Person, Report
from directory.post.message import message_of
from tests.browser import Browser
from tests.moderate.conftest import Patch, patch

__all__ = ["patch"]

HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7777 * 7 }}"
FORMULA = '=HYPERLINK("https://x.example","y")'
WORDS = (HTML, FORMULA)


@pytest.fixture(params=WORDS, ids=["html", "formula"])
def word(request: pytest.FixtureRequest) -> str:
    """What somebody types everywhere."""
    return str(request.param)


@pytest.fixture
def filled(patch: Patch, browser: Browser, word: str) -> Person:
    """Somebody who typed it as her name, in a claim, a passkey, a new group, and a report."""
    eve = patch.make.person("eve@example.org")
    browser.sign_in(eve)
    browser.send(browser.get("account.home"), "form[action$=name]", name=word)
    browser.send(browser.open("/edit/claim/lunch-club"), who=word, how=word)
    page = browser.get("edit.register", name=word)
    browser.send(page, "form[action='/edit/register'][method=post]")
    Browser(browser.app).post(
        "/report/organisation/lunch-club", {"kind": "other", "told": word, "place": word}
    )
    eve.passkeys.append(Passkey(credential_id=b"1", public_key=b"2", name=word))
    db.session.commit()
    return eve


def check(page: BeautifulSoup, word: str, address: str) -> None:
    """The word may be read on the page, and is nothing but words."""
    for script in page.select("script"):
        assert "alert" not in script.get_text(), address
    assert not page.select("img[src=x], [onerror]"), address
    assert "54439" not in page.get_text(), address


def test_whatever_is_typed_is_shown_as_words(
    filled: Person, patch: Patch, browser: Browser, word: str
) -> None:
    mine = db.session.scalars(select(Organisation.slug).where(Organisation.name == word)).one()
    claim = db.session.scalars(select(Claiming)).one()
    report = db.session.scalars(select(Report)).one()
    by_her = ["/account/", "/account/held", "/account/erase", "/account/sessions", "/edit/"]
    by_her += [f"/edit/{mine}", f"/edit/{mine}/team", f"/edit/{mine}/preview"]
    by_her += ["/account/security", "/edit/claim/lunch-club"]
    by_admin = ["/moderate/", f"/moderate/claiming/{claim.id}", f"/moderate/report/{report.id}"]
    by_admin += ["/moderate/log", f"/moderate/entry/{mine}", "/moderate/roles", "/edit/lunch-club"]
    for person, addresses in ((filled, by_her), (patch.admin, by_admin)):
        browser.sign_in(person, second_factor=True)
        shown = ""
        for address in addresses:
            page = browser.open(address)
            check(page, word, address)
            shown += page.get_text() + " ".join(str(e.get("value")) for e in page.select("input"))
        assert word in shown


def test_the_log_as_a_table_runs_no_formula_and_the_file_of_what_is_held_is_data(
    filled: Person, patch: Patch, browser: Browser, word: str
) -> None:
    browser.sign_in(patch.admin, second_factor=True)
    rows = list(csv.reader(io.StringIO(browser.client.get("/moderate/log.csv").text)))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert any(word in cell for cell in cells)

    browser.sign_in(filled, second_factor=True)
    answer = browser.client.get("/account/held.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.text)["kept"][0]["person"][0]["name"] == word


def test_letters_carry_it_as_words(
    filled: Person, patch: Patch, browser: Browser, word: str
) -> None:
    mine = db.session.scalars(select(Organisation).where(Organisation.name == word)).one()
    browser.sign_in(filled, second_factor=True)
    browser.post(f"/edit/{mine.slug}/team/invite", {"email": "bob@example.org"})
    for kind in ("access_ended", "second_step_gone", "claim_asked", "entries_merged"):
        about = {"organisation": word, "lost": word, "said": word, "slug": mine.slug}
        post.write(kind, filled, **about)
    db.session.commit()
    letters = db.session.scalars(select(Letter)).all()
    assert len(letters) == 5
    for letter in letters:
        check(BeautifulSoup(letter.html, "html.parser"), word, letter.kind)
        assert not BeautifulSoup(letter.html, "html.parser").select("script, img")
        assert word in letter.text
        assert "\n" not in letter.subject
        assert message_of(letter).as_bytes()


@pytest.mark.parametrize("field", ["email", "name", "who", "how", "code", "secret", "told", "next"])
def test_what_is_refused_comes_back_as_words(
    patch: Patch, browser: Browser, word: str, field: str
) -> None:
    browser.sign_in(patch.keeper)
    sent = {field: word * 200}
    for address in (
        "/account/sign-in",
        "/account/name",
        "/account/erase",
        "/account/security/app",
        "/account/security/passkey",
        "/account/second-factor/code",
        "/edit/register",
        "/edit/claim/shed",
        "/edit/lunch-club/team/invite",
        "/edit/lunch-club/add-service",
        "/report/organisation/lunch-club",
    ):
        answer = browser.client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (303, 400), address
        check(BeautifulSoup(answer.text, "html.parser"), word, address)
    assert people.open_links(people.Purpose.INVITATION, patch.club.id) == []
    assert [each.role for each in patch.keeper.memberships] == [Role.OWNER]
