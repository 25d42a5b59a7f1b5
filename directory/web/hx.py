"""The only module that knows htmx-flask: whole page or fragment, and what caches must know."""

from flask import Flask, Response, make_response, render_template, request
from htmx_flask import Htmx

VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")

_htmx = Htmx()


def init_app(app: Flask) -> None:
    """Let requests say that htmx made them."""
    _htmx.init_app(app)


def wants_fragment() -> bool:
    """Say whether htmx asked for a part of the page, rather than the page or its own history."""
    hx = request.htmx  # type: ignore[attr-defined]
    return bool(hx) and not hx.boosted and not hx.history_restore_request


def render(
    page: str, *, fragment: str | None = None, status: int = 200, **context: object
) -> Response:
    """Render a page, or only its fragment when htmx asked for it.

    The same URL has two bodies, so every such answer says what it varies by.
    """
    template = fragment if fragment and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.update(VARY)
    return response
