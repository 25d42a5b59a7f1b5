"""The volunteer says which streets her lunch club serves, in every way there is, and closes it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.search import index
from tests.edit.conftest import Town, town  # noqa: F401 (a fixture)
from tests.journeys.pages import Visitor
from tests.journeys.test_keeping_an_entry import is_fit_for_everyone, is_signed_in

Visit = Callable[..., Visitor]
AT = "/edit/lunch-club/lunch/coverage"
BOX = [[533_050, 183_050], [533_250, 183_050], [533_250, 183_150], [533_050, 183_150]]


@pytest.fixture
def mabel(visit: Visit, site: str, town: Town) -> Callable[..., Visitor]:  # noqa: F811
    """Open a window of hers; nobody else sees what she does before she sends it."""
    index.rebuild()

    def _open(*, javascript: bool, width: int) -> Visitor:
        she = visit(javascript=javascript, width=width)
        is_signed_in(she, town.mabel, site)
        return she

    return _open


@pytest.mark.parametrize(("javascript", "width"), [(True, 320), (False, 1440)])
def test_types_pastes_ticks_and_sends_a_file(
    mabel: Callable[..., Visitor], tmp_path: Path, javascript: bool, width: int
) -> None:
    she = mabel(javascript=javascript, width=width).open(AT)
    page = she.page
    if javascript:
        she.type_slowly("#where", "hox")
        she.wait_for("#places [role=option]")
        page.locator("#places [role=option]").first.click()
    else:
        she.fill_in("#where", "Hoxton West")
    page.click("button:has-text('Add this place')")
    page.locator("#said", has_text="That is 3 streets").wait_for()
    she.fill_in("#where", "Shepherdess Walk")
    page.click("button:has-text('Leave this place out')")
    page.locator("#said", has_text="2 streets").wait_for()
    assert "“On the doorstep” for 2 of them" in page.inner_text("#said") or (
        "“On the doorstep” for both" in page.inner_text("#said")
    )

    she.follow("Paste a list")
    page.fill("#list", "N1 5QJ\nOrsman Road\nNobody Street")
    page.click("button:has-text('Add these places')")
    page.locator("main", has_text="We do not know these").wait_for()
    assert "Nobody Street" in page.input_value("#list")
    page.click("text=Leave the rest out")

    she.follow("Draw it on a map")
    if not javascript:
        page.check("input[name=square][value='3-3']")
        page.click("button:has-text('Closer')")
        page.locator(".m-drawn").wait_for()
        page.click("button[value=clear]")
    file = tmp_path / "patch.geojson"
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [BOX]}))
    page.set_input_files("#file", file)
    page.click("button:has-text('See what is inside')")
    she.arrives_at("What your drawing takes in")
    assert page.locator("label", has_text="Pitfield Street").is_visible()
    page.click("text=Back, without adding")

    she.follow("Tick wards and streets")
    page.locator("main", has_text="Haggerston").wait_for()
    she.open(AT)
    page.click("button:has-text('Send it')")
    she.arrives_at("The Lunch Club: your entry")
    line = page.locator(".sections li", has_text="Which streets it serves").inner_text()
    assert "Waiting for a moderator" in line
    assert she.troubles == []
    assert she.strangers == []


def test_draws_by_mouse_and_by_keyboard(mabel: Callable[..., Visitor]) -> None:
    she = mabel(javascript=True, width=1440).open(f"{AT}/draw")
    words_for_others = she.page.locator("noscript")
    assert not any(each.is_visible() for each in words_for_others.all())
    board = she.page.locator(".board svg").first
    board.scroll_into_view_if_needed()
    area = board.bounding_box()
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9)):
        board.click(position={"x": x * area["width"], "y": y * area["height"]})
    she.page.locator("#corners", has_text="3").wait_for()
    board.focus()
    she.press("ArrowLeft", "ArrowLeft", "ArrowDown", "Enter")
    she.page.locator("#corners", has_text="4").wait_for()
    she.page.click("button:has-text('See what is inside')")
    she.arrives_at("What your drawing takes in")
    assert she.page.locator("input[name=code][checked]").count()


@pytest.mark.parametrize(("javascript", "width"), [(True, 1440), (False, 320)])
def test_closes_it_and_a_visitor_is_led_on(
    mabel: Callable[..., Visitor],
    visit: Visit,
    town: Town,  # noqa: F811
    javascript: bool,
    width: int,
) -> None:
    she = mabel(javascript=javascript, width=width).open("/edit/lunch-club")
    she.follow("Close or take down Lunch")
    she.page.fill("#status_note", "Our last lunch was in May.")
    she.page.click("button:has-text('Close Lunch')")
    she.arrives_at("The Lunch Club: your entry")
    assert "People read that it has closed." in she.page.inner_text("main")

    resident = visit(javascript=javascript, width=width).open("/services/lunch")
    resident.arrives_at("Lunch has closed")
    assert "Our last lunch was in May." in resident.page.inner_text("main")
    resident.follow("See who serves Hoxton West")
    resident.page.locator("h1", has_text="Hoxton West").wait_for()
    assert resident.page.url.endswith(town.hoxton.slug)


PAGES = (
    "/edit/lunch-club",
    "/edit/lunch-club/preview",
    "/edit/lunch-club/lunch/preview",
    "/edit/lunch-club/team",
    "/edit/lunch-club/lunch/end",
    "/edit/lunch-club/section/bases",
    "/edit/lunch-club/lunch/section/service",
    "/edit/lunch-club/history/organisation",
    AT,
    f"{AT}/paste",
    f"{AT}/areas",
    f"{AT}/draw",
)


def test_every_page_of_the_room_is_fit_for_everyone(mabel: Callable[..., Visitor]) -> None:
    she = mabel(javascript=True, width=320)
    for address in PAGES:
        she.open(address)
        is_fit_for_everyone(she)
        she.turn_lights("off")
        assert she.faults("color-contrast") == [], address
        she.turn_lights("on")
        she.resize(1440)
        assert not she.scrolls_sideways(), address
        she.resize(320)
    assert she.troubles == []
