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
from directory.importers.reading import COLUMNS, read
from directory.models import FormerSlug, Organisation, Service, Site
from directory.search import Question
from tests.factories import Make

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
