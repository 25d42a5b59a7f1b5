"""Areas: lists of names and codes, boundaries, editions, borders and overlaps."""

import json
from datetime import date

import pytest
from shapely import from_wkb

from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Area, AreaBorder, CoverageArea
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
    wards_geojson,
)

REGIONS = [["RGNCD", "RGNNM", "CTRYCD", "CTRYNM"], ["E12000007", "London", "E92000001", "England"]]
BOROUGHS = [
    line.split(",")
    for line in (
        "LADCD,LADNM,LADCD_ACTIVE,LADNM_ACTIVE,RGNCD,RGNNM,CTRYCD,CTRYNM,Current",
        f"{HACKNEY},Hackney,{HACKNEY},Hackney,E12000007,London,E92000001,England,TRUE",
        "W06000015,Cardiff,W06000015,Cardiff,,,W92000004,Wales,TRUE",
        "E06000029,Poole,E06000058,BCP,E12000009,South West,E92000001,England,FALSE",
    )
]


def wards_list(year: int, *rows: tuple[str, str]) -> list[list[str]]:
    head = [
        f"WD{year}CD",
        f"WD{year}NM",
        f"WD{year}NMW",
        f"LAD{year}CD",
        f"LAD{year}NM",
        "ObjectId",
    ]
    return [head, *([code, name, "", HACKNEY, "Hackney", "1"] for code, name in rows)]


def area(code: str) -> Area:
    db.session.expire_all()
    found = db.session.get(Area, code)
    assert found is not None, code
    return found


def borders(code: str) -> set[str]:
    rows = db.session.scalars(db.select(AreaBorder).where(AreaBorder.code == code))
    return {row.neighbour_code for row in rows}


LISTS = [
    (REGIONS, "E12000007", Level.REGION, "London", {"E92000001"}),
    (BOROUGHS, HACKNEY, Level.BOROUGH, "Hackney", {"E12000007"}),
    (BOROUGHS, "W06000015", Level.BOROUGH, "Cardiff", {"W92000004"}),
    (
        wards_list(25, (HOXTON_WEST, "Hoxton West")),
        HOXTON_WEST,
        Level.WARD,
        "Hoxton West",
        {HACKNEY},
    ),
]


@pytest.mark.parametrize(("rows", "code", "level", "name", "parents"), LISTS)
def test_a_list_of_names_and_codes_is_known_by_its_header(
    app, tmp_path, rows, code, level, name, parents
):
    report = load(put(tmp_path, "list.csv", rows))
    assert report.added == len(rows) - 1
    found = area(code)
    assert (found.level, found.name, found.ends_on) == (level, name, None)
    assert set(links(code)) == parents
    assert links("E92000001") == {"K02000001": ("certain", "publisher")}


def test_an_authority_that_is_no_more_is_kept_with_an_end(app, tmp_path):
    load(put(tmp_path, "la.csv", BOROUGHS))
    assert area("E06000029").ends_on is not None
    assert area(HACKNEY).ends_on is None


NEIGHBOURHOODS = [
    ["MSOACD", "MSOANM", "MSOAHCLNM", "MSOAHCLNMW", "LADCD_ACTIVE", "LADNM_ACTIVE", "RGNCD",
     "RGNNM", "CTRYCD", "CTRYNM", "MSOA11CD", "MSOA21CD", "MSOA11HCLNM"],
    ["E02000369", "Hackney 025", "Haggerston West & Kingsland Basin", "", HACKNEY, "Hackney",
     "E12000007", "London", "E92000001", "England", "E02000369", "E02000369", "Kingsland Basin"],
    ["E02000053", "Barnet 030", "Colindale", "", "E09000003", "Barnet", "E12000007", "London",
     "E92000001", "England", "E02000053", "", "Colindale"],
]  # fmt: skip


def test_a_neighbourhood_is_called_by_its_name_and_known_by_its_number(app, tmp_path):
    load(put(tmp_path, "msoa.csv", NEIGHBOURHOODS))
    assert area("E02000369").slug == "haggerston-west-kingsland-basin"
    assert names("E02000369") == {
        "Haggerston West & Kingsland Basin": "name",
        "Hackney 025": "alias",
        "Kingsland Basin": "former",
    }
    assert area("E02000053").ends_on == date(2021, 3, 21)


