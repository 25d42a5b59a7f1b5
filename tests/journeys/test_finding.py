"""Finding help, from the question to the entry, with JavaScript and without."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from tests.journeys.conftest import WIDTHS
from tests.journeys.pages import Visitor
from tests.pages.scene import Scene

Visit = Callable[..., Visitor]
LUNCH = "/find?q=lunch&where=Orsman+Road"

either_way = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
any_width = pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())


@pytest.fixture(autouse=True)
def laid_out(scene: Scene) -> Scene:
    return scene


@either_way
@any_width
def test_a_resident_asks_and_reads_the_nearest_entry(
    visit: Visit, javascript: bool, width: int
) -> None:
    she = visit(javascript=javascript, width=width).open("/")

    she.ask("lunch", "Orsman Road")
    she.arrives_at("“lunch” for Orsman Road")
    she.sees_services("Monday lunch club", "Tuesday lunch club")
    she.follow("Monday lunch club")

    she.arrives_at("Monday lunch club")
    assert she.troubles == []


@either_way
@any_width
def test_she_looks_further_and_comes_back(visit: Visit, javascript: bool, width: int) -> None:
    she = visit(javascript=javascript, width=width).open(LUNCH)

    she.page.click("#open-ring-3")
    she.wait_for("section.ring#ring-3-part")
    she.sees_services("Wednesday lunch club", within="#ring-3-part")
    she.address_becomes(lambda it: parse_qs(it.query).get("further") == ["3"])
    if javascript:
        she.has_focus("open-ring-3")
        assert she.page.inner_text("#announce") == she.page.inner_text("#summary")

    she.page.go_back()
    she.wait_for(".ring-closed#ring-3-part")
    she.arrives_at("“lunch” for Orsman Road")
    assert she.page.locator("header").count() == 1
    assert she.troubles == []


@any_width
def test_ticking_a_box_narrows_at_once_and_keeps_the_keyboard_there(
    visit: Visit, width: int
) -> None:
    she = visit(width=width).open(LUNCH)

    she.open_facet("cost")
    she.page.focus("#tick-cost-free")
    she.press("Space")
    she.wait_for(".chip")

    assert she.services() == ["Monday lunch club"]
    she.has_focus("tick-cost-free")
    assert she.page.is_visible("#tick-cost-free")
    she.page.click(".chip")
    she.page.wait_for_selector(".chip", state="detached")
    assert len(she.services()) == 2
    she.has_focus("summary")


@any_width
def test_without_javascript_a_button_narrows(visit: Visit, width: int) -> None:
    she = visit(javascript=False, width=width).open(LUNCH)

    she.open_facet("cost")
    she.page.check("#tick-cost-free")
    she.page.click("#filters button")

    she.wait_for(".chip")
    assert she.services() == ["Monday lunch club"]
    she.follow("Take away: Free")
    she.sees_services("Monday lunch club", "Tuesday lunch club")


def test_a_street_is_chosen_from_suggestions_by_keyboard(visit: Visit) -> None:
    she = visit().open("/")

    she.type_slowly("#where", "orsm")
    she.wait_for("#places [role=option]")
    assert she.page.get_attribute("#where", "aria-expanded") == "true"
    she.press("ArrowDown")
    she.wait_for("#where[aria-activedescendant=places-1]")
    she.press("Enter")
    she.wait_for("#where[aria-expanded=false]")
    assert she.page.input_value("#where").startswith("Orsman Road")
    she.press("Enter")

    she.arrives_at("Who helps people on Orsman Road")


def test_suggestions_close_with_escape_and_when_she_moves_on(visit: Visit) -> None:
    she = visit().open("/")

    for leave in ("Escape", "Tab"):
        she.page.fill("#where", "")
        she.type_slowly("#where", "orsm")
        she.wait_for("#places [role=option]")
        she.press(leave)
        she.page.wait_for_selector("#places", state="hidden")


@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("page", ["/", LUNCH], ids=["start", "results"])
@pytest.mark.parametrize(("box", "typed"), [("#q", "lun"), ("#where", "orsm")])
def test_what_is_suggested_on_a_phone_leaves_the_button_to_press(
    visit: Visit, page: str, width: int, box: str, typed: str
) -> None:
    she = visit(width=width).open(page)
    she.page.fill("#where", "Orsman Road")

    she.page.fill(box, "")
    she.type_slowly(box, typed)
    she.wait_for(".listbox [role=option]")
    she.page.click("#ask button", timeout=2_000)

    she.address_becomes(lambda it: parse_qs(it.query)[box[1:]] == [typed])


def test_a_list_that_scrolls_stays_while_she_presses_beside_its_lines(visit: Visit) -> None:
    she = visit(width=390).open("/")
    she.type_slowly("#where", "orsm")
    she.wait_for("#places [role=option]")

    she.page.evaluate("document.querySelector('#places').style.paddingTop = '3rem'")
    she.page.click("#places", position={"x": 20, "y": 10})

    assert she.page.is_visible("#places [role=option]")
    assert she.focus == "where"
    she.page.click("h1")
    she.page.wait_for_selector("#places", state="hidden")


@either_way
@any_width
def test_the_map_shows_what_the_list_shows(visit: Visit, javascript: bool, width: int) -> None:
    she = visit(javascript=javascript, width=width).open(LUNCH)

    she.follow("Show these on a map")
    she.wait_for("#map svg")
    if javascript:
        she.has_focus("map-heading")
    she.page.locator("a.m-pin").first.focus()
    she.press("Enter")

    she.address_becomes(lambda it: it.fragment == "result-1")
    assert she.page.locator("#result-1").count() == 1
    assert she.troubles == []


def test_the_keyboard_reaches_the_question_first(visit: Visit) -> None:
    she = visit().open(LUNCH)

    she.press("Tab")
    she.wait_for(".skip:focus")
    she.press("Enter")
    she.press("Tab")
    she.press("Tab")

    assert she.focus in ("q", "where")


def test_nobody_else_learns_what_she_looked_for(visit: Visit) -> None:
    she = visit().open("/")
    she.ask("lunch", "Orsman Road")
    she.follow("Show these on a map")
    she.wait_for("#map svg")
    she.page.click("#open-ring-3")
    she.wait_for("section.ring#ring-3-part")

    assert she.strangers == []
    assert she.page.context.cookies() == []
    assert she.page.evaluate("localStorage.length + sessionStorage.length") == 0
