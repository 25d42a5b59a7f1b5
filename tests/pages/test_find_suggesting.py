"""What is suggested while a need or a place is typed."""

import pytest

from tests.browser import Browser
from tests.pages.scene import Scene


def test_places_are_suggested_as_they_are_typed(browser: Browser, scene: Scene) -> None:
    part = browser.get("find.suggest_places", hx=True, where="orsm")

    option = part.select_one("#places [role=option]")
    assert "Orsman Road" in option.get_text()
    assert browser.get("find.results", where=option["data-value"]).h1


@pytest.mark.parametrize("typed", ["", "o", "z" * 300, "qqqq"])
def test_suggestions_may_be_none(browser: Browser, scene: Scene, typed: str) -> None:
    for endpoint, box in (("find.suggest_places", "where"), ("find.suggest_words", "q")):
        part = browser.get(endpoint, hx=True, **{box: typed})
        assert part.select("[role=option]") == []
        assert part.select_one("[role=listbox]").has_attr("hidden")


def test_words_are_suggested_as_they_are_typed(browser: Browser, scene: Scene) -> None:
    first = browser.get("find.suggest_words", hx=True, q="lun").select_one("[role=option]")

    assert first["data-value"] == "Lunch clubs"
    assert first.get_text(" ", strip=True) == "Lunch clubs kind of help"


def test_a_place_is_suggested_in_spite_of_a_slip(browser: Browser, scene: Scene) -> None:
    part = browser.get("find.suggest_places", hx=True, where="osrman")

    assert "Orsman Road" in part.select_one("#places [role=option]").get_text()
