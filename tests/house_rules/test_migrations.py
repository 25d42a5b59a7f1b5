"""The database can be brought forward and taken back, and then holds what the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from directory.extensions import Base, db


@pytest.fixture
def own(app: Flask, database_url: str):
    """The application's database, to be taken down; on PostgreSQL put up again for other tests."""
    yield app
    if database_url:
        db.session.remove()
        upgrade()


def test_forwards_back_and_forwards_again_leaves_what_the_models_say(own: Flask) -> None:
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}

    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
