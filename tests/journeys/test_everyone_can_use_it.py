"""Every page, on phone and desktop, light and dark: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest

from tests.journeys.pages import Visitor
from tests.pages.scene import Scene

Visit = Callable[..., Visitor]

PAGES = {
    "start": "/",
    "results": "/find?q=lunch&where=Orsman+Road",
    "further": "/find?q=lunch&where=Orsman+Road&further=3&further=4&nearby=1&cost=free",
    "anywhere": "/find?q=lunch",
    "empty": "/find",
    "nothing": "/find?q=zither+repair&where=Orsman+Road",
    "unknown": "/find?q=lunch&where=Orsmann+Rode",
    "bad": "/find?page=none",
    "map": "/find/map?q=lunch&where=Orsman+Road",
    "organisation": "/organisations/{organisation}",
    "service": "/services/{service}",
    "street": "/places/street/{street}",
    "ranking": "/about/how-we-rank",
    "accessibility": "/about/accessibility",
    "privacy": "/about/privacy",
    "data-protection": "/about/data-protection",
    "lost": "/nowhere",
}


def address_of(page: str, scene: Scene) -> str:
    return PAGES[page].format(
        organisation=scene.nearest.organisation.slug,
        service=scene.nearest.slug,
        street=scene.street.slug,
    )


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_and_nothing_needs_sideways_scrolling(
    visit: Visit, scene: Scene, page: str
) -> None:
    she = visit(width=320).open(address_of(page, scene))

    for width in (320, 768, 1440):
        she.resize(width)
        assert not she.scrolls_sideways(), width
        if width == 768:
            continue  # Nothing is laid out there that is not at one of the others.
        she.turn_lights("on")
        assert she.faults() == [], width
        she.turn_lights("off")
        assert she.faults("color-contrast") == [], width
    assert she.troubles == []


def test_what_is_pressed_is_large_enough(visit: Visit, scene: Scene) -> None:
    she = visit(width=390).open(address_of("further", scene))
    she.open_filters()

    small = she.page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main input, main summary")]
            .filter(e => e.checkVisibility() && !e.closest("p") && !e.closest(".tick"))
            .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, r]) => r.width && (r.width < 24 || r.height < 24))
            .map(([html]) => html)"""
    )

    assert small == []


def test_the_suggestions_are_usable_by_everyone(visit: Visit, scene: Scene) -> None:
    she = visit(width=390).open("/")
    she.type_slowly("#where", "orsm")
    she.wait_for("#places [role=option]")

    assert she.faults() == []


def test_the_map_in_the_results_is_usable_by_everyone(visit: Visit, scene: Scene) -> None:
    she = visit(width=390).open(address_of("results", scene))
    she.follow("Show these on a map")
    she.wait_for("#map svg")

    assert she.faults() == []
    assert not she.scrolls_sideways()
