"""The page of a place: who serves it, by need, what is missing, and what lies around it."""

from datetime import date

import pytest
from shapely import box

from directory.domain.categories import CATEGORIES
from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.models import AreaLink, AreaName
from directory.search import index
from tests.browser import squash
from tests.pages.statements import statements

FOOD, OTHER_FOOD, THIRD, *_ = CATEGORIES


@pytest.fixture(autouse=True)
def _index(app):
    """A place's page asks the index, which is there once somebody has built it."""
    index.rebuild()


@pytest.fixture
def hackney(make):
    return make.borough("Hackney", slug="hackney", outline=box(0, 0, 3000, 2000))


@pytest.fixture
def hoxton(make, hackney):
    return make.ward("Hoxton East", hackney, slug="hoxton-east", outline=box(0, 0, 1000, 1000))


@pytest.fixture
def haggerston(make, hackney):
    return make.ward("Haggerston", hackney, slug="haggerston", outline=box(1000, 0, 2000, 1000))


@pytest.fixture
def road(make, hoxton):
    return make.street("Orsman Road", hoxton, at=(500, 500), slug="orsman-road")


@pytest.fixture
def friends(make, hoxton, hackney):
    return make.organisation("Friends", make.base(hoxton, hackney, at=(510, 500)))


def test_a_street_shows_who_serves_it_by_need(browser, make, road, friends):
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    assert squash(page.h1.text) == "Orsman Road, Hackney"
    need = next(n for n in page.select(".need") if CATEGORIES[FOOD].name in n.h3.text)
    assert "Lunch club" in need.text
    assert "Friends" in need.text
    assert "Serves Orsman Road by name" in squash(need.text)


def test_what_nobody_offers_is_named_as_missing(browser, make, road, friends):
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    missing = squash(page.select_one(".gaps-none").text)
    assert CATEGORIES[OTHER_FOOD].name in missing
    assert CATEGORIES[FOOD].name not in missing
    assert "we only know who is listed" in page.words