@pytest.mark.parametrize("names_first", [True, False])
def test_a_number_never_takes_the_place_of_a_name(app, tmp_path, names_first):
    listed = put(tmp_path, "msoa.csv", NEIGHBOURHOODS)
    drawn = tmp_path / "msoa.geojson"
    feature = json.loads(
        wards_geojson([("E02000369", "Hackney 025", HACKNEY, "Hackney", square(533000, 183000))])
    )
    drawn.write_text(json.dumps(feature).replace("WD25", "MSOA21"))
    for path in (listed, drawn) if names_first else (drawn, listed):
        load(path)
    assert area("E02000369").name == "Haggerston West & Kingsland Basin"
    assert names("E02000369")["Hackney 025"] == "alias"
    assert area("E02000369").outline is not None


@pytest.mark.parametrize("newer_first", [True, False])
def test_a_renamed_ward_keeps_its_code_and_its_former_name(app, tmp_path, newer_first):
    old = put(
        tmp_path, "a.csv", wards_list(23, ("E05009331", "St Peter's"), (HOXTON_WEST, "Hoxton West"))
    )
    new = put(
        tmp_path,
        "b.csv",
        wards_list(25, ("E05009331", "Bethnal Green West"), (HOXTON_WEST, "Hoxton West")),
    )
    for path in (new, old) if newer_first else (old, new):
        loaders.load([path])
    assert area("E05009331").name == "Bethnal Green West"
    assert names("E05009331") == {"Bethnal Green West": "name", "St Peter's": "former"}
    assert area("E05009331").edition == "2025"


def test_a_slug_once_given_stays(app, tmp_path):
    load(put(tmp_path, "a.csv", wards_list(23, ("E05009331", "St Peter's"))))
    load(put(tmp_path, "b.csv", wards_list(25, ("E05009331", "Bethnal Green West"))))
    assert area("E05009331").slug == "st-peters"


def test_two_wards_of_one_name_get_different_slugs(app, tmp_path):
    rows = wards_list(25, ("E05009386", "Victoria"))
    rows.append(["E05011111", "Victoria", "", "E06000033", "Southend-on-Sea", "2"])
    load(put(tmp_path, "a.csv", rows))
    assert {area("E05009386").slug, area("E05011111").slug} == {
        "victoria",
        "victoria-southend-on-sea",
    }


@pytest.mark.parametrize("newer_first", [True, False])
def test_a_ward_that_a_newer_list_leaves_out_is_retired_never_deleted(app, tmp_path, newer_first):
    old = put(
        tmp_path,
        "a.csv",
        wards_list(23, ("E05000231", "De Beauvoir Old"), (HOXTON_WEST, "Hoxton West")),
    )
    new = put(
        tmp_path,
        "b.csv",
        wards_list(25, (DE_BEAUVOIR, "De Beauvoir"), (HOXTON_WEST, "Hoxton West")),
    )
    reports = []
    for path in (new, old) if newer_first else (old, new):
        reports += [r for r in loaders.load([path]) if r.kind.startswith("ONS")]
    assert sum(report.retired for report in reports) == 1
    assert area("E05000231").ends_on == date(2025, 1, 1)
    assert area(HOXTON_WEST).ends_on is None
    assert area(DE_BEAUVOIR).ends_on is None


def test_an_organisations_coverage_survives_the_end_of_its_ward(app, make, tmp_path):
    load(put(tmp_path, "a.csv", wards_list(23, ("E05000231", "Old"), (HOXTON_WEST, "Hoxton West"))))
    make.service("Lunch", make.organisation("Hall"), serves=[area("E05000231")])
    load(put(tmp_path, "b.csv", wards_list(25, (HOXTON_WEST, "Hoxton West"))))
    assert area("E05000231").ends_on is not None
    kept = db.session.scalars(db.select(CoverageArea)).one()
    assert (kept.code, kept.name, kept.is_exclusion) == ("E05000231", "Old", False)


