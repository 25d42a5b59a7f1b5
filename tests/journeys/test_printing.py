"""On paper: few sheets, nothing that can only be pressed, and light, whatever the screen is."""

import re
from collections.abc import Callable

import pytest

from directory.domain.categories import CATEGORIES
from directory.extensions import db
from directory.models import Contact
from directory.search import index
from tests.factories import Make
from tests.journeys.pages import Visitor
from tests.pages.scene import Scene

Visit = Callable[..., Visitor]
SHEET = re.compile(rb"/Type\s*/Page\b")


def sheets(she: Visitor) -> int:
    return len(SHEET.findall(she.page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.fixture
def told(scene: Scene) -> Scene:
    """The scene, with all that the page of a service may say."""
    lunch = scene.nearest
    lunch.description = "Soup, bread and a pudding, and company for those who like it. " * 4
    lunch.eligibility, lunch.cost_note = "You live on the street", "Bring a bowl if you have one"
    lunch.organisation.contacts = [Contact(phone="020 7946 0001", email="lunch@example.org")]
    lunch.organisation.is_invented = True
    db.session.commit()
    return scene


def test_a_service_is_one_sheet_with_how_to_reach_them_near_the_top(
    visit: Visit, told: Scene
) -> None:
    she = visit().open(f"/services/{told.nearest.slug}")

    assert sheets(she) == 1
    she.page.emulate_media(media="print")
    top = she.page.evaluate(
        "() => ['.entry-side', '.entry-body'].map(e => document.querySelector(e).offsetTop)"
    )
    assert top == sorted(top)


def test_a_place_prints_all_that_is_folded_and_neither_map_nor_links(
    visit: Visit, told: Scene, make: Make
) -> None:
    for slug in CATEGORIES:
        make.service(f"{slug}", told.nearest.organisation, serves=[told.street], categories=[slug])
    index.rebuild()
    she = visit().open(f"/places/street/{told.street.slug}")

    assert sheets(she) <= 4
    she.page.emulate_media(media="print")
    seen = she.page.evaluate(
        """() => [...document.querySelectorAll(".need")].map(each => each.offsetHeight > 20)"""
    )
    assert len(seen) >= len(CATEGORIES)
    assert all(seen)
    assert not she.page.is_visible("#map")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_into_what_is_folded_opens_it(visit: Visit, told: Scene, javascript: bool) -> None:
    she = visit(javascript=javascript, width=390).open(f"/places/street/{told.street.slug}")
    she.page.eval_on_selector("details.needs", "each => each.open = false")

    she.page.click("a[href='#result-1']")

    assert she.page.is_visible("#result-1")


def test_paper_is_light_when_the_screen_is_dark(visit: Visit, told: Scene) -> None:
    she = visit().open(f"/services/{told.nearest.slug}")
    she.page.emulate_media(media="print", color_scheme="dark")

    grounds = she.page.evaluate(
        """() => ['.notice-warn', '.map', '.panel'].map(
            e => getComputedStyle(document.querySelector(e)).backgroundColor)"""
    )

    assert set(grounds) == {"rgb(255, 255, 255)"}


def test_paper_says_where_to_see_what_stands_closed(visit: Visit, told: Scene) -> None:
    she = visit(width=390).open("/find?q=lunch&where=Orsman+Road")
    assert not she.page.is_visible("text=not on this paper")

    she.page.emulate_media(media="print")

    closed = she.page.locator("p:has-text('not on this paper'):visible").all_inner_texts()
    shown = []
    for each in closed:
        assert each.startswith("It is not on this paper. To see it, go to http")
        she.page.goto(each.partition("go to ")[2])
        shown.append(she.page.locator(".card-title").last.inner_text())
    assert shown == ["Wednesday lunch club", "Thursday lunch club", "Friday lunch club"]
