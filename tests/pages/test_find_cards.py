"""A card of a result: why it is there, how far it is, and what is printed of it."""

import pytest

from directory.extensions import db
from directory.models import Contact
from directory.search import index
from tests.browser import Browser, squash
from tests.factories import Make
from tests.pages.scene import HERE, Scene


def test_every_result_says_why_it_is_there(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    for card in page.select(".card"):
        assert "Based in" in card.select_one(".card-why").get_text()
    first = page.select_one(".card").get_text(" ")
    assert "Serves Orsman Road by name" in first
    assert "Checked 3 March 2026" in first


def test_a_card_says_what_to_know_before_going(browser: Browser, scene: Scene) -> None:
    card = browser.get("find.results", q="lunch", where="Orsman Road").select_one(".card")

    for said in ("Shoreditch Trust", "Charity", "Free", "No steps", "Just turn up", "Turkish"):
        assert said in card.get_text(), said


def test_a_printed_card_says_how_to_reach_them_and_all_they_say_first(
    browser: Browser, scene: Scene
) -> None:
    scene.nearest.description = "Soup on **lunch** days. " * 8 + "\n\nBring a bowl."
    scene.nearest.website = "https://lunch.example.org/monday"
    scene.nearest.organisation.contacts = [
        Contact(phone="020 7946 0001", email="lunch@example.org")
    ]
    db.session.commit()

    card = browser.get("find.results", q="lunch", where="Orsman Road").select_one(".card")

    reach = [each.get_text() for each in card.select(".card-reach.print-only li")]
    assert reach == [
        "020 7946 0001", "lunch@example.org", "lunch.example.org/monday",
        "Hoxton Hall, 130 Hoxton Street",
    ]  # fmt: skip
    said = card.select_one(".card-says.print-only")
    assert said.get_text(" ").count("days.") == 8
    assert len(said.select("strong")) == 8
    assert "A hot lunch and company." in said.get_text()
    assert "Bring a bowl" not in said.get_text()


@pytest.mark.parametrize("with_site", [True, False])
def test_a_printed_card_tells_no_address_that_its_page_does_not(
    browser: Browser, make: Make, scene: Scene, with_site: bool
) -> None:
    hidden = make.base(scene.ward, scene.borough, HERE, address="1 Secret Mews", is_hidden=True)
    told = make.base(scene.ward, scene.borough, HERE, address="2 Open Street")
    site = make.site("Secret House", HERE, address="1 Secret Mews", is_hidden=True)
    refuge = make.organisation("A Refuge", hidden, told)
    make.service("Refuge", refuge, serves=[scene.street], sites=[site] if with_site else [])
    index.rebuild()

    card = browser.get("find.results", q="refuge", where="Orsman Road").select_one(".card")

    assert card.select(".card-reach li") == []
    assert "Secret" not in str(card)


def test_printing_is_offered_where_scripts_run(browser: Browser, scene: Scene) -> None:
    pages = (
        browser.get("find.results", q="lunch", where="Orsman Road"),
        browser.get("find.service", slug=scene.nearest.slug),
        browser.get("find.organisation", slug=scene.nearest.organisation.slug),
    )

    for page in pages:
        assert page.select_one("main button[type=button][data-print]")
    with browser.client.get(str(pages[0].select_one("link[rel=stylesheet]")["href"])) as answer:
        assert ".print-this { display: none;" in answer.text


def test_cards_are_numbered_from_one(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", further=["3", "4"])

    assert [each["id"] for each in page.select(".card")] == [f"result-{n}" for n in (1, 2, 3, 4)]
    assert [each.get_text() for each in page.select(".card .door")] == ["1", "2", "3", "4"]


def test_how_far_each_is_can_be_scanned(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", further=["3", "4"])

    signs = {
        card.select_one(".post") and squash(card.select_one(".post").text)
        for card in page.select(".card")
    }
    # The nation's has no base that we know, so no sign.
    assert signs == {"on this street", "3 km", "8 km", None}
    assert all(sign["aria-hidden"] == "true" for sign in page.select(".post"))


def test_a_group_of_the_same_ward_that_is_no_short_walk_away_says_so(
    browser: Browser, make: Make, scene: Scene
) -> None:
    east, north = HERE
    base = make.base(scene.ward, scene.borough, (east, north + 1_100), address="1 Far End")
    make.service("Sunday lunch", make.organisation("Far End", base), serves=[scene.ward])
    index.rebuild()

    page = browser.get("find.results", q="sunday lunch", where="Orsman Road")

    card = page.select_one("#ring-1-part .card")
    assert card.select_one(".post").get_text() == "1.1\N{NO-BREAK SPACE}km, same ward"
    why = squash(card.select_one(".card-why").get_text())
    assert "Based in Hoxton East, in the same ward, 1.1 km from Orsman Road." in why


def test_a_borough_and_no_place_have_no_signs(browser: Browser, scene: Scene) -> None:
    for where in ("Hackney", ""):
        assert not browser.get("find.results", q="lunch", where=where).select(".post")


def test_a_hidden_address_is_on_no_page(browser: Browser, make: Make, scene: Scene) -> None:
    base = make.base(
        scene.ward, scene.borough, (533_111, 184_222), address="1 Secret Mews", is_hidden=True
    )
    make.service("Refuge lunch", make.organisation("A Refuge", base), serves=[scene.borough])
    index.rebuild()

    for endpoint in ("find.results", "find.results_map"):
        page = browser.get(endpoint, q="refuge", where="Orsman Road")
        assert "Refuge lunch" in page.words
        assert "Secret" not in page.answer.text
        # The rule of the ring names the ward that was asked about, which is no secret.
        for each in page.select(".ring-rule"):
            each.decompose()
        assert "Hoxton East" not in page.select_one("#results, .map-words").get_text()
