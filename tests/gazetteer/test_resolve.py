"""A typed place is understood as people write it; when two places fit, we ask; we never guess."""

import pytest

from directory.domain.place import Level
from directory.errors import AmbiguousPlaceError
from directory.gazetteer import meanings, resolve, suggest
from tests.gazetteer.world import code_of, street

MEANS = [
    ("orsman rd", "osgb1"),
    ("Orsman Road", "osgb1"),
    ("  ORSMAN   ROAD ", "osgb1"),
    ("Orsman Rd N1", "osgb1"),
    ("orsman road n1 5", "osgb1"),
    ("Orsman Road, Hackney", "osgb1"),
    ("orsman road hackney", "osgb1"),
    ("orsman road hackney london", "osgb1"),
    ("12 Orsman Rd Hoxton East & Shoreditch London N1", "osgb1"),
    ("Orsman Road, Shoreditch", "osgb1"),
    ("Orsman Road, Hoxton East and Shoreditch Ward", "osgb1"),
    ("Flat 3, 12a Orsman Road, London", "osgb1"),
    ("12-14 Orsman Rd", "osgb1"),
    ("osgb1", "osgb1"),
    ("St John's Rd", "johns"),
    ("Saint Johns Road", "johns"),
    ("st johns road, london borough of hackney", "johns"),
    ("Goldsmith'S Row", "row"),
    ("Gt Eastern St", "eastern"),
    ("Highway", "highway"),
    ("the highway", "highway"),
    ("Church Road, Hackney", "church_h"),
    ("Church Rd, Tower Hamlets", "church_t"),
    ("church road E8", "church_h"),
    ("Church Road, E2", "church_t"),
    ("church road haggerston", "church_h"),
    ("high street tower hamlets", "high_t"),
    ("Grove Road E3", "twin_north"),
    ("Grove Road E1 4", "twin_south"),
    ("Hackney Road", "hackney_road"),
    ("Hoxton East and Shoreditch Ward", "east"),
    ("HOXTON EAST & SHOREDITCH", "east"),
    ("Hoxton West", "west"),
    ("E05009377", "east"),
    ("e05009377", "east"),
    ("Hackney", "hackney"),
    ("London Borough of Hackney", "hackney"),
    ("Hackney Council", "hackney"),
    ("Hackney, London", "hackney"),
    ("London Borough of Tower Hamlets", "towers"),
    ("Tower Hamlets Borough", "towers"),
    ("Tower Hamlets, Dover", "dover_ward"),
    ("Tower Hamlets Ward", "dover_ward"),
    ("The Haggerston West and Kingsland Basin neighbourhood", "basin"),
    ("Haggerston West and Kingsland Basin", "basin"),
    ("London", "london"),
    ("England", "england"),
    ("St Peter's", "bethnal_west"),
    ("Wenlock", "old"),
    ("Hoxton, Haggerston", "station"),
]
POSTCODES = [
    "n15qj",
    "N1  5QJ",
    "n1 5qj",
    " N1-5QJ ",
    "N15QJ",
    "n1 5 qj",
    "N15 QJ",
    "12 Orsman Road, London N1 5QJ",
]
ASKS = [
    ("High Street", {"high_h", "high_t"}),
    ("church road", {"church_h", "church_t"}),
    ("Church Road, London", {"church_h", "church_t"}),
    ("Tower Hamlets", {"towers", "dover_ward"}),
    ("Grove Road, Tower Hamlets", {"twin_north", "twin_south"}),
    ("Bethnal Green", {"bethnal_east", "bethnal_west"}),
    ("Hoxton", {"east", "west"}),
    ("Weavers Green", {"green", "greens"}),
    ("N1", {"east", "west"}),
    ("n1 5", {"east"}),
    ("E2", {"bethnal_west"}),
    ("EC1", {"west"}),
    ("EC1V", {"west"}),
]


@pytest.mark.parametrize(("text", "name"), MEANS)
def test_a_text_means_just_this_place(world, text, name):
    assert resolve(text).code == code_of(world, name)


@pytest.mark.parametrize("text", POSTCODES)
def test_a_postcode_is_understood_however_it_is_typed(world, text):
    place = resolve(text)
    assert (place.level, place.code, place.where) == (Level.POSTCODE, "N15QJ", "N1 5QJ")


@pytest.mark.parametrize(("text", "names"), ASKS)
def test_several_meanings_are_asked_about(world, text, names):
    with pytest.raises(AmbiguousPlaceError) as asked:
        resolve(text)
    assert {choice.code for choice in asked.value.choices} == {code_of(world, n) for n in names}
    assert all(choice.within for choice in asked.value.choices)


