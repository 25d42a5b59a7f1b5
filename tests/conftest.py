"""What every test may ask for: an application, a browser, things to put in the directory."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import text

from directory.app import create_app
from directory.extensions import Base, db, limiter
from directory.migrations import taking
from tests.browser import Browser
from tests.factories import Make
from tests.standing import Standing

SKIP_NOTHING = bool(os.environ.get("DOORSTEP_TESTS_SKIP_NOTHING"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let a skipped test fail where nothing may be skipped: on the machine that decides."""
    report = yield
    if SKIP_NOTHING and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {call.excinfo.value}"
    return report


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files to build and test with; a test that needs it skips without it."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared folder with real data is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this worker's own, on ``TEST_DATABASE_URL``; empty means SQLite."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given:
        yield ""
        return
    engine = sqlalchemy.create_engine(given, isolation_level="AUTOCOMMIT")
    name = f"doorstep_test_{worker_id}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield engine.url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Path:
    """An instance folder whose database has every migration: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(_settings(database_url), instance=folder)
    with app.app_context():
        taking.forward()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Standing:
    """The one application of this worker: to put one up takes longer than most tests."""
    folder = tmp_path_factory.mktemp("standing")
    return Standing(create_app(_settings(database_url), instance=folder))


@pytest.fixture
def app(standing: Standing, migrated: Path, database_url: str) -> Iterator[Flask]:
    """An application as if nobody had used it, with an empty, migrated database of its own."""
    app = standing.anew()
    if not database_url:
        shutil.copy(migrated / "doorstep.sqlite", Path(app.instance_path) / "doorstep.sqlite")
    with app.app_context():
        if database_url:
            _empty()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def another(app: Flask, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Put up another application on the same database, with settings of its own."""
    made: list[Flask] = []

    def put_up(**settings: object) -> Flask:
        same = {"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
        made.append(create_app(same | settings, instance=tmp_path / "another"))
        return made[-1]

    yield put_up
    limiter.enabled = False
    for each in made:
        with each.app_context():
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
    chosen: dict[str, object] = {
        "TESTING": True,
        "RATELIMIT_ENABLED": False,
        # No thread that writes for each of a thousand applications.
        "COUNT_FOUND_SECONDS": 0,
        # Nothing that was counted for one request is told to the next.
        "COUNTS_SECONDS": 0,
    }
    if database_url:
        chosen["SQLALCHEMY_DATABASE_URI"] = database_url
    return chosen


def _empty() -> None:
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    # The log refuses to be emptied, by this name: only a test may ask it to look away.
    log = "ALTER TABLE audit_entry {} TRIGGER audit_entry_stays_whole"
    db.session.execute(text(log.format("DISABLE")))
    db.session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    db.session.execute(text(log.format("ENABLE")))
    db.session.commit()
