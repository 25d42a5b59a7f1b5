"""Files that are broken, strange or hostile: each is refused in words that say what is wrong."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.extensions import db
from directory.gazetteer import loaders
from directory.gazetteer.loaders import files
from directory.models import Area, GazetteerLoad, Postcode
from tests.gazetteer.loading import (
    HACKNEY,
    HOXTON_WEST,
    N1_5QJ,
    N16_9ES,
    everything,
    load,
    put,
    put_zip,
    square,
    text,
    wards_geojson,
)

MANY = [[f"N1 {n}{a}{b}", *N1_5QJ[1:]] for n in range(10) for a in "ABDEFGHJLN" for b in "ABDEFG"]


def zipped(content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/CSV/n.csv", content)
    return stream.getvalue()


WHOLE = zipped(text(MANY))
HURT = WHOLE.replace(WHOLE[60:80], bytes(20))
CAFE = text([["WD25CD", "WD25NM"], ["W05000001", "Caf\xe9"]]).encode("latin-1")
NINE = text([row[:9] for row in MANY]).encode()
OTHER = text([["name", "colour"], ["Ada", "blue"]]).encode()
WARD = (HOXTON_WEST, "Hoxton West", HACKNEY, "Hackney", square(533000, 183000))
BROKEN = [
    ("an empty file", b"", "is empty"),
    ("only a byte-order mark", b"\xef\xbb\xbf\n", "is empty"),
    ("a web page", b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
    ("a web page with space before", b"\n  <HTML>404</HTML>", "is a web page"),
    ("a program", bytes(range(256)) * 4, "is not"),
    ("a gzip", gzip.compress(text(MANY).encode()), "is not"),
    ("a GeoPackage", b"SQLite format 3\0" + bytes(100), "is a GeoPackage"),
    ("UTF-16", text(MANY).encode("utf-16"), "is in UTF-16; save it as UTF-8"),
    ("Latin-1", CAFE, "is not in UTF-8"),
    ("a zip cut short", WHOLE[: len(WHOLE) // 2], "is a damaged zip"),
    ("a zip with wrong bytes inside", HURT, "is damaged or was cut short"),
    ("an empty zip", b"PK\x05\x06" + bytes(18), "holds nothing that we load"),
    ("Code-Point Open with a column too few", NINE, "has 9 columns, not 10"),
    ("some other list", OTHER, "is nothing that we load"),
    ("some other JSON", b'{"a": 1}', "is nothing that we load"),
    ("GeoJSON without areas", b'{"type": "FeatureCollection"}', "is nothing that we load"),
    ("a poem", b"The curfew tolls the knell of parting day\n", "is nothing that we load"),
    ("an open quote", b'"' + b"x" * 300_000, "is nothing that we load"),
]


@pytest.mark.parametrize(("what", "content", "says"), BROKEN, ids=[each[0] for each in BROKEN])
def test_a_file_that_cannot_be_read_says_what_is_wrong_with_it(app, tmp_path, what, content, says):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    before = everything()
    report = load(path)
    assert says in report.trouble, what
    assert everything() == before


def test_a_path_with_nothing_at_it_is_told(app, tmp_path):
    assert "There is no file" in load(tmp_path / "nowhere").trouble


def test_one_bad_file_does_not_keep_the_others_out(app, tmp_path):
    put(tmp_path, "in/good.csv", [N1_5QJ])
    (tmp_path / "in" / "bad.csv").write_text("<html>no</html>")
    (tmp_path / "in" / "licence.txt").write_bytes(b"\xa9 Crown")
    (tmp_path / "in" / "guide.pdf").write_bytes(b"%PDF-1.7\0")
    reports = {r.file: r for r in loaders.load([tmp_path / "in"])}
    assert reports["in/good.csv"].added == 1
    assert "is a web page" in reports["in/bad.csv"].trouble
    assert not any("licence" in name or "guide" in name for name in reports)


def test_geojson_that_breaks_off_keeps_what_was_whole_and_says_so(app, tmp_path):
    wards = [(f"E0500{n:04}", f"Ward {n}", *WARD[2:]) for n in range(250)]
    whole = wards_geojson(wards, degrees=False)
    path = tmp_path / "wards.geojson"
    path.write_text(whole[: int(len(whole) * 0.9)])
    report = load(path)
    assert "is not whole" in report.trouble
    assert report.added == 200
    assert db.session.scalars(db.select(GazetteerLoad)).one().finished_at is None


def test_bytes_that_are_not_utf8_far_into_a_file_cost_only_their_row(app, tmp_path):
    path = tmp_path / "n.csv"
    rows = [*MANY * 3, N16_9ES]
    content = text(rows).encode()
    assert len(content) > files.HEAD
    path.write_bytes(content.replace(b"N16 9ES", b"N16 \xff9E"))
    report = load(path)
    assert (report.added, report.rejected) == (len(MANY), 1)
    assert report.rejects.read_text("utf-8").count("\n") == 2


def test_a_file_of_nothing_but_bad_rows_is_given_up_early(app, tmp_path):
    good = [N1_5QJ] * 5
    report = load(put(tmp_path, "n.csv", [[*row[:9], "Ward?"] for row in good * 400]))
    assert "not one of the first 1,000 rows" in report.trouble
    assert report.rejected == 1_000


def test_a_zip_bomb_is_not_unfolded(app, tmp_path):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("n.csv", "w") as part,
    ):
        for _ in range(80):
            part.write(b"\n" * 2**20)
    report = load(path)
    assert "which no true file does" in report.trouble


def test_a_zip_with_very_many_files_is_refused(app, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_PARTS", 3)
    path = put_zip(tmp_path / "many.zip", {f"{n}.csv": text([N1_5QJ]) for n in range(5)})
    assert "more than 3 files" in load(path).trouble


def test_names_in_a_zip_that_climb_out_of_it_write_nothing_outside(app, tmp_path):
    rows, more = (text([N1_5QJ] * 6 + [[bad, *N1_5QJ[1:]]]) for bad in ("N1", "N2"))
    path = put_zip(tmp_path / "x.zip", {"../../../escape.csv": rows, "/etc/escape2.csv": more})
    around = (tmp_path, Path(app.instance_path).parent)
    before = {p for each in around for p in each.rglob("*")}
    reports = [r for r in loaders.load([path]) if r.kind == "Code-Point Open"]
    assert [r.rejected for r in reports] == [1, 1]
    new = {p for each in around for p in each.rglob("*")} - before
    folder = Path(app.instance_path) / "rejects"
    written = {p for p in new if p.suffix == ".csv"}
    assert len(written) == 2
    assert {p.parent for p in written} == {folder}
    assert not Path("/etc/escape2.csv").exists()


def test_rejects_of_two_loads_do_not_overwrite_each_other(app, tmp_path):
    path = put(tmp_path, "n.csv", [N1_5QJ] * 6 + [["N1", *N1_5QJ[1:]]])
    first, second = load(path), load(path, again=True)
    assert [first.rejects.name, second.rejects.name] == ["n-csv-1.csv", "n-csv-2.csv"]


def test_only_so_many_rejected_rows_are_kept(app, tmp_path, monkeypatch):
    from directory.gazetteer.loaders import rejects

    monkeypatch.setattr(rejects, "MOST_KEPT", 3)
    bad = ["N1", *N1_5QJ[1:]]
    report = load(put(tmp_path, "n.csv", [N1_5QJ] * 6 + [bad] * 10))
    assert report.rejected == 10
    assert report.rejects.read_text("utf-8").count("\n") == 4


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=3_000))
def test_no_bytes_at_all_raise(app, tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    assert load(path).trouble


CELLS = st.text(max_size=12) | st.sampled_from(
    ["N1 5QJ", "10", "533251", "E05009377", '"', "\0", ""]
)
HEADS = st.sampled_from(
    [
        ["WD25CD", "WD25NM", "LAD25CD", "LAD25NM"],
        ["code", "level", "name", "inside"],
        ["name", "wards", "points", "code"],
        ["street_name", "easting", "northing", "ward_code"],
        ["uprn", "pcds", "lad25cd", "wd25cd"],
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HEADS, st.lists(st.lists(CELLS, min_size=3, max_size=5), max_size=6))
def test_no_rows_under_a_true_header_raise(app, tmp_path, head, rows):
    path = tmp_path / "any.csv"
    path.write_bytes(text([head, *rows]).encode("utf-8", "replace"))
    loaders.load([path], again=True)


STOPS = """
import sys
from pathlib import Path
from directory.app import create_app
from directory.gazetteer import loaders
from directory.gazetteer.loaders import job, {module}

