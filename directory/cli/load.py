"""``doorstep load``: lists of organisations and services, as CSV or JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from directory.errors import ImportFileError
from directory.importers import Became, ImportReport, Progress, load_organisations

UNSEARCHABLE = 1
UNREADABLE = 2
SOME_ASIDE = 3
INTERRUPTED = 130


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and keep nothing.")
@with_appcontext
def load(files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Load organisations and services from CSV or JSON files (see docs/data-formats.md).

    Can be interrupted and run again: what is in stays in, and what is the same is left alone.

    Exit status: 0 all loaded, 1 loaded but not searchable yet, 2 a file could not be read to its
    end, 3 some rows were put aside, 130 interrupted.
    """
    try:
        statuses = [_load(file, dry_run=dry_run) for file in files]
    except KeyboardInterrupt:
        click.echo("Stopped. Run the same command again to go on from here.", err=True)
        raise SystemExit(INTERRUPTED) from None
    raise SystemExit(max(statuses, key=(0, SOME_ASIDE, UNSEARCHABLE, UNREADABLE).index))


def _load(file: Path, *, dry_run: bool) -> int:
    """Load one file, say what came of it, and return the exit status it deserves."""
    try:
        with _bar(file) as progress:
            report = load_organisations(file, progress=progress, dry_run=dry_run)
    except ImportFileError as error:
        click.echo(f"Not loaded: {error}", err=True)
        return UNREADABLE
    _say(report, dry_run=dry_run)
    if report.trouble:
        return UNREADABLE
    if report.unsearchable:
        return UNSEARCHABLE
    return SOME_ASIDE if report.rejected else 0


@contextmanager
def _bar(file: Path) -> Iterator[Progress]:
    """Show how far the file is read, when a person is watching."""
    bar = tqdm(desc=file.name, unit="B", unit_scale=True, disable=None, leave=False)

    def progress(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    with bar:
        yield progress


def _say(report: ImportReport, *, dry_run: bool) -> None:
    kept = " (a dry run: nothing was kept)" if dry_run else ""
    click.echo(f"{report.file}: {report.read:,} rows read{kept}")
    for what, counted in (
        ("organisations", report.organisations),
        ("services", report.services),
    ):
        said = ", ".join(f"{counted[kind]:,} {kind.value}" for kind in Became)
        click.echo(f"  {what}: {said}")
    click.echo(f"  rejected: {report.rejected:,}")
    if report.rejects:
        click.echo(f"  the rows put aside, each with its reason: {report.rejects}")
    if report.missing:
        click.echo(
            f"  services here but not in this file, and left as they are: {report.missing:,}"
        )
    for note in report.notes:
        click.echo(f"  note: {note}")
    if report.further_notes:
        click.echo(f"  and {report.further_notes:,} notes more")
    if report.trouble:
        click.echo(f"Not loaded to its end: {report.trouble}", err=True)
    if report.unsearchable:
        click.echo(f"All is kept, but cannot be searched yet: {report.unsearchable}", err=True)
