"""Lists of organisations are loaded: once, again, and changed."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.domain.confirming import ITS_PEOPLE
from directory.extensions import db
from directory.importers import Became, load_organisations
from directory.models import FormerSlug, Organisation, Service
from directory.search import Question, index
from tests import counting
from tests.importers.lists import HALL, LATER, the_service

pytestmark = pytest.mark.usefixtures("places")


def test_a_row_becomes_an_organisation_and_a_service_that_is_found(write) -> None:
    report = load_organisations(write(HALL))

    service = the_service()
    assert report.services == {Became.ADDED: 1}
    assert report.rejected == 0
    assert service.organisation.bases[0].ward_code == "E05009377"
    assert [(c.name, c.is_exclusion) for c in service.coverage] == [
        ("Hoxton West", False),
        ("Shepherdess Walk", True),
    ]
    assert service.locations[0].site.access == ["step_free"]
    assert len(service.openings) == len(service.exceptions) == 1
    assert [hit.id for hit in index.find(Question(words="lunch")).hits] == [service.id]


def test_loading_the_same_list_twice_changes_nothing(write) -> None:
    load_organisations(write(HALL))
    edited = the_service().edited_at

    report = load_organisations(write(HALL))

    assert report.organisations == {Became.UNCHANGED: 1}
    assert report.services == {Became.UNCHANGED: 1}
    assert the_service().edited_at == edited


@pytest.mark.parametrize(
    "change",
    [
        {"service_name": "Dinner club"},
        {"coverage": "anywhere"},
        {"opening_times": "Wed 11:30-14:30"},
        {"sites": ""},
        {"phone": "020 7946 0000"},
        {"languages": "en | tr"},
    ],
)
def test_a_newer_list_changes_what_differs(write, change: dict[str, str]) -> None:
    load_organisations(write(HALL))
    edited = the_service().edited_at

    report = load_organisations(write(HALL | change))

    assert report.services == {Became.CHANGED: 1}
    assert the_service().edited_at > edited


def test_confirming_an_entry_is_not_editing_it(write) -> None:
    load_organisations(write(HALL))
    edited = the_service().edited_at

    load_organisations(write(HALL | {"checked_on": "2026-11-01"}))

    assert the_service().checked_on.isoformat() == "2026-11-01"
    assert the_service().edited_at == edited


def test_a_list_does_not_take_back_what_its_people_confirmed_here_since(write) -> None:
    load_organisations(write(HALL | {"checked_on": "2026-03-03", "checked_by": "The CVS"}))
    service = the_service()
    service.checked_on, service.checked_by = date(2026, 5, 5), ITS_PEOPLE
    for each in service.coverage:
        each.confirmed_on = date(2026, 5, 5)
    db.session.commit()

    load_organisations(write(HALL | {"checked_on": "2026-04-04", "checked_by": "The CVS"}))
    assert (the_service().checked_on, the_service().checked_by) == (date(2026, 5, 5), ITS_PEOPLE)
    assert {(x.claimed_by, x.confirmed_on) for x in the_service().coverage} == {
        ("The CVS", date(2026, 5, 5))
    }

    load_organisations(write(HALL | {"checked_on": "2026-06-06", "checked_by": "The CVS"}))
    assert (the_service().checked_on, the_service().checked_by) == (date(2026, 6, 6), "The CVS")


def test_a_renamed_entry_leaves_a_forwarding_address(write) -> None:
    load_organisations(write(HALL))
    old = the_service().slug

    load_organisations(write(HALL | {"service_name": "Dinner club"}))

    assert the_service().slug != old
    assert db.session.get(FormerSlug, ("service", old)).target_id == the_service().id


def test_two_of_one_name_have_addresses_of_their_own(write) -> None:
    other = HALL | {"organisation_ref": "other", "service_ref": "other-lunch"}

    load_organisations(write(HALL, other))

    slugs = set(db.session.scalars(select(Organisation.slug)))
    assert slugs == {"the-hall", "the-hall-2"}


def test_an_organisation_may_stand_alone(write) -> None:
    alone = {
        name: HALL[name] for name in ("organisation_ref", "organisation_name", "kind", "bases")
    }

    report = load_organisations(write(alone))

    assert report.organisations == {Became.ADDED: 1}
    assert not report.services


def test_a_dry_run_says_what_would_come_of_it_and_keeps_nothing(write) -> None:
    report = load_organisations(write(HALL), dry_run=True)

    assert report.services == {Became.ADDED: 1}
    assert db.session.scalar(select(func.count()).select_from(Service)) == 0


def test_a_load_cut_short_goes_on_where_it_was(write, app: Flask, monkeypatch) -> None:
    from directory.importers import loading

    rows = [HALL | {"service_ref": f"s{n}", "service_name": f"Service {n}"} for n in range(5)]
    monkeypatch.setattr(loading, "BATCH", 2)
    take, stop = loading.Rows.take, iter([None, None, None])

    def interrupted(*given):
        next(stop)
        return take(*given)

    monkeypatch.setattr(loading.Rows, "take", interrupted)
    with pytest.raises(StopIteration):
        load_organisations(write(*rows))
    monkeypatch.undo()
    assert db.session.scalar(select(func.count()).select_from(Service)) == 2

    report = load_organisations(write(*rows))
    assert report.services == {Became.UNCHANGED: 2, Became.ADDED: 3}
    assert index.find(Question(words="service")).total == 5


def test_a_column_that_is_not_in_the_list_leaves_what_is_kept(write, narrow) -> None:
    load_organisations(write(HALL | {"publication": "hidden", "phone": "020 7946 0000"}))

    report = load_organisations(narrow(LATER | {"summary": "Hot food"}))

    service = the_service()
    assert report.services == {Became.CHANGED: 1}
    assert service.summary == "Hot food"
    assert service.organisation.publication == "hidden"
    assert (len(service.coverage), len(service.openings), len(service.locations)) == (2, 1, 1)
    assert [each.phone for each in service.contacts] == ["020 7946 0000"]
    assert len(service.organisation.bases) == 1


def test_an_empty_cell_empties(write, narrow) -> None:
    load_organisations(write(HALL | {"summary": "Hot food", "phone": "020 7946 0000"}))

    load_organisations(narrow(LATER | {"summary": "", "phone": "", "coverage": ""}))

    service = the_service()
    assert (service.summary, service.contacts, service.coverage) == ("", [], [])


def test_later_rows_of_an_organisation_need_only_its_reference(write) -> None:
    more = {"organisation_ref": "hall", "service_ref": "tea", "service_name": "Tea"}

    report = load_organisations(write(HALL, more))

    assert (report.rejected, report.services) == (0, {Became.ADDED: 2})
    assert len(db.session.scalars(select(Organisation)).one().bases) == 1


def test_a_number_more_leaves_the_first_as_it_was(write) -> None:
    load_organisations(write(HALL | {"identifiers": "GB-CHC:1086812"}))

    report = load_organisations(write(HALL | {"identifiers": "GB-COH:3894363|GB-CHC:1086812"}))

    found = the_service().organisation.identifiers
    assert report.organisations == {Became.CHANGED: 1}
    assert {(each.scheme, each.number) for each in found} == {
        ("GB-CHC", "1086812"),
        ("GB-COH", "03894363"),
    }


def test_a_number_that_another_organisation_has_is_told(write) -> None:
    load_organisations(write(HALL | {"identifiers": "GB-CHC:1086812"}))

    other = HALL | {"organisation_ref": "o2", "service_ref": "s2", "identifiers": "GB-CHC:1086812"}
    report = load_organisations(write(other))

    assert any("also the number of “The Hall” (hall)" in note for note in report.notes)


def test_ways_to_reach_a_service_are_not_those_of_its_organisation(write) -> None:
    reached = HALL | {
        "organisation_phone": "020 7946 0101",
        "organisation_contacts": "Bookings: 07700 900123, hall@example.org",
        "email": "lunch@example.org",
    }

    load_organisations(write(reached))
    report = load_organisations(write(reached))

    service = the_service()
    assert report.organisations == report.services == {Became.UNCHANGED: 1}
    assert [each.email for each in service.contacts] == ["lunch@example.org"]
    own = [each for each in service.organisation.contacts if each.service_id is None]
    assert [(each.label, each.phone, each.email) for each in own] == [
        ("", "020 7946 0101", ""),
        ("Bookings", "07700 900123", "hall@example.org"),
    ]


def test_who_claims_and_when_is_kept_with_each_area(write) -> None:
    load_organisations(write(HALL | {"coverage_by": "The CVS", "checked_by": "Ann"}))
    assert {(c.claimed_by, c.confirmed_on.isoformat()) for c in the_service().coverage} == {
        ("The CVS", "2026-03-03")
    }

    load_organisations(write(HALL | {"checked_by": "Ann", "checked_on": "2026-04-04"}))
    assert {(c.claimed_by, c.confirmed_on.isoformat()) for c in the_service().coverage} == {
        ("Ann", "2026-04-04")
    }


def test_what_is_missing_from_a_newer_list_stays_and_is_counted(write) -> None:
    load_organisations(write(HALL, HALL | {"service_ref": "tea", "service_name": "Tea"}))

    report = load_organisations(write(HALL))

    assert report.missing == 1
    assert db.session.scalar(select(func.count()).select_from(Service)) == 2


def test_a_closed_service_is_found_no_more(write) -> None:
    load_organisations(write(HALL))
    load_organisations(write(HALL | {"service_publication": "closed"}))

    assert index.find(Question(words="lunch")).total == 0


def test_a_dry_run_over_several_batches_counts_as_the_load_would(write, monkeypatch) -> None:
    from directory.importers import loading

    monkeypatch.setattr(loading, "BATCH", 2)
    more = [
        {"organisation_ref": "hall", "service_ref": f"s{n}", "service_name": f"S {n}"}
        for n in range(5)
    ]

    dry = load_organisations(write(HALL, *more), dry_run=True)
    real = load_organisations(write(HALL, *more))

    assert (dry.organisations, dry.services) == (real.organisations, real.services)


def test_many_rows_take_few_questions(write) -> None:
    rows = [
        HALL | {"organisation_ref": f"o{n}", "service_ref": f"s{n}", "organisation_name": f"O {n}"}
        for n in range(200)
    ]
    with counting.statements() as statements:
        load_organisations(write(*rows), dry_run=True)

    assert sum(each.startswith("SELECT") for each in statements) < 60
