"""``doorstep letters``: those that could not be sent, and what to do about them."""

import click
from flask.cli import with_appcontext

from directory import post


@click.group()
def letters() -> None:
    """Look after letters that were given up."""


@letters.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--addresses", is_flag=True, help="Show whole addresses, not only their domains.")
@with_appcontext
def list_(limit: int, addresses: bool) -> None:
    """List letters that were given up, the oldest first, and why."""
    for letter in post.dead(limit):
        hidden = f"…@{letter.email.rpartition('@')[2]}"
        trouble = letter.trouble
        if not addresses:
            trouble = trouble.replace(letter.email, hidden)
        click.echo(
            f"{letter.id}  {letter.dead_at:%Y-%m-%d %H:%M} UTC  {letter.kind}  "
            f"{letter.email if addresses else hidden}  {trouble}"
        )
    found = post.counts()
    click.echo(f"{found['dead']} given up, {found['waiting']} waiting.")


@letters.command()
@click.argument("ids", type=int, nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="All that were given up.")
@with_appcontext
def retry(ids: tuple[int, ...], is_all: bool) -> None:
    """Let the worker try again, with letters of these numbers."""
    _exactly_one_way(ids, is_all)
    _tell(post.retry(None if is_all else ids), len(ids), "will be tried again")


@letters.command()
@click.argument("ids", type=int, nargs=-1, required=True)
@with_appcontext
def drop(ids: tuple[int, ...]) -> None:
    """Throw away letters of these numbers; nobody will get them."""
    _tell(post.drop(ids), len(ids), "thrown away")


def _exactly_one_way(ids: tuple[int, ...], is_all: bool) -> None:
    if bool(ids) == is_all:
        raise click.UsageError("Say which letters, by their numbers, or --all.")


def _tell(done: int, asked: int, what: str) -> None:
    click.echo(f"{done} {'letter' if done == 1 else 'letters'} {what}.")
    if done < asked:
        raise click.ClickException(f"{asked - done} of these numbers are not in the list.")
