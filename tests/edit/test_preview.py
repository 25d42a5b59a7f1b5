"""The preview: the page that visitors will see, before they see it, for who keeps the entry."""

import re

import pytest
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import OF_SERVICE, Section
from directory.domain.terms import Publication
from directory.entries import decisions, drafts
from directory.extensions import db
from directory.models import Change, ChangeState, Site
from directory.queries import coverage, entries
from tests.browser import squash
from tests.pages.statements import statements

HERE = "This is how it will look. The public cannot see it yet."

ALL_OF_IT = {
    Section.ORGANISATION: {
        "organisation_name": "The Soup Club",
        "also_known_as": "Soupers",
        "kind": "charity",
        "organisation_description": "We *cook* soup.",
        "founded": "2001",
        "organisation_website": "https://soup.example.org",
        "identifiers": ["GB-CHC:1086812"],
    },
    Section.BASES: {
        "bases": [
            {"name": "Our house", "address": "1 Orsman Road", "postcode": "N1 5QJ"},
            {"name": "The shed", "address": "2 Nile Street", "postcode": "N1 6QL"},
        ]
    },
    Section.ORGANISATION_CONTACTS: {
        "organisation_phone": "020 7946 0001",
        "organisation_email": "soup@example.org",
        "organisation_contacts": [{"label": "Weekends", "phone": "020 7946 0002"}],
    },
    Section.SERVICE: {
        "service_name": "Soup on Tuesday",
        "summary": "Hot soup.",
        "description": "Bring a **bowl**.",
        "categories": ["lunch-club"],
        "website": "https://soup.example.org/tuesday",
    },
    Section.WHO: {"audiences": ["carers"], "age_from": "18", "languages": ["en", "bn"]},
    Section.COVERAGE: {
        "coverage": ["ward: Haggerston", "street: Nile Street", "not street: Orsman Road"]
    },
    Section.SITES: {
        "sites": [
            {"name": "Hall", "address": "3 Orsman Road", "postcode": "N1 5QJ"},
            {"name": "Annexe", "address": "4 Nile Street", "postcode": "N1 6QL"},
        ]
    },
    Section.TIMES: {"opening_times": ["Tue 10:00-12:00", "Mon 14:00-16:00 (by the door)"]},
    Section.GETTING_IN: {"cost": "free", "modes": ["online"], "ways_in": ["drop_in"]},
    Section.ACCESS: {"access": ["hearing_loop"], "access_note": "Ring the bell."},
    Section.CONTACTS: {"phone": "020 7946 0003", "contacts": [{"email": "tue@example.org"}]},
    Section.STATUS: {"status": "paused", "status_note": "Back in May."},
}
"""Something else in each section of an entry."""


@pytest.fixture
def she(town, browser):
    browser.sign_in(town.mabel)
    return browser


def write(town, section, told=None):
    """Keep a change of a section, unsent."""
    service = town.lunch if section in {*OF_SERVICE, Section.SERVICE_PUBLICATION} else None
    told = ALL_OF_IT[section] if told is None else told
    change = drafts.save(town.club, service, section, told, town.mabel)
    db.session.commit()
    return change


def publish(make, town):
    """Approve all that is on its way."""
    mod = make.person(role=Role.ADMINISTRATOR)
    rights = Rights((Grant(Role.OWNER, town.club.id),))
    for change in db.session.scalars(select(Change).order_by(Change.id)).all():
        if change.state is ChangeState.DRAFT:
            drafts.send(change, rights, town.mabel)
        if change.state is ChangeState.WAITING:
            decisions.approve(change, mod)
    db.session.commit()
    db.session.expire_all()


def as_read(page):
    """The page as it is read and drawn, without the strip and what a preview leaves out."""
    main = page.main
    for each in main.select("#preview, .entry-side .no-print:last-child, .print-only.small"):
        each.decompose()
    for link in main.select("a[href^='/edit/'], a[href^='/services/'], a[href^='/organisations/']"):
        del link["href"]
    return re.sub(r"\s+", " ", str(main))


