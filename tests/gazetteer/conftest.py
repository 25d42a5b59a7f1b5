"""The world that questions about places are asked in."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Area
from tests.factories import Make
from tests.gazetteer.world import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the world is kept once it was built: on SQLite, a file that each test copies."""
    return tmp_path_factory.mktemp("world") / "world.sqlite"


@pytest.fixture
def world(
    app: Flask, make: Make, built: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> SimpleNamespace:
    """A small Hackney and Tower Hamlets, committed at once: it is asked for by very many tests."""
    file = Path(app.instance_path) / "doorstep.sqlite"
    if built.exists():
        shutil.copy(built, file)
        areas = {each.code: each for each in db.session.scalars(select(Area))}
        names = dict(line.split() for line in built.with_suffix(".names").read_text().splitlines())
        # What a test adds must not take a name or a code that is taken.
        make.made = len(areas) * 10
        return SimpleNamespace(**{name: areas[code] for name, code in names.items()})
    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", db.session.flush)
        made = build(make)
    db.session.commit()
    if not database_url:
        lines = [f"{k} {v.code}" for k, v in vars(made).items() if isinstance(v, Area)]
        built.with_suffix(".names").write_text("\n".join(lines))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(file, built)
    return made
