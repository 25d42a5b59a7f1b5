"""A place's page: who serves it by need, the most local few of each, and what is missing."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from directory import gazetteer
from directory.answers import PlaceAnswer, place_page
from directory.domain.categories import CATEGORIES
from directory.domain.place import Level
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Service
from directory.search import index
from tests.counting import statements
from tests.factories import Make

FIRST, SECOND, THIRD, *_ = CATEGORIES
Page = Callable[[], PlaceAnswer]


@pytest.fixture
def page(make: Make) -> Page:
    """The page of Orsman Road: four of one need, one far one of another, none of the rest."""
    hackney, leeds = make.borough("Hackney"), make.borough("Leeds")
    ward = make.ward("Hoxton East & Shoreditch", hackney)
    street = make.street("Orsman Road", ward, at=(533_000, 183_500))
    trust = make.organisation("Trust", make.base(ward, hackney, (533_050, 183_800)))
    far = make.organisation("Far", make.base(borough=leeds, at=(430_000, 433_000)))
    for number in range(4):
        make.service(f"Lunch {number}", trust, serves=[hackney], categories=[FIRST])
    make.service("Both", trust, serves=[street], categories=[FIRST, SECOND])
    make.service("Phone line", far, anywhere=True, categories=[THIRD])
    make.service("Not for here", trust, serves=[leeds], categories=[THIRD])
    make.service("Of no kind", trust, serves=[hackney])
    index.rebuild()
    return lambda: place_page(gazetteer.place_by_slug(Level.STREET, street.slug))


def test_each_need_has_its_most_local_few_and_a_way_to_see_all(page: Page) -> None:
    answer = page()
    needs = {need.slug: need for group in answer.groups for need in group.needs}

    assert (needs[FIRST].total, needs[FIRST].local_total) == (5, 5)
    assert len(needs[FIRST].results) == 3
    assert needs[FIRST].results[0].service.name == "Both"
    assert needs[FIRST].query == urlencode({"where": answer.place.where, "category": FIRST})
    assert [result.service.name for result in needs[SECOND].results] == ["Both"]


def test_a_service_of_two_needs_has_one_number(page: Page) -> None:
    answer = page()

    numbers = [result.number for result in answer.results]
    assert numbers == list(range(1, len(numbers) + 1))
    ids = [result.service.id for result in answer.results]
    assert len(ids) == len(set(ids))


def test_what_comes_only_from_far_and_what_nobody_offers_are_named(page: Page) -> None:
    answer = page()

    assert [need.slug for need in answer.not_local] == [THIRD]
    assert {need.slug for need in answer.missing} == CATEGORIES.keys() - {FIRST, SECOND, THIRD}


def test_a_service_of_no_kind_we_know_is_not_lost(page: Page) -> None:
    *_, last = page().groups

    assert [result.service.name for result in last.needs[0].results] == ["Of no kind"]


def test_the_counts_are_said_back(page: Page) -> None:
    answer = page()

    assert (answer.total, answer.local_total) == (7, 6)
    assert answer.summary == (
        "6 services serve Orsman Road, all on the doorstep. 1 more is further afield."
    )
    assert answer.completeness.area_name == "Hackney"


def test_a_withdrawn_service_is_not_shown(page: Page) -> None:
    shown = db.session.get(Service, page().results[0].service.id)
    shown.publication = Publication.HIDDEN
    db.session.commit()

    assert shown.id not in {result.service.id for result in page().results}


def test_the_number_of_statements_does_not_grow_with_the_services(page: Page, make: Make) -> None:
    counts = []
    for _ in range(2):
        with statements() as seen:
            page()
        counts.append(len(seen))
        trust = make.organisation("Another")
        for number in range(10):
            make.service(f"More {number}", trust, anywhere=True, categories=[FIRST, SECOND])
        index.rebuild()

    assert counts[1] <= counts[0] <= 30
