"""From road to USRN to addresses to wards: OS Open Linked Identifiers and ONSUD."""

import pytest

from directory.extensions import db
from directory.gazetteer import loaders
from directory.models import Area, PostcodeStreet
from tests.gazetteer.loading import (
    DE_BEAUVOIR,
    HACKNEY,
    HOXTON_EAST,
    HOXTON_WEST,
    counts,
    everything,
    links,
    load,
    put,
    square,
    wards_geojson,
)
from tests.gazetteer.test_load_streets import ORSMAN, open_name, tile

USRN = "20900123"
HEAD = ["RELATIONSHIP_ID", "IDENTIFIER_1", "VERSION_NUMBER_1", "VERSION_DATE_1", "IDENTIFIER_2",
        "VERSION_NUMBER_2", "VERSION_DATE_2", "CONFIDENCE"]  # fmt: skip
OLD_HEAD = ["CORRELATION_ID", *HEAD[1:]]


def linked(tmp_path, name, *pairs, head=HEAD):
    rows = [["r", one, "1", "2025-01-01", other, "1", "2025-01-01", "High"] for one, other in pairs]
    return put(tmp_path, name, [head, *rows])


def onsud(tmp_path, *rows, year=25):
    """Rows are UPRN, ward, postcode."""
    head = ["UPRN", "GRIDGB1E", "GRIDGB1N", "PCDS", f"LAD{year}CD", f"WD{year}CD", "lsoa21cd"]
    body = [
        [str(uprn), "0", "0", f" {postcode}", HACKNEY, ward, ""] for uprn, ward, postcode in rows
    ]
    return put(tmp_path, "ONSUD_DEC_2025_LN.csv", [head, *body])


@pytest.fixture
def chain(app, tmp_path):
    """The road, its USRN, and a hundred addresses with two wrong joins."""
    wards = tmp_path / "wards.geojson"
    wards.write_text(
        wards_geojson([(HOXTON_WEST, "Hoxton West", HACKNEY, "Hackney", square(533000, 183000))],
                      degrees=False)
    )  # fmt: skip
    addresses = [(str(number), USRN) for number in range(1, 101)]
    places = [(number, HOXTON_EAST, "N1 5QJ") for number in range(1, 96)]
    places += [(number, DE_BEAUVOIR, "N1 5QL") for number in range(96, 100)]
    places += [(100, "E05009331", "E2 6HG")]
    return [
        wards,
        tile(tmp_path, open_name(ORSMAN, "Orsman Road", "Named Road", (533280, 183690))),
        linked(
            tmp_path, "Road_TOID_Street_USRN_10.csv", (ORSMAN, USRN), ("osgb4000000039999999", "77")
        ),
        linked(tmp_path, "BLPU_UPRN_Street_USRN_11.csv", *addresses, ("999", "77"), head=OLD_HEAD),
        onsud(tmp_path, *places, (999, HOXTON_WEST, "N1 7JL")),
    ]


def test_the_wards_of_a_streets_addresses_are_its_wards(chain):
    reports = {report.kind: report for report in loaders.load(chain)}
    assert not any(report.trouble or report.rejected for report in reports.values())
    assert counts(reports["road identifiers"]) == (1, 0, 0, 0, 0)
    assert counts(reports["address identifiers"]) == (100, 0, 0, 0, 0)
    assert counts(reports["ONSUD or NSUL"]) == (100, 0, 0, 0, 0)
    found = links(ORSMAN)
    assert found[HOXTON_EAST] == ("certain", "identifiers")
    assert found[DE_BEAUVOIR] == ("certain", "identifiers")
    assert found["E05009331"] == ("probable", "identifiers")
    assert HOXTON_WEST not in found
    assert found[HACKNEY] == ("certain", "identifiers")


def test_and_so_are_their_postcodes(chain):
    loaders.load(chain)
    rows = db.session.scalars(db.select(PostcodeStreet).order_by(PostcodeStreet.postcode_key))
    assert [(r.postcode_key, r.street_code, r.certainty.value, r.method) for r in rows] == [
        ("E26HG", ORSMAN, "probable", "identifiers"),
        ("N15QJ", ORSMAN, "certain", "identifiers"),
        ("N15QL", ORSMAN, "certain", "identifiers"),
    ]


def test_addresses_beat_points_and_points_do_not_beat_addresses(chain):
    loaders.load(chain[:2])
    assert links(ORSMAN)[HOXTON_WEST] == ("certain", "point")
    loaders.load(chain[2:])
    assert HOXTON_WEST not in links(ORSMAN)
    loaders.load(chain[:2], again=True)
    assert HOXTON_WEST not in links(ORSMAN)


def test_the_chain_loaded_twice_changes_nothing(chain):
    loaders.load(chain)
    before = everything()
    for report in loaders.load(chain, again=True):
        assert (report.added, report.changed) == (0, 0), report
    assert everything() == before


def test_a_newer_directory_moves_an_address(chain, tmp_path):
    loaders.load(chain)
    newer = onsud(tmp_path, *[(n, HOXTON_WEST, "N1 5QJ") for n in range(1, 101)], year=27)
    assert counts(load(newer)) == (0, 100, 0, 0, 0)
    assert set(links(ORSMAN)) == {HOXTON_WEST, HACKNEY}
    assert [r.postcode_key for r in db.session.scalars(db.select(PostcodeStreet))] == ["N15QJ"]


def test_identifiers_before_their_streets_are_refused_and_read_anew_later(chain):
    report = load(chain[2])
    assert "Load OS Open Names first" in report.trouble
    loaders.load(chain[:2])
    assert load(chain[2]).added == 1


def test_more_streets_make_a_known_file_worth_reading_again(chain, tmp_path):
    loaders.load(chain)
    assert load(chain[2]).is_known
    other = open_name("osgb4000000039999999", "Mill Row", "Named Road", (533400, 183700))
    loaders.load([tile(tmp_path, other, name="TQ28.csv")])
    report = load(chain[2])
    assert not report.is_known
    assert counts(report) == (1, 0, 1, 0, 0)


def test_a_street_typed_with_its_usrn_needs_no_toid(chain, tmp_path):
    typed = [["name", "wards", "points", "code"], ["Orsman Road", "", "533280 183690", USRN]]
    loaders.load([put(tmp_path, "streets.csv", typed), *chain[3:]])
    assert links(f"usrn-{USRN}")[HOXTON_EAST] == ("certain", "identifiers")
    assert db.session.get(Area, ORSMAN) is None


BAD = [("osgb4000000030000001", "2090012345"), ("road", USRN), ("osgb4000000030000001", "")]


@pytest.mark.parametrize("pair", BAD)
def test_a_row_without_identifiers_is_put_aside(chain, tmp_path, pair):
    loaders.load(chain[:2])
    fine = [(ORSMAN, USRN)] * 12
    report = load(linked(tmp_path, "more.csv", *fine, pair))
    assert (report.added, report.rejected) == (1, 1)
    assert "are not such identifiers" in report.rejects.read_text("utf-8")
