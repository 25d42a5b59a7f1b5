"""What every test may ask for: an application, a browser, things to put in the directory."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from directory import create_app
from directory.extensions import Base, db
from tests.browser import Browser
from tests.factories import Make

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files to build and test with; a test that needs it skips without it."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared folder with real data is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def database_url() -> str:
    """A PostgreSQL to test on, from ``TEST_DATABASE_URL``; empty means SQLite."""
    return os.environ.get("TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Path:
    """An instance folder whose database has every migration: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(_settings(database_url), instance=folder)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return folder


@pytest.fixture
def app(tmp_path: Path, migrated: Path, database_url: str) -> Iterator[Flask]:
    """An application with an empty, migrated database of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    if not database_url:
        shutil.copy(migrated / "doorstep.sqlite", instance / "doorstep.sqlite")
    app = create_app(_settings(database_url), instance=instance)
    with app.app_context():
        if database_url:
            _empty()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def make(app: Flask) -> Make:
    """Things to put in the directory, with good defaults."""
    return Make()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that holds every page to the rules of the house."""
    return Browser(app)


def _settings(database_url: str) -> dict[str, object]:
    chosen: dict[str, object] = {"TESTING": True, "RATELIMIT_ENABLED": False}
    if database_url:
        chosen["SQLALCHEMY_DATABASE_URI"] = database_url
    return chosen


def _empty() -> None:
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    db.session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    db.session.commit()
