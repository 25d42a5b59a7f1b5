"""Streets: from points, groups and OS Open Names; which wards they lie in, and how we know."""

import pytest

from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Area, StreetIdentifier
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

POINTS = ["street_name", "easting", "northing", "ward_code", "lad_code"]
WEST = (HOXTON_WEST, "Hoxton West", HACKNEY, "Hackney", square(533000, 183000))
EAST = (HOXTON_EAST, "Hoxton East & Shoreditch", HACKNEY, "Hackney", square(534000, 183000))
NORTH = (DE_BEAUVOIR, "De Beauvoir", HACKNEY, "Hackney", square(533000, 184000))


@pytest.fixture
def wards(app, tmp_path):
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, EAST, NORTH], degrees=False))
    loaders.load([path])


def points(tmp_path, *rows, name="points.csv"):
    """Rows are name, easting, northing."""
    return put(tmp_path, name, [POINTS, *([n, str(e), str(u), "", HACKNEY] for n, e, u in rows)])


def streets() -> list[Area]:
    found = db.session.scalars(db.select(Area).where(Area.level == "street").order_by(Area.code))
    return list(found)


def test_points_of_one_name_are_one_street_with_a_readable_slug(wards, tmp_path):
    path = points(tmp_path, ("Orsman Road", 533250, 183690), ("Orsman Road", 533302, 183684))
    assert counts(load(path)) == (1, 0, 0, 0, 0)
    found = street("Orsman Road")
    assert (found.code, found.slug) == ("st-orsman-road-e09000012", "orsman-road-hackney")
    assert found.outline_method == "points"
    assert links(found.code) == {
        HOXTON_WEST: ("certain", "points"),
        HACKNEY: ("certain", "points"),
    }


ALONG = [
    ("within one ward", [(533300, 183500), (533600, 183500)], {HOXTON_WEST: "certain"}),
    ("across an edge", [(533900, 183500), (534100, 183500)],
     {HOXTON_WEST: "certain", HOXTON_EAST: "certain"}),
    ("along an edge", [(533300, 183990), (533600, 183990)],
     {HOXTON_WEST: "certain", DE_BEAUVOIR: "probable"}),
    ("30 m from an edge", [(533300, 183970), (533600, 183970)], {HOXTON_WEST: "certain"}),
    ("bridged by the line", [(533800, 183700), (534000, 184100)],
     {HOXTON_WEST: "certain", DE_BEAUVOIR: "certain"}),
]  # fmt: skip


@pytest.mark.parametrize(("how", "spots", "expected"), ALONG)
def test_a_street_lies_in_the_wards_its_line_touches_and_probably_those_beside_it(
    wards, tmp_path, how, spots, expected
):
    load(points(tmp_path, *(("Whitmore Road", *spot) for spot in spots)))
    found = {code: sure for code, (sure, _) in links(street("Whitmore Road").code).items()}
    assert found == expected | {HACKNEY: "certain"}, how


@pytest.mark.parametrize("streets_first", [True, False])
def test_it_does_not_matter_whether_wards_or_streets_come_first(app, tmp_path, streets_first):
    wards = tmp_path / "wards.geojson"
    wards.write_text(wards_geojson([WEST, EAST, NORTH], degrees=False))
    path = points(tmp_path, ("Whitmore Road", 533300, 183990), ("Whitmore Road", 533600, 183990))
    for each in (path, wards) if streets_first else (wards, path):
        loaders.load([each])
    found = links(street("Whitmore Road").code)
    assert found[HOXTON_WEST] == ("certain", "points")
    assert found[DE_BEAUVOIR] == ("probable", "points")


def test_points_that_are_far_apart_are_two_streets(wards, tmp_path):
    path = points(
        tmp_path, ("High Street", 533100, 183100), ("High Street", 533150, 183100),
        ("High Street", 534900, 183900),
    )  # fmt: skip
    load(path)
    assert [s.code for s in streets()] == ["st-high-street-e09000012", "st-high-street-e09000012-2"]
    assert [s.slug for s in streets()] == ["high-street-hackney", "high-street-hackney-2"]
    assert counts(load(path, again=True)) == (0, 0, 2, 0, 0)


