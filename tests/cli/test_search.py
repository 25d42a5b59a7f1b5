"""``doorstep search``: rebuilds, says how things are, and exits with the truth."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from directory.extensions import db
from directory.search import index
from tests.factories import Make


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["search", *arguments])


def test_rebuild_says_how_many_and_how_long(app: Flask, make: Make):
    make.service("Chess", make.organisation("Hoxton Friends"))
    result = run(app, "rebuild")
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("Indexed 1 services in ")
    assert index.backend().count() == 1


def test_status_says_how_the_index_is(app: Flask, make: Make):
    service = make.service("Chess", make.organisation("Hoxton Friends"))
    run(app, "rebuild")
    index.note_changes([service.id])
    db.session.commit()
    result = run(app, "status")
    assert result.exit_code == 0
    said = dict(line.split(":", 1) for line in result.output.splitlines())
    assert said["Services"].strip() == "1"
    assert said["Segments"].strip() == "1"
    assert said["Changes waiting"].strip() == "1"
    assert set(said) == {"Services", "Segments", "Changes waiting", "Size", "Last written"}


def test_status_of_a_missing_index_fails_and_says_what_to_do(app: Flask):
    result = run(app, "status")
    assert result.exit_code == 1
    assert "Changes waiting: 0" in result.output
    assert "doorstep search rebuild" in result.output


def test_rebuild_where_it_cannot_write_fails_plainly(app: Flask, tmp_path: Path):
    (tmp_path / "file").write_text("")
    app.config["INDEX_FOLDER"] = str(tmp_path / "file" / "index")
    result = run(app, "rebuild")
    assert result.exit_code == 1
    assert "cannot be written" in result.output
    assert "Traceback" not in result.output


def test_two_rebuilds_at_once_are_one_too_many(app: Flask):
    index.rebuild()
    with index.backend()._store.rebuilding() as new:
        result = run(app, "rebuild")
        assert result.exit_code == 1
        assert "being rebuilt already" in result.output
        new.joinpath("journal").touch()
        index.backend()._store.swap(new)
