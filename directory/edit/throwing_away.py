"""Views for throwing away a service that was begun by mistake and never was public."""

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from directory.domain.sections import OF_SERVICE, PARTS
from directory.domain.terms import Publication
from directory.edit.actions import throwing_away as actions
from directory.edit.glance import glance
from directory.edit.room import bp
from directory.edit.whose import Whose, whose
from directory.errors import ConflictError
from directory.queries import changes
from directory.web.access import signed_in
from directory.web.notices import with_notice


@bp.get("/<organisation>/<service>/throw-away")
@signed_in
def throw_away(organisation: str, service: str) -> Response:
    """Ask whether a draft is really to go, and show what goes with it."""
    found = whose(organisation, service)
    if found.service.publication is not Publication.DRAFT:
        return redirect(found.address, 303)
    return _page(found)


@bp.post("/<organisation>/<service>/throw-away")
@signed_in
def thrown_away(organisation: str, service: str) -> Response:
    """Throw a draft away for good."""
    found = whose(organisation, service)
    try:
        done = actions.throw_away(found.service, request.form.get("seen", ""))
    except ConflictError as error:
        # It may be gone, or public: what is there now is looked up anew.
        found = whose(organisation, service)
        if found.service.publication is not Publication.DRAFT:
            raise
        return _page(found, wrong=error)
    return redirect(with_notice(found.address, done), 303)


def _page(found: Whose, *, wrong: ConflictError | None = None) -> Response:
    service = found.service
    on_their_way = {
        (each.service_id, each.section): each for each in changes.of_service(service.id)
    }
    said = glance(found.organisation, [service], on_their_way)
    page = render_template(
        "edit/throw_away.html",
        whose=found,
        said=[
            (PARTS[section].title, said[service.id, section])
            for section in OF_SERVICE
            if said[service.id, section]
        ],
        is_asked_for=(service.id, "service-publication") in on_their_way,
        seen=actions.seen_of(service),
        wrong=wrong,
    )
    return make_response(page, 409 if wrong else 200)