def test_without_outlines_the_wards_of_the_points_are_taken(app, tmp_path):
    rows = [
        ["Orsman Road", "533250", "183690", HOXTON_EAST, HACKNEY],
        ["Orsman Road", "533302", "183684", DE_BEAUVOIR, HACKNEY],
    ]
    load(put(tmp_path, "p.csv", [POINTS, *rows]))
    assert links("st-orsman-road-e09000012") == {
        HOXTON_EAST: ("certain", "points"),
        DE_BEAUVOIR: ("certain", "points"),
        HACKNEY: ("certain", "points"),
    }


def test_longitude_and_latitude_will_do_and_so_will_the_polices_own_file(wards, tmp_path):
    head = ["Crime ID", "Month", "Falls within", "Longitude", "Latitude", "Location"]
    rows = [
        ["1", "2024-01", "Met", "-0.079415", "51.536328", "On or near Orsman Road"],
        ["2", "2024-01", "Met", "-0.08", "51.5363", "On or near Supermarket"],
        ["3", "2024-01", "Met", "", "", "No Location"],
    ]
    report = load(put(tmp_path, "street.csv", [head, *rows]))
    assert (report.read, report.added, sum(report.passed_over.values())) == (3, 1, 2)
    assert street("Orsman Road").easting == pytest.approx(533302, abs=2)


def test_rows_of_one_name_need_not_stand_together(wards, tmp_path):
    path = points(
        tmp_path, ("Orsman Road", 533250, 183690), ("Mill Row", 533400, 183700),
        ("Orsman Road", 533302, 183684),
    )  # fmt: skip
    load(path)
    assert [s.name for s in streets()] == ["Mill Row", "Orsman Road"]
    assert street("Orsman Road").min_easting == 533250
    assert street("Orsman Road").max_easting == 533302


NAMES = [
    ("Goldsmith'S Row", "Goldsmith's Row", ""),
    ("A107", "A107", "road number"),
    ("St. John's Rd", "St. John's Rd", ""),
]


@pytest.mark.parametrize(("given", "name", "kind"), NAMES)
def test_a_name_is_shown_as_people_write_it(wards, tmp_path, given, name, kind):
    load(points(tmp_path, (given, 533250, 183690)))
    assert (street(name).name, street(name).kind) == (name, kind)


GROUPED = [
    "street_name", "norm_key", "kind", "n_points", "mid_easting", "mid_northing",
    "ward_codes_certain", "ward_codes_probable_25m", "boroughs", "candidate_postcodes_within_90m",
]  # fmt: skip


def grouped(tmp_path, name, kind, spot, certain, probable="", boroughs="Hackney"):
    east, north = spot
    row = [
        name,
        name.lower(),
        kind,
        "3",
        str(east),
        str(north),
        certain,
        probable,
        boroughs,
        "N1 5QJ",
    ]
    return put(tmp_path, "grouped.csv", [GROUPED, row])


def test_a_grouped_street_has_the_wards_that_the_file_states(wards, tmp_path):
    path = grouped(
        tmp_path, "Kingsland Road", "street", (533500, 183500),
        f"{HOXTON_WEST};{HOXTON_EAST}", DE_BEAUVOIR,
    )  # fmt: skip
    assert counts(load(path)) == (1, 0, 0, 0, 0)
    found = links(street("Kingsland Road").code)
    assert found[HOXTON_WEST] == found[HOXTON_EAST] == ("certain", "points")
    assert found[DE_BEAUVOIR] == ("probable", "points")


def test_its_postcodes_are_guesses_and_are_not_taken(wards, tmp_path):
    load(grouped(tmp_path, "Orsman Road", "street", (533500, 183500), HOXTON_WEST))
    assert everything()["postcode_street"] == []


def test_a_grouped_street_is_not_a_second_one_beside_its_points(wards, tmp_path):
    load(points(tmp_path, ("Orsman Road", 533250, 183690), ("Orsman Road", 533950, 183684),
                ("Orsman Road", 533600, 183690)))  # fmt: skip
    report = load(grouped(tmp_path, "Orsman Road", "street", (533600, 183690), DE_BEAUVOIR))
    assert counts(report) == (0, 0, 1, 0, 0)
    assert DE_BEAUVOIR not in links(street("Orsman Road").code)


