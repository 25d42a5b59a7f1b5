"""A place knows every area that holds it, how surely, and what is next door."""

import pytest
from shapely import LineString, box, to_wkb

from directory.domain.place import Certainty, Level
from directory.domain.rings import Spot
from directory.errors import NotFoundError
from directory.extensions import db
from directory.gazetteer import containing, locate, place_by_slug, place_for_code, resolve
from directory.models import AreaLink
from tests.counting import forget
from tests.gazetteer.world import HACKNEY, HOXTON_EAST, TOWER_HAMLETS, street


def chain_of(place) -> dict[str, str]:
    return {link.code: link.certainty.value for link in place.chain}


def test_a_street_lies_in_its_ward_neighbourhood_borough_region_and_nation_itself_first(world):
    place = resolve("Orsman Road")
    assert [(link.level, link.code) for link in place.chain] == [
        (Level.STREET, "osgb1"),
        (Level.WARD, HOXTON_EAST),
        (Level.NEIGHBOURHOOD, "E02000369"),
        (Level.BOROUGH, HACKNEY),
        (Level.REGION, "E12000007"),
        (Level.NATION, "E92000001"),
    ]
    assert place.borders == (TOWER_HAMLETS,)
    assert place.outline.length == 100


def test_a_street_in_two_boroughs_has_both_and_neither_as_its_neighbour(world):
    place = resolve("Hackney Road")
    assert place.codes(Level.BOROUGH) == (HACKNEY, TOWER_HAMLETS)
    assert place.borders == ()


def test_a_probable_step_makes_all_above_it_probable_but_not_what_is_certain_another_way(
    world, make
):
    make.street("Edge Row", world.east, code="edge", probably_inside=[world.bethnal_west])
    chain = chain_of(resolve("Edge Row"))
    assert chain[HOXTON_EAST] == chain[HACKNEY] == "certain"
    assert chain["E05009331"] == chain[TOWER_HAMLETS] == "probable"
    assert chain["E12000007"] == "certain"


def test_areas_that_only_overlap_are_never_in_a_chain(world):
    assert "E02000369" not in chain_of(resolve("Hoxton East & Shoreditch"))


def test_a_loop_of_links_comes_to_an_end(world, make):
    one = make.area("Loop One", Level.PATCH, code="loop-1")
    two = make.area("Loop Two", Level.PATCH, code="loop-2", inside=[one])
    make.area("Loop Three", Level.PATCH, code="loop-3", inside=[two])
    back = AreaLink(child_code="loop-1", parent_code="loop-2", certainty="certain", method="point")
    db.session.add(back)
    db.session.commit()
    assert set(chain_of(place_for_code("loop-3"))) == {"loop-1", "loop-2", "loop-3"}
    assert containing(["loop-1"]) == {"loop-1": {"loop-2"}}


def test_a_postcode_has_its_street_ward_neighbourhood_borough_region_and_nation(world):
    place = resolve("N1 5QJ")
    assert chain_of(place) == {
        "N15QJ": "certain",
        "osgb1": "certain",
        HOXTON_EAST: "certain",
        "E02000369": "certain",
        HACKNEY: "certain",
        "E12000007": "certain",
        "E92000001": "certain",
    }
    assert place.chain[0].code == "N15QJ"
    assert (place.outline.x, place.outline.y) == (533251, 183699)
    assert (place.within, place.slug, place.note) == ("Hackney", "", "")


def test_a_postcode_on_a_boundary_has_all_its_wards(world):
    chain = chain_of(resolve("N1 6AA"))
    assert (chain["E05009378"], chain[HOXTON_EAST]) == ("certain", "probable")


def test_a_postcode_on_the_edge_of_a_borough_probably_lies_in_the_next_one(world, make):
    make.postcode("N1 7AA", world.east, world.hackney, (533990, 183500))
    place = resolve("N1 7AA")
    assert chain_of(place)[TOWER_HAMLETS] == "probable"
    assert place.certain_codes(Level.BOROUGH) == (HACKNEY,)
    assert place.within == "Hackney"


def test_a_postcode_whose_file_gives_no_ward_gets_it_from_the_polygons(world, make):
    make.postcode("N1 7AB", Nowhere, Nowhere, (533500, 183500))
    place = resolve("N1 7AB")
    assert chain_of(place)[HOXTON_EAST] == chain_of(place)[HACKNEY] == "certain"
    assert place.note == ""


def test_a_postcode_with_no_point_and_no_ward_says_what_we_do_not_know(world, make):
    make.postcode("N1 7AC", Nowhere, world.hackney)
    assert resolve("N1 7AC").note == "We know the borough of this postcode but not its ward."
    make.postcode("N1 7AD", Nowhere, Nowhere)
    assert resolve("N1 7AD").note.startswith("We know of this postcode, but not where it is")


def test_a_ward_that_no_file_has_named_yet_still_holds_its_postcodes(world, make):
    unnamed = type("Unnamed", (), {"code": "E05099999"})
    make.postcode("N1 7AE", unnamed, world.hackney)
    assert chain_of(resolve("N1 7AE"))["E05099999"] == "certain"


