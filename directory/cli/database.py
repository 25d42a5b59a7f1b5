"""``doorstep init`` and ``doorstep migration``: make the database, and give it a new form."""

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.errors import SearchUnavailableError
from directory.search import index


@click.command()
@with_appcontext
def init() -> None:
    """Make the database, or bring it up to date; make the index when there is none."""
    migrate()
    try:
        index.backend().count()
    except SearchUnavailableError:
        index.rebuild()
    click.echo(f"The database is up to date, in {current_app.instance_path}.")


@click.command()
@click.argument("what")
@with_appcontext
def migration(what: str) -> None:
    """Write the migration from the database to the models: for developers.

    WHAT says in a few words what it does.
    """
    from directory.migrations import taking

    taking.add(what)


def migrate() -> None:
    """Bring the database to the newest migration, quietly."""
    from directory.migrations import taking  # Alembic takes 10 MB: whoever only serves does without

    taking.forward()
