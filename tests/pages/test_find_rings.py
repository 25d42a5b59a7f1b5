"""The rings of results: the nearest first, and looking further a step at a time."""

import pytest
from flask import Flask

from directory.domain.place import Level
from directory.search import index
from tests.browser import Browser, squash
from tests.factories import Make
from tests.pages.conftest import names
from tests.pages.scene import HERE, Scene


def test_the_nearest_that_serve_my_street_come_first(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    assert names(page) == ["Monday lunch club", "Tuesday lunch club"]
    assert names(page, "#ring-1-part") == ["Monday lunch club"]
    assert names(page, "#ring-2-part") == ["Tuesday lunch club"]


def test_a_ring_of_several_says_that_the_best_match_comes_first(
    browser: Browser, make: Make, scene: Scene
) -> None:
    make.service("Late lunch", scene.nearest.organisation, serves=[scene.street])
    index.rebuild()

    page = browser.get("find.results", q="lunch", where="Orsman Road")

    said = [each.get_text() for each in page.select(".ring .ring-rule")]
    assert ["The best match comes first." in each for each in said] == [True, False]


def test_looking_further_is_a_step_with_its_counts(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")
    closed = page.select(".ring-closed")
    assert [each.select_one(".count").contents[0] for each in closed] == ["1", "1"]

    opened = browser.open(str(page.select_one("#open-ring-3")["href"]))

    assert names(opened, "#ring-3-part") == ["Wednesday lunch club"]
    assert "Thursday lunch club" not in names(opened)
    back = browser.open(str(opened.select_one("#open-ring-3")["href"]))
    assert names(back) == names(page)


def test_to_look_further_leads_to_the_page_on_which_it_begins(
    app: Flask, browser: Browser, scene: Scene
) -> None:
    app.config["PAGE_SIZE"] = 1
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    opened = browser.open(str(page.select_one("#open-ring-3")["href"]))

    assert names(opened, "#ring-3-part") == ["Wednesday lunch club"]
    assert str(page.select_one("#open-ring-3")["href"]).endswith("&page=3#ring-3-part")


def test_a_ring_that_is_on_another_page_says_which_and_leads_there(
    app: Flask, browser: Browser, scene: Scene
) -> None:
    app.config["PAGE_SIZE"] = 1
    page = browser.get("find.results", q="lunch", where="Orsman Road", further="4")
    links = page.select(".ring-none a")

    assert [each.get_text() for each in links] == ["It is on page 2", "It is on page 3"]
    for link, number, name in zip(links, (2, 4), ("Tuesday", "Thursday"), strict=True):
        there = browser.open(str(link["href"]))
        part = str(link["href"]).partition("#")[2]
        assert part == f"ring-{number}-part"
        assert names(there, f"#{part}") == [f"{name} lunch club"]
        assert link["hx-get"] == link["href"]


def test_a_ring_past_the_last_page_is_owned_up_to(
    app: Flask, browser: Browser, scene: Scene
) -> None:
    app.config |= {"PAGE_SIZE": 1, "MAX_PAGE": 2}
    page = browser.get("find.results", q="lunch", where="Orsman Road", further="4")

    assert "after the last page that we can show" in page.select_one("#ring-4-part").get_text()
    assert [each.get_text() for each in page.select(".ring-none a")] == ["It is on page 2"]


def test_what_is_close_by_but_not_for_here_is_counted_and_can_be_opened(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")
    part = page.select_one(".nearby")
    assert "close by but does not cover Orsman Road" in part.get_text()
    assert "It is near, but says that it is for other streets." in part.get_text()
    assert "Friday lunch club" not in page.words

    opened = browser.open(str(page.select_one("#open-nearby")["href"]))

    assert "Friday lunch club" in names(opened, ".nearby")


def test_without_a_place_there_are_no_rings_and_the_place_is_asked_for_first(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch")

    assert len(names(page)) == 5
    assert page.select(".ring, .ring-closed") == []
    prompt = page.select_one(".say-where")
    assert "Say where, and the most local come first." in prompt.get_text()
    # It leads to the box for the place, with JavaScript and without.
    assert page.select_one(str(prompt.a["href"]))["name"] == "where"
    assert page.find_all(class_=["say-where", "card"])[0] is prompt
    # Nobody is told that the order is one of nearness.
    heading = page.select_one(".card").find_previous("h2").get_text()
    assert heading == "From anywhere: the best match for your words first"


def test_with_a_place_it_is_not_asked_for_again(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    assert page.select_one(".say-where") is None


def test_the_first_ring_says_what_puts_a_group_on_the_doorstep(
    browser: Browser, make: Make, scene: Scene
) -> None:
    hood = make.area("De Beauvoir", Level.NEIGHBOURHOOD, inside=[scene.borough])
    make.street("Penn Street", scene.ward, hood, at=HERE)
    make.service("Lunch for all", scene.nearest.organisation, anywhere=True)
    index.rebuild()
    said = {
        "Penn Street": "Based in the same ward (Hoxton East) or the same neighbourhood, "
        "or within 800 m: about 10 minutes on foot.",
        "Hoxton East": "Based in this ward, or within 800 m: about 10 minutes on foot.",
        "Hackney": "Based in Hackney.",
    }
    for where, rule in said.items():
        page = browser.get("find.results", q="lunch", where=where)
        assert squash(page.select_one(".ring-rule").get_text()).startswith(rule)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("ward", "a part of a borough"), ("neighbourhood", "some streets that the census counts")],
)
def test_a_hard_word_leads_to_what_it_means(
    browser: Browser, make: Make, scene: Scene, word: str, meaning: str
) -> None:
    hood = make.area("De Beauvoir", Level.NEIGHBOURHOOD, inside=[scene.borough])
    street = make.street("Penn Street", scene.ward, hood, at=HERE)
    make.service("Lunch for all", scene.nearest.organisation, anywhere=True)
    index.rebuild()
    area = scene.ward if word == "ward" else hood

    results = browser.get("find.results", q="lunch", where="Penn Street")
    place = browser.get("places.place", level="street", slug=street.slug)
    of_area = browser.get("places.place", level=word, slug=area.slug)

    for page in (results, place, of_area):
        link = next(a for a in page.select("a.what-is") if a.get_text().lower() == word)
        address, _, part = str(link["href"]).partition("#")
        assert meaning in browser.open(address).select_one(f"#{part}").get_text()


def test_a_distance_does_not_break_at_the_end_of_a_line(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    assert "within 800\N{NO-BREAK SPACE}m" in page.select_one(".ring-rule").get_text()


def test_a_closed_ring_of_nobody_says_so(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="Monday", where="Orsman Road")

    for closed in page.select(".ring-closed"):
        assert "We know of nobody here for this." in closed.get_text()
    assert page.select(".ring-closed")


def test_when_nobody_further_away_serves_it_either_the_page_does_not_say_that_some_do(
    browser: Browser, make: Make, scene: Scene
) -> None:
    make.service("Zither lessons", scene.nearest.organisation, serves=[scene.street])
    index.rebuild()

    alone = browser.get("find.results", q="zither", where="Orsman Road")
    some = browser.get("find.results", q="lunch", where="Orsman Road")

    assert "Nobody further away either" in alone.words
    assert "Not what you need?" in some.words
