"""The small files that somebody types: docs/gazetteer.md."""

from datetime import date

import pytest

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Area, AreaBorder
from tests.gazetteer.loading import (
    DE_BEAUVOIR,
    HACKNEY,
    HOXTON_EAST,
    HOXTON_WEST,
    TOWER_HAMLETS,
    counts,
    everything,
    links,
    load,
    names,
    put,
    square,
    street,
    wards_geojson,
)

AREAS = ["code", "level", "name", "kind", "aliases", "former_names", "welsh_name", "inside",
         "partly_inside", "borders", "outline", "ends_on"]  # fmt: skip
ESTATE = "patch-colville-estate"
WORLD = [
    AREAS,
    ["E92000001", "nation", "England", "", "", "", "Lloegr", "", "", "", "", ""],
    [HACKNEY, "borough", "Hackney", "London borough", "", "", "", "E92000001", "", TOWER_HAMLETS,
     "", ""],
    [TOWER_HAMLETS, "borough", "Tower Hamlets", "", "", "", "", "E92000001", "", "", "", ""],
    [HOXTON_EAST, "ward", "Hoxton East & Shoreditch", "", "Shoreditch|Hoxton E", "Hoxton", "",
     HACKNEY, "E02000369", "", "533000 183000, 534000 183000, 534000 184000, 533000 184000", ""],
    [DE_BEAUVOIR, "ward", "De Beauvoir", "", "", "", "", HACKNEY, "", "", "", ""],
    ["E02000369", "neighbourhood", "Haggerston West", "", "", "", "", HACKNEY, "", "", "", ""],
    [ESTATE, "patch", "Colville Estate", "estate", "", "", "", HOXTON_EAST, "", "", "",
     "2030-05-07"],
]  # fmt: skip
STREETS = [
    "name",
    "wards",
    "probable_wards",
    "neighbourhoods",
    "points",
    "postcodes",
    "aliases",
    "code",
]


def area(code: str) -> Area:
    db.session.expire_all()
    found = db.session.get(Area, code)
    assert found is not None
    return found


def borders() -> set[tuple[str, str]]:
    return {(row.code, row.neighbour_code) for row in db.session.scalars(db.select(AreaBorder))}


def test_typed_areas_keep_all_that_was_typed(app, tmp_path):
    report = load(put(tmp_path, "areas.csv", WORLD))
    assert counts(report) == (7, 0, 0, 0, 0)
    ward = area(HOXTON_EAST)
    assert (ward.level, ward.slug, ward.min_easting) == (
        Level.WARD,
        "hoxton-east-shoreditch",
        533000,
    )
    assert names(HOXTON_EAST) == {
        "Hoxton East & Shoreditch": "name",
        "Shoreditch": "alias",
        "Hoxton E": "alias",
        "Hoxton": "former",
    }
    assert names("E92000001") == {"England": "name", "Lloegr": "welsh"}
    assert links(HOXTON_EAST)[HACKNEY] == ("certain", "publisher")
    assert links(HOXTON_EAST)["E02000369"] == ("part", "publisher")
    assert links(ESTATE)[HOXTON_EAST] == ("certain", "publisher")
    assert area(ESTATE).ends_on == date(2030, 5, 7)
    assert borders() == {(HACKNEY, TOWER_HAMLETS), (TOWER_HAMLETS, HACKNEY)}


def test_and_twice_is_as_once(app, tmp_path):
    streets = [
        STREETS,
        [
            "Orsman Road",
            HOXTON_EAST,
            DE_BEAUVOIR,
            "E02000369",
            "533250 183690|533302 183684",
            "N1 5QJ",
            "",
            "",
        ],
    ]
    paths = [put(tmp_path, "areas.csv", WORLD), put(tmp_path, "streets.csv", streets)]
    loaders.load(paths)
    before = everything()
    for report in loaders.load(paths, again=True):
        assert (report.added, report.changed) == (0, 0), report
    assert everything() == before


def test_a_typed_street_has_its_wards_neighbourhoods_borough_and_postcodes(app, tmp_path):
    rows = [
        STREETS,
        [
            "Orsman Road",
            HOXTON_EAST,
            DE_BEAUVOIR,
            "E02000369",
            "533250 183690|533302 183684",
            "N1 5QJ|n15ql",
            "Orsman",
            "",
        ],
    ]
    loaders.load([put(tmp_path, "areas.csv", WORLD), put(tmp_path, "streets.csv", rows)])
    found = street("Orsman Road")
    assert (found.code, found.slug) == ("st-orsman-road-e09000012", "orsman-road-hackney")
    assert links(found.code) == {
        HOXTON_EAST: ("certain", "publisher"),
        DE_BEAUVOIR: ("probable", "publisher"),
        "E02000369": ("certain", "publisher"),
        HACKNEY: ("certain", "publisher"),
    }
    assert [row[0] for row in everything()["postcode_street"]] == ["N15QJ", "N15QL"]
    assert names(found.code) == {"Orsman Road": "name", "Orsman": "alias"}


IDENTITIES = [
    ("20900123", "usrn-20900123"),
    ("osgb4000000030000001", "osgb4000000030000001"),
    ("my-street", "my-street"),
    ("", "st-mill-row-e09000012"),
]


