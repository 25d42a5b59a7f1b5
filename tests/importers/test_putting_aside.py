"""A row that cannot be used is put aside with its reason, and can be put right and loaded."""

import csv

import pytest

from directory.importers import Became, load_organisations
from tests.importers.lists import HALL, the_service

pytestmark = pytest.mark.usefixtures("places")


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
    ({"identifiers": "GB-COH:1086812"}, "looks like a charity number"),
    ({"identifiers": "GB-CHC:1086812 | GB-COH:01086812"}, "slip"),
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
