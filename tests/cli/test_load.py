"""``doorstep load`` says what came of each list, and its exit status tells scripts the truth."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from directory import search
from directory.cli.load import load
from directory.extensions import db
from directory.models import Service

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
    search.rebuild()

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
    assert search.pending() == 0


def test_rows_put_aside_are_told_with_where_they_are(run, listed, app: Flask) -> None:
    result = run(listed(lunch(cost="dear"), lunch("tea", categories=["food"])))

    assert result.exit_code == 3
    assert "rejected: 1" in result.output
    (aside,) = (Path(app.instance_path) / "rejects").iterdir()
    assert str(aside) in result.output
    assert "cost" in aside.read_text("utf-8")


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
