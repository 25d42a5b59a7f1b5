"""The sample is real where it claims to be, and plainly made up where it does not."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from directory.domain.categories import CATEGORIES
from directory.domain.place import Level
from directory.domain.terms import Access, Audience, Cost, Kind, Mode, Status, WayIn
from directory.importers.demo import FOLDER, ORGANISATIONS, REF_PREFIX

Row = dict[str, str]

# Ofcom keeps these numbers for drama: nobody will ever have them.
DRAMA_PHONE = re.compile(r"020 7946 0\d{3}|07700 900\d{3}")
SOURCED_HOURS = {
    ("Hoxton Trust", "Free legal advice"): "Mon,Thu 10:00-12:00",
    ("Providence Row", "Day centre"): "Mon,Tue,Wed,Thu,Fri 09:30-14:00",
}
SOURCED_POSTCODES = {
    "City & Hackney Carers Centre": "E8 3LA",
    "Hackney Migrant Centre": "N16 9ES",
    "Oxford House in Bethnal Green": "E2 6HG",
    "St Margaret's House Settlement": "E2 9PL",
    "Volunteer Centre Tower Hamlets": "E1 6BD",
    "Providence Row": "E1 7SA",
    "Bow Arts Trust": "E3 2SJ",
}


def rows_of(name: str) -> list[Row]:
    """Return the rows of a file of the sample."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(cell: str) -> list[str]:
    """Return the values of a cell."""
    return [value for part in cell.split("|") if (value := part.strip())]


SERVICES = rows_of(ORGANISATIONS.name)
HEADS: dict[str, Row] = {}
for _row in SERVICES:
    HEADS.setdefault(_row["organisation_ref"], _row)
REAL = [row for row in HEADS.values() if row["invented"] != "yes"]
INVENTED = [row for row in HEADS.values() if row["invented"] == "yes"]


def services_of(organisations: list[Row]) -> Iterator[Row]:
    """Yield the services of these organisations."""
    refs = {row["organisation_ref"] for row in organisations}
    return (row for row in SERVICES if row["organisation_ref"] in refs)


def test_there_is_enough_to_look_through() -> None:
    assert len(HEADS) >= 60
    assert len({row["service_ref"] for row in SERVICES}) == len(SERVICES) >= 150
    assert len(REAL) == 33
    assert all(ref.startswith(REF_PREFIX) for ref in HEADS)


@pytest.mark.parametrize("slug", CATEGORIES)
def test_every_kind_of_help_has_a_service(slug: str) -> None:
    assert any(slug in several(row["categories"]) for row in SERVICES)


@pytest.mark.parametrize(
    ("column", "terms"),
    [
        ("kind", Kind),
        ("cost", Cost),
        ("audiences", Audience),
        ("access", Access),
        ("modes", Mode),
        ("ways_in", WayIn),
        ("status", Status),
    ],
)
def test_every_word_of_every_list_is_used(column: str, terms: type[StrEnum]) -> None:
    used = {value for row in SERVICES for value in several(row[column])}
    # "running" and "unknown" are also what an empty cell means.
    assert {term.value for term in terms} - used <= {"running", "unknown"}


def test_coverage_is_of_every_level_and_is_sometimes_not_stated() -> None:
    claims = [claim for row in SERVICES for claim in several(row["coverage"])]
    levels = {claim.partition(":")[0] for claim in claims if not claim.startswith("not ")}
    assert levels == {level.value for level in Level}
    assert "not street: Shepherdess Walk, Hackney" in claims
    assert any(not row["coverage"] for row in SERVICES)


def test_hours_are_of_every_kind() -> None:
    times = [row["opening_times"] for row in SERVICES]
    for kind in (
        "every 2 weeks",
        "first Tue",
        "last ",
        "until",
        "closed 2026-12-25",
        "2026-12-24 ",
    ):
        assert any(kind in each for each in times), kind


def test_entries_were_checked_lately_long_ago_and_never() -> None:
    found = [date.fromisoformat(row["checked_on"]) for row in SERVICES if row["checked_on"]]
    assert min(found) < date(2025, 1, 1)
    assert max(found) > date(2026, 11, 1)
    assert any(not row["checked_on"] for row in services_of(INVENTED))


def test_many_languages_are_spoken() -> None:
    assert len({code for row in SERVICES for code in several(row["languages"])}) >= 25


@pytest.mark.parametrize("head", INVENTED, ids=lambda row: row["organisation_name"])
def test_nobody_could_mistake_an_invented_organisation_for_a_real_one(head: Row) -> None:
    assert "invented" in head["organisation_name"]
    assert not head["identifiers"]
    assert not head["organisation_website"]
    for row in services_of([head]):
        for phone in (row["organisation_phone"], row["phone"]):
            assert not phone or DRAMA_PHONE.fullmatch(phone)
        for email in (row["organisation_email"], row["email"]):
            assert not email or email.endswith(".example.org")


def test_no_two_invented_organisations_share_a_number() -> None:
    phones = [row["organisation_phone"] for row in INVENTED if row["organisation_phone"]]
    assert len(phones) == len(set(phones))


