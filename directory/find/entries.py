"""Views of one organisation and one service; an entry that moved or closed says so."""

from flask import Response, request

from directory.errors import NotFoundError
from directory.extensions import limiter
from directory.find import came_from, gone
from directory.find.room import bp
from directory.pages import entries as pages
from directory.pages import serving
from directory.queries import entries, withdrawn
from directory.web import limits
from directory.web.hx import render
from directory.web.paging import check_page, page_number


def _asks_nothing() -> bool:
    """Say whether no place is looked up for this page."""
    return "where" not in request.args


@bp.get("/organisations/<slug>")
@limiter.limit(limits.searches, exempt_when=_asks_nothing)
def organisation(slug: str) -> Response:
    """One organisation: who they are, where based, how to check them, what they do."""
    try:
        entry = entries.get_organisation(slug)
    except NotFoundError:
        if (hidden := withdrawn.find_organisation(slug)) is not None:
            return gone.withdrawn(hidden, hidden)
        return gone.moved("find.organisation", entries.find_organisation_moved_from(slug))
    if entries.is_closed(entry):
        return gone.closed(entry, entry)
    page = page_number()
    services = entries.services_of(entry.id, page)
    check_page(page, services.pages)
    has_ended = not services.total and entries.has_ended_services(entry.id)
    serves = serving.of_organisation(entry.id, services.rows)
    shown = pages.organisation(entry, services, serves, has_ended=has_ended)
    asked = came_from.read(request.args, [each.id for each in services.rows])
    return render("find/organisation.html", **shown | {"came_from": asked})


@bp.get("/services/<slug>")
@limiter.limit(limits.searches, exempt_when=_asks_nothing)
def service(slug: str) -> Response:
    """One service: for whom, when, where, for which areas, and how to get in."""
    try:
        entry = entries.get_service(slug)
    except NotFoundError:
        if (hidden := withdrawn.find_service(slug)) is not None:
            return gone.withdrawn(hidden, hidden.organisation)
        return gone.moved("find.service", entries.find_service_moved_from(slug))
    if entries.is_closed(entry):
        return gone.closed(entry, entry.organisation)
    page = page_number("areas")
    serves = serving.of_service(entry.id, page)
    check_page(page, serves.claims.pages)
    shown = pages.service(entry, serves)
    asked = came_from.read(request.args, [entry.id])
    return render("find/service.html", **shown | {"came_from": asked})
