"""From a result to its page, and on from there: the place that was asked about goes along."""

import pytest
from bs4 import Tag
from flask import Flask

from directory import gazetteer
from directory.answers import ForPlace, for_place
from directory.extensions import db
from directory.models import CoverageArea
from tests.browser import Browser, Page, squash
from tests.pages.statements import statements


def link(page: Page, words: str) -> Tag:
    """Return the first link that begins so."""
    return next(a for a in page.select("main a") if squash(a.get_text()).startswith(words))


def open_first(browser: Browser, **asked: object) -> Page:
    """Ask, and open the first result."""
    results = browser.get("find.results", **asked)
    return browser.open(results.select_one(".card-title a")["href"])


def stands(service_id: int, code: str) -> ForPlace | None:
    """Return how a service stands to the place of this code."""
    return for_place([service_id], gazetteer.place_for_code(code)).get(service_id)


def offers(page: Page) -> dict[str, str]:
    """Return what an organisation's page says of each of its services and the place asked about."""
    return {
        squash(each.h3.get_text()): squash(said.get_text(" "))
        for each in page.select(".offer")
        if (said := each.select_one(".card-why"))
    }


def test_a_service_leads_back_to_the_results_it_was_opened_from(browser, scene):
    page = open_first(browser, q="lunch", where="Orsman Road", cost=["free", "donation"], further=3)

    back = link(page, "Back to")
    assert squash(back.get_text()) == "Back to “lunch” for Orsman Road"
    assert back["href"] == ("/find?q=lunch&where=Orsman+Road&cost=free&cost=donation&further=3")


def test_an_organisation_and_its_services_lead_back_too(browser, scene):
    service = open_first(browser, q="lunch", where="Orsman Road")

    organisation = browser.open(link(service, "Shoreditch Trust")["href"])
    other = browser.open(link(organisation, "Friday lunch club")["href"])

    for page in (organisation, other):
        assert link(page, "Back to “lunch” for Orsman Road")["href"].endswith("Orsman+Road")


def test_back_is_to_the_page_of_results_that_the_service_was_on(browser, scene, app: Flask):
    app.config["PAGE_SIZE"] = 1
    page = open_first(browser, q="lunch", where="Orsman Road", page=2)

    assert link(page, "Back to")["href"] == "/find?q=lunch&where=Orsman+Road&page=2"


def test_an_organisations_next_page_still_leads_back(browser, make, scene):
    trust = scene.nearest.organisation
    for number in range(15):
        make.service(f"Class {number}", trust)
    asked = {"q": "lunch", "where": "Orsman Road", "slug": trust.slug}

    page = browser.open(browser.get("find.organisation", **asked).select_one("a[rel=next]")["href"])

    assert "Page 2 of 2" in page.words
    assert link(page, "Back to")["href"] == "/find?q=lunch&where=Orsman+Road"


def test_the_next_search_is_for_the_same_place(browser, scene):
    page = open_first(browser, q="lunch", where="Orsman Road")

    results = browser.submit(page, ".masthead form", q="lunch")

    assert squash(results.h1.get_text()) == "“lunch” for Orsman Road"


def test_where_can_be_said_at_the_top_of_every_page(browser, scene):
    for page in (
        browser.get("find.service", slug=scene.nearest.slug),
        browser.get("about.privacy"),
    ):
        where = page.select_one(".masthead form [name=where]")
        assert where["value"] == ""


def test_a_kind_of_help_is_asked_for_at_the_same_place(browser, scene):
    scene.nearest.categories = ["lunch-club"]
    db.session.commit()

    page = browser.get("find.service", slug=scene.nearest.slug, where="Orsman Road")

    kind = page.select_one("a.tag[href*='category=']")
    assert "where=Orsman+Road" in kind["href"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"where": "Orsman Road"}, "Back to who helps people on Orsman Road"),
        ({"q": "lunch"}, "Back to help with “lunch”"),
        ({"category": "debt"}, "Back to Debt"),
        ({"cost": "free"}, "Back to what fits your choices"),
    ],
)
def test_the_way_back_says_what_was_asked(browser, scene, asked, said):
    page = browser.get("find.service", slug=scene.nearest.slug, **asked)

    assert squash(link(page, "Back to").get_text()).startswith(said)


def test_a_service_says_how_it_stands_to_the_place(browser, scene):
    page = open_first(browser, q="lunch", where="Orsman Road")

    said = squash(page.select_one("#for-place").get_text(" "))
    assert "Based in Hoxton East, on Orsman Road. Serves Orsman Road by name." in said


def test_a_service_says_when_it_is_not_for_the_place(browser, scene):
    results = browser.get("find.results", q="friday lunch", where="Orsman Road", nearby=1)
    page = browser.open(results.select_one(".nearby .card-title a")["href"])

    said = squash(page.select_one("#for-place").get_text(" "))
    assert "It may not be for you." in said
    assert "Does not cover Orsman Road." in said


