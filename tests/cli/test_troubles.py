"""A command that the database or the disk fails says so in plain words: never a traceback."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from directory.cli import main
from directory.extensions import db

COMMANDS = (
    "check",
    "load LIST",
    "search rebuild",
    "search status",
    "gazetteer status",
)


@pytest.fixture
def run(bare: Flask, tmp_path: Path):
    """Run a command; LIST is a list of one organisation."""
    rows = "organisation_ref,organisation_name,kind,bases\nhall,The Hall,charity,postcode: N1 5QJ\n"
    (tmp_path / "list.csv").write_text(rows, "utf-8")

    def ran(command: str) -> Result:
        words = command.replace("LIST", str(tmp_path / "list.csv")).split()
        return bare.test_cli_runner().invoke(main, words)

    return ran


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_database_is_made_a_command_says_what_to_do(run, command: str) -> None:
    result = run(command)

    assert isinstance(result.exception, SystemExit)
    assert result.exit_code != 0
    assert "doorstep init" in result.output


@pytest.mark.parametrize("command", [*COMMANDS, "init"])
def test_a_broken_database_is_told_without_a_traceback(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "bare.sqlite").write_bytes(b"this is no database. " * 2_000)

    result = run(command)

    assert isinstance(result.exception, SystemExit)
    assert result.exit_code != 0
    assert "atabase" in result.output


def test_a_database_cut_short_is_told_without_a_traceback(run, bare: Flask, tmp_path: Path) -> None:
    run("init")
    with bare.app_context():
        db.engine.dispose()
    file = tmp_path / "bare.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])

    result = run("check")

    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert "The database cannot be" in result.output
