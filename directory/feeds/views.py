"""Views for machines that follow the site: sitemap, newest services, search description, robots."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, render_template, request, stream_with_context

from directory.errors import NotFoundError
from directory.feeds import atom, sitemaps
from directory.queries import newest as newest_services
from directory.queries import sitemap as pages

bp = Blueprint("feeds", __name__)

XML = "application/xml"
ATOM = "application/atom+xml"
OPENSEARCH = "application/opensearchdescription+xml"
MINUTES = 15
"""How long machines may keep what they read here."""


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page in one list, or a list of such lists when there are many."""
    if pages.is_small():
        return _streamed(sitemaps.urls(pages.everything(), with_static=True))
    return _streamed(sitemaps.index(pages.parts().total))


@bp.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One part of a long list of pages.

    Raises:
        NotFoundError: there are not so many parts.

    """
    if not 1 <= number <= max(1, pages.parts().total):
        raise NotFoundError("The list of pages has no such part.")
    return _streamed(sitemaps.urls(pages.part(number), with_static=number == 1))


@bp.get("/new.atom")
def newest() -> Response:
    """List the services that were added last."""
    feed = atom.feed(newest_services.newest(), datetime.now(UTC))
    return _kept(Response(render_template("feeds/newest.xml", feed=feed), mimetype=ATOM))


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser can search here from its address bar."""
    return _kept(Response(render_template("feeds/opensearch.xml"), mimetype=OPENSEARCH))


@bp.get("/robots.txt")
def robots() -> Response:
    """Tell robots what they may read; a demonstration asks them to stay away."""
    text = render_template("feeds/robots.txt", is_demo=current_app.config["DEMO"])
    return _kept(Response(text, mimetype="text/plain"))


def _streamed(lines: Iterator[str]) -> Response:
    return _kept(Response(stream_with_context(lines), mimetype=XML))


def _kept(response: Response) -> Response:
    """Let the answer be kept for a while, and asked after by its tag when it is in one piece."""
    response.cache_control.public = True
    response.cache_control.max_age = MINUTES * 60
    if not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response
