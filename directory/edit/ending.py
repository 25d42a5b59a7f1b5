"""Views for closing an entry, or one service of it, and for taking it down."""

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from directory.edit.actions import ending as actions
from directory.edit.room import bp
from directory.edit.whose import Whose, owned
from directory.errors import BadInputError
from directory.web.access import signed_in
from directory.web.notices import with_notice

CLOSE, TAKE_DOWN = "close", "take-down"


@bp.get("/<organisation>/end")
@bp.get("/<organisation>/<service>/end", endpoint="end_service")
@signed_in
def end(organisation: str, service: str = "") -> Response:
    """Show the two ways: it has closed, or it should not be listed."""
    return _page(owned(organisation, service))


@bp.post("/<organisation>/end")
@bp.post("/<organisation>/<service>/end", endpoint="ended_service")
@signed_in
def ended(organisation: str, service: str = "") -> Response:
    """Close it, or take it down, at once."""
    found = owned(organisation, service)
    how, note = request.form.get("how", ""), request.form.get("status_note", "")
    try:
        if how == CLOSE:
            done = actions.close(found.organisation, found.service, note)
        elif how == TAKE_DOWN:
            done = actions.take_down(found.organisation, found.service)
        else:
            raise BadInputError("Close it, or take it down.")
    except BadInputError as error:
        return _page(found, note=note, wrong=error)
    return redirect(with_notice(found.address, done), 303)


def _page(found: Whose, *, note: str = "", wrong: BadInputError | None = None) -> Response:
    page = render_template("edit/end.html", whose=found, note=note, wrong=wrong)
    return make_response(page, 400 if wrong else 200)
