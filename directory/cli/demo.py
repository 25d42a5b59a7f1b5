"""``doorstep demo``: the sample, loaded, indexed and served by one command."""

import tomllib
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory.cli.database import migrate
from directory.cli.serve import address, listen, run
from directory.importers import demo as sample
from directory.importers import demo_counts, demo_people, demo_still_right, demo_waiting
from directory.queries import front
from directory.web.local_time import local_now

TO_TRY = (
    ("Who near Orsman Road helps people to stop smoking?", "stop smoking", "Orsman Road"),
    ("Where can a young person box, near N1 5QJ?", "boxing for young people", "N1 5QJ"),
    ("Two streets, one name: which do you mean?", "help with debt", "Tyssen Street"),
)
"""What to try first: why, what to look for, and where."""


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@click.option("--host", help="The address to listen on.  [HOST, or 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port.  [PORT, or 8000]")
@with_appcontext
def demo(no_serve: bool, host: str | None, port: int | None) -> None:
    """Load the sample, build the index and serve it, all in one.

    Running it again is quick and changes nothing, whatever its visitors added. It keeps to
    instances of its own: where other organisations are listed, in one that is no demonstration yet,
    it says so, changes nothing, and ends with exit status 1.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # The port comes first: it is a pity to load everything and then not be able to show it.
    bound = None if no_serve else listen(app, host, port)
    _load()
    remember(app)
    where = address(bound) if bound else f"http://localhost:{app.config['PORT']}/"
    click.echo(
        f"\nThe demo is at {where} (stop it with Ctrl-C)"
        if bound
        else "\nTo see it: doorstep serve"
    )
    click.echo("Three searches worth trying:")
    for why, words, place in TO_TRY:
        click.echo(f"  {why}\n    {where}find?{urlencode({'q': words, 'where': place})}")
    click.echo(f"To be somebody, sign in at {where}account/sign-in with one of these addresses")
    click.echo(f"and read your letter at {where}demo/mailbox :")
    people = demo_people.load()
    demo_waiting.load()
    demo_still_right.load()
    demo_counts.load(local_now().date())
    for played in people:
        click.echo(f"  {played.email:<18} {played.role.value}: {played.why}")
    click.echo("Where a second step is asked for, the page says which code to type.")
    click.echo("To begin with nothing, sign in with any other address, and add or claim a group.")
    if bound:
        run(app, bound)


def _load() -> None:
    """Load the sample and say what came of it."""
    migrate()
    # In an instance that is a demonstration already, the others are what its visitors added.
    is_ours = current_app.config["DEMO"]
    if not is_ours and (others := sample.others()):
        listed = "1 organisation that is" if others == 1 else f"{others:,} organisations that are"
        raise click.ClickException(
            f"This instance lists {listed} not the sample's, so the sample was not loaded: made-up "
            "groups must not stand among real ones. Give the demo an instance of its own, with the "
            "DOORSTEP_INSTANCE variable."
        )
    loaded = sample.load()
    click.echo(
        f"The sample has {loaded.organisations} organisations, {loaded.services} services, "
        f"{loaded.places} places and {loaded.postcodes} postcodes."
        + ("" if loaded.changed else " It was here already.")
    )
    tally = front.tally()
    click.echo(
        f"Visitors find {tally.organisations:,} organisations and {tally.services:,} services: "
        "those that have closed, or are not shown, are left out."
    )


def remember(app: Flask) -> None:
    """Make every page say that it is a demo, now and whenever this instance is served again."""
    app.config["DEMO"] = True
    file = Path(app.instance_path) / "config.toml"
    written = file.read_text("utf-8") if file.exists() else ""
    if any(name.upper() == "DEMO" for name in tomllib.loads(written)):
        return
    # First, for a setting after a [table] would belong to that table.
    file.write_text(f"# Set by “doorstep demo”.\ndemo = true\n{written}", "utf-8")
