"""What tests of the command line share."""

from pathlib import Path

import pytest

from directory.app import create_app
from directory.extensions import db


@pytest.fixture
def bare(tmp_path: Path):
    """An application whose database was never made, with a folder of its own, on SQLite."""
    app = create_app(
        {"TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'bare.sqlite'}"},
        instance=tmp_path / "bare",
    )
    yield app
    with app.app_context():
        db.engine.dispose()