def strip(page):
    return squash(page.select_one("#preview").get_text(" "))


PREVIEW, PREVIEW_LUNCH = "/edit/lunch-club/preview", "/edit/lunch-club/lunch/preview"


@pytest.mark.parametrize("sections", [[each] for each in ALL_OF_IT] + [list(ALL_OF_IT)])
def test_a_visitor_sees_just_what_the_preview_showed(she, town, make, sections):
    now = she.open("/organisations/lunch-club"), she.open("/services/lunch")
    for section in sections:
        write(town, section)
    before = as_read(she.open(PREVIEW)), as_read(she.open(PREVIEW_LUNCH))
    assert [as_read(each) for each in now] != list(before), "the preview shows nothing new"

    publish(make, town)

    club, lunch = town.club.slug, town.lunch.slug
    assert as_read(she.open(f"/organisations/{club}")) == before[0]
    assert as_read(she.open(f"/services/{lunch}")) == before[1]


def test_what_comes_first_in_the_preview_comes_first_for_a_visitor(she, town, make):
    house, shed = ALL_OF_IT[Section.BASES]["bases"]
    write(town, Section.BASES)
    write(town, Section.TIMES)
    publish(make, town)
    write(town, Section.BASES, {"bases": [house | {"name": "Our new house"}, shed]})
    write(town, Section.TIMES, {"opening_times": ["Mon 09:00-10:00", "Tue 10:00-12:00"]})

    before = as_read(she.open(PREVIEW)), as_read(she.open(PREVIEW_LUNCH))
    assert before[0].index("Our new house") < before[0].index("The shed")
    publish(make, town)

    assert as_read(she.open("/organisations/lunch-club")) == before[0]
    assert as_read(she.open("/services/lunch")) == before[1]


def test_the_public_reads_nothing_of_what_is_previewed_and_nothing_is_kept_of_it(she, town):
    for section in ALL_OF_IT:
        write(town, section)
    public = she.open("/organisations/lunch-club").words, she.open("/services/lunch").words
    sites = db.session.scalars(select(Site.id)).all()

    for at in (PREVIEW, PREVIEW_LUNCH):
        she.open(at)
        assert not db.session.new
        assert not db.session.dirty
        db.session.commit()

    assert public == (
        she.open("/organisations/lunch-club").words,
        she.open("/services/lunch").words,
    )
    assert db.session.scalars(select(Site.id)).all() == sites


def test_it_says_that_nobody_else_sees_it_and_leads_back(she, town):
    write(town, Section.ACCESS)
    for at in (PREVIEW, PREVIEW_LUNCH):
        page = she.open(at)
        assert strip(page).startswith(HERE)
        assert page.select_one("#preview a.button")["href"] == "/edit/lunch-club"
        assert page.select_one("#preview a[href$='#missing']").text == "What is still missing"
    assert "Preview" in she.open("/edit/lunch-club").select_one(f"a[href='{PREVIEW_LUNCH}']").text


def test_it_does_not_say_so_of_what_everybody_sees(she, town, make):
    assert strip(she.open(PREVIEW)).startswith("This is how it looks now. Everyone can see it.")

    make.service("Supper", town.club, publication="draft")
    assert strip(she.open(PREVIEW)).startswith(HERE)
    assert strip(she.open(PREVIEW_LUNCH)).startswith("This is how it looks now.")


def test_who_keeps_another_entry_does_not_see_it(she, town, make):
    write(town, Section.ACCESS)
    town.club.publication = Publication.DRAFT
    other = make.organisation("Other")
    she.sign_in(make.person("eve@example.org", Role.OWNER, other))
    for at in (PREVIEW, PREVIEW_LUNCH):
        she.open(at, status=404)


def test_machines_find_no_trace_of_it_and_no_cache_keeps_it(she, town):
    for at in (PREVIEW, PREVIEW_LUNCH):
        page = she.open(at)
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert page.select("link[rel=canonical], script[type='application/ld+json']") == []
        assert page.answer.headers["Cache-Control"] == "no-store"