@pytest.mark.parametrize("head", REAL, ids=lambda row: row["organisation_name"])
def test_a_real_organisation_says_only_what_a_source_supports(head: Row) -> None:
    name = head["organisation_name"]
    assert head["source"].startswith("http")
    assert "invented" not in name
    assert not head["organisation_checked_on"]
    postcode = re.search(r"postcode: ([A-Z0-9 ]+)", head["bases"])
    assert (postcode[1] if postcode else "") == SOURCED_POSTCODES.get(name, "")
    for row in services_of([head]):
        for column in [
            "organisation_phone",
            "organisation_email",
            "phone",
            "email",
            "website",
            "checked_on",
            "cost_note",
            "access",
            "languages",
        ]:
            assert not row.get(column), column
        hours = SOURCED_HOURS.get((name, row["service_name"]), "")
        assert row["opening_times"] == hours
        assert row["status_note"]


def test_shoreditch_trust_is_given_its_street_and_no_postcode() -> None:
    bases = [row["bases"] for row in REAL if row["organisation_name"] == "Shoreditch Trust"]
    assert bases == ["address: Orsman Road; street: Orsman Road, Hackney"]


def test_real_organisations_have_the_numbers_and_websites_of_their_sources(shared: Path) -> None:
    file = shared / "data/orgs/organisations_hackney_towerhamlets.json"
    known = {each["name"]: each for each in json.loads(file.read_text("utf-8"))}
    known["Hackney Night Shelter"] = known.pop(
        "Hackney Night Shelter (Hackney Winter Night Shelter)"
    )
    assert {row["organisation_name"] for row in REAL} == set(known)
    for row in REAL:
        fact = known[row["organisation_name"]]
        numbers = (("GB-CHC", fact["charity_number"]), ("GB-COH", fact["company_number"]))
        assert several(row["identifiers"]) == [f"{a}:{n}" for a, n in numbers if n]
        website = row["organisation_website"].split("://")[-1]
        assert any(website in source for source in fact["sources"])
        assert row["founded"] == (fact["founded"] or "")


def test_the_wards_are_the_real_ones_and_fit_each_other(shared: Path) -> None:
    file = shared / "data/boundaries/wards_london_WD25_bgc.geojson"
    places = [each["properties"] for each in json.loads(file.read_text("utf-8"))["features"]]
    wanted = {
        place["WD25CD"]: (place["WD25NM"], place["LAD25CD"])
        for place in places
        if place["LAD25CD"] in ("E09000012", "E09000030")
    }
    wards = [row for row in rows_of("areas.csv") if row["level"] == "ward"]
    assert {row["code"]: (row["name"], row["inside"]) for row in wards} == wanted
    # Neighbours share their corners: nearly every corner belongs to two wards or to the edge.
    corners: dict[str, int] = defaultdict(int)
    for row in wards:
        for corner in row["outline"].split(", "):
            corners[corner] += 1
    assert sum(count > 1 for count in corners.values()) > len(corners) / 2


def test_postcodes_are_the_publishers(shared: Path) -> None:
    found = {}
    for name in ("e", "ec", "n"):
        with (shared / f"data/codepoint_open/{name}.csv").open(newline="") as file:
            for row in csv.reader(file):
                found[row[0].replace(" ", "")] = (row[2], row[3], row[9], row[8])
    for row in rows_of("postcodes.csv"):
        stated = (row["easting"], row["northing"], row["ward"], row["borough"])
        assert stated == found[row["postcode"].replace(" ", "")]


def test_streets_lie_in_the_wards_that_the_evidence_gives_them(shared: Path) -> None:
    with (shared / "data/streets/streets_hackney_towerhamlets.csv").open(newline="") as file:
        known = {row["street_name"]: row for row in csv.DictReader(file)}
    in_two_places = {"Tyssen Street", "Allen Road"}
    by_address = {"Kingsland Road": "E05009370", "Old Ford Road": "E05009331"}
    rows = rows_of("streets.csv")
    assert len(rows) >= 100
    for row in rows:
        evidence = set(known[row["name"]]["ward_codes_certain"].split(";"))
        evidence |= {by_address.get(row["name"], "")} - {""}
        wards = set(several(row["wards"]))
        assert wards < evidence if row["name"] in in_two_places else wards == evidence
        assert not wards & set(several(row["probable_wards"]))


def test_orsman_road_is_in_its_true_ward_and_neighbourhood() -> None:
    street = next(row for row in rows_of("streets.csv") if row["name"] == "Orsman Road")
    assert (street["wards"], street["neighbourhoods"]) == ("E05009377", "E02000369")
    assert street["postcodes"] == "N1 5QJ"


def test_the_publishers_of_places_are_thanked() -> None:
    said = " ".join((FOLDER / "README.md").read_text("utf-8").split())
    for words in (
        "contains OS data © Crown copyright and database right 2025",
        "contains Royal Mail data © Royal Mail copyright and database right 2025",
        "Office for National Statistics, licensed under the Open Government Licence v3.0",
    ):
        assert words in said