def test_a_drawn_patch_holds_what_lies_in_it(world, make):
    make.area(
        "Colville Estate", Level.PATCH, code="patch", outline=box(533100, 183600, 533400, 183800)
    )
    assert chain_of(resolve("Orsman Road"))["patch"] == "certain"
    assert chain_of(resolve("N1 5QJ"))["patch"] == "certain"
    assert "patch" not in chain_of(resolve("Great Eastern Street"))


def test_a_patch_that_holds_most_of_a_street_probably_holds_it_and_less_does_not(world, make):
    make.area("Most", Level.PATCH, code="most", outline=box(533100, 183600, 533245, 183800))
    make.area("Least", Level.PATCH, code="least", outline=box(533280, 183600, 533400, 183800))
    chain = chain_of(resolve("Orsman Road"))
    assert chain["most"] == "probable"
    assert "least" not in chain
    assert {"most", "least"} <= containing(["osgb1"])["osgb1"]


def test_a_drawn_patch_lies_in_the_wards_that_hold_it(world, make):
    make.area(
        "Arden Estate", Level.PATCH, code="arden", outline=box(533100, 183100, 533300, 183300)
    )
    place = resolve("Arden Estate")
    assert chain_of(place)[HOXTON_EAST] == chain_of(place)[HACKNEY] == "certain"
    assert containing(["arden"])["arden"] >= {HOXTON_EAST, HACKNEY, "E12000007"}


def test_a_place_is_found_by_code_by_postcode_and_by_slug(world):
    assert place_for_code("osgb1").name == "Orsman Road"
    assert place_for_code("N15QJ").name == "N1 5QJ"
    assert place_by_slug(Level.STREET, world.orsman.slug).code == "osgb1"


@pytest.mark.parametrize("code", ["", "nonsense", "*", "\x00", "x" * 9_000, "N15ZZ"])
def test_a_code_or_slug_that_nothing_has_is_not_found(world, code):
    with pytest.raises(NotFoundError):
        place_for_code(code)
    with pytest.raises(NotFoundError):
        place_by_slug(Level.STREET, code)


def test_what_contains_or_overlaps_is_told_for_many_at_once(world):
    found = containing(["osgb1", "N15QJ", HOXTON_EAST, "E02000369", HACKNEY, "unknown"])
    above = {HACKNEY, "E12000007", "E92000001"}
    assert found["osgb1"] == {HOXTON_EAST, "E02000369", *above}
    assert found["N15QJ"] >= {"osgb1", HOXTON_EAST, *above}
    assert found[HOXTON_EAST] == {"E02000369", *above}
    assert found["E02000369"] == {HOXTON_EAST, "E05009375", *above}
    assert found[HACKNEY] == {"E12000007", "E92000001"}
    assert found["unknown"] == frozenset()
    assert containing([]) == {}


def test_a_ward_does_not_overlap_the_next_one_where_a_patch_lies_in_both(world, make):
    make.area("Canal End", Level.PATCH, code="canal", partly_inside=[world.east, world.west])
    ground = box(532600, 183100, 533300, 183300)
    make.area("Drawn", Level.PATCH, code="drawn", outline=ground, inside=[world.east, world.west])

    found = containing([HOXTON_EAST, "canal", "drawn"])

    assert {"canal", "drawn"} <= found[HOXTON_EAST]
    assert world.west.code not in found[HOXTON_EAST]
    for patch in ("canal", "drawn"):
        assert found[patch] >= {HOXTON_EAST, world.west.code, HACKNEY, "E12000007"}


def test_a_street_does_not_overlap_all_that_its_ward_overlaps(world):
    assert "E02000369" not in containing([world.eastern.code])[world.eastern.code]


def test_an_address_is_located_by_its_postcode(world):
    assert locate("n1 5qj") == Spot(
        533251, 183699, HOXTON_EAST, "E02000369", HACKNEY, "E12000007", "E92000001"
    )


def test_an_address_is_located_by_its_point_and_a_point_is_better_than_a_postcodes(world):
    spot = locate(easting=533500, northing=183200)
    assert (spot.ward, spot.borough, spot.nation) == (HOXTON_EAST, HACKNEY, "E92000001")
    both = locate("N1 5QJ", 533222, 183666)
    assert (both.easting, both.northing, both.ward) == (533222, 183666, HOXTON_EAST)


def test_an_address_that_we_know_nothing_of_is_nowhere(world):
    assert locate() is None
    assert locate("ZZ99 9ZZ") is None
    assert locate("nonsense \x00") is None
    assert locate(easting=1, northing=1) == Spot(1, 1)


def test_a_loaded_change_of_outline_is_seen_at_once(world, make):
    assert resolve("Orsman Road").outline.length == 100
    world.orsman.outline = to_wkb(LineString([(533200, 183700), (533250, 183700)]))
    db.session.commit()
    forget()
    assert resolve("Orsman Road").outline.length == 50


def test_an_outline_that_cannot_be_read_is_none_at_all(world):
    world.orsman.outline = b"not an outline"
    db.session.commit()
    assert resolve("Orsman Road").outline is None


class Nowhere:
    """No area at all."""

    code = ""


def test_certainties_of_two_ways_meet(world, make):
    both = street(make, "Both Ways", world.east, (533600, 183300), code="both")
    assert both.code in chain_of(resolve("Both Ways"))
    assert chain_of(resolve("Both Ways"))[HACKNEY] == Certainty.CERTAIN