def test_a_grouped_row_whose_wards_lie_apart_is_several_streets(app, tmp_path):
    far = ("E05009319", "Bow East", TOWER_HAMLETS, "Tower Hamlets", square(537000, 183000))
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson([WEST, far], degrees=False))
    loaders.load([path])
    load(
        grouped(
            tmp_path, "Allen Road", "street", (533500, 183500),
            f"E05009319;{HOXTON_WEST}", "", "Hackney;Tower Hamlets",
        )
    )  # fmt: skip
    here, there = streets()
    assert (here.code, there.code) == ("st-allen-road-e09000012", "st-allen-road-e09000030")
    assert HOXTON_WEST in links(here.code)
    assert "E05009319" in links(there.code)
    assert (here.easting, there.easting) == (533500, None)


def test_a_station_among_the_streets_is_marked_as_one(wards, tmp_path):
    load(grouped(tmp_path, "Hackney Central", "place_or_station", (533500, 183500), HOXTON_WEST))
    assert street("Hackney Central").kind == "place or station"


def test_a_name_of_a_ward_among_the_points_of_streets_is_a_station(wards, tmp_path):
    load(points(tmp_path, ("Hoxton West", 533250, 183690), ("Hoxton Street", 533250, 183690)))
    assert street("Hoxton West").kind == "place or station"
    assert street("Hoxton Street").kind == ""


def open_name(
    identifier, name, local, spot, box=None, *, kind="transportNetwork", parent="", welsh=""
):
    row = [""] * 34
    row[0], row[1] = (
        identifier,
        f"http://data.ordnancesurvey.co.uk/id/{identifier.removeprefix('osgb')}",
    )
    row[2], row[6], row[7] = name, kind, local
    if welsh:
        row[4], row[5] = welsh, "cym"
    row[8], row[9] = (f"{number}.000" for number in spot)
    if box:
        row[12:16] = [f"{edge}.000" for edge in box]
    row[21], row[24], row[31] = "Hackney", "Greater London", parent
    return row


ORSMAN = "osgb4000000030000001"
HOXTON = "osgb4000000074559490"


def tile(tmp_path, *rows, name="TQ38.csv"):
    path = put(tmp_path, name, rows)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return path


def test_a_tile_of_open_names_gives_roads_and_named_places_and_no_postcodes(wards, tmp_path):
    box = (533100, 183100, 533900, 183900)
    place = {"kind": "populatedPlace"}
    rows = [
        open_name(ORSMAN, "Orsman Road", "Named Road", (533280, 183690), box),
        open_name("osgb4000000030000002", "A10", "Numbered Road", (533500, 183500), box),
        open_name(HOXTON, "Hoxton", "Suburban Area", (533400, 183400), box, **place),
        open_name("osgb4000000074559491", "Nowhere", "Hamlet", (533400, 183400), **place),
        open_name("N15QJ", "N1 5QJ", "Postcode", (533251, 183699), kind="other"),
    ]
    path = tile(tmp_path, *rows)
    report = load(path)
    assert report.kind == "OS Open Names"
    assert (report.read, report.added, report.rejected) == (5, 3, 0)
    assert report.passed_over == {
        "populated places without a box around them": 1,
        "Postcode (no use to us)": 1,
    }
    assert street("Orsman Road").code == ORSMAN
    assert street("Orsman Road").slug == "orsman-road-hackney"
    assert street("A10").kind == "road number"
    place = db.session.get(Area, HOXTON)
    assert (place.level.value, place.name, place.kind) == ("neighbourhood", "Hoxton", "named place")
    assert links(place.code)[HACKNEY] == ("certain", "publisher")


BOXES = [
    ("the box in one ward", (533200, 183680, 533350, 183700), {HOXTON_WEST: "certain"}),
    ("the box in two", (533200, 183680, 534100, 183700),
     {HOXTON_WEST: "probable", HOXTON_EAST: "probable"}),
]  # fmt: skip


@pytest.mark.parametrize(("how", "box", "expected"), BOXES)
def test_one_point_and_a_box_make_a_ward_certain_only_if_it_holds_the_box(
    wards, tmp_path, how, box, expected
):
    load(tile(tmp_path, open_name(ORSMAN, "Orsman Road", "Named Road", (533280, 183690), box)))
    found = links(ORSMAN)
    assert {code: sure for code, (sure, _) in found.items() if code != HACKNEY} == expected, how
    assert {method for _, method in found.values()} == {"point"}


