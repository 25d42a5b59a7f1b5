"""Files are read as spreadsheets write them, or refused with what to do."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.entries.columns import COLUMNS
from directory.errors import ImportFileError
from directory.importers import Became, load_organisations
from directory.importers.reading import read
from tests.importers.lists import HALL, LATER, the_service

pytestmark = pytest.mark.usefixtures("places")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(write, encoding: str) -> None:
    load_organisations(write(HALL | {"service_name": "Café £1"}, encoding=encoding))

    assert the_service().name == "Café £1"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_usual_separators_are_read(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "list.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter=separator)
        writer.writerow([name.upper().replace("_", " ") for name in HALL])
        writer.writerow(HALL.values())

    assert load_organisations(file).services == {Became.ADDED: 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\x89PNG\0\0\0", "not a text file"),
        (b"a,b,c\n1,2,3\n", "organisation_ref"),
        (b"<!DOCTYPE html><html></html>", "organisation_ref"),
        (b"[{", "whole JSON"),
        (b"{", "whole JSON"),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    with pytest.raises(ImportFileError, match=said):
        load_organisations(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="no such file"):
        load_organisations(tmp_path / "none.csv")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_our_own_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fuzz.csv"
    file.write_bytes(content)
    try:
        rows = list(read(file).rows)
    except ImportFileError:
        return
    assert all(row.where for row in rows)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(
    columns=st.lists(st.sampled_from(COLUMNS), max_size=8, unique=True),
    cells=st.lists(
        st.text(max_size=12) | st.sampled_from(['"', "a\nb", "x;y", "=1", "\0", "Mon 10:00-12:00"]),
        max_size=24,
    ),
)
def test_no_text_in_any_column_stops_a_load(tmp_path: Path, columns, cells) -> None:
    file = tmp_path / "any.csv"
    heading = ["organisation_ref", "organisation_name", "kind"]
    heading += [name for name in columns if name not in heading]
    lines = [",".join(heading), *(",".join(cells[n : n + 5]) for n in range(0, len(cells), 5))]
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    try:
        report = load_organisations(file, dry_run=True)
    except ImportFileError:
        return
    assert report.rejected + sum(report.organisations.values()) <= 2 * report.read


def test_a_line_beyond_measure_is_put_aside_and_the_rest_goes_on(write, monkeypatch) -> None:
    from directory.importers import csv_rows

    file = write(HALL | {"description": "x" * 9_000}, HALL | {"service_ref": "tea"})
    monkeypatch.setattr(csv_rows, "LONGEST_LINE", 3_000)

    report = load_organisations(file)

    assert (report.rejected, report.services) == (1, {Became.ADDED: 1})


def test_unknown_columns_are_named(write, narrow) -> None:
    report = load_organisations(narrow(LATER | {"Favourite colour": "blue"}))

    assert any("Favourite colour" in note for note in report.notes)


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("organisation_ref,organisation_name,kind,Kind\nx,X,charity,faith\n", "utf-8")

    with pytest.raises(ImportFileError, match="kind twice"):
        load_organisations(file)


def test_a_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"PK\x03\x04rest")

    with pytest.raises(ImportFileError, match="save it as CSV"):
        load_organisations(file)
