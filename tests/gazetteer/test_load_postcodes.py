"""Postcodes: Code-Point Open, ONSPD and NSPL of every year, and our own list."""

from datetime import date

import pytest

from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Postcode
from tests.gazetteer.loading import (
    HACKNEY,
    HOXTON_EAST,
    N1_5QJ,
    N1_5QL,
    N16_9ES,
    counts,
    everything,
    load,
    put,
    put_zip,
    text,
)

METADATA = (
    "PRODUCT: OS CODE-POINT_03.02\nDATASET VERSION NUMBER: {}\nCOPYRIGHT DATE: {}\n      N\t{}\n"
)


def row(key: str) -> Postcode:
    db.session.expire_all()
    found = db.session.get(Postcode, key)
    assert found is not None
    return found


def load_zip(path) -> loaders.LoadReport:
    return next(r for r in loaders.load([path]) if r.kind == "Code-Point Open")


def zipped(tmp_path, name, rows, version="2025.4.0", day="20251020", number=0):
    """A zip as Ordnance Survey lays it out."""
    return put_zip(
        tmp_path / name,
        {
            "Doc/licence.txt": "OS data",
            "Doc/metadata.txt": METADATA.format(version, day, number or len(rows)),
            "Doc/Code-Point_Open_Column_Headers.csv": "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n",
            "Data/CSV/n.csv": text(rows),
        },
    )


def test_a_code_point_file_is_known_by_its_rows_and_not_by_its_name(app, tmp_path):
    report = load(put(tmp_path, "holiday.txt", [N1_5QJ, N16_9ES]))
    assert report.kind == "Code-Point Open"
    assert counts(report) == (2, 0, 0, 0, 0)
    found = row("N15QJ")
    assert (found.easting, found.northing) == (533251, 183699)
    assert (found.ward_code, found.borough_code) == (HOXTON_EAST, HACKNEY)
    assert (found.nation_code, found.quality, found.retired_on) == ("E92000001", 10, None)


def test_the_publishers_zip_is_read_as_it_is_and_tells_its_edition(app, tmp_path):
    report = load_zip(zipped(tmp_path, "codepo_gb.zip", [N1_5QJ, N16_9ES]))
    assert (report.edition, report.added) == ("2025-10", 2)
    assert row("N15QJ").edition == "2025-10"


def test_a_postcode_without_a_position_has_none(app, tmp_path):
    lost = ["N1 5ZZ", "90", "0", "0", "E92000001", "", "", "", HACKNEY, ""]
    load(put(tmp_path, "n.csv", [N1_5QJ, lost]))
    assert (row("N15ZZ").easting, row("N15ZZ").northing, row("N15ZZ").quality) == (None, None, 90)


def test_loading_the_same_file_again_changes_nothing_and_says_so(app, tmp_path):
    path = put(tmp_path, "n.csv", [N1_5QJ, N16_9ES])
    load(path)
    before = everything()
    known = load(path)
    assert known.is_known
    assert counts(known) == (0, 0, 2, 0, 0)
    assert counts(load(path, again=True)) == (0, 0, 2, 0, 0)
    assert everything() == before


def test_a_newer_edition_changes_adds_and_retires_what_it_leaves_out(app, tmp_path):
    old = [*N1_5QL[:2], "533300", "183600", *N1_5QL[4:]]
    load_zip(zipped(tmp_path, "2025.zip", [N1_5QJ, old]))
    report = load_zip(zipped(tmp_path, "2026.zip", [N1_5QL, N16_9ES], "2026.1.0", "20260120"))
    assert counts(report) == (1, 1, 0, 1, 0)
    assert row("N15QL").easting == 533301
    assert row("N15QJ").retired_on == date(2026, 1, 1)
    assert row("N15QJ").ward_code == HOXTON_EAST


def test_only_the_files_own_area_is_retired(app, tmp_path):
    nw = ["NW1 0AA", *N1_5QJ[1:]]
    load(put(tmp_path, "all.csv", [N1_5QJ, N16_9ES, nw]))
    load_zip(zipped(tmp_path, "n.zip", [N1_5QJ]))
    assert row("N169ES").retired_on is not None
    assert row("NW10AA").retired_on is None


def test_a_postcode_that_comes_back_is_no_longer_retired(app, tmp_path):
    load_zip(zipped(tmp_path, "1.zip", [N1_5QJ, N16_9ES], "2025.1.0", "20250120"))
    load_zip(zipped(tmp_path, "2.zip", [N1_5QJ], "2025.2.0", "20250420"))
    assert row("N169ES").retired_on == date(2025, 4, 1)
    load_zip(zipped(tmp_path, "3.zip", [N1_5QJ, N16_9ES], "2025.3.0", "20250720"))
    assert row("N169ES").retired_on is None


