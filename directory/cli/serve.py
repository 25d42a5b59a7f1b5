"""``doorstep serve``: open the door."""

import gc
import signal
import socket
import sys

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory.queries import health


@click.command()
@click.option("--host", help="The address to listen on.  [HOST, or 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port.  [PORT, or 8000]")
@with_appcontext
def serve(host: str | None, port: int | None) -> None:
    """Serve the site."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if trouble := health.database_trouble():
        # Not refused: the database may come back, and pages say kindly to try again.
        click.echo(f"Not well: {trouble}", err=True)
    bound = listen(app, host, port)
    click.echo(f"Doorstep is at {address(bound)} (stop it with Ctrl-C)")
    run(app, bound)


def listen(app: Flask, host: str | None = None, port: int | None = None) -> socket.socket:
    """Return a socket that listens where we were told: the options, else HOST and PORT.

    Raises:
        click.ClickException: the port is taken, or may not be used.
    """
    host = host or app.config["HOST"]
    port = app.config["PORT"] if port is None else port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        message = (
            f"Cannot listen on {host} port {port}: {error.strerror or error}. "
            "Choose another with --port, or with the PORT variable."
        )
        raise click.ClickException(message) from None


def address(bound: socket.socket) -> str:
    """Return the address to type into a browser."""
    host, port = bound.getsockname()[:2]
    if host in ("0.0.0.0", "::", "127.0.0.1", "::1"):  # noqa: S104
        host = "localhost"
    return f"http://{host}:{port}/"


def run(app: Flask, bound: socket.socket) -> None:
    """Serve until we are told to stop: by SIGTERM as by Ctrl-C, so that what is in hand is kept."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # What is loaded by now stays. Without this it is all gone through once in some hundred pages,
    # and somebody waits 0.15 s for it.
    gc.collect()
    gc.freeze()
    waitress.serve(app, sockets=[bound], threads=app.config["THREADS"], ident=None)