def test_an_organisation_says_of_each_service_whether_it_is_for_the_place(browser, make, scene):
    make.service("Drop-in", scene.nearest.organisation)
    results = browser.get("find.results", q="lunch", where="Orsman Road")

    page = browser.open(results.select_one(".card-by a")["href"])

    assert offers(page) == {
        "Monday lunch club": "Serves Orsman Road by name.",
        "Friday lunch club": "It may not be for you. Does not cover Orsman Road.",
        "Drop-in": "It has not said who it serves: ask.",
    }
    assert page.words.count("not said") == 1
    assert "You asked about Orsman Road. Each says whether it is for there." in page.words
    # Below stands whom else it is for, unless that is the same.
    assert "For Ivy Street." in page.words
    assert "For Orsman Road." not in page.words


def test_an_organisation_opened_by_itself_says_nothing_of_a_place(browser, scene):
    page = browser.get("find.organisation", slug=scene.nearest.organisation.slug, q="lunch")

    assert offers(page) == {}
    assert "You asked" not in page.words
    assert "For Orsman Road." in page.words


def test_services_that_name_very_many_streets_take_no_room_from_those_that_name_few(make, scene):
    trust = scene.nearest.organisation
    far = [CoverageArea(code=f"far-{n}", level="street", name=f"Far {n}") for n in range(600)]
    many = [make.service(f"Round {n}", trust) for n in range(4)]
    for number, service in enumerate(many):
        service.coverage[:] = far[number * 150 : number * 150 + 150]
    db.session.commit()
    few = make.service("Corner", trust, serves=[scene.street])

    told = for_place([each.id for each in (*many, few)], gazetteer.place_for_code(scene.ward.code))

    assert told[few.id].is_for
    assert [each.id in told for each in many] == [True, True, True, False]


def test_a_service_for_some_streets_of_a_ward_says_so(scene):
    told = stands(scene.nearest.id, scene.ward.code)

    assert told.is_for
    assert "Serves part of Hoxton East ward: Orsman Road" in told.words


def test_a_service_that_names_very_many_areas_says_nothing_that_it_is_not_sure_of(scene):
    service = scene.nearest
    # All that it names: streets elsewhere, far more than are looked at.
    service.coverage[:] = [
        CoverageArea(code=f"far-{n}", level="street", name=f"Far {n}") for n in range(250)
    ]
    db.session.commit()
    assert stands(service.id, scene.ward.code) is None

    service.coverage.append(CoverageArea(code=scene.ward.code, level="ward", name=scene.ward.name))
    db.session.commit()
    assert stands(service.id, scene.ward.code).is_for


def test_the_page_is_the_same_one_wherever_somebody_came_from(browser, scene):
    page = open_first(browser, q="lunch", where="Orsman Road")

    canonical = page.select_one("link[rel=canonical]")["href"]
    assert canonical == f"http://localhost/services/{scene.nearest.slug}"
    assert "Set-Cookie" not in page.answer.headers


def test_who_came_by_a_link_of_its_own_is_shown_no_way_back(browser, scene):
    page = browser.get("find.service", slug=scene.nearest.slug)

    assert "Back to" not in page.words
    assert page.select_one("#for-place") is None


@pytest.mark.parametrize("where", ["Nowhere Lane", "x" * 400, "\x00", "Orsman Road</script>", "%"])
def test_a_place_that_is_no_good_does_no_harm(browser, scene, where):
    page = browser.get("find.service", slug=scene.nearest.slug, where=where)

    assert page.select_one("#for-place") is None


def test_to_say_how_a_service_stands_takes_as_many_statements_for_many_areas(browser, make, scene):
    asked = {"slug": scene.nearest.slug, "where": "Orsman Road"}
    browser.get("find.service", **asked)
    with statements() as few:
        browser.get("find.service", **asked)
    for number in range(30):
        road = make.street(f"Road {number}", scene.ward)
        scene.nearest.coverage.append(
            CoverageArea(code=road.code, level=road.level, name=road.name)
        )
    db.session.commit()
    with statements() as many:
        browser.get("find.service", **asked)

    # Of these some fifteen look the place up, which is remembered when it is asked for again.
    assert len(many) == len(few) <= 45


def test_an_organisation_takes_as_many_statements_for_many_services(browser, make, scene):
    trust = scene.nearest.organisation
    asked = {"slug": trust.slug, "where": scene.ward.code}
    with statements() as few:
        browser.get("find.organisation", **asked)
    for number in range(8):
        roads = [make.street(f"Road {number} {n}", scene.other_ward) for n in range(20)]
        make.service(f"Round {number}", trust, serves=roads)
    with statements() as many:
        page = browser.get("find.organisation", **asked)

    assert len(offers(page)) == 10
    assert len(many) == len(few) <= 60


def test_robots_do_not_read_each_service_once_for_every_street(browser):
    assert "Disallow: /*?*where=" in browser.client.get("/robots.txt").text.splitlines()
