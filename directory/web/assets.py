"""Browser assets out of installed packages, and our own, under addresses that never go stale.

``asset("site.css")`` gives ``/assets/<hash>/site.css``: the hash is of the file's bytes, so a
browser may keep it for ever, and a new version has a new address.
"""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for

STATIC = Path(__file__).parents[1] / "static"
KEEP_FOR = 31_536_000
"""Seconds in a year: what browsers and caches treat as for ever."""

FROM_PACKAGES = {"htmx.js": ("js_lib_htmx", "static/htmx/htmx.min.js")}
"""Assets that installed packages carry: name, package, path inside it."""

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

bp = Blueprint("assets", __name__, url_prefix="/assets")


def init_app(app: Flask) -> None:
    """Serve the assets, and let templates say ``asset(name)``."""
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address of an asset.

    Raises:
        KeyError: there is no such asset; a template is wrong.
    """
    return url_for("assets.one", digest=_digest(_files()[name]), name=name)


@bp.get("/<digest>/<name>")
def one(digest: str, name: str) -> Response:
    """Send an asset; only those on the list, and only under their present hash."""
    file = _files().get(name)
    if file is None or _digest(file) != digest:
        abort(404)
    response = Response(_content(file), mimetype=TYPES[file.suffix])
    response.headers["Cache-Control"] = f"public, max-age={KEEP_FOR}, immutable"
    response.set_etag(digest)
    response.make_conditional(request)
    return response


@cache
def _files() -> dict[str, Path]:
    """Return every asset by name: our own, and those of packages, which are never imported."""
    found = {file.name: file for file in STATIC.iterdir() if file.suffix in TYPES}
    for name, (package, path) in FROM_PACKAGES.items():
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            message = f"the package {package} is not installed, and {name} comes from it"
            raise RuntimeError(message)
        found[name] = Path(spec.submodule_search_locations[0]) / path
    return found


@cache
def _content(file: Path) -> bytes:
    return file.read_bytes()


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(_content(file)).hexdigest()[:12]
