"""The page of one service: for whom, when, where, for which streets, and how to get in."""

import json
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from directory.domain.terms import Cost, Publication, Status
from directory.extensions import db
from directory.models import (
    Contact,
    CoverageArea,
    FormerSlug,
    OpeningTime,
    OpeningTimeException,
)
from tests.browser import squash
from tests.pages.statements import statements

MONDAY_MORNING = "2026-11-23T10:30:00+00:00"


@pytest.fixture
def hackney(make):
    return make.borough("Hackney")


@pytest.fixture
def hoxton(make, hackney):
    return make.ward("Hoxton West", hackney, slug="hoxton-west")


@pytest.fixture
def friends(make, hoxton, hackney):
    return make.organisation("Orsman Road Friends", make.base(hoxton, hackney), slug="friends")


@pytest.fixture
def lunch(make, friends, hoxton):
    hall = make.site(
        "Orsman Hall", address="12 Orsman Road", postcode="N1 5QJ", access=["step_free"]
    )
    road = make.street("Orsman Road", hoxton, slug="orsman-road")
    walk = make.street("Shepherdess Walk", hoxton)
    service = make.service(
        "Lunch club",
        friends,
        serves=[hoxton, road],
        but_not=[walk],
        sites=[hall],
        slug="lunch",
        summary="A hot meal and company.",
        description="Come and **eat**.",
        cost=Cost.DONATION,
        cost_note="Most people give £2",
        audiences=["older_people", "carers"],
        age_from=60,
        eligibility="You live nearby.",
        languages=["en", "tr"],
        access=["step_free", "hearing_loop"],
        ways_in=["drop_in"],
        website="https://lunch.example/",
        checked_by="Hackney CVS",
    )
    service.openings = [OpeningTime(weekday=0, opens=time(10), closes=time(12), note="bring a mug")]
    service.exceptions = [OpeningTimeException(day=date(2026, 12, 28), note="Christmas")]
    service.contacts = [Contact(organisation_id=friends.id, phone="020 7000 0002", label="Cook")]
    db.session.commit()
    return service


def test_no_language_is_said_of_a_service_that_named_none(browser, make, friends):
    make.service("Chess", friends, slug="chess")

    page = browser.get("find.service", slug="chess")

    assert "Languages Not said. Ask them." in page.words
    assert "English" not in page.words


@time_machine.travel(MONDAY_MORNING)
def test_it_says_for_whom_when_where_and_how_to_get_in(browser, lunch):
    page = browser.get("find.service", slug="lunch")

    assert page.h1.text == "Lunch club"
    for said in (
        "Run by Orsman Road Friends",
        "A hot meal and company.",
        "Older people and carers, aged 60 and over",
        "You live nearby.",
        "Just turn up",
        "Pay what you can. Most people give £2",
        "English, Turkish",
        "No steps, Hearing loop",
        "Every Monday 10am to 12 noon (bring a mug)",
        "Monday 28 December 2026 Closed (Christmas)",
        "Open now until 12 noon",
        "12 Orsman Road, N1 5QJ",
        "Cook: 020 7000 0002",
        "Checked on 3 March 2026 by Hackney CVS.",
    ):
        assert said in page.words, said


@time_machine.travel("2026-11-23T13:00:00+00:00")
def test_when_it_is_shut_it_says_when_it_opens(browser, lunch):
    assert "Opens Monday 30 November at 10am" in browser.get("find.service", slug="lunch").words


@time_machine.travel("2026-07-13T09:30:00+00:00")
def test_open_now_is_by_the_clock_of_the_street_in_summer_too(browser, lunch):
    assert "Open now until 12 noon" in browser.get("find.service", slug="lunch").words


