"""A place that was asked for before costs one small question; a load makes us ask anew."""

from datetime import UTC, datetime

import pytest

from directory.errors import UnknownPlaceError
from directory.extensions import db
from directory.gazetteer import resolve
from directory.models import GazetteerLoad
from tests.counting import statements


def loaded(position: int) -> None:
    """Write down, as a load does, that so many rows of a file are in."""
    row = db.session.get(GazetteerLoad, 1) or GazetteerLoad(
        id=1, file="wards.csv", kind="wards", fingerprint="x", started_at=datetime.now(UTC)
    )
    row.position = position
    db.session.add(row)
    db.session.commit()


def test_a_place_that_was_asked_for_before_costs_one_statement(world):
    with statements() as seen:
        first = resolve("Orsman Road")
        seen.clear()
        assert resolve("Orsman Road") == first
    assert len(seen) == 1


def test_a_load_is_seen_while_it_goes_on_and_when_it_ends(world):
    loaded(0)
    assert resolve("Orsman Road").name == "Orsman Road"
    for position in (1_000, 2_000):
        world.orsman.name = f"Orsman Road {position}"
        loaded(position)
        assert resolve("Orsman Road").name == world.orsman.name

    world.orsman.name = "Orsman Way"
    db.session.get(GazetteerLoad, 1).finished_at = datetime.now(UTC)
    db.session.commit()
    assert resolve("Orsman Road").name == "Orsman Way"


def test_a_place_that_was_unknown_is_asked_for_again(world, make):
    with pytest.raises(UnknownPlaceError):
        resolve("Quite New Road")
    make.street("Quite New Road", world.east)
    assert resolve("Quite New Road").name == "Quite New Road"
