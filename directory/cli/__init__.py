"""The ``doorstep`` command."""

import gc
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import DBAPIError

from directory.cli.check import check
from directory.cli.database import init, migration
from directory.cli.demo import demo
from directory.cli.gazetteer import gazetteer
from directory.cli.letters import letters
from directory.cli.load import load
from directory.cli.search import search_cli
from directory.cli.serve import serve
from directory.cli.user import user
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


class DoorstepGroup(FlaskGroup):
    """Flask's group of commands, where what the machine denies us is told in plain words."""

    def _load_plugin_commands(self) -> None:
        """Leave out the commands of libraries: ours do more, and Flask-Migrate's are large."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            click.ClickException: the database or the disk does not do what is asked.

        """
        # What was imported stays to the end: not to look through it again saves half a second on
        # the way out.
        gc.freeze()
        try:
            return super().invoke(ctx)
        except DBAPIError as error:
            why = (str(error.orig).splitlines() or ["it does not answer"])[0]
            raise click.ClickException(
                f"The database cannot be used now ({why}). Is “doorstep init” done, and no other "
                "load running? If it is broken, put a backup in its place."
            ) from None
        except BrokenPipeError:
            # Whoever read our words has read enough ("| head"); Click knows what to do.
            raise
        except OSError as error:
            raise click.ClickException(f"The machine would not do it: {error}") from None


COMMANDS: tuple[click.Command, ...] = (
    demo,
    init,
    migration,
    serve,
    check,
    gazetteer,
    search_cli,
    load,
    worker,
    letters,
    user,
)

main = DoorstepGroup(
    name="doorstep",
    create_app=_create_app,
    add_version_option=False,
    help="Doorstep: a directory of neighbourhood organisations.",
)
