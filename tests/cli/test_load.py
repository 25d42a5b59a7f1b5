"""``doorstep load`` says what came of each list, and its exit status tells scripts the truth."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from directory.cli.load import load
from directory.extensions import db
from directory.models import Service
from directory.search import index

GOOD = {"ref": "hall", "name": "The Hall", "kind": "charity"}


@pytest.fixture
def listed(tmp_path: Path):
    """Write a list of organisations."""

    def written(*organisations: dict[str, object], name: str = "list.json") -> Path:
        file = tmp_path / name
        file.write_text(json.dumps(organisations), "utf-8")
        return file

    return written


@pytest.fixture
def run(app: Flask):
    """Run the command."""
    index.rebuild()

    def ran(*arguments: object) -> Result:
        return app.test_cli_runner().invoke(load, [str(each) for each in arguments])

    return ran


def lunch(ref: str = "lunch", **more: object) -> dict[str, object]:
    return GOOD | {"services": [{"ref": ref, "name": "Lunch", **more}]}


def test_a_sound_list_ends_with_its_counts(run, listed) -> None:
    result = run(listed(lunch(categories=["food"])))

    assert result.exit_code == 0
    assert "list.json: 1 rows read" in result.output
    assert "organisations: 1 added, 0 changed, 0 unchanged" in result.output
    assert "services: 1 added, 0 changed, 0 unchanged" in result.output
    assert "rejected: 0" in result.output
    assert index.pending() == 0


def test_rows_put_aside_are_told_with_where_they_are(run, listed, app: Flask) -> None:
    result = run(listed(lunch(cost="dear"), lunch("tea", categories=["food"])))

    assert result.exit_code == 3
    assert "rejected: 1" in result.output
    (aside,) = (Path(app.instance_path) / "rejects").iterdir()
    assert str(aside) in result.output
    assert "cost" in aside.read_text("utf-8")


def test_times_without_am_or_pm_are_told_as_they_were_read(run, tmp_path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "organisation_ref,organisation_name,kind,service_ref,service_name,opening_times\n"
        "hall,The Hall,charity,lunch,Lunch,Mon 6:00-9:00\n"
        'hall,,,tea,Tea,"Tue 2-4; Wed 2-4, 10-12"\n'
        "hall,,,chess,Chess,Mon 18:00-21:00\n"
        "hall,,,bingo,Bingo,Fri 7 to 10; Sat 1-3; Sun 2-5\n",
        "utf-8",
    )

    result = run(file)

    assert result.exit_code == 0
    assert (
        "note: 4 opening times had no am or pm, and were read as daytime or evening: "
        "line 2 “6:00-9:00” as 18:00-21:00; line 3 “2-4” as 14:00-16:00; "
        "line 5 “1-3” as 13:00-15:00; and 1 more. Where that is wrong, write am or pm\n"
    ) in result.output


def test_one_time_without_am_or_pm_is_told_however_many_notes_there_are(run, listed) -> None:
    many = [GOOD | {"ref": f"o{n}", "services": [_tea(n)]} for n in range(60)]
    many[-1]["services"][0]["opening_times"] = ["Mon 9-5"]

    output = run("--dry-run", listed(*many)).output

    assert "note: 1 opening time had no am or pm, and was read as daytime or evening: " in output
    assert "organisation 60, service 1 “9-5” as 09:00-17:00. Where" in output
    assert "and 10 notes more" in output


def _tea(number: int) -> dict[str, object]:
    return {"ref": f"s{number}", "name": "Tea", "categories": []}


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run, listed, tmp_path) -> None:
    result = run(tmp_path / "none.csv", listed(lunch()))

    assert result.exit_code == 2
    assert "no such file" in result.output
    assert "services: 1 added" in result.output


def test_a_file_that_breaks_off_says_so_after_its_counts(run, tmp_path) -> None:
    file = tmp_path / "cut.json"
    file.write_text(json.dumps([lunch(), lunch("tea")])[:-20], "utf-8")

    result = run(file)

    assert result.exit_code == 2
    assert "services: 1 added" in result.output
    assert "Not loaded to its end" in result.output


def test_a_dry_run_keeps_nothing_and_says_so(run, listed) -> None:
    result = run("--dry-run", listed(lunch()))

    assert result.exit_code == 0
    assert "nothing was kept" in result.output
    assert "services: 1 added" in result.output
    assert db.session.scalar(select(func.count()).select_from(Service)) == 0


def test_without_an_index_all_is_kept_and_the_way_out_is_told(app: Flask, listed) -> None:
    result = app.test_cli_runner().invoke(load, [str(listed(lunch()))])

    assert result.exit_code == 1
    assert "doorstep search rebuild" in result.output
    assert db.session.scalar(select(func.count()).select_from(Service)) == 1


def test_an_interrupted_load_says_how_to_go_on(run, listed, monkeypatch) -> None:
    from directory.importers import loading

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading.Rows, "take", interrupted)

    result = run(listed(lunch()))

    assert result.exit_code == 130
    assert "Run the same command again" in result.output


def test_what_is_missing_from_a_newer_list_is_told(run, listed) -> None:
    run(listed(GOOD | {"services": [{"ref": "a", "name": "A"}, {"ref": "b", "name": "B"}]}))

    assert "left as they are: 1" in run(listed(lunch("a"))).output


def test_a_locked_database_is_told_without_a_traceback(run, listed, monkeypatch) -> None:
    from sqlalchemy.exc import OperationalError

    from directory.entries.batch import Batch

    def locked(_: Batch) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(Batch, "store", locked)

    result = run(listed(lunch()))

    assert result.exit_code == 2
    assert "could not be written (database is locked)" in result.output
    assert "Traceback" not in result.output
