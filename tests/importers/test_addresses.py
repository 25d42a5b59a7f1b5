"""Addresses are placed by the best of what is said, and never by a guess."""

import pytest
from sqlalchemy import func, select

from directory.entries.kept import address_of
from directory.entries.placing import Places
from directory.entries.written import told_address
from directory.extensions import db
from directory.importers import Became, load_organisations
from directory.models import Site
from directory.search import index
from tests.factories import Make
from tests.importers.lists import HALL, the_service

pytestmark = pytest.mark.usefixtures("places")


def test_services_that_share_an_address_share_a_site(write) -> None:
    load_organisations(write(HALL, HALL | {"service_ref": "hall-tea", "service_name": "Tea"}))

    assert db.session.scalar(select(func.count()).select_from(Site)) == 1


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


@pytest.mark.parametrize(
    ("said", "areas"),
    [
        ("", ("", "")),
        ("; borough: Hackney South", ("", "E09000099")),
        ("; ward: North; borough: Hackney South", ("E05000099", "E09000099")),
        ("; borough: Hackney", ("", "")),  # it does not lie there
    ],
)
def test_what_a_street_on_a_border_leaves_open_is_settled_by_the_borough_that_is_said(
    write, make: Make, said: str, areas: tuple[str, str]
) -> None:
    south = make.borough("Hackney South", code="E09000099")
    north = make.ward("North", south, code="E05000099")
    make.street("Long Road", north, make.ward("Other", make.borough("Towers")), at=(533200, 183700))

    load_organisations(write(HALL | {"bases": f"street: Long Road{said}"}))
    again = load_organisations(write(HALL | {"bases": f"street: Long Road{said}"}))

    base = the_service().organisation.bases[0]
    assert (base.ward_code, base.borough_code, base.easting) == (*areas, 533225)
    assert again.organisations[Became.UNCHANGED] == 1
    told = told_address(address_of(base, Places()))
    written = "; ".join(f"{part}: {value}" for part, value in told.items())
    load_organisations(write(HALL | {"bases": written}))
    base = the_service().organisation.bases[0]
    assert (base.ward_code, base.borough_code, base.easting) == (*areas, 533225)


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


def test_a_site_that_is_placed_anew_is_told_for_all_who_share_it(
    write, make: Make, monkeypatch
) -> None:
    row = HALL | {"sites": "name: The shed; postcode: ZZ1 1ZZ"}
    load_organisations(write(row, row | {"service_ref": "tea", "service_name": "Tea"}))
    borough = make.borough("Away", code="E09000099")
    make.postcode("ZZ1 1ZZ", make.ward("Far", borough), borough)
    told: list[int] = []
    monkeypatch.setattr(index, "note_changes", told.extend)

    load_organisations(write(row))

    assert len(told) == 2
    assert db.session.scalars(select(Site)).one().borough_code == "E09000099"


REFUGE = HALL | {"bases": "address: 12 Orsman Road; postcode: N1 5QJ; hidden"}
SAME_PLACE = [
    "address: 12 Orsman Road; postcode: N1 5QJ",
    "name: The kitchen; postcode: N1 5QJ",
    "address: 12 orsman road, side door; postcode: n15qj",
    "address: 12, Orsman Road",
]
ANOTHER_PLACE = [
    "address: 90 Orsman Road; postcode: N1 5QJ",
    "address: 12 Orsman Road; postcode: ZZ1 1ZZ",
    "address: 1 Shepherdess Walk",
]


@pytest.mark.parametrize("site", SAME_PLACE)
def test_what_happens_at_a_hidden_base_is_hidden_though_the_list_forgot_to_say_so(
    write, site: str
) -> None:
    report = load_organisations(write(REFUGE | {"sites": site}))

    assert [each.site.is_hidden for each in the_service().locations] == [True]
    assert any("kept private" in note for note in report.notes)


@pytest.mark.parametrize("site", ANOTHER_PLACE)
def test_what_happens_elsewhere_is_shown(write, site: str) -> None:
    report = load_organisations(write(REFUGE | {"sites": site}))

    assert [each.site.is_hidden for each in the_service().locations] == [False]
    assert not any("kept private" in note for note in report.notes)


def test_a_later_list_that_names_no_base_does_not_show_the_hidden_one(write, narrow) -> None:
    load_organisations(write(REFUGE | {"sites": ""}))
    columns = ("organisation_ref", "organisation_name", "kind", "service_ref", "service_name")
    later = {name: HALL[name] for name in columns} | {"sites": SAME_PLACE[0]}

    load_organisations(narrow(later))
    again = load_organisations(narrow(later))

    assert [each.site.is_hidden for each in the_service().locations] == [True]
    assert again.services == {Became.UNCHANGED: 1}


def test_another_group_at_the_same_address_is_shown_there(write) -> None:
    other = {"organisation_ref": "cafe", "service_ref": "cafe", "bases": "", "sites": SAME_PLACE[0]}
    load_organisations(write(REFUGE | {"sites": SAME_PLACE[0]}, HALL | other))

    found = db.session.scalars(select(Site.is_hidden)).all()
    assert sorted(found) == [False, True]


def test_a_point_far_from_its_postcode_cannot_bring_a_base_nearer(write, make: Make) -> None:
    far = make.ward("Far", make.borough("Away"))
    make.postcode("ZZ1 1ZZ", far, far, at=(400_000, 400_000))

    report = load_organisations(
        write(HALL | {"bases": "postcode: ZZ1 1ZZ; easting: 533251; northing: 183699"})
    )

    assert report.rejected == 1
    assert "254 km from the postcode" in report.rejects.read_text("utf-8")


def test_a_point_near_its_postcode_is_believed(write) -> None:
    load_organisations(
        write(HALL | {"bases": "postcode: N1 5QJ; easting: 533200; northing: 183600"})
    )

    base = the_service().organisation.bases[0]
    assert (base.easting, base.northing, base.ward_code) == (533200, 183600, "E05009377")