def test_nobody_reports_or_claims_a_draft_from_it(she, town):
    for at in (PREVIEW, PREVIEW_LUNCH):
        links = [each["href"] for each in she.open(at).select("a[href]")]
        assert not [each for each in links if re.search("/report/.|/claim/", each)]
    assert she.open("/services/lunch").select("main a[href*='/report/']")


def test_a_new_group_walks_through_its_pages_before_anybody_can(she, town, make):
    town.club.publication = Publication.DRAFT
    make.service("Supper", town.club, publication="draft", slug="supper")
    make.service("Taken out", town.club, publication="hidden", slug="out")

    page = she.open(PREVIEW)

    assert strip(page).startswith(HERE)
    assert [each.text for each in page.select(".offer h3")] == ["Lunch", "Supper"]
    page = she.open(page.find("a", string="Supper")["href"])
    assert page.h1.text == "Supper"
    assert she.open(page.find("a", string="The Lunch Club")["href"]).h1.text == "The Lunch Club"
    she.open("/organisations/lunch-club", status=404)


def test_what_cannot_be_read_is_named_and_what_stood_there_is_shown(she, town):
    write(town, Section.ACCESS)
    write(town, Section.TIMES, {"opening_times": ["now and then"]})

    page = she.open(PREVIEW_LUNCH)

    assert "We cannot read what you typed in Opening times of Lunch." in strip(page)
    assert page.select_one("#preview a[href$='/lunch/section/times']")
    assert "No times are listed." in page.words
    assert "Hearing loop" in page.words


def test_what_happens_at_an_address_that_will_be_hidden_is_hidden_too(she, town, make):
    write(town, Section.SITES, {"sites": [{"address": "9 Nile Street", "postcode": "N1 6QL"}]})
    publish(make, town)
    assert "9 Nile Street" in she.open("/services/lunch").words

    home = {"address": "9 Nile Street", "postcode": "N1 6QL", "hidden": "yes"}
    write(town, Section.BASES, {"bases": [home]})

    for at in (PREVIEW, PREVIEW_LUNCH):
        assert "9 Nile Street" not in she.open(at).main.text
    assert "At an address that is kept private" in she.open(PREVIEW_LUNCH).words


def test_it_says_that_of_what_will_be_closed_people_read_only_that(she, town):
    write(town, Section.STATUS, {"status": "closed"})

    assert "So people will read only that it has closed" in strip(she.open(PREVIEW_LUNCH))
    page = she.open(PREVIEW)
    assert "closed" not in strip(page)
    assert "None of their services is running now." in page.words


def test_of_very_much_the_first_page_is_shown_and_the_rest_is_said(she, town, make, monkeypatch):
    make.service("Supper", town.club)
    monkeypatch.setattr(entries, "SERVICES_A_PAGE", 1)
    monkeypatch.setattr(coverage, "CLAIMS_A_PAGE", 2)
    streets = ["street: Nile Street", "street: Orsman Road"]
    write(town, Section.COVERAGE, {"coverage": ["ward: Haggerston", *streets]})

    page = she.open(PREVIEW)
    assert "Services 1 to 1 of 2." in page.words
    assert "The others are left out of this preview." in page.words
    assert "And 1 more, left out of this preview." in she.open(PREVIEW_LUNCH).words


def test_words_are_shown_and_no_codes(she, town):
    write(town, Section.WHO)
    write(town, Section.GETTING_IN)

    words = she.open(PREVIEW_LUNCH).main.text

    assert "Carers" in words
    assert "drop_in" not in words


def test_many_services_ask_the_database_no_more_often(she, town, make):
    def asked():
        db.session.expire_all()
        with statements() as seen:
            she.open(PREVIEW)
        return len(seen)

    # Where nobody says whom it is for, another map is drawn, which asks more.
    make.service("Supper", town.club, serves=[town.haggerston])
    one = asked()
    for number in range(8):
        make.service(f"Number {number}", town.club, serves=[town.haggerston])
    assert asked() <= one + 2