def test_a_file_with_fewer_rows_than_its_publisher_counts_retires_nothing(app, tmp_path):
    load(put(tmp_path, "n.csv", [N1_5QJ, N16_9ES]))
    report = load_zip(zipped(tmp_path, "n.zip", [N1_5QJ], number=17_637))
    assert report.retired == 0
    assert "17,637" in " ".join(report.notes)
    assert row("N169ES").retired_on is None


def test_a_file_that_would_retire_most_of_an_area_is_taken_to_be_cut_short(app, tmp_path):
    many = [[f"N1 {n}{a}{b}", *N1_5QJ[1:]] for n in range(10) for a in "ABDEF" for b in "ABD"]
    load(put(tmp_path, "whole.csv", many))
    report = load(put(tmp_path, "short.csv", many[:20]))
    assert report.retired == 0
    assert "cut short" in " ".join(report.notes)


def test_a_file_with_a_bad_row_retires_nothing(app, tmp_path):
    load(put(tmp_path, "1.csv", [N1_5QJ, N16_9ES]))
    report = load(put(tmp_path, "2.csv", [N1_5QJ, *[N1_5QL] * 4, ["N1 5XX", "10"]]))
    assert (report.retired, report.rejected) == (0, 1)
    assert row("N169ES").retired_on is None


BAD = [
    (["N1 5Q", *N1_5QJ[1:]], "is not a postcode"),
    (["N1 5QJ", "10", "here", *N1_5QJ[3:]], "is not a position in metres"),
    (["N1 5QJ", "10", "9533251", *N1_5QJ[3:]], "is not in Great Britain"),
    (["N1 5QJ", "10", "-5", *N1_5QJ[3:]], "is not in Great Britain"),
    ([*N1_5QJ[:9], "Hoxton East"], "is not an area code"),
    (N1_5QJ[:9], "has 9 columns, and should have 10"),
    ([*N1_5QJ, ""], "has 11 columns, and should have 10"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_row_that_cannot_be_used_is_kept_aside_with_its_line_and_reason(
    app, tmp_path, bad, reason
):
    path = tmp_path / "n.csv"
    path.write_text(text([N16_9ES] * 6 + [bad, N1_5QL]), "utf-8")
    report = load(path)
    assert report.rejected == 1
    assert report.added == 2
    kept = report.rejects.read_text("utf-8").splitlines()
    assert kept[0] == "line,reason,row"
    assert kept[1].startswith("7,")
    assert reason in kept[1]
    assert report.rejects.parent.name == "rejects"


ONSPD_2018 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,"
    "osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,oa11,lsoa11,msoa11,lat,long"
)
ONSPD_2023 = ONSPD_2018.replace("msoa11", "msoa11,oa21,lsoa21,msoa21")
ONSPD_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,"
    "north1m,gridind,hlth19cd,nhser24cd,ctry25cd,rgn25cd,ssr95cd,pcon24cd,oa11cd,lsoa11cd,msoa11cd,"
    "lat,long,oa21cd,lsoa21cd,msoa21cd"
)
ONSPD_2027 = ONSPD_2025.replace("25cd", "27cd")
NSPL_2021 = (
    "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa11,cty,ced,laua,ward,"
    "hlthau,nhser,ctry,rgn,pcon,lsoa11,msoa11,lat,long"
)
NSPL_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,"
    "wd25cd,nhser24cd,ctry25cd,rgn25cd,pcon24cd,lsoa21cd,msoa21cd,lat,long"
)
MEANING = {
    "pcds": "pcds",
    "dointr": "dointr",
    "doterm": "doterm",
    "oslaua": "borough",
    "laua": "borough",
    "lad25cd": "borough",
    "lad27cd": "borough",
    "osward": "ward",
    "ward": "ward",
    "wd25cd": "ward",
    "wd27cd": "ward",
    "oseast1m": "east",
    "east1m": "east",
    "osnrth1m": "north",
    "north1m": "north",
    "osgrdind": "quality",
    "gridind": "quality",
    "ctry": "nation",
    "ctry25cd": "nation",
    "ctry27cd": "nation",
    "msoa21": "msoa",
    "msoa21cd": "msoa",
    "lat": "lat",
    "long": "long",
}
HERE = {
    "pcds": "N1 5QJ",
    "dointr": "198001",
    "doterm": "",
    "borough": HACKNEY,
    "ward": HOXTON_EAST,
    "east": "533251",
    "north": "0183699",
    "quality": "1",
    "nation": "E92000001",
    "msoa": "E02000369",
    "lat": "51.536470",
    "long": "-0.080110",
}
GENERATIONS = [
    (ONSPD_2018, "ONSPD", ""),
    (ONSPD_2023, "ONSPD", "E02000369"),
    (ONSPD_2025, "ONSPD", "E02000369"),
    (ONSPD_2027, "ONSPD", "E02000369"),
    (NSPL_2021, "NSPL", ""),
    (NSPL_2025, "NSPL", "E02000369"),
]


def directory_file(tmp_path, header, *facts, name="x.csv"):
    rows = [
        [fact.get(MEANING.get(column, ""), "") for column in header.split(",")] for fact in facts
    ]
    return put(tmp_path, name, [header.split(","), *rows])