batches = 0
real = {module}.{function}

def stop(batch):
    global batches
    batches += 1
    if batches > {after}:
        {how}
    return real(batch)

{module}.{function} = stop
import os
with create_app({settings!r}, instance=Path(sys.argv[1])).app_context():
    loaders.load([Path(sys.argv[2])])
"""


def stop_midway(app, path, module, function, after):
    """Load in a process that dies, as if killed, in the midst of a batch."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    script = STOPS.format(
        module=module, function=function, after=after, how="os._exit(9)",
        settings={"TESTING": True, "SQLALCHEMY_DATABASE_URI": url},
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script, app.instance_path, str(path)], check=False, env=os.environ
    )
    assert done.returncode == 9


def test_a_load_that_is_killed_goes_on_where_it_was(app, tmp_path):
    path = put(
        tmp_path, "n.csv", [[f"N{d} {r[0][3:]}", *r[1:]] for d in range(1, 31) for r in MANY]
    )
    stop_midway(app, path, "postcodes", "save", 2)
    row = db.session.scalars(db.select(GazetteerLoad)).one()
    assert (row.position, row.finished_at) == (10_000, None)
    assert db.session.scalar(db.select(db.func.count()).select_from(Postcode)) == 10_000
    db.session.rollback()
    report = load(path)
    assert (report.read, report.added, report.retired) == (8_000, 8_000, 0)
    db.session.expire_all()
    row = db.session.scalars(db.select(GazetteerLoad)).one()
    assert (row.position, row.added, row.finished_at is not None) == (18_000, 18_000, True)


