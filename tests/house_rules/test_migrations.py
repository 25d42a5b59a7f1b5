"""The database can be brought forward and taken back, and then holds what the models say."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from directory import migrations
from directory.cli import main
from directory.extensions import Base, db
from directory.migrations import taking


@pytest.fixture
def own(app: Flask, database_url: str):
    """The application's database, to be taken down; on PostgreSQL put up again for other tests."""
    yield app
    if database_url:
        db.session.remove()
        taking.forward()


def test_forwards_back_and_forwards_again_leaves_what_the_models_say(own: Flask) -> None:
    taking.back()
    with db.engine.connect() as connection:
        assert migrations.reached(connection) == ""
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}

    taking.forward()
    with db.engine.connect() as connection:
        assert migrations.reached(connection) == migrations.newest()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_that_all_others_lead_to() -> None:
    assert ScriptDirectory(migrations.FOLDER).get_current_head() == migrations.newest()


def test_a_developer_adds_a_migration_with_one_command(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(migrations.FOLDER, tmp_path / "migrations")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(taking, "FOLDER", folder)
    last = int(migrations.newest())

    done = app.test_cli_runner().invoke(main, ["migration", "Nothing at all"])

    assert done.exit_code == 0, done.output
    [written] = (folder / "versions").glob("*_nothing_at_all.py")
    assert migrations.newest() == f"{last + 1:04}" == written.name[:4]
    assert f"Revision: {last + 1:04}, after {last:04}" in written.read_text("utf-8")
