"""Which of several bases is told: the one that earned the ring, and of a hidden one its borough."""

import pytest
from shapely import Point

from directory.answers.bases import told
from directory.domain.place import ChainLink, Level, Place
from directory.models import OrganisationBase
from directory.queries.bases import NamedBase, named

PLACE = Place(
    "Orsman Road",
    Level.STREET,
    "street",
    "Orsman Road",
    (
        ChainLink("street", Level.STREET, "Orsman Road"),
        ChainLink("hoxton", Level.WARD, "Hoxton"),
        ChainLink("hackney", Level.BOROUGH, "Hackney"),
    ),
    borders=("hamlets",),
    outline=Point(533_000, 183_500),
)
NAMES = {
    "hoxton": "Hoxton",
    "clissold": "Clissold",
    "hackney": "Hackney",
    "hamlets": "Tower Hamlets",
}


def base(ward: str = "", borough: str = "", north: int = 0, **more: object) -> NamedBase:
    blank = {
        "neighbourhood_code": "",
        "region_code": "",
        "nation_code": "",
        "postcode": "",
        "address": "",
    }
    kept = OrganisationBase(
        ward_code=ward,
        borough_code=borough,
        easting=533_000,
        northing=183_500 + north,
        **{"is_hidden": False, **blank, **more},
    )
    return named(kept, NAMES)


NEAR = base("hoxton", "hackney", 300)
FAR = base("clissold", "hackney", 2_500)
NEXT_DOOR = base("", "hamlets", 4_000)


def test_the_nearest_base_is_told_whatever_their_order() -> None:
    for bases in ([NEAR, FAR, NEXT_DOOR], [NEXT_DOOR, FAR, NEAR]):
        said = told(bases, PLACE, 800)
        assert (said.based_in, said.distance_m) == ("Hoxton, Hackney", 300)
        assert said.is_local


def test_a_base_in_a_nearer_ring_is_told_before_one_at_a_shorter_distance() -> None:
    across = base("", "hamlets", 900)
    inside = base("hoxton", "hackney", 950)

    assert told([across, inside], PLACE, 800).ward == "Hoxton"


def test_of_two_that_earn_the_same_ring_the_one_that_may_be_shown_is_told() -> None:
    hidden = base("hoxton", "hackney", 10, is_hidden=True)

    said = told([hidden, NEAR], PLACE, 800)

    assert not said.is_hidden
    assert said.distance_m == 300


def test_a_hidden_base_that_alone_earned_the_ring_is_told_by_its_borough() -> None:
    hidden = base("clissold", "hackney", 2_000, is_hidden=True, postcode="N16 5AA")

    said = told([NEXT_DOOR, hidden], PLACE, 800)
    assert said.distance_m is None

    assert said.based_in == "Hackney"
    assert said.distance_m is None
    assert said.outcode == ""


def test_without_a_place_the_first_that_may_be_shown_is_told() -> None:
    hidden = base("hoxton", "hackney", is_hidden=True)

    assert told([hidden, FAR, NEAR], None, 800).based_in == "Clissold, Hackney"
    assert told([hidden], None, 800).based_in == "Hackney"
    assert told([], None, 800).based_in == ""


def test_where_no_area_is_known_the_first_half_of_the_postcode_is_told() -> None:
    for postcode, said in (("LS1 4AP", "LS1"), ("LS14AP", "LS1"), ("", "")):
        assert told([base(postcode=postcode)], PLACE, 800).based_in == said


def test_a_base_that_is_no_short_walk_away_says_what_it_shares_with_the_place() -> None:
    assert told([base("hoxton", "hackney", 1_100)], PLACE, 800).same == "ward"
    assert told([NEAR], PLACE, 800).same == ""
    assert told([FAR], PLACE, 800).same == ""
    assert told([base("hoxton", "hackney", 1_100, is_hidden=True)], PLACE, 800).same == ""


@pytest.mark.parametrize(
    ("address", "is_on_it"),
    [
        ("9 Orsman Road", True),
        ("Unit 2, 9a Orsman Road, London", True),
        ("The Hall, orsman road", True),
        ("9 Old Orsman Road", False),
        ("9 Orsman Road East", False),
        ("1 Ivy Street", False),
        ("", False),
    ],
)
def test_a_base_is_on_the_street_when_its_address_says_so(address: str, is_on_it: bool) -> None:
    assert told([base("hoxton", "hackney", 300, address=address)], PLACE, 800).is_on_it is is_on_it


def test_a_street_of_that_name_elsewhere_is_another_and_a_hidden_address_tells_nothing() -> None:
    away = base("clissold", "hackney", 2_500, address="9 Orsman Road")
    hidden = base("hoxton", "hackney", 10, address="9 Orsman Road", is_hidden=True)

    assert not told([away], PLACE, 800).is_on_it
    assert not told([hidden], PLACE, 800).is_on_it
