"""An edit of where an entry is, and of whom it serves: bases, sites and the coverage."""

from datetime import date

from sqlalchemy import select

from directory.domain.place import Level
from directory.domain.sections import Section
from directory.entries import changing
from directory.entries.difference import Became
from directory.entries.written import told_organisation, told_service
from directory.extensions import db
from directory.models import Area, Organisation, Service
from tests.entries.conftest import ROW, apply, error_of, store
from tests.factories import Make


def test_nobody_can_say_of_her_own_base_that_it_was_checked(hall: Organisation) -> None:
    told = [
        {"address": "12 Orsman Road", "postcode": "N1 5QJ", "checked_on": "2026-11-01"},
        {
            "address": "1 New Road",
            "postcode": "N1 7AA",
            "checked_on": "2026-11-01",
            "checked_by": "me",
        },
    ]

    apply(Section.BASES, hall, {"bases": told})

    assert [(base.checked_on, base.checked_by) for base in hall.bases] == [
        (date(2026, 1, 5), ""),
        (None, ""),
    ]


def test_times_stay_at_a_site_that_is_renamed(lunch: Service) -> None:
    sites = [dict(each) for each in told_service(lunch, Section.SITES)["sites"]]
    sites[0]["name"] = "The big kitchen"

    apply(Section.SITES, lunch, {"sites": sites})

    assert (
        told_service(lunch, Section.TIMES)["opening_times"][0]
        == "Tue 11:30-14:30 @ The big kitchen"
    )
    (site_id,) = {each.site_id for each in lunch.openings if each.site_id}
    assert site_id in {each.site_id for each in lunch.locations}


def test_times_move_with_a_site_that_moves(lunch: Service) -> None:
    sites = [dict(each) for each in told_service(lunch, Section.SITES)["sites"]]
    sites[0]["postcode"] = "N1 7AA"

    apply(Section.SITES, lunch, {"sites": sites})

    (site_id,) = {each.site_id for each in lunch.openings if each.site_id}
    assert next(x.site for x in lunch.locations if x.site_id == site_id).postcode == "N1 7AA"


def test_two_sites_that_are_told_in_the_same_words_are_one_to_the_editor(places: None) -> None:
    sites = [{"postcode": "N1 5QJ"}, {"postcode": "N1 5QJ", "ward": "Hoxton West"}]
    _, lunch = store({**ROW, "sites": sites, "opening_times": []})
    told = told_service(lunch, Section.SITES)

    assert told == {"sites": [{"postcode": "N1 5QJ"}]}
    assert apply(Section.SITES, lunch, told) is Became.UNCHANGED
    apply(Section.SITES, lunch, {"sites": []})
    assert lunch.locations == []


def test_an_address_that_says_nothing_is_none(lunch: Service) -> None:
    told = {"bases": [{"hidden": False}, {"name": " "}, {"hidden": True}]}
    apply(Section.BASES, lunch.organisation, told)

    assert told_organisation(lunch.organisation, Section.BASES) == {"bases": [{"hidden": "yes"}]}


def test_a_site_with_opening_times_is_not_taken_away_under_them(lunch: Service) -> None:
    error = error_of(Section.SITES, lunch, {"sites": []})

    assert error.field == "sites"
    assert "The kitchen" in str(error)


def test_an_edit_never_changes_the_site_of_another_organisation(lunch: Service) -> None:
    theirs = {**ROW, "organisation_ref": "other", "service_ref": "other-1", "identifiers": []}
    _, other = store({**theirs, "organisation_name": "Other"})
    lunch = db.session.scalars(select(Service).where(Service.ref == "hall-lunch")).one()
    assert {x.site_id for x in lunch.locations} == {x.site_id for x in other.locations}
    sites = [dict(each) for each in told_service(lunch, Section.SITES)["sites"]]
    sites[0] |= {"name": "Ours alone", "hidden": "yes"}

    apply(Section.SITES, lunch, {"sites": sites})

    assert [x.site.name for x in other.locations] == ["The kitchen", "The yard"]
    assert not any(x.site.is_hidden for x in other.locations)


def test_a_site_at_a_hidden_base_is_hidden_and_the_editor_is_told(lunch: Service) -> None:
    bases = [{"address": "12 Orsman Road", "postcode": "N1 5QJ", "hidden": "yes"}]
    apply(Section.BASES, lunch.organisation, {"bases": bases})

    hidden = {each.site.name: each.site.is_hidden for each in lunch.locations}
    assert hidden == {"The kitchen": True, "The yard": False}
    assert told_service(lunch, Section.TIMES)["opening_times"][0].endswith("@ The kitchen")
    sites = [{"name": "The kitchen", "postcode": "N1 5QJ"}]
    (note,) = changing.check(Section.SITES, lunch.organisation, lunch, {"sites": sites})
    assert "kept private" in note
    assert apply(Section.SITES, lunch, dict(told_service(lunch, Section.SITES))) is Became.UNCHANGED


def test_a_renamed_ward_and_an_area_nobody_knows_any_more_can_stay_claimed(
    lunch: Service, make: Make
) -> None:
    lunch.coverage[0].code, lunch.coverage[0].name = "E05000001", "Old Ward"
    db.session.commit()
    told = dict(told_service(lunch, Section.COVERAGE))
    assert "ward: Old Ward [E05000001]" in told["coverage"]

    apply(Section.COVERAGE, lunch, {"coverage": [*told["coverage"], "ward: Hoxton East"]})

    assert "E05000001" in {each.code for each in lunch.coverage}


def test_a_street_whose_name_is_ambiguous_is_told_exactly(lunch: Service) -> None:
    apply(Section.COVERAGE, lunch, {"coverage": ["street: High Street, Hackney"]})

    assert told_service(lunch, Section.COVERAGE)["coverage"] == ["street: High Street [high-1]"]


def test_five_thousand_areas_can_be_claimed_and_no_more(lunch: Service) -> None:
    db.session.add_all(
        Area(code=f"st-{n}", level=Level.STREET, name=f"Street {n}", slug=f"street-{n}")
        for n in range(5_001)
    )
    db.session.commit()
    lines = [f"street: st-{n}" for n in range(5_001)]

    assert apply(Section.COVERAGE, lunch, {"coverage": lines[:5_000]}) is Became.CHANGED
    assert len(lunch.coverage) == 5_000
    told = told_service(lunch, Section.COVERAGE)
    assert apply(Section.COVERAGE, lunch, dict(told)) is Became.UNCHANGED
    assert "5,001 values are too many" in str(
        error_of(Section.COVERAGE, lunch, {"coverage": lines})
    )
