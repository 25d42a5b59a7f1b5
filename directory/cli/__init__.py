"""The ``doorstep`` command."""

import click
from flask import Flask
from flask.cli import FlaskGroup

from directory.cli.check import check
from directory.cli.demo import demo
from directory.cli.gazetteer import gazetteer
from directory.cli.letters import letters
from directory.cli.load import load
from directory.cli.search import search_cli
from directory.cli.serve import init, serve
from directory.cli.worker import worker


def init_app(app: Flask) -> None:
    """Hang the commands on the application."""
    for command in COMMANDS:
        app.cli.add_command(command)


def _create_app() -> Flask:
    from directory.app import create_app  # the application imports this module

    try:
        return create_app()
    except ValueError as error:
        raise click.ClickException(f"The settings cannot be used. {error}") from None


COMMANDS: tuple[click.Command, ...] = (
    demo,
    init,
    serve,
    check,
    gazetteer,
    search_cli,
    load,
    worker,
    letters,
)

main = FlaskGroup(
    name="doorstep",
    create_app=_create_app,
    add_version_option=False,
    help="Doorstep: a directory of neighbourhood organisations.",
)