def test_a_name_that_several_go_on_from_is_asked_about_by_that_name(world, make):
    make.ward("Cazenove North", world.hackney)
    make.ward("Cazenove South", world.hackney)
    with pytest.raises(AmbiguousPlaceError, match="2 places have a name that begins") as asked:
        resolve("cazenove")
    assert asked.value.title == "Which Cazenove?"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("orsman rd", 1),
        ("N1 5QJ", 1),
        ("church road", 2),
        ("the morning", 0),
        ("", 0),
        ("N1 9ZZ", 0),
        ("Orsmann", 0),
    ],
)
def test_words_of_a_sentence_are_places_only_when_they_are_just_their_names(world, text, count):
    assert meanings(text) == count


def test_choices_of_one_name_can_be_told_apart_and_mean_just_one_place(world):
    with pytest.raises(AmbiguousPlaceError) as asked:
        resolve("Grove Road")
    wheres = {choice.code: choice.where for choice in asked.value.choices}
    assert wheres == {
        "grove-n": "Grove Road, Tower Hamlets, E3",
        "grove-s": "Grove Road, Tower Hamlets, E1",
    }
    assert {c.within for c in asked.value.choices} == {
        "Bethnal Green East, Tower Hamlets, E3",
        "Bethnal Green East, Tower Hamlets, E1",
    }


def test_choices_that_would_read_alike_say_what_they_are_near(world, make):
    north = street(make, "Long Road", world.haggerston, (533_300, 184_950))
    south = street(make, "Long Road", world.haggerston, (533_300, 184_050))
    street(make, "Row Lane", world.haggerston, (533_310, 184_900))
    street(make, "Canal Path", world.haggerston, (533_310, 184_100))
    with pytest.raises(AmbiguousPlaceError) as asked:
        resolve("Long Road")
    assert {choice.code: choice.within for choice in asked.value.choices} == {
        north.code: "Haggerston, Hackney, near Row Lane",
        south.code: "Haggerston, Hackney, near Canal Path",
    }


def test_every_where_that_we_offer_means_just_that_place(world):
    for word in (
        "High Street",
        "Church Road",
        "Tower Hamlets",
        "Grove Road",
        "N1",
        "Bethnal Green",
    ):
        with pytest.raises(AmbiguousPlaceError) as asked:
            resolve(word)
        for choice in asked.value.choices:
            assert resolve(choice.where).code == choice.code, choice
    for name in vars(world).values():
        for choice in suggest(getattr(name, "name", "N1 5Q")):
            assert resolve(choice.where).code == choice.code, choice


def test_a_place_says_where_it_is_and_can_be_asked_for_again(world):
    place = resolve("orsman rd")
    assert place.where == "Orsman Road, Hackney"
    assert place.within == "Hackney"
    assert place.slug == world.orsman.slug
    assert resolve(place.where).code == place.code
    assert resolve("Hackney Road").within == "Hackney and Tower Hamlets"


def test_a_name_with_commas_of_its_own_means_just_that_place(world, make):
    long = make.ward("Mylor, Hoxton West & Orsman Road", world.hackney)
    make.ward("Hoxton West & Orsman Road", world.hackney)
    make.ward("Mylor", make.ward("Hoxton West & Orsman Road", world.dover))
    for text in (long.name, f"{long.name}, Hackney", "mylor hoxton west and orsman road"):
        place = resolve(text)
        assert place.code == long.code
        assert resolve(place.where).code == long.code


def test_a_street_in_a_ward_of_its_own_name_can_be_asked_for(world, make):
    ward = make.ward("Mile End", world.towers)
    road = street(make, "Mile End", ward, (535800, 183200))
    with pytest.raises(AmbiguousPlaceError) as asked:
        resolve("Mile End")
    assert {resolve(choice.where).code for choice in asked.value.choices} == {ward.code, road.code}
    assert resolve("Mile End, Mile End, Tower Hamlets").code == road.code


def test_a_former_name_is_answered_with_a_note(world):
    assert resolve("St Peter's").note == "St Peter's is now called Bethnal Green West."


def test_a_name_that_one_ward_has_and_another_had_is_asked_about(world, make):
    dover = make.ward("St Peters", world.dover)
    with pytest.raises(AmbiguousPlaceError) as asked:
        resolve("Saint Peter's")
    told = {choice.code: choice.within for choice in asked.value.choices}
    assert told == {dover.code: "Dover", world.bethnal_west.code: "Tower Hamlets, once St Peter's"}
    assert resolve("St Peter's, Tower Hamlets").code == world.bethnal_west.code


def test_an_area_that_is_gone_is_answered_only_when_nothing_else_has_its_name(world, make):
    assert "May 2014" in resolve("Wenlock").note
    new = make.ward("Wenlock", world.towers)
    assert resolve("Wenlock").code == new.code
    assert resolve("E05000247").code == "E05000247"


def test_a_retired_postcode_is_answered_with_a_note(world):
    assert "retired in May 2019" in resolve("n1 5zx").note


def test_a_street_typed_with_its_postcode_is_in_the_chain(world):
    assert "osgb1" in resolve("12 Orsman Road N1 5QL").codes(Level.STREET)
    assert resolve("N1 5QL").codes(Level.STREET) == ()