def test_a_list_retires_only_in_the_boroughs_it_lists(app, tmp_path):
    rows = wards_list(23, (HOXTON_WEST, "Hoxton West"))
    rows.append(["E05009333", "Spitalfields", "", TOWER_HAMLETS, "Tower Hamlets", "2"])
    load(put(tmp_path, "a.csv", rows))
    load(put(tmp_path, "b.csv", wards_list(25, (HOXTON_WEST, "Hoxton West"))))
    assert area("E05009333").ends_on is None


def test_two_editions_loaded_twice_change_nothing_more(app, tmp_path):
    paths = [
        put(tmp_path, "a.csv", wards_list(23, ("E05000231", "Old"), (HOXTON_WEST, "Hoxton W"))),
        put(tmp_path, "b.csv", wards_list(25, (HOXTON_WEST, "Hoxton West"))),
    ]
    loaders.load(paths)
    before = everything()
    for report in loaders.load(paths, again=True):
        assert counts(report)[:2] == (0, 0), report
        assert report.retired == 0
    assert everything() == before


BAD = [
    (["E0500937", "Hoxton", "", HACKNEY, "Hackney", "1"], "is not an area code"),
    (["", "Hoxton", "", HACKNEY, "Hackney", "1"], "has no code or no name"),
    ([HACKNEY, "Hoxton", "", HACKNEY, "Hackney", "1"], "has no code or no name"),
    ([HOXTON_EAST, "Hoxton", "", HACKNEY], "has 4 columns, and should have 6"),
    ([HOXTON_EAST, "x" * 300, "", HACKNEY, "Hackney", "1"], "longer than 200"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_row_is_put_aside_and_the_rest_is_loaded(app, tmp_path, bad, reason):
    rows = [*wards_list(25, (HOXTON_WEST, "Hoxton West")), bad]
    report = load(put(tmp_path, "a.csv", rows))
    assert (report.added, report.rejected) == (1, 1)
    assert reason in report.rejects.read_text("utf-8")


WEST = (HOXTON_WEST, "Hoxton West", HACKNEY, "Hackney", square(533000, 183000))
EAST = (HOXTON_EAST, "Hoxton East & Shoreditch", HACKNEY, "Hackney", square(534000, 183000))
NEXT = ("E05009335", "Weavers", TOWER_HAMLETS, "Tower Hamlets", square(535000, 183000))
OVER_THE_RIVER = ("E05011095", "Rotherhithe", "E09000028", "Southwark", square(535000, 181700))
FAR = ("E05013000", "Far", "E09000002", "Barking and Dagenham", square(545000, 183000))


@pytest.mark.parametrize("degrees", [True, False])
def test_boundaries_come_out_on_the_grid_whether_in_degrees_or_metres(app, tmp_path, degrees):
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST], degrees=degrees))
    report = load(path)
    assert (report.kind, report.edition, report.added) == ("boundaries", "2025", 1)
    found = from_wkb(area(HOXTON_WEST).outline)
    assert found.bounds == pytest.approx((533000, 183000, 534000, 184000), abs=1)
    assert area(HOXTON_WEST).min_easting == pytest.approx(533000, abs=1)


def test_a_borough_without_an_outline_gets_that_of_its_wards(app, tmp_path):
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, EAST, NEXT]))
    loaders.load([path])
    found = area(HACKNEY)
    assert found.outline_method == "wards"
    assert from_wkb(found.outline).bounds == pytest.approx((533000, 183000, 535000, 184000), abs=1)


def test_and_a_published_outline_takes_its_place(app, tmp_path):
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, EAST]))
    loaders.load([path])
    published = tmp_path / "lad.geojson"
    shape = wards_geojson([(HACKNEY, "Hackney", "", "", square(532000, 182000, 4_000))], 24)
    published.write_text(
        shape.replace('"LAD24CD": "", "LAD24NM": ""', '"x": ""').replace("WD24", "LAD24")
    )
    loaders.load([published])
    assert area(HACKNEY).outline_method == "publisher"
    assert from_wkb(area(HACKNEY).outline).area == pytest.approx(16_000_000, rel=0.01)