def test_whom_it_serves_is_told_in_words_with_who_said_so(browser, lunch):
    for area in lunch.coverage:
        area.claimed_by = "Orsman Road Friends"
        area.confirmed_on = date(2026, 3, 3) if not area.is_exclusion else None
    db.session.commit()

    page = browser.get("find.service", slug="lunch")

    serves = squash(page.select_one("section[aria-labelledby=serves]").text)
    assert "It is for Orsman Road and the ward of Hoxton West; but not Shepherdess Walk." in serves
    assert "Said by Orsman Road Friends. Confirmed on 3 March 2026." in serves
    assert "Not confirmed yet." in serves
    assert page.select_one("a[href='/places/street/orsman-road']")


def test_a_service_that_has_not_said_whom_it_serves_says_to_ask(browser, make, friends):
    make.service("Tea", friends, slug="tea")

    assert (
        "They have not said which streets it serves."
        in browser.get("find.service", slug="tea").words
    )


def test_a_service_for_everyone_says_so(browser, make, friends):
    make.service("Helpline", friends, slug="helpline", anywhere=True, modes=["phone"])

    page = browser.get("find.service", slug="helpline")

    assert "It is for everyone, wherever they live." in page.words
    assert "By phone" in page.words


def test_a_paused_service_says_so_and_not_that_it_is_open(browser, lunch):
    lunch.status, lunch.status_note = Status.PAUSED, "Back after the building work."
    db.session.commit()

    with time_machine.travel(MONDAY_MORNING):
        page = browser.get("find.service", slug="lunch")

    assert "Paused for now. Back after the building work." in page.words
    assert "Open now" not in page.words


def test_a_closed_service_leads_on_to_what_else_there_is(browser, lunch):
    lunch.status, lunch.status_note = Status.CLOSED, "The cook retired."
    lunch.edited_at = datetime(2026, 6, 1, tzinfo=UTC)
    db.session.commit()

    page = browser.get("find.service", slug="lunch", status=410)

    assert page.h1.text == "Lunch club has closed"
    assert "The cook retired." in page.words
    assert "1 June 2026" in page.words
    assert page.select_one("a[href='/organisations/friends']")


def test_a_service_of_a_closed_organisation_has_closed_too(browser, lunch, friends):
    friends.publication = Publication.CLOSED
    db.session.commit()

    page = browser.get("find.service", slug="lunch", status=410)

    assert not page.select("main a[href='/organisations/friends']")


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.HIDDEN])
@pytest.mark.parametrize("whose", ["service", "organisation"])
def test_what_is_not_public_cannot_be_seen(browser, lunch, friends, publication, whose):
    (lunch if whose == "service" else friends).publication = publication
    db.session.commit()

    browser.get("find.service", slug="lunch", status=404)


def test_an_old_address_leads_to_the_new_one(browser, lunch):
    db.session.add(FormerSlug(kind="service", slug="dinner", target_id=lunch.id))
    db.session.commit()

    answer = browser.client.get("/services/dinner")

    assert (answer.status_code, answer.location) == (301, "/services/lunch")


def test_a_hidden_site_is_never_told(browser, make, friends, hoxton, hackney):
    site = make.site(
        "Safe House",
        at=(533251, 183699),
        address="9 Secret Street",
        postcode="N1 9ZZ",
        ward_code=hoxton.code,
        borough_code=hackney.code,
        is_hidden=True,
    )
    service = make.service("Safe rooms", friends, slug="safe", sites=[site])
    service.openings = [
        OpeningTime(weekday=0, opens=time(9), closes=time(17), site_id=site.id),
        OpeningTime(weekday=1, opens=time(9), closes=time(16)),
    ]
    db.session.commit()

    page = browser.get("find.service", slug="safe")

    for secret in ("Secret Street", "N1 9ZZ", "533251", "Safe House"):
        assert secret not in page.answer.text
    where = squash(page.select_one("section[aria-labelledby=where]").text)
    assert where == (
        "Where At an address that is kept private, in Hackney. "
        "They will tell you where when you get in touch."
    )


