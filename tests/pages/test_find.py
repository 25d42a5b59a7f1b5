"""The page of results: what it says, what can be done from it, and what it does with bad input."""

import gzip

import pytest
from flask import Flask

from directory.domain.place import Level
from directory.extensions import db
from directory.models import Contact
from directory.search import index
from tests.browser import Browser, Page, query_of, squash
from tests.factories import Make
from tests.pages.scene import HERE, Scene, lay_out


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs, indexed."""
    found = lay_out(make)
    index.rebuild()
    return found


def names(page: Page, within: str = "#results") -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(f"{within} .card-title")]


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


def test_nothing_found_says_what_is_known_and_what_to_do(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="zither repair", where="Orsman Road")

    assert names(page) == []
    assert "What to try next" in page.words
    assert "2 organisations are listed in Hackney." in page.words
    links = {each.get_text(): each["href"] for each in page.select("#results a")}
    assert query_of(str(links["See everyone who serves Orsman Road"])) == [("where", "Orsman Road")]


def test_how_far_each_is_can_be_scanned(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road", further=["3", "4"])

    signs = {
        card.select_one(".post") and squash(card.select_one(".post").text)
        for card in page.select(".card")
    }
    # The nation's has no base that we know, so no sign.
    assert signs == {"on this street", "3 km", "8 km", None}
    assert all(sign["aria-hidden"] == "true" for sign in page.select(".post"))


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


def test_a_hard_word_leads_to_what_it_means(browser: Browser, scene: Scene) -> None:
    results = browser.get("find.results", q="lunch", where="Orsman Road")
    place = browser.get("places.place", level="street", slug=scene.street.slug)
    ward = browser.get("places.place", level="ward", slug=scene.ward.slug)

    for page in (results, place, ward):
        link = next(a for a in page.select("a.what-is") if a.get_text().lower() == "ward")
        address, _, part = str(link["href"]).partition("#")
        meaning = browser.open(address).select_one(f"#{part}").get_text()
        assert "a part of a borough" in meaning


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


def test_filters_that_count_more_than_is_shown_say_so(browser: Browser, scene: Scene) -> None:
    said = "The numbers count all 4 services for Orsman Road, those further away too."

    few = browser.get("find.results", q="lunch", where="Orsman Road")
    every = browser.get("find.results", q="lunch", where="Orsman Road", further=["3", "4"])

    assert said in squash(few.select_one("#filters").get_text())
    assert "further away too" not in every.select_one("#filters").get_text()
    assert few.select_one("#filters-count")


def test_a_distance_does_not_break_at_the_end_of_a_line(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="lunch", where="Orsman Road")

    assert "within 800\N{NO-BREAK SPACE}m" in page.select_one(".ring-rule").get_text()


def test_a_closed_ring_of_nobody_says_so(browser: Browser, scene: Scene) -> None:
    page = browser.get("find.results", q="Monday", where="Orsman Road")

    for closed in page.select(".ring-closed"):
        assert "We know of nobody here for this." in closed.get_text()
    assert page.select(".ring-closed")


def test_a_borough_and_no_place_have_no_signs(browser: Browser, scene: Scene) -> None:
    for where in ("Hackney", ""):
        assert not browser.get("find.results", q="lunch", where=where).select(".post")


def test_when_nobody_further_away_serves_it_either_the_page_does_not_say_that_some_do(
    browser: Browser, make: Make, scene: Scene
) -> None:
    make.service("Zither lessons", scene.nearest.organisation, serves=[scene.street])
    index.rebuild()

    alone = browser.get("find.results", q="zither", where="Orsman Road")
    some = browser.get("find.results", q="lunch", where="Orsman Road")

    assert "Nobody further away either" in alone.words
    assert "Not what you need?" in some.words


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
