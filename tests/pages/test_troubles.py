"""What people see when the machine under us fails: plain words, no traceback, no file of ours."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.app import create_app
from directory.extensions import db

PAGES = ("/", "/find?q=food", "/find?where=Hackney", "/find/places?where=Hack", "/new.atom")
MACHINES = ("/api/find?q=food", "/api/places?q=Hackney")


@pytest.fixture
def broken(tmp_path: Path):
    """A browser on a site whose database file is no database."""
    file = tmp_path / "broken.sqlite"
    file.write_bytes(b"this is no database. " * 2_000)
    app = create_app(
        {"RATELIMIT_ENABLED": False, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}"},
        instance=tmp_path / "broken",
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("address", PAGES + MACHINES)
def test_a_broken_database_asks_people_to_try_later(broken: FlaskClient, address: str) -> None:
    page = broken.get(address)

    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "try again in a minute" in page.text
    assert "sqlite" not in page.text.lower()


@pytest.mark.parametrize("address", ["/find?q=food", "/api/find?q=food", "/readyz"])
def test_a_missing_index_names_no_file_of_ours(app: Flask, address: str) -> None:
    page = app.test_client().get(address)

    assert page.status_code == 503
    assert "doorstep search rebuild" in page.text
    assert "Errno" not in page.text
    assert app.instance_path not in page.text
