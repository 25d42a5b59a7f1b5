"""The real files: what comes out of them, and how well it agrees with what is known."""

import csv
from collections import Counter

import pytest

from directory.domain.names import place_key
from directory.domain.place import Certainty
from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Area, AreaBorder, AreaLink, AreaName, Postcode
from tests.gazetteer.loading import HACKNEY, HOXTON_EAST, TOWER_HAMLETS, links

pytestmark = pytest.mark.slow


def test_the_real_streets_lie_in_the_wards_that_are_known_for_them(app, shared):
    """Measured agreement with the grouped file: certain wards 99 %, certain and probable 98 %."""
    data = shared / "data"
    reports = loaders.load([data / "boundaries", data / "streets"])
    assert not any(report.trouble or report.rejected for report in reports)
    assert number(Area, Area.level == "ward", Area.outline.is_not(None)) == 704
    assert number(Area, Area.level == "street") == 2_573  # 2,557 names; 16 are two streets or more
    found = wards_by_key()
    agree: Counter[str] = Counter()
    with (data / "streets" / "streets_hackney_towerhamlets.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        certain = set(filter(None, row["ward_codes_certain"].split(";")))
        probable = set(filter(None, row["ward_codes_probable_25m"].split(";")))
        ours = found[place_key(row["street_name"])]
        agree["certain"] += ours[Certainty.CERTAIN] == certain
        agree["all"] += (ours[Certainty.CERTAIN] | ours[Certainty.PROBABLE]) == certain | probable
        agree["missing"] += len((certain | probable) - set().union(*ours.values()))
    assert len(rows) == 2_557
    assert agree["certain"] / len(rows) > 0.99
    assert agree["all"] / len(rows) > 0.98
    assert agree["missing"] == 0
    assert links("st-orsman-road-e09000012")[HOXTON_EAST] == ("certain", "points")
    assert borders(TOWER_HAMLETS) == {
        "E09000001", "E09000011", "E09000012", "E09000023", "E09000025", "E09000028",
    }  # fmt: skip
    assert HACKNEY in borders("E09000019")


def wards_by_key():
    found = {}
    question = (
        db.select(AreaName.key, AreaLink.parent_code, AreaLink.certainty)
        .join(Area, Area.code == AreaName.area_code)
        .join(AreaLink, AreaLink.child_code == Area.code)
        .where(Area.level == "street", AreaLink.parent_code.startswith("E05"))
    )
    for key, ward, certainty in db.session.execute(question):
        sets = found.setdefault(key, {Certainty.CERTAIN: set(), Certainty.PROBABLE: set()})
        sets[certainty].add(ward)
    return found


def borders(code):
    rows = db.session.scalars(db.select(AreaBorder).where(AreaBorder.code == code))
    return {row.neighbour_code for row in rows}


def number(model, *conditions):
    return db.session.scalar(db.select(db.func.count()).select_from(model).where(*conditions))


def test_the_real_postcodes_all_go_in_and_twice_is_as_once(app, shared):
    folder = shared / "data" / "codepoint_open"
    first = [r for r in loaders.load([folder]) if r.kind == "Code-Point Open"]
    assert [r.edition for r in first] == ["2025-10"] * 3
    assert sum(r.added for r in first) == 38_162
    assert number(Postcode) == 38_162
    again = [r for r in loaders.load([folder], again=True) if r.kind == "Code-Point Open"]
    assert sum(r.unchanged for r in again) == 38_162
    assert not any(r.added or r.changed or r.retired or r.rejected for r in again)


REAL = [
    ("onspd/onspd_may2018_test.csv", "ONSPD", 4),
    ("onspd/onspd_aug2024_test.csv", "ONSPD", 4),
    ("onspd/onspd_nov2025_test.csv", "ONSPD", 4),
    ("onspd/ONSPD_JUN_2023_UK_AB.csv", "ONSPD", 5),
    ("onspd/ONSPD_JUN_2023_UK.zip", "ONSPD", 10),
    ("onspd/onspd_nov2025_layout_hackney_towerhamlets.csv", "ONSPD", 10_457),
    ("areas/countries.csv", "ONS names and codes: nations", 4),
    ("areas/regions.csv", "ONS names and codes: regions", 9),
    ("areas/la_all_codes.csv", "ONS names and codes: boroughs", 415),
    ("areas/msoa_names_london.csv", "ONS names and codes: neighbourhoods", 1_022),
    ("boundaries/msoa_E09000012.geojson", "boundaries", 30),
    ("os_open_names/HY20.csv", "OS Open Names", 2_544),
]


@pytest.mark.parametrize(("name", "kind", "rows"), REAL)
def test_every_real_file_is_recognised_and_not_one_row_rejected(app, shared, name, kind, rows):
    reports = [r for r in loaders.load([shared / "data" / name]) if r.file != "worked out"]
    assert [(r.kind, r.read, r.rejected, r.trouble) for r in reports] == [(kind, rows, 0, "")]
