"""Which ring an organisation earns: by its nearest base and by nothing else (DESIGN 2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.domain.rings import (
    Ring,
    Spot,
    distance_m,
    is_close_by,
    may_serve,
    ring_name,
    ring_of,
)


def place(
    level: Level, code: str, outline: BaseGeometry | None, *chain: tuple[Level, str, Certainty]
) -> Place:
    """A place with a chain, in Hackney, which borders Islington."""
    links = [ChainLink(code, level, code), *(ChainLink(c, lv, c, sure) for lv, c, sure in chain)]
    if level is not Level.BOROUGH:
        links.append(ChainLink("hackney", Level.BOROUGH, "Hackney"))
    links.append(ChainLink("london", Level.REGION, "London"))
    return Place(code, level, code, code, tuple(links), borders=("islington",), outline=outline)


SURE, PERHAPS = Certainty.CERTAIN, Certainty.PROBABLE
STREET = place(
    Level.STREET,
    "orsman-road",
    LineString([(1000, 0), (1200, 0)]),
    (Level.WARD, "hoxton", SURE),
    (Level.WARD, "dalston", PERHAPS),
    (Level.NEIGHBOURHOOD, "basin", SURE),
)
POSTCODE = place(Level.POSTCODE, "N15QJ", Point(1000, 0), (Level.WARD, "hoxton", SURE))
UNMAPPED = place(Level.STREET, "lost-lane", None, (Level.WARD, "hoxton", SURE))
WARD = place(Level.WARD, "hoxton", box(0, 0, 2000, 2000))
BOROUGH = place(Level.BOROUGH, "hackney", box(0, 0, 9000, 9000))
REGION = place(Level.REGION, "london", None)


def spot(at: tuple[int, int] | None = None, ward: str = "", borough: str = "", **more: str) -> Spot:
    """A base at a point, in a ward, in a borough."""
    return Spot(at[0] if at else None, at[1] if at else None, ward=ward, borough=borough, **more)


FAR = (50_000, 50_000)
TABLE = [
    # (where it is based, the place, the ring it earns)
    ("in the ward, far along it", spot(FAR, "hoxton", "hackney"), STREET, 1),
    ("in a ward the street is probably in", spot(FAR, "dalston", "hackney"), STREET, 1),
    ("in the neighbourhood", spot(FAR, "other", "hackney", neighbourhood="basin"), STREET, 1),
    ("800 m from the end of the street", spot((2000, 0), "other", "hackney"), STREET, 1),
    ("801 m from the end of the street", spot((2001, 0), "other", "hackney"), STREET, 2),
    ("800 m away, over the border", spot((1200, 800), "barnsbury", "islington"), STREET, 1),
    ("801 m away, over the border", spot((1200, 801), "barnsbury", "islington"), STREET, 3),
    ("800 m away, in a borough that does not border", spot((200, 0), "x", "kent"), STREET, 1),
    ("elsewhere in the borough", spot(FAR, "other", "hackney"), STREET, 2),
    ("in the borough, point not known", spot(None, "", "hackney"), STREET, 2),
    ("in a borough that borders", spot(FAR, "other", "islington"), STREET, 3),
    ("in a borough that does not", spot(FAR, "other", "leeds"), STREET, 4),
    ("nowhere we know", Spot(), STREET, 4),
    ("in the ward of a street with no map", spot(None, "hoxton", "hackney"), UNMAPPED, 1),
    ("near a street with no map", spot((1000, 0), "other", "hackney"), UNMAPPED, 2),
    ("800 m from a postcode", spot((1000, 800), "x", "leeds"), POSTCODE, 1),
    ("801 m from a postcode", spot((1000, 801), "x", "leeds"), POSTCODE, 4),
    ("800 m outside a ward", spot((2800, 1000), "x", "islington"), WARD, 1),
    ("801 m outside a ward", spot((2801, 1000), "x", "islington"), WARD, 3),
    ("in a ward", spot(None, "hoxton", "hackney"), WARD, 1),
    # when the place is a borough, rings 1 and 2 are one, and its edge is its edge
    ("anywhere in the borough", spot((8000, 8000), "x", "hackney"), BOROUGH, 1),
    ("100 m outside the borough", spot((9100, 5000), "x", "islington"), BOROUGH, 3),
    ("100 m outside, not bordering by record", spot((9100, 5000), "x", "leeds"), BOROUGH, 4),
    ("in the region", spot(FAR, "x", "leeds", region="london"), REGION, 1),
    # a hidden address still counts for its borough, and never gives away more than that
    (
        "at a hidden address on the street",
        Spot(1000, 0, ward="hoxton", neighbourhood="basin", borough="hackney", is_hidden=True),
        STREET,
        2,
    ),
    (
        "at a hidden address next door",
        Spot(1000, 0, borough="islington", is_hidden=True),
        STREET,
        3,
    ),
    ("at a hidden address in the borough", Spot(borough="hackney", is_hidden=True), BOROUGH, 1),
    ("at a hidden address, borough not known", Spot(1000, 0, is_hidden=True), STREET, 4),
]


@pytest.mark.parametrize(("said", "base", "where", "ring"), TABLE, ids=[row[0] for row in TABLE])
def test_a_base_earns_its_ring(said: str, base: Spot, where: Place, ring: int) -> None:
    assert ring_of([base], where) == ring


def test_the_nearest_of_several_bases_counts() -> None:
    far, near = spot(FAR, "x", "leeds"), spot((1000, 10), "x", "hackney")

    assert ring_of([far, near], STREET) == Ring.DOORSTEP
    assert distance_m([far, near], STREET) == 10


def test_an_organisation_with_no_known_base_is_further_afield() -> None:
    assert ring_of([], STREET) == Ring.FURTHER


def test_how_far_the_doorstep_reaches_is_a_setting() -> None:
    base = spot((1000, 300), "x", "hackney")

    assert ring_of([base], STREET, metres=300) == Ring.DOORSTEP
    assert ring_of([base], STREET, metres=299) == Ring.BOROUGH


def test_a_hidden_address_is_never_measured() -> None:
    hidden = Spot(1000, 0, is_hidden=True)

    assert distance_m([hidden], STREET) is None
    assert distance_m([hidden, Spot(1000, 500)], STREET) == 500


@given(
    spot=st.builds(
        Spot, st.integers(-5000, 5000), st.integers(-5000, 5000), is_hidden=st.just(True)
    )
)
def test_no_street_asked_about_gives_a_hidden_address_away(spot: Spot) -> None:
    seen = {
        (ring_of([spot], where), is_close_by([spot], where)) for where in (STREET, POSTCODE, WARD)
    }

    assert len(seen) == 1


def test_nothing_is_measured_from_a_place_with_no_map() -> None:
    assert distance_m([Spot(0, 0)], UNMAPPED) is None


def test_coverage_not_stated_may_serve_only_what_is_local() -> None:
    assert may_serve([spot(FAR, "x", "hackney")], STREET)
    assert may_serve([spot((1000, 700), "x", "islington")], STREET)
    assert not may_serve([spot(FAR, "x", "islington")], STREET)
    assert not may_serve([], STREET)


def test_close_by_is_a_ten_minute_walk_or_the_same_ward() -> None:
    assert is_close_by([spot((1000, 700), "x", "islington")], STREET)
    assert not is_close_by([spot(FAR, "x", "hackney")], STREET)


@pytest.mark.parametrize(
    ("ring", "where", "name"),
    [
        (Ring.DOORSTEP, STREET, "On the doorstep"),
        (Ring.BOROUGH, STREET, "In the borough"),
        (Ring.NEXT_DOOR, STREET, "Next door"),
        (Ring.FURTHER, STREET, "Further afield"),
        (Ring.DOORSTEP, BOROUGH, "In hackney"),
    ],
)
def test_each_ring_has_a_name(ring: Ring, where: Place, name: str) -> None:
    assert ring_name(ring, where) == name


spots = st.builds(
    Spot,
    easting=st.none() | st.integers(-5000, 5000),
    northing=st.just(0),
    ward=st.sampled_from(["", "hoxton", "dalston", "other"]),
    neighbourhood=st.sampled_from(["", "basin", "other"]),
    borough=st.sampled_from(["", "hackney", "islington", "leeds"]),
    is_hidden=st.booleans(),
)


@given(
    bases=st.lists(spots, max_size=5),
    where=st.sampled_from([STREET, POSTCODE, WARD, BOROUGH]),
    data=st.data(),
)
def test_the_order_of_bases_changes_nothing(
    bases: list[Spot], where: Place, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(bases))

    assert ring_of(bases, where) == ring_of(shuffled, where)
    assert distance_m(bases, where) == distance_m(shuffled, where)


@given(
    bases=st.lists(spots, min_size=1, max_size=5),
    where=st.sampled_from([STREET, POSTCODE, WARD, BOROUGH]),
)
def test_no_ring_is_earned_that_no_single_base_earns(bases: list[Spot], where: Place) -> None:
    assert ring_of(bases, where) == min(ring_of([base], where) for base in bases)
