"""What is being typed is answered with places that begin so, each of which can be asked for."""

import pytest
from sqlalchemy import select, text

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer import resolve, suggest
from directory.gazetteer.suggesting import begins
from directory.models import AreaName

FIRST = [
    ("orsm", "Orsman Road"),
    ("Orsman R", "Orsman Road"),
    ("orsman rd", "Orsman Road"),
    ("St Joh", "St John's Road"),
    ("saint j", "St John's Road"),
    ("gt e", "Great Eastern Street"),
    ("easte", "Great Eastern Street"),
    ("eastern st", "Great Eastern Street"),
    ("highw", "The Highway"),
    ("Goldsmith's", "Goldsmith's Row"),
    ("hack", "Hackney"),
    ("hoxton e", "Hoxton East & Shoreditch"),
    ("shored", "Hoxton East & Shoreditch"),
    ("N1 5Q", "N1 5QJ"),
    ("n15qj", "N1 5QJ"),
    ("E2", "Bethnal Green West"),
]
NOTHING = ["", " ", "h", "%", "%%%%", "__", "\x00\x00", "zzzz", "\U0001f3e0\U0001f3e0", "'''"]


@pytest.mark.parametrize(("typed", "name"), FIRST)
def test_the_first_place_suggested_is_the_one_that_is_being_typed(world, typed, name):
    assert suggest(typed)[0].name == name


@pytest.mark.parametrize("typed", NOTHING)
def test_too_little_to_go_on_suggests_nothing(world, typed):
    assert suggest(typed) == []


def test_names_that_begin_so_come_before_names_with_a_word_that_does(world, make):
    make.street("Easternmost Lane", world.east)
    assert [choice.name for choice in suggest("eastern")] == [
        "Easternmost Lane",
        "Great Eastern Street",
    ]


def test_places_of_one_name_are_each_suggested_with_where_they_are(world):
    found = suggest("church road")
    assert {choice.where for choice in found} == {
        "Church Road, Hackney",
        "Church Road, Tower Hamlets",
    }
    assert {choice.within for choice in found} == {
        "Haggerston, Hackney, E8",
        "Bethnal Green West, Tower Hamlets, E2",
    }
    assert all(resolve(choice.where).code == choice.code for choice in found)


def test_retired_areas_and_postcodes_are_not_suggested(world):
    assert suggest("Wenlock") == []
    assert "N1 5ZX" not in {choice.name for choice in suggest("N1 5Z")}


def test_no_more_are_suggested_than_asked_for(world):
    assert len(suggest("h", 8)) == 0
    assert len(suggest("ho", 1)) == 1
    assert suggest("hackney", 0) == []
    assert len(suggest("orsman road " * 400)) <= 8


def test_an_outcode_suggests_its_wards_and_its_beginning_the_units(world):
    assert {choice.level for choice in suggest("N1")} == {Level.WARD}
    assert {choice.name for choice in suggest("N1 5")} == {"N1 5QJ", "N1 5QL"}


def test_every_suggestion_reads_a_stretch_of_an_index_only(world):
    """On both databases the plan of a beginning is a range of the index, never a whole table."""
    question = select(AreaName.area_code).where(begins("orsman"))
    compiled = question.compile(db.engine, compile_kwargs={"literal_binds": True})
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
        assert "ix_area_name_key" in str(plan)
        assert "SCAN" not in str(plan)
    else:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = db.session.execute(text(f"EXPLAIN {compiled}")).all()
        assert "Index Cond" in str(plan)
