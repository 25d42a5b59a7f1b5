"""Lists of organisations are loaded: once, again, changed, and with rows that cannot be used."""

import csv
import json
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from directory import search
from directory.errors import ImportFileError
from directory.extensions import db
from directory.importers import Became, load_organisations
from directory.importers.columns import COLUMNS, OF_ORGANISATION, OF_SERVICE
from directory.importers.reading import read
from directory.models import FormerSlug, Organisation, Service, Site
from directory.search import Question
from tests import counting
from tests.factories import Make
from tests.importers import real_organisations

HALL = {
    "organisation_ref": "hall",
    "organisation_name": "The Hall",
    "kind": "community_group",
    "bases": "address: 12 Orsman Road; postcode: N1 5QJ",
    "service_ref": "hall-lunch",
    "service_name": "Lunch club",
    "categories": "lunch-club",
    "coverage": "ward: Hoxton West | not street: Shepherdess Walk",
    "opening_times": "Tue 11:30-14:30; closed 2026-12-29",
    "sites": "name: The kitchen; postcode: N1 5QJ; access: step_free",
    "checked_on": "2026-03-03",
}


@pytest.fixture(autouse=True)
def places(make: Make) -> None:
    """Hackney, two wards, two streets, one postcode; and an empty index."""
    hackney = make.borough("Hackney", code="E09000012")
    east = make.ward("Hoxton East", hackney, code="E05009377")
    west = make.ward("Hoxton West", hackney, code="E05009378")
    make.street("Orsman Road", east, at=(533200, 183700))
    make.street("Shepherdess Walk", west, at=(532500, 183000))
    make.postcode("N1 5QJ", east, hackney, at=(533251, 183699))
    search.rebuild()


