"""The words of names are kept, once each, however often a file is loaded."""

import pytest
from sqlalchemy import select

from directory.extensions import db
from directory.gazetteer.spelling import refresh
from directory.models import PlaceWord, PlaceWordKey

pytestmark = pytest.mark.usefixtures("app")


def test_every_word_is_kept_once():
    refresh(["great eastern street", "eastern road"])
    refresh(iter(["great eastern street"]))
    assert set(db.session.scalars(select(PlaceWord.word))) == {"great", "eastern", "street", "road"}
    assert db.session.get_one(PlaceWord, "road").backwards == "daor"


def test_a_name_is_found_by_its_telling_later_words_only():
    refresh(["great eastern street", "eastern road", "high street"])
    found = db.session.execute(select(PlaceWordKey.word, PlaceWordKey.key)).all()
    assert [tuple(row) for row in found] == [("eastern", "great eastern street")]


def test_no_names_or_names_beyond_all_measure_are_no_trouble():
    refresh([])
    refresh(["", "x" * 500])
    assert db.session.scalars(select(PlaceWord)).all() == []