def test_authorities_border_when_they_touch_or_only_water_parts_them(app, tmp_path):
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, EAST, NEXT, OVER_THE_RIVER, FAR]))
    loaders.load([path])
    assert borders(HACKNEY) == {TOWER_HAMLETS, "E09000028"}
    assert borders(TOWER_HAMLETS) == {HACKNEY, "E09000028"}
    assert borders("E09000002") == set()


def test_authorities_do_not_border_across_a_third(app, tmp_path):
    corners = [(534000, 183000), (534300, 183000), (534300, 184000), (534000, 184000)]
    narrow = ("E05013702", "Narrow", "E09000001", "City of London", [*corners, corners[0]])
    beyond = ("E05009335", "Weavers", TOWER_HAMLETS, "Tower Hamlets", square(534300, 183000))
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, narrow, beyond]))
    loaders.load([path])
    assert borders(HACKNEY) == {"E09000001"}


def test_a_ward_and_a_neighbourhood_that_overlap_are_each_part_of_the_other(app, tmp_path):
    wards = tmp_path / "wards.geojson"
    wards.write_text(wards_geojson([WEST, EAST]))
    across = ("E02000369", "Hackney 025", HACKNEY, "Hackney", square(533500, 183000, 600))
    beside = ("E02000370", "Hackney 026", HACKNEY, "Hackney", square(534001, 184000, 600))
    msoas = tmp_path / "msoas.geojson"
    msoas.write_text(wards_geojson([across, beside]).replace("WD25", "MSOA21"))
    loaders.load([wards, msoas])
    assert links("E02000369")[HOXTON_WEST] == ("part", "outline")
    assert links("E02000369")[HOXTON_EAST] == ("part", "outline")
    assert links(HOXTON_WEST)["E02000369"] == ("part", "outline")
    assert HOXTON_EAST not in links("E02000370")


BAD_SHAPES = [
    ({"type": "Point", "coordinates": [0, 51]}, "has no polygon"),
    (None, "has no polygon"),
    ({"type": "Polygon", "coordinates": [[[0, 51], [1, "north"]]]}, "cannot be read"),
    ({"type": "Polygon", "coordinates": []}, "empty polygon"),
    ({"type": "Polygon", "coordinates": [[[20, 45], [21, 45], [21, 46], [20, 45]]]}, "outside"),
    (
        {"type": "Polygon", "coordinates": [[[1e999, 0], [1, 1], [2, 2], [1e999, 0]]]},
        "empty polygon",
    ),
]


@pytest.mark.parametrize(("geometry", "reason"), BAD_SHAPES)
def test_a_feature_that_is_no_area_is_put_aside(app, tmp_path, geometry, reason):
    whole = json.loads(wards_geojson([WEST, EAST]))
    whole["features"][1]["geometry"] = geometry
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps(whole))
    report = load(path)
    assert (report.added, report.rejected) == (1, 1)
    assert reason in report.rejects.read_text("utf-8")


def test_a_self_crossing_outline_is_mended(app, tmp_path):
    bow = [(533000, 183000), (534000, 184000), (534000, 183000), (533000, 184000), (533000, 183000)]
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([(*WEST[:4], bow)]))
    load(path)
    found = from_wkb(area(HOXTON_WEST).outline)
    assert found.is_valid
    assert found.area == pytest.approx(500_000, rel=0.01)


def test_postcodes_get_the_neighbourhood_that_their_own_file_does_not_tell(app, tmp_path):
    from directory.models import Postcode
    from tests.gazetteer.loading import N1_5QJ

    msoas = tmp_path / "msoas.geojson"
    around = ("E02000369", "Hackney 025", HACKNEY, "Hackney", square(533000, 183000))
    msoas.write_text(wards_geojson([around]).replace("WD25", "MSOA21"))
    loaders.load([put(tmp_path, "n.csv", [N1_5QJ]), msoas])
    found = db.session.get(Postcode, "N15QJ")
    assert (found.neighbourhood_code, found.ward_code) == ("E02000369", HOXTON_EAST)
