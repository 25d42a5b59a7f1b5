"""When little or nothing is found: what is known, what else may be asked, and what was meant."""

import pytest

from directory.extensions import db
from directory.search import index
from tests.browser import Browser, query_of, squash
from tests.factories import Make
from tests.pages.conftest import names
from tests.pages.scene import Scene


def test_nothing_found_says_what_is_known_and_what_to_do(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="zither repair", where="Orsman Road")

    assert names(page) == []
    assert "What to try next" in page.words
    assert "2 organisations are listed in Hackney." in page.words
    links = {each.get_text(): each["href"] for each in page.select("#results a")}
    assert query_of(str(links["See everyone who serves Orsman Road"])) == [("where", "Orsman Road")]


def test_words_of_no_kind_say_nothing_of_when_their_kind_was_added(
    browser: Browser, scene: Scene
) -> None:
    box = browser.get("find.results", q="asdfgh", where="Orsman Road").select_one(".completeness")

    assert "was added on" not in box.get_text()


def test_words_that_name_a_kind_say_when_one_was_added(browser: Browser, scene: Scene) -> None:
    scene.nearest.categories = ["lunch-club"]
    db.session.commit()
    page = browser.get("find.results", q="lunch club", where="Orsman Road")

    said = squash(page.select_one(".completeness").get_text())
    assert "The last service for “Lunch clubs” was added on" in said


def test_a_thin_answer_and_the_page_of_its_place_say_how_much_is_known_in_the_same_words(
    browser: Browser, scene: Scene
) -> None:
    box = browser.get("find.results", q="asdfgh", where="Orsman Road").select_one(".completeness")
    place = browser.get("places.place", level="street", slug=scene.street.slug)

    said = "2 organisations are listed in Hackney. A person checked 2 of them in the last 12 months"
    assert said in squash(box.get_text())
    assert said in place.words


def test_the_best_that_says_some_of_it_is_shown_and_the_page_says_so(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch for my elephants", where="Orsman Road")

    assert names(page) == ["Monday lunch club", "Tuesday lunch club"]
    assert page.h1.get_text() == "“lunch” for Orsman Road"
    assert page.select_one("#q")["value"] == "lunch"
    assert page.select_one("#about").get_text(strip=True) == (
        "Nobody says all of “lunch for my elephants”."
        " Here is “lunch” for Orsman Road, without “elephants”."
    )


def test_when_few_groups_are_for_my_mum_the_others_are_one_click_away(
    browser: Browser, make: Make, scene: Scene
) -> None:
    make.service("Mums at lunch", scene.nearest.organisation, serves=[scene.street])
    index.rebuild()

    page = browser.get("find.results", q="lunch for my mum", where="Orsman Road")
    more = page.select_one("#rescues a")

    assert names(page) == ["Mums at lunch"]
    assert page.select_one("#rescues").get_text().startswith("Or look for lunch (")
    assert "without “mum”" in page.words
    assert "Monday lunch club" in names(browser.open(str(more["href"])))


def test_a_place_with_a_slip_is_shown_and_can_be_typed_again(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="lunch", where="Osrman Rd")

    assert names(page) == ["Monday lunch club", "Tuesday lunch club"]
    said = page.select_one("#about")
    assert "You typed “Osrman Rd”." in said.get_text()
    assert page.select_one(str(said.a["href"])).name == "input"
    again = browser.get("find.results_map", q="lunch", where="Osrman Rd")
    assert "Orsman Road" in again.h1.get_text()


def test_a_place_typed_with_the_need_is_put_in_its_box(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch near Orsman Road")

    assert names(page) == ["Monday lunch club", "Tuesday lunch club"]
    assert page.select_one("#where")["value"].startswith("Orsman Road")
    assert page.select_one("#q")["value"] == "lunch"


RESCUES = [
    ("lunch choir", {"lunch": 2, "choir": 1}),
    ("elephants zither", {}),
    ("zither", {}),
]


@pytest.mark.parametrize(("asked", "offered"), RESCUES)
def test_when_nothing_has_all_of_the_words_those_that_have_some_are_offered(
    browser: Browser, make: Make, scene: Scene, asked: str, offered: dict[str, int]
) -> None:
    make.service("Choir", scene.nearest.organisation, serves=[scene.street], categories=["arts"])
    index.rebuild()

    page = browser.get("find.results", q=asked, where="Orsman Road")

    assert names(page) == []
    offers = page.select("[aria-labelledby=rescue-name] a")
    links = {each.strong.get_text(): each for each in offers}
    assert links.keys() == offered.keys()
    for words, total in offered.items():
        found = browser.open(str(links[words]["href"]))
        assert query_of(str(links[words]["href"])) == [("q", words), ("where", "Orsman Road")]
        assert len(names(found)) == total


def test_when_nothing_is_found_the_kinds_of_help_that_may_be_meant_are_offered(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.results", q="football for elephants", where="Orsman Road")

    link = page.select_one("[aria-labelledby=kinds-name] a")
    assert link.get_text() == "Exercise and sport"
    assert query_of(str(link["href"])) == [("where", "Orsman Road"), ("category", "exercise")]


def test_a_misspelling_is_never_corrected_in_silence(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lumch", where="Orsman Road")

    assert names(page) == []
    assert "Did you mean lunch" in page.words


def test_two_streets_of_one_name_are_a_choice(browser: Browser, make: Make, scene: Scene) -> None:
    make.street("Orsman Road", make.ward("Bow East", scene.next_door), at=(541_000, 184_000))

    page = browser.get("find.results", status=300, q="lunch", where="Orsman Road")
    assert page.h1.get_text() == "Which Orsman Road?"
    assert "Which one do you mean?" not in page.words

    choices = page.select(".plates a")
    assert len(choices) == 2
    for choice in choices:
        asked = browser.open(str(choice["href"]))
        assert asked.h1.get_text() == "“lunch” for Orsman Road"


def test_an_unknown_place_keeps_what_was_typed_and_suggests(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", status=404, q="lunch", where="Orsman Gardens")

    assert page.select_one("#where")["value"] == "Orsman Gardens"
    assert page.select_one("#q")["value"] == "lunch"
    assert page.words.count("Did you mean this one?") == 1
    assert "Orsman Road" in page.select_one(".plates").get_text()