def test_a_section_counts_for_the_road_it_is_part_of(wards, tmp_path):
    box = (533200, 183680, 534100, 183700)
    section = ("89231932-250a-4ffc", "Orsman Road", "Section Of Named Road", (534050, 183690), box)
    whole = open_name(ORSMAN, "Orsman Road", "Named Road", (533280, 183690), box)
    load(tile(tmp_path, open_name(*section, parent=ORSMAN), whole))
    assert [s.code for s in streets()] == [ORSMAN]
    assert links(ORSMAN)[HOXTON_EAST] == ("certain", "points")
    assert links(ORSMAN)[HOXTON_WEST] == ("certain", "points")


def test_a_road_has_its_welsh_name_too(wards, tmp_path):
    row = open_name(
        ORSMAN, "Church Street", "Named Road", (533280, 183690), welsh="Stryd yr Eglwys"
    )
    load(tile(tmp_path, row))
    assert names(ORSMAN) == {"Church Street": "name", "Stryd yr Eglwys": "welsh"}


def test_a_better_file_enriches_the_street_that_is_there(wards, tmp_path):
    load(points(tmp_path, ("Orsman Road", 533250, 183690), ("Orsman Road", 533302, 183684)))
    code = street("Orsman Road").code
    box = (533200, 183680, 533350, 183700)
    path = tile(tmp_path, open_name(ORSMAN, "Orsman Rd", "Named Road", (533340, 183690), box))
    assert counts(load(path)) == (0, 1, 0, 0, 0)
    assert [s.code for s in streets()] == [code]
    assert db.session.get(StreetIdentifier, (ORSMAN, code)) is not None
    assert links(code)[HOXTON_WEST] == ("certain", "points")
    assert counts(load(path, again=True)) == (0, 0, 1, 0, 0)


def test_a_street_of_that_name_far_away_is_another(wards, tmp_path):
    load(points(tmp_path, ("Church Road", 533250, 183690)))
    load(tile(tmp_path, open_name(ORSMAN, "Church Road", "Named Road", (534900, 183100))))
    assert len(streets()) == 2


def test_a_road_that_a_newer_tile_leaves_out_is_retired(wards, tmp_path):
    mill = open_name("osgb4000000030000009", "Mill Row", "Named Road", (533400, 183700))
    orsman = open_name(ORSMAN, "Orsman Road", "Named Road", (533280, 183690))
    load(tile(tmp_path, orsman, mill))
    report = load(tile(tmp_path, orsman))
    assert report.retired == 1
    assert street("Mill Row").ends_on is not None
    assert street("Orsman Road").ends_on is None
    load(tile(tmp_path, mill, orsman))
    assert street("Mill Row").ends_on is None


def test_a_worse_source_never_replaces_a_better_ones_links(wards, tmp_path):
    head = ["name", "wards", "boroughs", "points"]
    typed = put(tmp_path, "s.csv", [head, ["Orsman Road", HOXTON_EAST, HACKNEY, "533250 183690"]])
    load(typed)
    load(points(tmp_path, ("Orsman Road", 533250, 183690), ("Orsman Road", 533302, 183684)))
    found = {
        code: how for code, how in links(street("Orsman Road").code).items() if code != HACKNEY
    }
    assert found == {HOXTON_EAST: ("certain", "publisher")}


def test_everything_loaded_twice_is_unchanged(wards, tmp_path):
    paths = [
        points(tmp_path, ("Orsman Road", 533250, 183690), ("Orsman Road", 533950, 183684),
               ("Mill Row", 533400, 183700)),
        grouped(tmp_path, "Mill Row", "street", (533400, 183700), f"{HOXTON_WEST};{HOXTON_EAST}"),
        tile(tmp_path, open_name(ORSMAN, "Orsman Road", "Named Road", (533300, 183690))),
    ]  # fmt: skip
    loaders.load(paths)
    before = everything()
    for report in loaders.load(paths, again=True):
        assert (report.added, report.changed) == (0, 0), report
    assert everything() == before
