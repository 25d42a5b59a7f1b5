"""A slip in a place's name is answered with what may be meant, and is not taken for it."""

import pytest

from directory.domain.place import Choice, Level
from directory.errors import AmbiguousPlaceError, UnknownPlaceError
from directory.gazetteer import like, nearest, resolve
from tests.gazetteer.world import code_of, street

SUGGESTS = [
    ("Orsmann Road", "orsman"),
    ("Osman Rd", "orsman"),
    ("Prsman Road", "orsman"),
    ("orsman street", "orsman"),
    ("Orsman", "orsman"),
    ("Orsmann Rd, Hackney", "orsman"),
    ("Orsmann Rd N1", "orsman"),
    ("Orsman Road, Dover", "orsman"),
    ("Great Estern St", "eastern"),
    ("Goldsmiths Roe", "row"),
    ("Gold smiths row", "row"),
    ("orsmanroad", "orsman"),
    ("Orsmanroad Hackney", "orsman"),
    ("Hagerston", "haggerston"),
    ("Hackny", "hackney"),
    ("Hoxton We", "west"),
    ("Tmiberland", "timber"),
    ("church raod", "church_h"),
    ("Orsman Road Narnia", "orsman"),
    ("Great Esatern Street, Hackney", "eastern"),
    ("Church Road, Dover", "church_h"),
    ("N1 5ZZ", "east"),
    ("N1 9ZZ", "west"),
]


@pytest.mark.parametrize(("text", "name"), SUGGESTS)
def test_a_misspelling_or_an_unknown_place_is_answered_with_what_it_may_be(world, text, name):
    with pytest.raises(UnknownPlaceError) as asked:
        resolve(text)
    assert not isinstance(asked.value, AmbiguousPlaceError)
    assert code_of(world, name) in {choice.code for choice in asked.value.choices}
    assert len(asked.value.choices) <= 20


SLIPS = [
    ("Osrman Rd", "orsman"),
    ("Osrman Rd, Hackney", "orsman"),
    ("12 Osrman Rd", "orsman"),
    ("Hackny", "hackney"),
    ("Orsman", "orsman"),
    ("Osrman", "orsman"),
    ("orsmanroad", "orsman"),
    ("Osrman Rd, Dover", ""),
    ("Osrman Street", ""),
    ("church raod", ""),
    ("N1 5ZZ", ""),
]


@pytest.mark.parametrize(("text", "name"), SLIPS)
def test_only_a_slip_in_one_name_says_which_place_was_meant(world, text, name):
    with pytest.raises(UnknownPlaceError) as asked:
        resolve(text)
    meant = nearest(text, asked.value.choices)
    assert (meant and meant.code) == (code_of(world, name) if name else None)


def test_another_number_is_no_slip():
    a_10 = Choice("A10", Level.STREET, "x", "A10 North Road", "Hackney")
    assert nearest("A11 North Road", [a_10]) is None
    assert nearest("A10 Nroth Road", [a_10]) == a_10


@pytest.mark.parametrize("typed", ["Osrman R", "orsmann", "orsmanroad"])
def test_while_it_is_typed_a_place_is_found_in_spite_of_a_slip(world, typed):
    assert world.orsman.code in {choice.code for choice in like(typed)}


@pytest.mark.parametrize("typed", ["", "ors", "x" * 60, "%%%%%%"])
def test_nothing_is_like_too_little_or_too_much(world, typed):
    assert like(typed) == []


def test_what_goes_on_from_the_typed_words_is_suggested_first(world, make):
    make.ward("East", world.dover)
    street(make, "Hoxton Market", world.east, (533300, 183300))
    with pytest.raises(UnknownPlaceError) as said:
        resolve("Hoxton East")
    assert said.value.choices[0].code == world.east.code


def test_a_road_does_not_suggest_a_ward_called_like_its_first_word(world, make):
    make.ward("Acre", world.dover)
    with pytest.raises(UnknownPlaceError) as said:
        resolve("Acre Road")
    assert "ward" not in {choice.level for choice in said.value.choices[:1]}
    with pytest.raises(UnknownPlaceError, match="Did you mean") as said:
        resolve("Orsman Road, Dover")
    assert said.value.choices[0].code == "osgb1"


def test_an_unknown_postcode_is_never_guessed(world):
    with pytest.raises(UnknownPlaceError, match="N1 5ZZ") as said:
        resolve("n15zz")
    assert [choice.code for choice in said.value.choices] == [world.east.code]