@pytest.fixture
def write(tmp_path: Path):
    """Write rows to a CSV file."""

    def written(*rows: dict[str, str], name: str = "list.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        with file.open("w", encoding=encoding, newline="") as opened:
            writer = csv.DictWriter(opened, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return file

    return written


def the_service() -> Service:
    return db.session.scalars(select(Service)).one()


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
    assert [hit.id for hit in search.find(Question(words="lunch")).hits] == [service.id]


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


def test_services_that_share_an_address_share_a_site(write) -> None:
    load_organisations(write(HALL, HALL | {"service_ref": "hall-tea", "service_name": "Tea"}))

    assert db.session.scalar(select(func.count()).select_from(Site)) == 1


def test_an_organisation_may_stand_alone(write) -> None:
    alone = {
        name: HALL[name] for name in ("organisation_ref", "organisation_name", "kind", "bases")
    }

    report = load_organisations(write(alone))

    assert report.organisations == {Became.ADDED: 1}
    assert not report.services


def test_an_address_by_street_has_its_ward_and_the_middle_of_the_street(write) -> None:
    load_organisations(write(HALL | {"bases": "address: somewhere; street: Orsman Road"}))

    base = the_service().organisation.bases[0]
    assert (base.ward_code, base.borough_code) == ("E05009377", "E09000012")
    assert (base.easting, base.northing) == (533225, 183700)


def test_a_street_in_two_wards_gives_an_address_its_borough_but_no_ward(write, make: Make) -> None:
    hackney = make.borough("Hackney South", code="E09000099")
    wards = make.ward("North", hackney), make.ward("South", hackney)
    make.street("Long Road", *wards, at=(533200, 183700))

    load_organisations(write(HALL | {"bases": "street: Long Road"}))

    base = the_service().organisation.bases[0]
    assert (base.ward_code, base.borough_code, base.easting) == ("", "E09000099", 533225)
    assert base.address == "Long Road"


def test_an_address_on_one_of_two_streets_of_a_name_is_put_aside_with_the_choices(
    write, make: Make
) -> None:
    for name in ("Islington", "Camden"):
        make.street("Church Road", make.ward(f"{name} Ward", make.borough(name)))

    report = load_organisations(write(HALL | {"bases": "street: Church Road"}))

    assert report.rejected == 1
    aside = report.rejects.read_text("utf-8")
    assert "Church Road, Islington" in aside
    assert "Church Road, Camden" in aside


def test_an_address_that_cannot_be_placed_is_kept_and_told(write) -> None:
    report = load_organisations(write(HALL | {"bases": "address: far away; postcode: ZZ1 1ZZ"}))

    assert report.rejected == 0
    assert the_service().organisation.bases[0].borough_code == ""
    assert any("could not be placed" in note for note in report.notes)


def test_a_hidden_address_is_kept_hidden(write) -> None:
    load_organisations(write(HALL | {"bases": "postcode: N1 5QJ; hidden"}))

    assert the_service().organisation.bases[0].is_hidden


BAD = [
    ({"organisation_name": ""}, "organisation_name: is missing"),
    ({"kind": "club"}, "kind"),
    ({"kind": ""}, "kind"),
    ({"service_name": ""}, "service_name: is missing"),
    ({"service_ref": ""}, "service_ref: is missing"),
    ({"categories": "food | debt | legal | arts"}, "categories: 4 are too many"),
    ({"categories": "nonsense"}, "nonsense"),
    ({"coverage": "ward: Nowhere"}, "coverage"),
    ({"coverage": "galaxy: Hoxton"}, "coverage"),
    ({"coverage": "not ward: Hoxton West"}, "not for"),
    ({"opening_times": "sometimes"}, "opening_times"),
    ({"checked_on": "yesterday"}, "checked_on"),
    ({"age_from": "old"}, "age_from"),
    ({"age_from": "60", "age_to": "18"}, "age_from: 60 is more"),
    ({"identifiers": "1086812"}, "identifiers"),
    ({"identifiers": "GB-CHC:1086812 | GB-COH:1086812"}, "slip"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"organisation_website": "ftp://x"}, "organisation_website"),
    ({"bases": "planet: Mars"}, "bases"),
    ({"bases": "postcode: N1 5Q"}, "bases: postcode"),
    ({"bases": "easting: 533251"}, "bases: easting and northing"),
    ({"bases": "hidden; postcode: N1 5QJ; access: stairs"}, "bases: access"),
    ({"invented": "perhaps"}, "invented"),
    ({"summary": "x" * 301}, "summary: 301"),
    ({"languages": "klingon"}, "languages"),
]


@pytest.mark.parametrize(("change", "said"), BAD)
def test_a_bad_row_is_put_aside_with_its_reason_and_the_rest_goes_on(
    write, change: dict[str, str], said: str
) -> None:
    good = HALL | {"organisation_ref": "good", "service_ref": "good-1", "service_name": "Good"}

    report = load_organisations(write(HALL | change, good))

    assert report.rejected == 1
    assert the_service().name == "Good"
    with report.rejects.open(encoding="utf-8", newline="") as opened:
        (aside,) = csv.DictReader(opened)
    assert aside["line"] == "2"
    assert said in aside["reason"]
    assert {name: aside[name] for name in HALL} == {name: (HALL | change)[name] for name in HALL}


def test_what_was_put_aside_can_be_put_right_and_loaded(write) -> None:
    report = load_organisations(write(HALL | {"kind": "club"}))
    mended = report.rejects.read_text("utf-8").replace(",club,", ",charity,")
    report.rejects.write_text(mended, "utf-8")

    assert load_organisations(report.rejects).rejected == 0


def test_one_reference_on_two_rows_is_a_slip(write) -> None:
    report = load_organisations(write(HALL, HALL))

    assert report.rejected == 1
    assert "stands on line 2 too" in report.rejects.read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(write, encoding: str) -> None:
    load_organisations(write(HALL | {"service_name": "Café £1"}, encoding=encoding))

    assert the_service().name == "Café £1"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_usual_separators_are_read(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "list.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter=separator)
        writer.writerow([name.upper().replace("_", " ") for name in HALL])
        writer.writerow(HALL.values())

    assert load_organisations(file).services == {Became.ADDED: 1}


def test_a_dry_run_says_what_would_come_of_it_and_keeps_nothing(write) -> None:
    report = load_organisations(write(HALL), dry_run=True)

    assert report.services == {Became.ADDED: 1}
    assert db.session.scalar(select(func.count()).select_from(Service)) == 0


def test_json_says_the_same_as_csv(tmp_path: Path, write) -> None:
    load_organisations(write(HALL))
    listed = {
        "ref": "hall",
        "name": "The Hall",
        "kind": "community_group",
        "bases": [{"address": "12 Orsman Road", "postcode": "N1 5QJ"}],
        "services": [
            {
                "ref": "hall-lunch",
                "name": "Lunch club",
                "categories": ["lunch-club"],
                "coverage": ["ward: Hoxton West", "not street: Shepherdess Walk"],
                "opening_times": ["Tue 11:30-14:30", "closed 2026-12-29"],
                "sites": [{"name": "The kitchen", "postcode": "N1 5QJ", "access": ["step_free"]}],
                "checked_on": "2026-03-03",
            }
        ],
    }
    file = tmp_path / "list.json"
    file.write_text(json.dumps([listed]), "utf-8")

    report = load_organisations(file)

    assert report.organisations == {Became.UNCHANGED: 1}
    assert report.services == {Became.UNCHANGED: 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x89PNG\0\0\0", "not a text file"),
        (b"a,b,c\n1,2,3\n", "organisation_ref"),
        (b"<!DOCTYPE html><html></html>", "organisation_ref"),
        (b"[{", "whole JSON"),
        (b"{", "whole JSON"),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    with pytest.raises(ImportFileError, match=said):
        load_organisations(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no such file"):
        load_organisations(tmp_path / "none.csv")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_our_own_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fuzz.csv"
    file.write_bytes(content)
    try:
        rows = list(read(file).rows)
    except ImportFileError:
        return
    assert all(row.where for row in rows)


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
    assert search.find(Question(words="service")).total == 5


LATER = {
    "service_name": "Lunch club",
    "organisation_name": "The Hall",
    "kind": "community_group",
    "organisation_ref": "hall",
    "service_ref": "hall-lunch",
}


@pytest.fixture
def narrow(tmp_path: Path):
    """Write a CSV that has only these columns."""

    def written(*rows: dict[str, str]) -> Path:
        file = tmp_path / "narrow.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return file

    return written


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


def test_a_row_whose_organisation_was_put_aside_says_so(write) -> None:
    more = {"organisation_ref": "hall", "service_ref": "tea", "service_name": "Tea"}

    report = load_organisations(write(HALL | {"kind": "club"}, more))

    assert report.rejected == 2
    assert "put aside with line 2" in report.rejects.read_text("utf-8")
    mended = report.rejects.read_text("utf-8").replace(",club,", ",charity,")
    report.rejects.write_text(mended, "utf-8")
    assert load_organisations(report.rejects).services == {Became.ADDED: 2}


def test_when_only_the_service_is_bad_its_organisation_is_taken(write) -> None:
    report = load_organisations(write(HALL | {"coverage": "ward: Nowhere"}))

    assert (report.rejected, report.organisations) == (1, {Became.ADDED: 1})


def test_one_reference_for_two_organisations_is_a_slip(write) -> None:
    other = HALL | {"organisation_name": "Another Hall", "service_ref": "tea"}

    report = load_organisations(write(HALL, other))

    assert report.rejected == 1
    assert "“The Hall” on line 2" in report.rejects.read_text("utf-8")


def test_a_service_cannot_be_taken_from_another_organisation(write) -> None:
    load_organisations(write(HALL))

    report = load_organisations(write(HALL | {"organisation_ref": "thief"}))

    assert report.rejected == 1
    assert the_service().organisation.ref == "hall"


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


def test_a_newer_gazetteer_places_an_address_without_an_edit(write, make: Make) -> None:
    row = HALL | {"bases": "address: far away; postcode: ZZ1 1ZZ"}
    load_organisations(write(row))
    edited = the_service().organisation.edited_at
    make.postcode("ZZ1 1ZZ", make.ward("Far", make.borough("Away")), make.borough("Else"))

    report = load_organisations(write(row))

    assert report.organisations == {Became.CHANGED: 1}
    assert the_service().organisation.bases[0].ward_code
    assert the_service().organisation.edited_at == edited


def test_a_street_that_is_not_known_falls_back_on_its_borough(write) -> None:
    base = "address: Nowhere Road; street: Nowhere Road, Hackney; borough: Hackney"

    load_organisations(write(HALL | {"bases": base}))

    found = the_service().organisation.bases[0]
    assert (found.ward_code, found.borough_code, found.easting) == ("", "E09000012", None)


def test_a_site_where_nothing_happens_any_more_is_forgotten(write) -> None:
    load_organisations(write(HALL))

    load_organisations(write(HALL | {"sites": "name: The attic; postcode: N1 5QJ"}))

    assert [site.name for site in db.session.scalars(select(Site))] == ["The attic"]


def test_a_time_may_be_at_one_of_the_sites_only(write) -> None:
    load_organisations(write(HALL | {"opening_times": "Tue 11:30-14:30 @ the kitchen"}))

    service = the_service()
    assert service.openings[0].site_id == service.locations[0].site_id


def test_what_is_missing_from_a_newer_list_stays_and_is_counted(write) -> None:
    load_organisations(write(HALL, HALL | {"service_ref": "tea", "service_name": "Tea"}))

    report = load_organisations(write(HALL))

    assert report.missing == 1
    assert db.session.scalar(select(func.count()).select_from(Service)) == 2


def test_a_closed_service_is_found_no_more(write) -> None:
    load_organisations(write(HALL))
    load_organisations(write(HALL | {"service_publication": "closed"}))

    assert search.find(Question(words="lunch")).total == 0


def test_a_formula_is_kept_as_text_and_cannot_run_in_what_is_put_aside(write) -> None:
    formula = "=HYPERLINK(1)"
    report = load_organisations(
        write(HALL | {"summary": formula, "phone": "+44 20 7946 0000", "kind": "club"})
    )

    with report.rejects.open(encoding="utf-8", newline="") as opened:
        (aside,) = csv.DictReader(opened)
    assert aside["summary"] == f"'{formula}"
    mended = report.rejects.read_text("utf-8").replace(",club,", ",charity,")
    report.rejects.write_text(mended, "utf-8")
    load_organisations(report.rejects)
    assert the_service().summary == formula
    assert the_service().contacts[0].phone == "+44 20 7946 0000"


def test_what_no_one_can_see_or_store_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    name = "Caf\u00e9\u0000 \ud800\u202eclub"
    file.write_text(
        json.dumps(
            [
                {
                    "ref": "x",
                    "name": name,
                    "kind": "charity",
                    "services": [{"ref": "s", "name": name}],
                }
            ]
        ),
        "utf-8",
    )

    assert load_organisations(file).rejected == 0
    assert the_service().name == "Café club"


def organisations(count: int) -> list[dict[str, object]]:
    return [
        {
            "ref": f"o{n}",
            "name": f"Group {n}",
            "kind": "charity",
            "services": [{"ref": f"s{n}", "name": "Lunch", "coverage": ["borough: Hackney"]}],
        }
        for n in range(count)
    ]


@pytest.mark.parametrize("shape", ["list", "object", "lines", "pretty"])
def test_json_is_read_an_organisation_at_a_time_in_every_usual_shape(
    tmp_path: Path, shape: str, monkeypatch
) -> None:
    from directory.importers import json_rows

    monkeypatch.setattr(json_rows, "BLOCK", 100)
    sent = organisations(7)
    told = {
        "list": json.dumps(sent),
        "object": json.dumps({"title": "x", "organisations": sent}),
        "lines": "\n".join(map(json.dumps, sent)),
        "pretty": json.dumps(sent, indent=2),
    }
    file = tmp_path / "list.json"
    file.write_text(told[shape], "utf-8")

    assert load_organisations(file).services == {Became.ADDED: 7}


def test_json_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(organisations(3))[:-30], "utf-8")

    report = load_organisations(file)

    assert report.services == {Became.ADDED: 2}
    assert "not whole JSON" in report.trouble


def test_what_is_put_aside_of_json_can_be_put_right_and_loaded(tmp_path: Path) -> None:
    sent = organisations(2)
    sent[1]["services"][0]["coverage"] = ["borough: Nowhere"]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(sent), "utf-8")

    report = load_organisations(file)
    assert (report.rejected, report.rejects.suffix) == (1, ".jsonl")
    kept = json.loads(report.rejects.read_text("utf-8"))
    assert (kept["line"], kept["services"]) == ("organisation 2, service 1", sent[1]["services"])

    mended = report.rejects.read_text("utf-8").replace("Nowhere", "Hackney")
    report.rejects.write_text(mended, "utf-8")
    assert load_organisations(report.rejects).services == {Became.ADDED: 1}


@pytest.mark.parametrize(
    "value", [None, 5, 1.5, True, "x", [], {}, [[]], [{}], {"a": 1}, [None], "\ud800", 10**400]
)
@pytest.mark.parametrize("column", [*OF_ORGANISATION, "services"])
def test_no_value_of_json_stops_a_load(tmp_path: Path, column: str, value: object) -> None:
    file = tmp_path / "list.json"
    told = {"ref": "x", "name": "X", "kind": "charity"} | {column: value}
    file.write_text(json.dumps([told, *organisations(1)]), "utf-8")

    report = load_organisations(file)

    assert report.services == {Became.ADDED: 1}


@pytest.mark.parametrize("value", [None, 5, True, "x", [], {}, [[]], [{}], {"a": 1}, [None]])
@pytest.mark.parametrize("column", OF_SERVICE)
def test_no_value_of_a_service_in_json_stops_a_load(
    tmp_path: Path, column: str, value: object
) -> None:
    file = tmp_path / "list.json"
    service = {"ref": "y", "name": "Y"} | {column: value}
    told = {"ref": "x", "name": "X", "kind": "charity", "services": [service]}
    file.write_text(json.dumps([told, *organisations(1)]), "utf-8")

    assert load_organisations(file).services[Became.ADDED] >= 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(
    columns=st.lists(st.sampled_from(COLUMNS), max_size=8, unique=True),
    cells=st.lists(
        st.text(max_size=12) | st.sampled_from(['"', "a\nb", "x;y", "=1", "\0", "Mon 10:00-12:00"]),
        max_size=24,
    ),
)
def test_no_text_in_any_column_stops_a_load(tmp_path: Path, columns, cells) -> None:
    file = tmp_path / "any.csv"
    heading = ["organisation_ref", "organisation_name", "kind"]
    heading += [name for name in columns if name not in heading]
    lines = [",".join(heading), *(",".join(cells[n : n + 5]) for n in range(0, len(cells), 5))]
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    try:
        report = load_organisations(file, dry_run=True)
    except ImportFileError:
        return
    assert report.rejected + sum(report.organisations.values()) <= 2 * report.read


def test_a_line_beyond_measure_is_put_aside_and_the_rest_goes_on(write, monkeypatch) -> None:
    from directory.importers import csv_rows

    file = write(HALL | {"description": "x" * 9_000}, HALL | {"service_ref": "tea"})
    monkeypatch.setattr(csv_rows, "LONGEST_LINE", 3_000)

    report = load_organisations(file)

    assert (report.rejected, report.services) == (1, {Became.ADDED: 1})


def test_unknown_columns_are_named(write, narrow) -> None:
    report = load_organisations(narrow(LATER | {"Favourite colour": "blue"}))

    assert any("Favourite colour" in note for note in report.notes)


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("organisation_ref,organisation_name,kind,Kind\nx,X,charity,faith\n", "utf-8")

    with pytest.raises(ImportFileError, match="kind twice"):
        load_organisations(file)


def test_a_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"PK\x03\x04rest")

    with pytest.raises(ImportFileError, match="save it as CSV"):
        load_organisations(file)


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


def test_the_real_organisations_load_whole(shared: Path, tmp_path: Path, make: Make) -> None:
    make.borough("Tower Hamlets")
    make.borough("City of London")
    make.borough("Waltham Forest")
    make.ward("Weavers", make.borough("Bow"))
    file = tmp_path / "real.csv"
    facts = shared / "data/orgs/organisations_hackney_towerhamlets.json"

    assert real_organisations.write(facts, file) == 102
    report = load_organisations(file)

    assert report.organisations == {Became.ADDED: 33}
    assert (report.services, report.rejected) == ({Became.ADDED: 102}, 0)
    smoking = db.session.scalars(select(Service).where(Service.name == "Stop smoking advice")).one()
    assert smoking.categories == ["stop-smoking"]
    assert [claim.name for claim in smoking.coverage] == ["Hackney"]
    assert smoking.organisation.bases[0].ward_code == "E05009377"
