"""``doorstep search``: build the index anew, and say how it is."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from directory.errors import DoorstepError
from directory.search import index


@click.group("search")
def search_cli() -> None:
    """Look after the search index. It can always be rebuilt from the database."""


@search_cli.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Build the index anew and swap it in; the old one answers until then."""
    started = time.monotonic()
    try:
        with tqdm(unit=" services", disable=None) as bar:
            count = index.rebuild(lambda done: bar.update(done - bar.n))
    except DoorstepError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Indexed {count:,} services in {time.monotonic() - started:.1f} seconds.")


@search_cli.command("status")
@with_appcontext
def status() -> None:
    """Say how many services the index holds, how large and how old it is, and what is waiting."""
    held, waiting = index.backend(), index.pending()
    try:
        count, segments, folder = held.count(), held.segments(), held.folder()
    except DoorstepError as error:
        click.echo(f"Changes waiting: {waiting:,}")
        raise click.ClickException(str(error)) from error
    size, newest = _measure(folder)
    click.echo(f"Services:        {count:,}")
    click.echo(f"Segments:        {segments:,}")
    click.echo(f"Changes waiting: {waiting:,}")
    click.echo(f"Size:            {size / 2**20:,.1f} MB")
    click.echo(f"Last written:    {newest:%Y-%m-%d %H:%M} UTC")


def _measure(folder: Path) -> tuple[int, datetime]:
    """Return the bytes of an index, and when it was last written."""
    found = [path.stat() for path in folder.iterdir() if path.is_file()]
    newest = max((each.st_mtime for each in found), default=0.0)
    return sum(each.st_size for each in found), datetime.fromtimestamp(newest, UTC)
