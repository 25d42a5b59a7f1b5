"""HTML, formulas and two megabytes in every field: kept as text, shown as text, refused kindly."""

import csv
import io

import pytest

from directory.domain.rights import Role
from directory.domain.sections import OF_SERVICE, WITH_A_FORM, Section
from directory.domain.terms import Publication
from directory.edit import fields
from directory.edit.fields import Asked
from directory.entries.written import told_now
from directory.extensions import db
from directory.search import index

TAG = "<img src=x onerror=alert(1)>"
NASTY = f'=HYPERLINK("//x","{TAG}")'
ONCE = {"founded", "organisation_website", "website", "age_from", "age_to"}
ONCE |= {"organisation_phone", "organisation_email", "phone", "email"}
"""Fields of one form of text: what is no such thing is refused there."""


@pytest.fixture
def club(make, browser):
    """An entry that is written at once, and its owner."""
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    trust = make.organisation("Club", make.base(ward, hackney), publication=Publication.DRAFT)
    make.service("Lunch", trust, serves=[ward])
    browser.sign_in(make.person("ann@example.org", Role.OWNER, trust))
    return trust


def address(club, section):
    service = f"/{club.services[0].slug}" if section in OF_SERVICE else ""
    return f"/edit/{club.slug}{service}/section/{section}"


def typed(section, text):
    """Every box of a section that takes words, with this in it."""
    found = {}
    for each in fields.fields_of(section):
        if each.asked in (Asked.LINE, Asked.TEXT) and each.column not in ONCE:
            found[each.column] = text
        elif each.asked is Asked.LINES:
            found[each.column] = f"Tue 10:00-12:00 ({text.replace('(', '').replace(')', '')})"
        elif each.asked is Asked.ADDRESSES:
            found |= {f"{each.column}-0-{part}": text for part in ("name", "address")}
        elif each.asked is Asked.CONTACTS:
            found |= {f"{each.column}-0-label": text, f"{each.column}-0-phone": "020 7946 0000"}
    return found


def test_html_and_formulas_in_every_field_are_words_and_nothing_else(browser, club, make):
    for section in sorted(WITH_A_FORM):
        told = typed(section, NASTY)
        page = browser.open(address(club, section))
        if told:
            values = {**told, "then": "send"}
            browser.send(page, "main form.stack-wide", **values)
            db.session.refresh(club)
    assert told_now(club, None, Section.ORGANISATION)["organisation_name"] == NASTY
    club.publication = Publication.PUBLISHED
    db.session.commit()
    index.rebuild()
    service = club.services[0]
    mod = make.person("mo@example.org", Role.ADMINISTRATOR)

    pages = [
        "/edit/",
        f"/edit/{club.slug}",
        f"/edit/{club.slug}/preview",
        f"/edit/{club.slug}/team",
        f"/edit/{club.slug}/end",
        f"/edit/{club.slug}/{service.slug}/coverage",
        f"/organisations/{club.slug}",
        f"/services/{service.slug}",
        "/find?q=hyperlink",
        *(address(club, each) for each in sorted(WITH_A_FORM)),
        *(address(club, each).replace("/section/", "/history/") for each in sorted(WITH_A_FORM)),
    ]
    for at in pages:
        page = browser.open(at)
        assert TAG not in page.answer.text, at
        assert page.select("img[src=x]") == [], at
    assert NASTY in browser.open(f"/services/{service.slug}").words
    browser.sign_in(mod, second_factor=True)
    assert browser.open(f"/moderate/entry/{club.slug}").select("img[src=x]") == []
    table = browser.client.get("/moderate/log.csv").text
    for row in csv.reader(io.StringIO(table.removeprefix("\ufeff"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), row


@pytest.mark.parametrize("section", sorted(WITH_A_FORM))
def test_two_megabytes_in_a_section_are_refused_and_still_in_the_box(browser, club, section):
    column = next((c for c in typed(section, "") if "-" not in c), None)
    if column is None:
        column = next(iter(typed(section, "")), None)
    if column is None:
        pytest.skip("this section has boxes to tick only")
    text = "x" * 2_000_000
    page = browser.client.post(
        address(club, section),
        data={column: text, "then": "send"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert page.status_code == 400
    assert text in page.text
    assert "still below" in page.text