def test_a_window_for_every_need_shows_at_a_glance_what_is_met(
    browser, make, road, friends, hackney
):
    york = make.borough("York", outline=box(90_000, 0, 91_000, 1_000))
    far = make.organisation("Far Away Trust", make.base(borough=york, at=(90_500, 500)))
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    make.service("Helpline", far, anywhere=True, categories=[OTHER_FOOD])
    across = make.organisation("Across", make.base(borough=hackney, at=(2_900, 1_900)))
    make.service("Old clothes", across, anywhere=True, categories=[FOOD, THIRD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    kinds = ("lit", "half", "dim", "dark")
    panes = {kind: len(page.select(f".windows .pane-{kind}")) for kind in kinds}
    assert panes == {"lit": 1, "half": 1, "dim": 1, "dark": len(CATEGORIES) - 3}
    said = squash(page.select_one(".glance > p").text)
    assert said == (
        f"There are {len(CATEGORIES)} kinds of help on our list. 1 has somebody on the doorstep. "
        "1 more has somebody in the borough. 1 comes only from further away. "
        f"For {len(CATEGORIES) - 3} nobody is listed."
    )
    house = squash(page.select_one(".windows li").text)
    assert "1 on the doorstep, 1 in the borough, 1 only further away" in house
    legend = squash(page.select_one(".legend").text)
    assert "On the doorstep (in the same ward, or within 800 m) In the borough" in legend
    assert all(page.select_one(str(link["href"])) for link in page.select(".windows a"))


def test_a_borough_has_no_doorstep(browser, make, friends, hackney):
    make.service("Lunch club", friends, serves=[hackney], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="borough", slug="hackney")

    assert "doorstep" not in page.select_one(".glance").text
    assert "1 has somebody in Hackney." in squash(page.select_one(".glance > p").text)
    assert len(page.select(".windows .pane-half")) == 1


def test_the_map_marks_the_nearest_of_each_organisation(
    browser, make, road, friends, hoxton, hackney
):
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    make.service("Tea", friends, serves=[road], categories=[FOOD])
    others = make.organisation("Others", make.base(hoxton, hackney, at=(900, 900)))
    make.service("Soup", others, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    assert [mark.text.strip() for mark in page.select(".m-pin text")] == ["1", "2"]


def test_each_group_of_needs_is_folded_but_the_first_and_says_what_is_in_it(
    browser, make, road, friends
):
    groups = {each.group: each for each in reversed(CATEGORIES.values())}
    for need in groups.values():
        make.service(f"Help: {need.name}", friends, serves=[road], categories=[need.slug])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    parts = page.select("details.needs")
    assert {each.h2.text for each in parts} == groups.keys()
    assert [each.has_attr("open") for each in parts] == [True] + [False] * (len(groups) - 1)
    for part in parts:
        assert part.select_one("summary .needs-names").text == groups[part.h2.text].name


def test_the_map_comes_after_the_glance_and_before_the_needs(browser, make, road, friends):
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    ids = [each["id"] for each in page.select("#who, #glance, #map, #group-1, #missing, #around-1")]
    assert ids[:5] == ["who", "glance", "map", "group-1", "missing"]


def test_a_number_of_the_map_stands_after_the_name_and_not_on_paper(browser, make, road, friends):
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    assert squash(page.select_one("#result-1").text) == "Lunch club (1 on the map)"
    for number in page.select(".number"):
        assert number.find_parent(class_="no-print")


def test_what_only_comes_from_further_away_names_the_nearest(browser, make, road):
    york = make.borough("York", outline=box(90_000, 0, 91_000, 1_000))
    far = make.organisation("Far Away Trust", make.base(borough=york, at=(90_500, 500)))
    make.service("Helpline", far, anywhere=True, categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    gaps = squash(page.select_one(".gaps").text)
    assert f"{CATEGORIES[FOOD].name}: the nearest is Far Away Trust, based in York" in gaps


def test_it_says_how_much_is_known_here(browser, make, road, friends):
    friends.checked_on = date(2026, 11, 1)
    make.service("Lunch club", friends, serves=[road], categories=[FOOD])
    index.rebuild()

    page = browser.get("places.place", level="street", slug="orsman-road")

    assert "1 organisation is listed in Hackney." in page.words


def test_a_street_in_several_wards_says_how_sure_each_is(
    browser, make, hoxton, haggerston, hackney
):
    west = make.ward("Hoxton West", hackney)
    make.street("Kingsland Road", hoxton, haggerston, probably_inside=[west], slug="kingsland-road")

    page = browser.get("places.place", level="street", slug="kingsland-road")

    said = squash(page.select_one(".entry-head p:not(.eyebrow) > span").text)
    assert said in (
        "Kingsland Road runs through Haggerston and Hoxton East, and probably Hoxton West (wards).",
        "Kingsland Road runs through Hoxton East and Haggerston, and probably Hoxton West (wards).",
    )
    assert page.select_one("a[href='/places/ward/haggerston']")
    assert page.select_one("a[href='/places/borough/hackney']")


def test_the_search_box_is_filled_in_with_the_place(browser, road):
    page = browser.get("places.place", level="street", slug="orsman-road")

    form = page.select_one("form.ask")
    assert form["action"] == "/find"
    assert form.select_one("input[name=where]")["value"]


def test_a_ward_lists_its_streets_and_what_is_next_door(
    browser, make, hackney, hoxton, haggerston, road
):
    make.ward("Far Ward", hackney, outline=box(2500, 0, 2900, 900))
    homerton = make.area("Shoreditch Park", Level.NEIGHBOURHOOD, inside=[hackney])
    db.session.add(
        AreaLink(
            child_code=hoxton.code,
            parent_code=homerton.code,
            certainty=Certainty.PART,
            method="publisher",
        )
    )
    db.session.commit()

    page = browser.get("places.place", level="ward", slug="hoxton-east")

    sections = {squash(s.h2.text): squash(s.ul.text) for s in page.select(".entry-side section")}
    assert sections["Streets here"] == "Orsman Road"
    assert sections["Wards next door"] == "Haggerston"
    assert sections["Neighbourhoods here"] == "Shoreditch Park"


def test_a_borough_lists_its_wards_and_the_boroughs_next_door(
    browser, make, hackney, hoxton, haggerston
):
    make.border(hackney, make.borough("Islington"))

    page = browser.get("places.place", level="borough", slug="hackney")

    sections = {squash(s.h2.text): squash(s.ul.text) for s in page.select(".entry-side section")}
    assert sections["Wards of Hackney"] == "Haggerston Hoxton East"
    assert sections["Boroughs next door"] == "Islington"


def test_a_street_names_the_streets_close_by_nearest_first(browser, make, hoxton, road):
    make.street("Far Lane", hoxton, at=(500, 1500))
    make.street("Second Street", hoxton, at=(500, 700))
    make.street("First Street", hoxton, at=(500, 550))

    page = browser.get("places.place", level="street", slug="orsman-road")

    near = next(s for s in page.select(".entry-side section") if "close by" in s.h2.text)
    assert [a.text for a in near.select("a")] == ["First Street", "Second Street"]


def test_a_long_list_of_streets_comes_in_pages(browser, make, hoxton):
    for number in range(61):
        make.street(f"Street {number:02}", hoxton)

    first = browser.get("places.place", level="ward", slug="hoxton-east")
    second = browser.get("places.place", level="ward", slug="hoxton-east", streets=2)

    assert len(first.select("section[aria-labelledby=streets] li")) == 60
    assert squash(second.select_one("section[aria-labelledby=streets] ul").text) == "Street 60"
    assert first.select_one("a[rel=next]")["href"] == "/places/ward/hoxton-east?streets=2#streets"
    browser.get("places.place", level="ward", slug="hoxton-east", streets=3, status=404)
    browser.get("places.place", level="ward", slug="hoxton-east", streets="x", status=400)


def test_a_place_that_is_no_longer_on_the_map_says_so(browser, make, hackney):
    make.ward("Old Ward", hackney, slug="old-ward", ends_on=date(2014, 5, 22))

    page = browser.get("places.place", level="ward", slug="old-ward")

    assert "Old Ward is not in use any more." in page.words


def test_a_place_that_was_renamed_is_found_by_its_former_name(browser, make, hoxton):
    hoxton.names.append(AreaName(key="wenlock", name="Wenlock", kind="former"))
    db.session.commit()

    answer = browser.client.get("/places/ward/wenlock")

    assert (answer.status_code, answer.location) == (301, "/places/ward/hoxton-east")
    assert answer.cache_control.no_cache


def test_two_places_that_shared_a_former_name_are_not_guessed_between(browser, hoxton, haggerston):
    for ward in (hoxton, haggerston):
        ward.names.append(AreaName(key="wenlock", name="Wenlock", kind="former"))
    db.session.commit()

    browser.get("places.place", level="ward", slug="wenlock", status=404)


def test_a_place_is_found_by_its_code_and_sent_on_to_its_name(browser, hoxton):
    answer = browser.client.get(f"/places/ward/{hoxton.code}")

    assert (answer.status_code, answer.location) == (301, "/places/ward/hoxton-east")


@pytest.mark.parametrize(
    ("level", "slug"),
    [
        ("ward", "nowhere"),
        ("postcode", "n15qj"),
        ("planet", "earth"),
        ("ward", "x" * 300),
        ("street", "-".join("abcdefghijklmnopqrst")),
        ("ward", "%00"),
    ],
)
def test_a_place_that_never_was_says_so(browser, hoxton, level, slug):
    browser.open(f"/places/{level}/{slug}", status=404)


def test_a_place_with_nobody_listed_does_not_say_that_nobody_is_there(browser, road):
    page = browser.get("places.place", level="street", slug="orsman-road")

    assert "How much do we know?" in page.words
    assert "0 organisations are listed in Hackney." in page.words


def test_names_that_hold_markup_are_shown_as_they_are(browser, make, hackney):
    make.ward("<script>alert(1)</script>", hackney, slug="bad")

    page = browser.get("places.place", level="ward", slug="bad")

    assert not page.select("main script")


def test_the_page_asks_the_database_as_often_for_many_services_as_for_one(
    browser, make, hoxton, hackney, road, friends
):
    make.service("Club", friends, serves=[road], categories=[FOOD])
    index.rebuild()
    # The first visit counts what is listed in the borough; the counts are then kept for a while.
    browser.get("places.place", level="street", slug="orsman-road")
    with statements() as few:
        browser.get("places.place", level="street", slug="orsman-road")
    for number in range(12):
        other = make.organisation(f"Group {number}", make.base(hoxton, hackney))
        make.service(f"Club {number}", other, serves=[hoxton], categories=[FOOD, OTHER_FOOD])
        make.street(f"Street {number}", hoxton, at=(500 + number, 520))
    index.rebuild()
    with statements() as many:
        browser.get("places.place", level="street", slug="orsman-road")

    assert len(many) == len(few)
