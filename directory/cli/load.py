"""``doorstep load``: lists of organisations and services, as CSV or JSON."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from directory.errors import ImportFileError, SearchUnavailableError
from directory.importers import Became, ImportReport, load_organisations

SOME_ASIDE = 3
"""The exit status that says: loaded, and some rows were put aside."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and keep nothing.")
@with_appcontext
def load(files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Load organisations and services from CSV or JSON files (see docs/data-formats.md).

    Exit status: 0 all loaded, 1 a file could not be read, 3 some rows were put aside.
    """
    status = 0
    for file in files:
        try:
            with tqdm(unit=" rows", desc=file.name, disable=not sys.stderr.isatty()) as bar:
                report = load_organisations(file, progress=bar.update, dry_run=dry_run)
        except ImportFileError as error:
            click.echo(f"Not loaded: {error}", err=True)
            status = 1
            continue
        except SearchUnavailableError as error:
            click.echo(f"Loaded, but not yet searchable: {error}", err=True)
            status = 1
            continue
        _say(report, dry_run=dry_run)
        if report.rejected and not status:
            status = SOME_ASIDE
    sys.exit(status)


def _say(report: ImportReport, *, dry_run: bool) -> None:
    click.echo(
        f"{report.file}: {report.read:,} rows read{' (nothing was kept)' if dry_run else ''}"
    )
    for what, counted in (
        ("organisations", report.organisations),
        ("services", report.services),
    ):
        said = ", ".join(f"{counted[kind]:,} {kind.value}" for kind in Became)
        click.echo(f"  {what}: {said}")
    click.echo(f"  rejected: {report.rejected:,}")
    if report.rejects:
        click.echo(f"  the rows put aside, each with its reason: {report.rejects}")
    for note in report.notes:
        click.echo(f"  note: {note}")
