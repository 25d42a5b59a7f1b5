"""The page of results: how a question is put, narrowed and turned over, and what does no harm."""

import gzip

import pytest
from flask import Flask

from directory.search import index
from tests.browser import Browser, squash
from tests.factories import Make
from tests.pages.conftest import names
from tests.pages.scene import Scene


@pytest.mark.parametrize("nothing", ["", "   ", "\x00\x01"])
def test_with_nothing_asked_we_ask(browser: Browser, scene: Scene, nothing: str) -> None:
    page = browser.get("find.results", status=400, q=nothing)

    assert page.h1.get_text() == "Tell us a little more"
    assert "what you need, or where" in page.select_one("#q-error").get_text()


def test_a_kind_of_help_is_a_question_too(browser: Browser, make: Make, scene: Scene) -> None:
    lunches = make.organisation("Soup Lane", make.base(scene.ward, scene.borough))
    make.service("Soup", lunches, serves=[scene.borough], categories=["lunch-club"])
    index.rebuild()

    page = browser.get("find.results", category="lunch-club", where="Orsman Road")

    assert names(page) == ["Soup"]
    assert page.h1.get_text() == "Lunch clubs for Orsman Road"


def test_a_ticked_filter_narrows_and_is_a_chip_that_takes_itself_away(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", cost="free")
    assert names(page) == ["Monday lunch club"]
    chip = page.select_one(".chip")
    assert "Free" in chip.get_text()

    assert len(names(browser.open(str(chip["href"])))) == 2


def test_the_filters_are_a_plain_form_that_keeps_the_question(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", further="3")
    form = page.select_one("form#filters")

    assert form["method"] == "get"
    hidden = [(each["name"], each["value"]) for each in form.select("[type=hidden]")]
    assert hidden == [("q", "lunch"), ("where", "Orsman Road"), ("further", "3")]
    assert form.select_one("button") is not None


def test_a_new_question_keeps_the_filters(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", cost="free")
    kept = page.select("input[type=hidden][form=ask]")

    assert [(each["name"], each["value"]) for each in kept] == [("cost", "free")]


def test_htmx_is_sent_only_the_results_and_the_count_to_read_out(
    browser: Browser, scene: Scene
) -> None:
    part = browser.get("find.results", hx=True, q="lunch", where="Orsman Road")

    assert part.select_one("#results") is not None
    assert part.select_one("html, form#ask") is None
    told = part.select_one("[hx-swap-oob]")
    assert told["hx-swap-oob"] == "innerHTML:#announce"
    assert told.get_text() == part.select_one("#summary").get_text()


def test_going_back_gets_the_whole_page(app: Flask, scene: Scene) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    answer = app.test_client().get("/find?q=lunch&where=Orsman+Road", headers=headers)

    assert "<html" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_cache_is_told_all_that_a_part_or_a_whole_page_depends_on(
    app: Flask, scene: Scene
) -> None:
    asked = app.test_client().get
    part = asked("/find?q=lunch", headers={"HX-Request": "true"})
    whole = asked("/find?q=lunch", headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert "<html" not in part.text
    assert "<html" in whole.text
    assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(part.vary)


def test_a_long_list_has_pages_with_links(app: Flask, make: Make, browser: Browser) -> None:
    app.config["PAGE_SIZE"] = 3
    group = make.organisation("Many Things", make.base())
    for number in range(8):
        make.service(f"Choir number {number}", group, anywhere=True)
    index.rebuild()

    page = browser.get("find.results", q="choir")
    second = browser.open(str(page.select_one(".pages a")["href"]))

    assert len(names(page)) == len(names(second)) == 3
    assert not set(names(page)) & set(names(second))
    assert second.select_one(".ring-list")["start"] == "4"
    assert second.select_one("[aria-current=page]").get_text(" ", strip=True) == "Page 2"


def test_filters_that_count_more_than_is_shown_say_so(browser: Browser, scene: Scene) -> None:
    said = "The numbers count all 4 services for Orsman Road, those further away too."

    few = browser.get("find.results", q="lunch", where="Orsman Road")
    every = browser.get("find.results", q="lunch", where="Orsman Road", further=["3", "4"])

    assert said in squash(few.select_one("#filters").get_text())
    assert "further away too" not in every.select_one("#filters").get_text()
    assert few.select_one("#filters-count")


BAD = [
    ({"q": "x" * 10_000}, "#q-error"),
    ({"where": "y" * 10_000}, "#where-error"),
    ({"page": "0"}, ".notice"),
    ({"page": "99999999999999999999"}, ".notice"),
    ({"cost": "priceless"}, ".notice"),
    ({"further": "1"}, ".notice"),
    ({"here": "1"}, ".notice"),
]


@pytest.mark.parametrize(("asked", "where_it_is_said"), BAD)
def test_bad_input_is_told_kindly_beside_its_box(
    browser: Browser, scene: Scene, asked: dict[str, str], where_it_is_said: str
) -> None:
    page = browser.get("find.results", status=400, **asked)

    assert page.select_one(where_it_is_said) is not None
    assert "Traceback" not in page.words


@pytest.mark.parametrize(
    "odd", ["lunch\x00\x01", "' OR 1=1 --", "<script>alert(1)</script>", "((("]
)
def test_odd_input_is_words_like_any_other(browser: Browser, scene: Scene, odd: str) -> None:
    page = browser.get("find.results", q=odd)

    assert not [each for each in page.select("script") if not each.get("src")]


def test_a_page_past_the_end_says_so(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", status=404, q="lunch", page="400")

    assert "There is only 1 page of results" in page.words


def test_a_page_of_results_is_light(app: Flask, make: Make, scene: Scene) -> None:
    for number in range(30):
        make.service(
            f"Lunch {number} in a hall with a long name",
            make.organisation(f"Group {number}", make.base(scene.ward, scene.borough)),
            serves=[scene.ward],
            summary="A hot lunch, a chat and something to take home. " * 5,
            languages=["en", "tr", "bn"],
            access=["step_free", "hearing_loop"],
        )
    index.rebuild()

    client = app.test_client()
    page = client.get("/find?q=lunch&where=Orsman+Road").data
    assets = dict.fromkeys(each for each in page.decode().split('"') if each.startswith("/assets/"))

    assert len(assets) >= 3
    assert len(gzip.compress(page)) < 15_000
    assert sum(compressed(app, each) for each in assets) + len(gzip.compress(page)) < 60_000


def compressed(app: Flask, address: str) -> int:
    with app.test_client().get(address) as answer:
        return len(gzip.compress(answer.data))