def test_boundaries_killed_half_way_end_as_if_they_had_not_been(app, tmp_path):
    wards = [
        (f"E0500{n:04}", f"Ward {n}", HACKNEY, "Hackney", square(530000 + 100 * n, 183000, 100))
        for n in range(250)
    ]
    path = tmp_path / "wards.geojson"
    path.write_text(wards_geojson(wards, degrees=False))
    stop_midway(app, path, "boundaries", "save_groups", 2)
    assert db.session.scalar(db.select(db.func.count()).where(Area.level == "ward")) == 200
    db.session.rollback()
    assert load(path).added == 50
    assert db.session.get(Area, HACKNEY).outline_method == "wards"


def test_killed_while_working_out_links_the_next_run_works_them_out(app, tmp_path):
    wards = tmp_path / "wards.geojson"
    wards.write_text(wards_geojson([WARD], degrees=False))
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    script = STOPS.format(
        module="run", function="work_out", after=0, how="os._exit(9)",
        settings={"TESTING": True, "SQLALCHEMY_DATABASE_URI": url},
    ).replace("def stop(batch)", "def stop(batch=None)")  # fmt: skip
    command = [sys.executable, "-c", script, app.instance_path, str(wards)]
    assert subprocess.run(command, check=False).returncode == 9
    assert db.session.get(Area, HACKNEY).outline is None
    db.session.rollback()
    loaders.load([wards])
    db.session.expire_all()
    assert db.session.get(Area, HACKNEY).outline is not None