@pytest.mark.parametrize(("header", "kind", "neighbourhood"), GENERATIONS)
def test_every_generation_of_headers_says_the_same(app, tmp_path, header, kind, neighbourhood):
    report = load(directory_file(tmp_path, header, HERE))
    assert (report.kind, counts(report)) == (kind, (1, 0, 0, 0, 0))
    found = row("N15QJ")
    assert (found.easting, found.northing, found.quality) == (533251, 183699, 1)
    assert (found.ward_code, found.borough_code, found.nation_code) == (
        HOXTON_EAST,
        HACKNEY,
        "E92000001",
    )
    assert found.neighbourhood_code == neighbourhood


def test_a_terminated_postcode_is_kept_as_retired(app, tmp_path):
    load(directory_file(tmp_path, ONSPD_2025, HERE | {"doterm": "199606"}))
    assert row("N15QJ").retired_on == date(1996, 6, 1)


def test_no_position_and_not_applicable_are_nothing(app, tmp_path):
    isle = HERE | {
        "pcds": "IM1 1AA",
        "borough": "M99999999",
        "ward": "M99999999",
        "quality": "9",
        "east": "",
        "north": "",
        "lat": "99.999999",
        "long": "0.000000",
    }
    load(directory_file(tmp_path, ONSPD_2025, isle))
    found = row("IM11AA")
    assert (found.easting, found.northing, found.ward_code, found.borough_code) == (
        None,
        None,
        "",
        "",
    )


def test_northern_ireland_keeps_its_areas_but_not_its_irish_grid_numbers(app, tmp_path):
    belfast = HERE | {
        "pcds": "BT1 1AA",
        "borough": "N09000003",
        "ward": "N08000313",
        "east": "333500",
        "north": "374100",
    }
    load(directory_file(tmp_path, ONSPD_2025, belfast))
    found = row("BT11AA")
    assert (found.easting, found.borough_code, found.ward_code) == (None, "N09000003", "N08000313")


def test_a_directory_retires_nothing_by_leaving_it_out(app, tmp_path):
    load(put(tmp_path, "n.csv", [N1_5QJ, N16_9ES]))
    report = load(directory_file(tmp_path, ONSPD_2025, HERE, name="ONSPD_NOV_2025_UK.csv"))
    assert report.retired == 0
    assert row("N169ES").retired_on is None


def test_one_source_fills_what_another_leaves_blank(app, tmp_path):
    load(directory_file(tmp_path, ONSPD_2025, HERE, name="ONSPD_AUG_2025_UK.csv"))
    load_zip(zipped(tmp_path, "n.zip", [N1_5QJ]))
    found = row("N15QJ")
    assert (found.source, found.neighbourhood_code) == ("Code-Point Open", "E02000369")


ORDERS = [("ONSPD_NOV_2025_UK.csv", "E05009378"), ("ONSPD_AUG_2025_UK.csv", HOXTON_EAST)]


@pytest.mark.parametrize("code_point_first", [True, False])
@pytest.mark.parametrize(("name", "ward"), ORDERS)
def test_the_later_edition_is_believed_whichever_was_loaded_first(
    app, tmp_path, name, ward, code_point_first
):
    files = [
        zipped(tmp_path, "n.zip", [N1_5QJ]),  # October 2025
        directory_file(tmp_path, ONSPD_2025, HERE | {"ward": "E05009378"}, name=name),
    ]
    for path in files if code_point_first else files[::-1]:
        loaders.load([path])
    assert row("N15QJ").ward_code == ward


def test_a_whole_directory_in_a_zip_is_not_read_twice(app, tmp_path):
    whole = directory_file(tmp_path, ONSPD_2025, HERE).read_text()
    path = put_zip(
        tmp_path / "ONSPD_NOV_2025_UK.zip",
        {
            "Data/ONSPD_NOV_2025_UK.csv": whole,
            "Data/multi_csv/ONSPD_NOV_2025_UK_N.csv": whole,
            "Documents/readme.md": "What the columns mean",
        },
    )
    reports = [r for r in loaders.load([path]) if r.kind == "ONSPD"]
    assert [(r.edition, r.added) for r in reports] == [("2025-11", 1)]


def test_our_own_list_gives_way_to_a_publishers(app, tmp_path):
    head = ["postcode", "easting", "northing", "ward", "borough"]
    typed = put(tmp_path, "p.csv", [head, ["n15qj", "533000", "183000", "E05009378", HACKNEY]])
    assert counts(load(typed)) == (1, 0, 0, 0, 0)
    load(put(tmp_path, "n.csv", [N1_5QJ]))
    found = row("N15QJ")
    assert (found.easting, found.ward_code) == (533251, HOXTON_EAST)
    assert counts(load(typed, again=True)) == (0, 0, 1, 0, 0)
    assert row("N15QJ").ward_code == HOXTON_EAST
