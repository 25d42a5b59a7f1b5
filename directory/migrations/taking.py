"""Taking the database of the application forward or back, and adding a step."""

import flask_migrate
from flask import Flask, current_app

from directory.extensions import db
from directory.migrations import FOLDER, newest


def forward() -> None:
    """Bring the database to the newest step."""
    _bind()
    flask_migrate.upgrade()


def back(to: str = "base") -> None:
    """Take the database back to a step, or to nothing."""
    _bind()
    flask_migrate.downgrade(revision=to)


def add(what: str) -> None:
    """Write the step from the database as it is to the models as they are, to be read and named."""
    _bind()
    flask_migrate.migrate(message=what, rev_id=f"{int(newest()) + 1:04}")


def _bind() -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)
