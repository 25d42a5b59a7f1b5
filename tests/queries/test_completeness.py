"""The facts that tell "nothing there" from "nothing known"."""

from datetime import UTC, date, datetime

import pytest

from directory.domain.terms import Publication, Status
from directory.models import Area
from directory.queries.completeness import counts, last_added_at
from directory.queries.front import tally
from tests.factories import Make

SINCE = date(2025, 11, 23)
OLD, NEW = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 6, 9, 12, tzinfo=UTC)


@pytest.fixture
def hackney(make: Make) -> Area:
    """A borough with four organisations, one of them hidden, beside one in Leeds."""
    hackney, leeds = make.borough("Hackney"), make.borough("Leeds")
    confirmed = make.organisation(
        "Confirmed", make.base(borough=hackney), make.base(borough=hackney),
        checked_on=date(2026, 3, 1),
    )  # fmt: skip
    by_service = make.organisation("By its service", make.base(borough=hackney))
    stale = make.organisation("Stale", make.base(borough=hackney), checked_on=date(2025, 11, 22))
    hidden = make.organisation(
        "Hidden", make.base(borough=hackney), publication=Publication.HIDDEN,
        checked_on=date(2026, 3, 1),
    )  # fmt: skip
    away = make.organisation("Away", make.base(borough=leeds), checked_on=date(2026, 3, 1))
    # Published, and with nothing that may be found: neither is listed.
    make.organisation("Without a service", make.base(borough=hackney), checked_on=date(2026, 3, 1))
    ended = make.organisation("All closed", make.base(borough=hackney))
    make.service("Closed", ended, status=Status.CLOSED, checked_on=date(2026, 3, 1))
    make.service("Closed too", stale, status=Status.CLOSED, checked_on=date(2026, 3, 1))
    make.service("Lunch", confirmed, categories=["food"], created_at=OLD, checked_on=None)
    make.service("Advice", by_service, categories=["advice", "debt"], created_at=NEW)
    make.service("Foodbank", stale, categories=["food-banks"], created_at=NEW, checked_on=None)
    make.service("Secret", hidden, categories=["food"], created_at=NEW)
    make.service("Dinner", away, categories=["food"], created_at=NEW)
    return hackney


def test_as_many_are_listed_as_the_start_page_says(hackney: Area) -> None:
    assert counts("", SINCE).organisations == tally().organisations


def test_an_organisation_is_counted_once_where_it_is_based(hackney: Area) -> None:
    found = counts(hackney.code, SINCE)

    assert found.organisations == 3
    assert found.confirmed == 2


def test_without_a_borough_every_public_organisation_counts(hackney: Area) -> None:
    assert counts("", SINCE).organisations == 4
    assert counts("", SINCE).confirmed == 3


def test_a_borough_that_nobody_is_based_in_counts_none(hackney: Area) -> None:
    assert (counts("E09000030", SINCE).organisations, counts("E09000030", SINCE).confirmed) == (
        0,
        0,
    )


ADDED = [("food", OLD), ("debt", NEW), ("advice", NEW), ("", NEW), ("sport", None), ("%", None)]


@pytest.mark.parametrize(("category", "at"), ADDED)
def test_it_knows_when_a_service_of_a_kind_was_last_added(
    hackney: Area, category: str, at: datetime | None
) -> None:
    assert last_added_at(hackney.code, category) == at


def test_the_newest_of_all_is_known_without_a_borough(hackney: Area) -> None:
    assert last_added_at("", "") == NEW
