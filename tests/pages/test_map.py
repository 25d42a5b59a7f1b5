"""The map: what is on it, what is never on it, and how large it may be."""

import pytest
from flask import Flask
from shapely import LineString, MultiPoint, Point, box

from directory.domain.marks import Box
from directory.domain.place import ChainLink, Level, Place
from directory.models import Area, Service
from directory.search import index
from directory.web.map_names import box_of
from directory.web.maps import Picture, picture
from tests.browser import Browser
from tests.factories import Make
from tests.pages.scene import HERE, Scene, lay_out

EAST, NORTH = HERE


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs."""
    return lay_out(make)


def street(scene: Scene, outline: object = None) -> Place:
    chain = [ChainLink(a.code, a.level, a.name) for a in (scene.street, scene.ward, scene.borough)]
    line = LineString([HERE, (EAST + 50, NORTH)])
    return Place(
        "Orsman Road", Level.STREET, scene.street.code, "Orsman Road", tuple(chain),
        outline=outline or line,
    )  # fmt: skip


def draw(place: Place, *services: Service) -> Picture:
    found = picture(place, list(enumerate(services, 1)), 800)
    assert found is not None
    return found


def test_the_base_and_the_site_bear_the_number_of_the_list(scene: Scene) -> None:
    found = draw(street(scene), scene.nearest)

    assert [mark.numbers for mark in found.bases] == [[1]]
    assert [mark.numbers for mark in found.sites] == [[1]]
    assert found.bases[0].x > found.sites[0].x
    assert found.bases[0].y < found.sites[0].y


def test_the_same_facts_are_there_in_words(scene: Scene) -> None:
    fact = draw(street(scene), scene.nearest).facts[0]

    assert fact.bases == ("9 Orsman Road, N1 5QJ",)
    assert fact.sites == ("Hoxton Hall, 130 Hoxton Street",)
    assert fact.is_drawn


def test_a_hidden_address_is_never_drawn_nor_written(make: Make, scene: Scene) -> None:
    base = make.base(scene.ward, scene.borough, HERE, address="1 Secret Mews", is_hidden=True)
    site = make.site("Secret House", HERE, address="2 Secret Mews", is_hidden=True)
    refuge = make.service("Refuge", make.organisation("A Refuge", base), sites=[site])

    found = draw(street(scene), refuge)

    assert found.bases == found.sites == ()
    assert "Secret" not in str(found.facts)
    assert found.facts[0].bases == ("a private address",)
    assert not found.facts[0].is_drawn


def test_a_hidden_address_does_not_stretch_the_map(make: Make, scene: Scene) -> None:
    far = make.base(scene.ward, scene.borough, (EAST + 2_000, NORTH), is_hidden=True)
    refuge = make.service("Refuge", make.organisation("A Refuge", far))

    assert draw(street(scene), refuge).bar_px == draw(street(scene)).bar_px


def test_a_base_far_away_is_only_named(make: Make, scene: Scene) -> None:
    far = make.base(None, scene.next_door, (EAST + 300_000, NORTH))
    national = make.service("Helpline", make.organisation("National", far))

    found = draw(street(scene), national)

    assert found.bases == ()
    assert not found.facts[0].is_drawn


def test_ward_edges_are_named_and_the_home_ward_is_tinted(scene: Scene) -> None:
    found = draw(street(scene))

    assert len(found.home) == 1
    assert [name.words for name in found.names] == ["Hoxton East"]
    assert found.ring


def test_a_ward_is_named_inside_itself_or_not_at_all(make: Make, scene: Scene) -> None:
    slip = LineString([(EAST - 900, NORTH + 250), (EAST + 900, NORTH + 250)]).buffer(90)
    make.ward("A Slip of a Ward", scene.borough, outline=slip)
    bases = [
        make.base(scene.ward, scene.borough, (EAST - 600 + 110 * n, NORTH + 250)) for n in range(12)
    ]
    busy = make.service("Everywhere", make.organisation("Many Rooms", *bases))

    names = [name.words for name in draw(street(scene)).names]
    names_when_busy = [name.words for name in draw(street(scene), busy).names]

    assert "A Slip of a Ward" in names
    assert "A Slip of a Ward" not in names_when_busy


def test_a_name_that_had_to_move_keeps_a_line_to_its_place(make: Make, scene: Scene) -> None:
    assert draw(street(scene)).leader == ""
    round_about = [(25, 120), (25, -120), (250, 60), (-200, 60), (250, -60), (-200, -60)]
    bases = [make.base(scene.ward, scene.borough, (EAST + x, NORTH + y)) for x, y in round_about]
    busy = make.service("Busy", make.organisation("All Round", *bases))

    found = draw(street(scene), busy)

    assert found.leader.startswith("M")
    assert box_of(found.title).is_clear_of(mark.box for mark in found.bases)


def test_a_mark_keeps_off_the_line_of_a_short_street_and_leads_back_to_it(
    make: Make, scene: Scene
) -> None:
    base = make.base(scene.ward, scene.borough, (EAST + 25, NORTH))
    on_it = make.service("On it", make.organisation("Next Door", base))

    mark = draw(street(scene), on_it).bases[0]

    assert mark.at is not None
    line = [Box(x, mark.at[1], 6, 6) for x in (mark.at[0] - 6, mark.at[0], mark.at[0] + 6)]
    assert mark.box.is_clear_of(line)


def test_a_mark_keeps_off_the_dot_of_a_place_known_by_a_point(make: Make, scene: Scene) -> None:
    on_it = make.service(
        "On it", make.organisation("Next Door", make.base(scene.ward, scene.borough, HERE))
    )

    mark = draw(street(scene, Point(HERE)), on_it).bases[0]

    assert mark.at is not None
    assert mark.box.is_clear_of([Box(*mark.at, 9, 9)])


def test_a_long_street_goes_under_the_marks_that_are_on_it(make: Make, scene: Scene) -> None:
    on_it = make.service(
        "On it", make.organisation("Next Door", make.base(scene.ward, scene.borough, HERE))
    )
    line = LineString([(EAST - 1_500, NORTH), (EAST + 1_500, NORTH)])

    assert draw(street(scene, line), on_it).bases[0].at is None


def test_a_base_at_the_edge_of_what_is_shown_does_not_lie_on_the_frame(
    make: Make, scene: Scene
) -> None:
    east = make.base(scene.ward, scene.borough, (EAST + 2_000, NORTH))
    edge = make.service("Edge", make.organisation("Edge", east))

    mark = draw(street(scene), edge).bases[0]

    assert mark.x + mark.box.half_w < 640


def test_a_street_too_short_to_read_is_left_out(make: Make, scene: Scene) -> None:
    for metres in (20, 400):
        line = LineString([(EAST, NORTH + 300), (EAST + metres, NORTH + 300)])
        make.street(f"Of {metres}", scene.ward, outline=line)

    assert len(draw(street(scene)).streets) == 1


def test_fewer_names_are_written_where_letters_are_large(make: Make, scene: Scene) -> None:
    for number, west in enumerate((EAST - 1_250, EAST - 400, EAST + 450)):
        slip = box(west, NORTH + 500, west + 800, NORTH + 720)
        make.ward(f"A Ward of Long Name {number}", scene.borough, outline=slip)

    names = draw(street(scene)).names

    assert {name.is_wide for name in names} == {True, False}


def test_a_borough_has_no_ring(scene: Scene) -> None:
    borough = Place(
        "Hackney", Level.BOROUGH, scene.borough.code, "Hackney",
        (ChainLink(scene.borough.code, Level.BOROUGH, "Hackney"),),
        outline=Point(HERE).buffer(4_000),
    )  # fmt: skip

    found = draw(borough, scene.nearest)

    assert found.ring == ""
    assert found.here_is_area


def test_a_street_known_by_points_is_dots(scene: Scene) -> None:
    found = draw(street(scene, MultiPoint([HERE, (EAST + 200, NORTH)])))

    assert len(found.dots) == 2
    assert found.here == ""


def test_there_is_no_map_of_a_place_with_no_outline(scene: Scene) -> None:
    unknown = Place("N1 5QJ", Level.POSTCODE, "N15QJ", "N1 5QJ", ())

    assert picture(unknown, [], 800) is None
    assert picture(None, [], 800) is None


def test_an_area_that_ended_is_not_drawn(make: Make, scene: Scene) -> None:
    from datetime import date

    gone: Area = make.ward(
        "Gone", scene.borough, outline=make.disc(EAST, NORTH, 700), ends_on=date(2014, 5, 1)
    )

    assert gone.name not in [name.words for name in draw(street(scene)).names]


def test_the_page_of_the_map_works_by_itself(browser: Browser, scene: Scene) -> None:
    index.rebuild()
    page = browser.get("find.results_map", q="lunch", where="Orsman Road")

    marks = {str(each["href"]) for each in page.select("svg a.m-pin")}
    assert "#result-1" in marks
    assert all(page.select_one(mark) is not None for mark in marks)
    title = page.select_one("svg title").get_text()
    assert title == "Map of Orsman Road and the services on this page"
    assert len(page.select(".map-words li")) == 2


def test_the_way_to_the_map_and_back_keeps_the_whole_question(
    app: Flask, browser: Browser, scene: Scene
) -> None:
    app.config["PAGE_SIZE"] = 1
    index.rebuild()
    asked = {"q": "lunch", "where": "Orsman Road", "cost": ["free", "donation"], "further": 3}
    results = browser.get("find.results", **asked, nearby=1, page=2)

    page = browser.open(results.select_one("#map a")["href"])

    back = page.select_one("main .more")["href"]
    question = "q=lunch&where=Orsman+Road&cost=free&cost=donation&further=3&nearby=1&page=2"
    assert back == f"/find?{question}"
    assert page.select_one(".map-words a")["href"].endswith(question.replace("page=", "results="))


def test_the_search_at_the_top_of_the_map_is_for_the_same_place(
    browser: Browser, scene: Scene
) -> None:
    index.rebuild()
    page = browser.get("find.results_map", q="lunch", where="Orsman Road")

    results = browser.submit(page, ".masthead form", q="club")

    assert results.h1.get_text() == "“club” for Orsman Road"


def test_the_services_on_a_places_map_lead_back_to_the_place(
    browser: Browser, scene: Scene
) -> None:
    index.rebuild()
    page = browser.get("places.place", level="street", slug=scene.street.slug)

    listed = {each["href"] for each in page.select(".entry-body a[href^='/services/']")}
    assert {each["href"] for each in page.select(".map-words a")} <= listed


def test_the_lines_of_the_map_are_told_in_plain_words(browser: Browser, scene: Scene) -> None:
    index.rebuild()
    page = browser.get("find.results_map", q="lunch", where="Orsman Road")

    key = page.select_one(".map-key")
    assert "Line between two wards" in key.get_text()
    assert key.a["href"] == "/about/how-we-rank#ward"


def test_the_map_is_put_into_the_results_by_htmx(browser: Browser, scene: Scene) -> None:
    index.rebuild()
    page = browser.get("find.results", q="lunch", where="Orsman Road")
    link = page.select_one("#map a")

    part = browser.open(str(link["hx-get"]), hx=True)

    assert part.select_one("#map svg") is not None
    on_page = {each["id"] for each in page.select(".card")}
    assert {str(each["href"])[1:] for each in part.select("a.m-pin")} <= on_page
    in_words = [each["href"] for each in part.select(".map-words a")]
    assert in_words == [each["href"] for each in page.select(".card-title a")]


def test_a_map_full_of_shapes_stays_small(browser: Browser, make: Make, scene: Scene) -> None:
    for number in range(40):
        shape = make.disc(EAST - 900 + number * 45, NORTH + number * 13, 300)
        make.ward(f"Ward {number}", scene.borough, outline=shape)
        line = LineString([(EAST - 900 + 7 * n, NORTH - 800 + 31 * n) for n in range(60)])
        make.area(f"Street {number}", Level.STREET, outline=line)
    index.rebuild()

    part = browser.get("find.results_map", hx=True, q="lunch", where="Orsman Road")

    assert len(part.select_one("svg").encode()) < 40_000
