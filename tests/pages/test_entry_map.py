"""The map on an entry's page: whom it is for is shaded, where it is stands on top."""

import pytest

from directory.pages.drawn import of_service
from directory.queries import outlines
from tests.browser import Browser
from tests.factories import Make
from tests.pages.scene import HERE, Scene, lay_out


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs."""
    return lay_out(make)


def test_whom_a_service_is_for_is_shaded_and_where_it_is_is_marked(
    browser: Browser, scene: Scene
) -> None:
    page = browser.get("find.service", slug=scene.nearest.slug)

    assert page.select_one("figure .m-here-area")
    assert page.select_one("figure .m-home-door")
    assert page.select_one("figure .m-dot")
    assert "The area that Monday lunch club serves" in page.select_one("figure svg")["aria-label"]
    assert "Who it is for" in page.select_one(".map-key").text
    assert not page.select("figure a")


def test_what_a_service_leaves_out_is_not_shaded(make: Make, scene: Scene) -> None:
    base = make.base(scene.ward, scene.borough, HERE)
    groups = make.organisation("Some", base)
    whole = make.service("Whole", groups, serves=[scene.borough])
    less = make.service("Less", groups, serves=[scene.borough], but_not=[scene.ward])

    drawn = [of_service(each, outlines.claimed_by_service(each.id)) for each in (whole, less)]

    # The ward is a hole in the borough: one more line to draw.
    assert [each.picture.here.count("M") for each in drawn if each] == [1, 2]


def test_an_organisation_shows_all_that_its_public_services_are_for(
    browser: Browser, make: Make, scene: Scene
) -> None:
    group = scene.nearest.organisation
    make.service("Draft", group, serves=[scene.next_door], publication="draft")
    make.service("Over", group, serves=[scene.borough], status="closed")

    page = browser.get("find.organisation", slug=group.slug)

    # Two streets, one in each ward; nothing of what is not public, or has closed.
    assert page.select_one("figure .m-here-area")["d"].count("M") == 2


@pytest.mark.parametrize("serves", ["everyone", "nobody said"])
def test_what_has_no_edges_is_shown_where_it_is_and_shades_nothing(
    browser: Browser, make: Make, scene: Scene, serves: str
) -> None:
    group = make.organisation("Wide", make.base(scene.ward, scene.borough, HERE))
    wide = make.service("Helpline", group, anywhere=serves == "everyone")

    page = browser.get("find.service", slug=wide.slug)

    assert page.select_one("figure .m-home-door")
    assert not page.select("figure .m-here-area")
    assert "Who it is for" not in page.select_one(".map-key").text


def test_the_map_of_a_refuge_shows_whom_it_is_for_and_never_where_it_is(
    browser: Browser, make: Make, scene: Scene
) -> None:
    base = make.base(scene.ward, scene.borough, HERE, address="1 Secret Mews", is_hidden=True)
    refuge = make.service("Refuge", make.organisation("A Refuge", base), serves=[scene.borough])
    silent = make.service("Silent", refuge.organisation)

    page = browser.get("find.service", slug=refuge.slug)

    assert page.select_one("figure .m-here-area")
    assert not page.select("figure .m-home-door, figure .m-dot")
    assert of_service(silent, outlines.claimed_by_service(silent.id)) is None


def test_more_areas_than_can_be_drawn_are_not_drawn_by_half(
    monkeypatch: pytest.MonkeyPatch, scene: Scene, make: Make
) -> None:
    group = make.organisation("Many", make.base(scene.ward, scene.borough, HERE))
    many = make.service("Round", group, serves=[scene.street, scene.ward])
    monkeypatch.setattr(outlines, "MOST_CLAIMED", 1)

    drawn = of_service(many, outlines.claimed_by_service(many.id))

    assert drawn is not None
    assert not drawn.is_shaded


def test_what_cannot_be_drawn_is_not_passed_off_as_the_whole(
    browser: Browser, scene: Scene, make: Make
) -> None:
    elsewhere = make.borough("Haringey", outline=None)
    group = make.organisation("Two", make.base(scene.ward, scene.borough, HERE))
    two = make.service("Tea", group, serves=[scene.borough, elsewhere])

    page = browser.get("find.service", slug=two.slug)

    assert "as far as we can draw it" in page.select_one(".map-key").text
    assert page.select_one("figure svg")["aria-label"].startswith("Some of the area")
    # One name on the map would be taken for all of it.
    assert not page.select("figure .m-title")
