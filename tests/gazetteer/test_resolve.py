"""A typed place is understood as people write it; when two places fit, we ask; we never guess."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from directory.domain.place import Choice, Level
from directory.errors import AmbiguousPlaceError, BadInputError, UnknownPlaceError
from directory.extensions import db
from directory.gazetteer import like, meanings, nearest, resolve, suggest
from tests.gazetteer.world import street

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
WORDS = [
    *("Orsman", "Rd,", "N1", "5QJ", "High", "Street", "St", "John's", "%", "_", "\\", "\x00"),
    *("Hackney", "Ward", "Borough", "E8", "3", "&", "\U0001f3e0", "London", "12a", "flat"),
]
NOTHING = ["%", "_", "%%%", "\x00", "\x00\x01", "\U0001f3e0", "'", "--", "*", "zzzzqqq", "ZZ1 0AA"]


def code_of(world, name: str) -> str:
    return name if name == "osgb1" else getattr(world, name).code


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


@pytest.mark.parametrize(("text", "name"), SUGGESTS)
def test_a_misspelling_or_an_unknown_place_is_answered_with_what_it_may_be(world, text, name):
    with pytest.raises(UnknownPlaceError) as asked:
        resolve(text)
    assert not isinstance(asked.value, AmbiguousPlaceError)
    assert code_of(world, name) in {choice.code for choice in asked.value.choices}
    assert len(asked.value.choices) <= 20


def test_a_name_that_several_go_on_from_is_asked_about_by_that_name(world, make):
    make.ward("Cazenove North", world.hackney)
    make.ward("Cazenove South", world.hackney)
    with pytest.raises(AmbiguousPlaceError, match="2 places have a name that begins") as asked:
        resolve("cazenove")
    assert asked.value.title == "Which Cazenove?"


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


@pytest.mark.parametrize("typed", ["Osrman R", "orsmann", "orsmanroad"])
def test_while_it_is_typed_a_place_is_found_in_spite_of_a_slip(world, typed):
    assert world.orsman.code in {choice.code for choice in like(typed)}


@pytest.mark.parametrize("typed", ["", "ors", "x" * 60, "%%%%%%"])
def test_nothing_is_like_too_little_or_too_much(world, typed):
    assert like(typed) == []


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_place_is_said_so_kindly(world, text):
    with pytest.raises(UnknownPlaceError) as said:
        resolve(text)
    assert not said.value.choices
    assert str(said.value)


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "x" * 201, "Orsman " * 1_500])
def test_nothing_or_far_too_much_is_bad_input(world, text):
    with pytest.raises(BadInputError):
        resolve(text)


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


def test_what_goes_on_from_the_typed_words_is_suggested_first(world, make):
    make.ward("East", world.dover)
    street(make, "Hoxton Market", world.east, (533300, 183300))
    with pytest.raises(UnknownPlaceError) as said:
        resolve("Hoxton East")
    assert said.value.choices[0].code == world.east.code


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


def test_a_road_does_not_suggest_a_ward_called_like_its_first_word(world, make):
    make.ward("Acre", world.dover)
    with pytest.raises(UnknownPlaceError) as said:
        resolve("Acre Road")
    assert "ward" not in {choice.level for choice in said.value.choices[:1]}
    with pytest.raises(UnknownPlaceError, match="Did you mean") as said:
        resolve("Orsman Road, Dover")
    assert said.value.choices[0].code == "osgb1"


def test_a_retired_postcode_is_answered_with_a_note(world):
    assert "retired in May 2019" in resolve("n1 5zx").note


def test_a_street_typed_with_its_postcode_is_in_the_chain(world):
    assert "osgb1" in resolve("12 Orsman Road N1 5QL").codes(Level.STREET)
    assert resolve("N1 5QL").codes(Level.STREET) == ()


def test_an_unknown_postcode_is_never_guessed(world):
    with pytest.raises(UnknownPlaceError, match="N1 5ZZ") as said:
        resolve("n15zz")
    assert [choice.code for choice in said.value.choices] == [world.east.code]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.text(max_size=230)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=9,
    ).map(" ".join)
)
def test_whatever_is_typed_is_answered_or_kindly_refused(world, text):
    with suppress(BadInputError, UnknownPlaceError):
        place = resolve(text)
        assert place.chain[0].code == place.code
        assert resolve(place.where).code == place.code
    assert len(suggest(text)) <= 8


def test_asking_takes_a_fixed_few_questions_however_many_places_there_are(world, make):
    def questions(text: str) -> int:
        db.session.expire_all()
        with counted() as count, suppress(UnknownPlaceError):
            resolve(text)
        return len(count)

    texts = ["orsman rd", "Church Road, Hackney", "church road", "Orsmann Rd", "n15qj", "N1"]
    _more_streets(make, world, 25)
    before = {text: questions(text) for text in texts}
    _more_streets(make, world, 60)
    after = {text: questions(text) for text in texts}
    assert max(after.values()) <= 32
    # A few more at most: to tell those that are shown from those that are not.
    assert all(after[text] <= before[text] + 6 for text in texts)


def _more_streets(make, world, count: int) -> None:
    for number in range(count):
        make.street("Church Road", world.bethnal_east)
        make.street(f"Orsman Road {count} {number}", world.haggerston)


class counted:  # noqa: N801
    """Count the statements that the database is sent."""

    def __enter__(self) -> list[str]:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self.hear)
        return self.statements

    def hear(self, _conn, _cursor, statement, *_more):
        self.statements.append(statement)

    def __exit__(self, *_error):
        event.remove(db.engine, "before_cursor_execute", self.hear)