def test_machines_read_the_same_facts(browser, lunch):
    page = browser.get("find.service", slug="lunch")

    facts = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert facts["@type"] == "Service"
    assert facts["provider"]["name"] == "Orsman Road Friends"
    assert {"@type": "Place", "name": "Orsman Road"} in facts["areaServed"]
    assert facts["hoursAvailable"][0]["opens"] == "10:00"
    assert facts["availableChannel"][0]["serviceLocation"]["address"]["postalCode"] == "N1 5QJ"
    assert page.select_one("link[rel=canonical]")["href"] == "http://localhost/services/lunch"


def test_the_link_to_its_website_says_that_others_wrote_it(browser, lunch):
    link = browser.get("find.service", slug="lunch").select_one("a[href='https://lunch.example/']")

    assert link["rel"] == ["nofollow", "ugc", "noopener"]


def test_nothing_that_is_written_about_it_can_do_harm(browser, make, friends):
    harm = '</script><script>alert(1)</script><a hx-get="/x" href="javascript:alert(1)">x</a>'
    service = make.service(
        harm,
        friends,
        slug="bad",
        summary=harm,
        description=f"{harm} [x](javascript:alert(1))",
        eligibility=harm,
        cost_note=harm,
        way_in_note=harm,
        access_note=harm,
        website=harm,
    )
    service.coverage = [CoverageArea(code="x", level="street", name=harm, claimed_by=harm)]
    service.openings = [OpeningTime(weekday=0, opens=time(9), closes=time(17), note=harm)]
    service.contacts = [
        Contact(organisation_id=friends.id, phone=harm[:40], email=harm, label=harm)
    ]
    db.session.commit()

    page = browser.get("find.service", slug="bad")

    assert len(page.select("script:not([src])")) == 1
    assert not page.select("main [hx-get]")
    assert not [a for a in page.select("a[href]") if a["href"].lower().startswith("javascript")]


def test_a_service_for_many_streets_lists_them_in_pages(browser, make, friends, hoxton):
    service = make.service("Round", friends, slug="round")
    service.coverage = [
        CoverageArea(code=f"s{n}", level="street", name=f"Street {n:03}") for n in range(130)
    ]
    db.session.commit()

    first = browser.get("find.service", slug="round")
    last = browser.get("find.service", slug="round", areas=3)

    assert "Street 000, Street 001, Street 002 and 127 more streets" in first.words
    assert len(first.select(".areas .tag")) == 60
    assert len(last.select(".areas .tag")) == 10
    assert first.select_one("a[rel=next]")["href"] == "/services/round?areas=2#serves"
    browser.get("find.service", slug="round", areas=4, status=404)


def test_of_very_many_streets_that_it_is_not_for_it_says_how_many_more(browser, make, friends):
    service = make.service("Round", friends, slug="round")
    service.coverage = [
        CoverageArea(code="E09000012", level="borough", name="Hackney"),
        *(
            CoverageArea(code=f"s{n}", level="street", name=f"Street {n:03}", is_exclusion=True)
            for n in range(60)
        ),
    ]
    db.session.commit()
    assert "more." not in browser.get("find.service", slug="round").select_one(".claims").get_text()

    service.coverage += [
        CoverageArea(code=f"t{n}", level="street", name=f"Way {n}", is_exclusion=True)
        for n in range(3)
    ]
    db.session.commit()
    assert "And 3 more." in browser.get("find.service", slug="round").words


def test_the_page_asks_the_database_as_often_for_many_facts_as_for_few(
    browser, make, friends, hoxton, lunch
):
    with statements() as few:
        browser.get("find.service", slug="lunch")
    for number in range(5):
        site = make.site(f"Hall {number}", ward_code=hoxton.code)
        lunch.locations.append(type(lunch.locations[0])(site=site))
        lunch.openings.append(OpeningTime(weekday=number, opens=time(9), closes=time(10)))
        road = make.street(f"Road {number}", hoxton)
        lunch.coverage.append(CoverageArea(code=road.code, level=road.level, name=road.name))
    db.session.commit()
    with statements() as many:
        browser.get("find.service", slug="lunch")

    assert len(many) == len(few) <= 15