@pytest.mark.parametrize(("typed", "code"), IDENTITIES)
def test_a_streets_code_is_the_publishers_or_ones_own_or_made_and_kept(app, tmp_path, typed, code):
    rows = [STREETS, ["Mill Row", HOXTON_EAST, "", "", "533400 183700", "", "", typed]]
    loaders.load([put(tmp_path, "areas.csv", WORLD), put(tmp_path, "streets.csv", rows)])
    assert street("Mill Row").code == code
    rows[1][0], rows[1][6] = "Mill Rw", "Mill Row"
    again = put(
        tmp_path,
        "more.csv",
        [STREETS, ["Mill Row", HOXTON_EAST, "", "", "533420 183700", "", "The Row", typed]],
    )
    report = load(again)
    assert (report.added, report.changed) == (0, 1)
    assert street("Mill Row").code == code


def test_two_streets_of_one_name_without_points_are_told_apart_by_their_wards(app, tmp_path):
    rows = [
        STREETS,
        ["High Street", HOXTON_EAST, "", "", "", "", "", ""],
        ["High Street", DE_BEAUVOIR, "", "", "", "", "", ""],
        ["High St", HOXTON_EAST, "", "", "", "", "", ""],
    ]
    loaders.load([put(tmp_path, "areas.csv", WORLD), put(tmp_path, "streets.csv", rows)])
    codes = db.session.scalars(
        db.select(Area.code).where(Area.level == "street").order_by(Area.code)
    )
    assert list(codes) == ["st-high-street-e09000012", "st-high-street-e09000012-2"]


def test_a_publishers_word_beats_a_typed_one_and_what_only_was_typed_stays(app, tmp_path):
    typed = put(tmp_path, "areas.csv", WORLD)
    load(typed)
    drawn = tmp_path / "wards.geojson"
    official = (
        HOXTON_EAST,
        "Hoxton East and Shoreditch",
        HACKNEY,
        "Hackney",
        square(533200, 183200),
    )
    drawn.write_text(wards_geojson([official], degrees=False))
    loaders.load([drawn])
    before = everything()
    assert area(HOXTON_EAST).min_easting == 533200
    assert names(HOXTON_EAST)["Shoreditch"] == "alias"
    assert load(typed, again=True).changed == 0
    assert everything() == before


BAD_AREAS = [
    ({"level": "village"}, "is not a level"),
    ({"name": " "}, "has no name"),
    ({"code": "a b"}, "is not a code"),
    ({"inside": "nowhere"}, "which is not in this file"),
    ({"inside": ESTATE}, "cannot be inside a patch"),
    ({"outline": "533000 183000, 534000 183000"}, "fewer than three corners"),
    ({"outline": "533000, 534000, 535000"}, "is not an easting and a northing"),
    ({"outline": "533000 183000, 534000 183000, 9934000 184000"}, "is not in Great Britain"),
    ({"ends_on": "7 May 2026"}, "is not a date"),
]


@pytest.mark.parametrize(("wrong", "reason"), BAD_AREAS)
def test_a_bad_area_is_put_aside_with_its_reason(app, tmp_path, wrong, reason):
    row = dict(zip(AREAS, WORLD[4], strict=True)) | {"code": HOXTON_WEST} | wrong
    report = load(put(tmp_path, "areas.csv", [*WORLD, [row[name] for name in AREAS]]))
    assert (report.added, report.rejected) == (7, 1)
    assert reason in report.rejects.read_text("utf-8")


BAD_STREETS = [
    ({"name": ""}, "has no name"),
    ({"wards": "a b"}, "is not a code"),
    ({"points": "533000"}, "is not an easting and a northing"),
    ({"postcodes": "here"}, "is not a postcode"),
]


@pytest.mark.parametrize(("wrong", "reason"), BAD_STREETS)
def test_a_bad_street_is_put_aside_with_its_reason(app, tmp_path, wrong, reason):
    row = dict.fromkeys(STREETS, "") | {"name": "Mill Row", "wards": HOXTON_EAST} | wrong
    report = load(put(tmp_path, "streets.csv", [STREETS, [row[name] for name in STREETS]]))
    assert (report.added, report.rejected) == (0, 1)
    assert reason in report.rejects.read_text("utf-8")


def test_an_estate_with_an_outline_lies_in_the_wards_it_overlaps(app, tmp_path):
    rows = [
        ["code", "level", "name", "inside", "outline"],
        [HACKNEY, "borough", "Hackney", "", ""],
        [
            HOXTON_EAST,
            "ward",
            "Hoxton East",
            HACKNEY,
            "533000 183000, 534000 183000, 534000 184000, 533000 184000",
        ],
        [
            DE_BEAUVOIR,
            "ward",
            "De Beauvoir",
            HACKNEY,
            "533000 184000, 534000 184000, 534000 185000, 533000 185000",
        ],
        [
            ESTATE,
            "patch",
            "Colville Estate",
            "",
            "533400 183900, 533500 183900, 533500 184001, 533400 184001",
        ],
    ]
    loaders.load([put(tmp_path, "areas.csv", rows)])
    assert links(ESTATE) == {
        HOXTON_EAST: ("certain", "outline"),
        HACKNEY: ("certain", "outline"),
    }
