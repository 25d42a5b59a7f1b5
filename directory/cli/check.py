"""``doorstep check``: is this installation well?"""

import click
from flask import current_app
from flask.cli import with_appcontext

from directory import post
from directory.errors import SearchUnavailableError
from directory.queries import health
from directory.search import index

NOBODY_RESPONSIBLE = (
    "Say who is responsible for what is kept about people: set DOORSTEP_OPERATOR_NAME and "
    "DOORSTEP_CONTACT_EMAIL. The page about data protection tells them."
)


@click.command()
@with_appcontext
def check() -> None:
    """Look at the database and the index, and say what is wrong and what to do about it.

    Exit status 0 when all is well, 1 when anything is not.
    """
    click.echo(f"Instance folder: {current_app.instance_path}")
    troubles = [trouble for trouble in (health.database_trouble(), _index()) if trouble]
    for trouble in troubles:
        click.echo(f"Not well: {trouble}", err=True)
    if troubles:
        raise SystemExit(1)
    if not current_app.config["OPERATOR_NAME"] or not current_app.config["CONTACT_EMAIL"]:
        click.echo(NOBODY_RESPONSIBLE)
    if letters := _letters():
        click.echo(letters)
    for what, number in health.counts().items():
        click.echo(f"{what}: {number:,}")
    click.echo("All is well.")


def _letters() -> str:
    """Say what does not go out by itself; letters that wait a moment are as they should be."""
    found = post.counts()
    if found["dead"]:
        return f"Letters given up: {found['dead']:,}. See “doorstep letters”."
    if found["waiting"] and not current_app.config["SMTP_URL"] and not current_app.config["DEMO"]:
        return f"Letters waiting: {found['waiting']:,}. Set DOORSTEP_SMTP_URL: nothing sends them."
    return ""


def _index() -> str:
    try:
        indexed = index.backend().count()
    except SearchUnavailableError as error:
        return str(error)
    click.echo(f"Services in the index: {indexed:,}")
    return ""
