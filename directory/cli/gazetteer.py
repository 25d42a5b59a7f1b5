"""``doorstep gazetteer``: load the publishers' files of places, and say what is loaded."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from directory.errors import SearchUnavailableError
from directory.gazetteer import loaders
from directory.search import index


@click.group()
def gazetteer() -> None:
    """Places: load them from the publishers' files, and see what is loaded."""


@gazetteer.command("load")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Read files that were loaded before, too.")
@with_appcontext
def load_command(paths: tuple[Path, ...], *, again: bool) -> None:
    """Load files, zips or folders; each file is recognised by what is in it.

    Can be interrupted and run again: it goes on where it was. Exit status 0 when every file was
    loaded to its end, 1 when one was not.
    """
    try:
        with _bar() as progress:
            reports = loaders.load(paths, progress=progress, again=again)
    except KeyboardInterrupt:
        click.echo("Stopped. Run the same command again to go on from here.", err=True)
        raise SystemExit(130) from None
    for report in reports:
        _say(report)
    _sum_up(reports)
    _renew_index(reports)
    if any(report.trouble for report in reports):
        raise SystemExit(1)


@gazetteer.command()
@with_appcontext
def status() -> None:
    """List what was loaded, from which edition, and how far unfinished loads got."""
    rows = list(loaders.status())
    if not rows:
        click.echo("Nothing has been loaded yet.")
    for row in rows:
        state = (
            f"finished {row.finished_at:%Y-%m-%d %H:%M}"
            if row.finished_at
            else f"not finished: {row.position:,} rows are in; load it again to go on"
        )
        edition = f" {row.edition}" if row.edition else ""
        click.echo(
            f"{row.file}: {row.kind}{edition}; {state}; {row.position:,} read, "
            f"{row.added:,} added, {row.changed:,} changed, {row.unchanged:,} unchanged, "
            f"{row.retired:,} retired, {row.rejected:,} rejected"
        )


@contextmanager
def _bar() -> Iterator[loaders.Progress]:
    """Show how far each file is read, when a person is watching."""
    bars: dict[str, Any] = {}

    def progress(label: str, read: int, size: int) -> None:
        bar = bars.get(label)
        if bar is None:
            for old in bars.values():
                old.close()
            bar = bars[label] = tqdm(
                total=size, unit="B", unit_scale=True, desc=label[-40:], disable=None, leave=False
            )
        bar.update(read - bar.n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()


def _say(report: loaders.LoadReport) -> None:
    if report.trouble:
        click.echo(f"Not loaded to its end: {report.trouble}", err=True)
    if not report.kind:
        for note in report.notes:
            click.echo(f"{report.file}: {note}")
        return
    edition = f" {report.edition}" if report.edition else ""
    click.echo(f"{report.file}: {report.kind}{edition}: {_counts([report])}")
    if report.is_known:
        click.echo("  was loaded before and is unchanged (--again reads it again)")
    for reason, number in sorted(report.passed_over.items()):
        click.echo(f"  {number:,} rows passed over: {reason}")
    for note in report.notes:
        click.echo(f"  {note}")
    if report.rejects is not None:
        click.echo(f"  {report.rejected:,} rows rejected, kept with reasons in {report.rejects}")


def _sum_up(reports: Iterable[loaders.LoadReport]) -> None:
    loaded = [report for report in reports if report.kind]
    if len(loaded) > 1:
        click.echo(f"All {len(loaded)} files: {_counts(loaded)}")


def _renew_index(reports: Iterable[loaders.LoadReport]) -> None:
    """Build the index anew when places changed: it knows which areas hold those that are served."""
    if not any(report.added or report.changed or report.retired for report in reports):
        return
    try:
        if not index.backend().count():
            return
    except SearchUnavailableError:
        return  # there is no index yet, or it has to be rebuilt anyway: `doorstep check` says so
    try:
        click.echo(f"Places changed, so the index was renewed: {index.rebuild():,} services.")
    except SearchUnavailableError as error:
        click.echo(f"{error}. Places changed: run `doorstep search rebuild`.", err=True)


def _counts(reports: list[loaders.LoadReport]) -> str:
    names = ("read", "added", "changed", "unchanged", "retired", "rejected")
    return ", ".join(f"{sum(getattr(r, name) for r in reports):,} {name}" for name in names)
