"""Make the application: settings, extensions, rooms, commands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from directory import cli, models, post
from directory.config import instance_folder, settings
from directory.entries import publishing
from directory.extensions import COMPRESSION, compress, db, limiter
from directory.rooms import ROOMS
from directory.web import access, assets, error_pages, filters, hx, logs, notices, numbers, safety


def create_app(
    overrides: Mapping[str, Any] | None = None, *, instance: Path | None = None
) -> Flask:
    """Return the application for an instance folder, which is made if it is not there.

    Raises:
        ValueError: a setting cannot be understood, or the folder cannot be made.

    """
    folder = (instance or instance_folder()).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise ValueError(f"The instance folder {folder} cannot be made: {why}.") from None
    app = Flask("directory", instance_path=str(folder), static_folder=None)
    app.config.from_mapping(COMPRESSION)
    app.config.from_mapping(settings(folder))
    app.config.from_mapping(overrides or {})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    db.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    parts = (numbers, logs, hx, assets, filters, safety, access, notices, error_pages)
    for part in (*parts, post, publishing):
        part.init_app(app)
    for room, prefix in ROOMS:
        app.register_blueprint(room, url_prefix=prefix or None)
    cli.init_app(app)
    app.shell_context_processor(lambda: {"db": db, "models": models})
    return app
