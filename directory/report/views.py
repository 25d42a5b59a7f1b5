"""Views: the form by which anybody reports that an entry is wrong."""

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from directory.answers import FindForm, ask
from directory.errors import DoorstepError, NotFoundError
from directory.extensions import limiter
from directory.queries import entries
from directory.report import actions
from directory.report.forms import KINDS, ReportForm
from directory.web import limits
from directory.web.notices import with_notice

if TYPE_CHECKING:
    from directory.models import Organisation, Service

bp = Blueprint("report", __name__)


@bp.get("/")
@limiter.limit(limits.searches)
def which() -> Response:
    """Ask which entry is wrong: those of the page she comes from, or found by name."""
    asked = FindForm(request.args)
    answer, trouble = None, ""
    if not asked.is_empty:
        try:
            answer = ask(asked)
        except DoorstepError as error:
            trouble = error.message
    page = render_template("report/which.html", form=asked, answer=answer, trouble=trouble)
    return make_response(page)


@bp.get("/<kind>/<slug>")
def form(kind: str, slug: str) -> Response:
    """Ask what is wrong with an entry."""
    return _page(kind, slug, ReportForm(data={"place": request.args.get("where", "")[:200]}))


@bp.post("/<kind>/<slug>")
@limiter.limit(limits.reports)
def send(kind: str, slug: str) -> Answer:
    """Keep what is wrong, and go back to the entry."""
    told = ReportForm(request.form)
    organisation, service = _entry(kind, slug)
    if not told.validate():
        return _page(kind, slug, told, status=400)
    actions.report(organisation, service, told.kind.data, told.place.data, told.told.data)
    return redirect(with_notice(url_for(f"find.{kind}", slug=slug), "thanks"), 303)


def _page(kind: str, slug: str, told: ReportForm, status: int = 200) -> Response:
    organisation, service = _entry(kind, slug)
    page = render_template(
        "report/form.html",
        form=told,
        kind=kind,
        kinds=KINDS,
        entry=service or organisation,
        slug=slug,
    )
    return make_response(page, status)


def _entry(kind: str, slug: str) -> "tuple[Organisation, Service | None]":
    """Return the public entry that is reported.

    Raises:
        NotFoundError: there is none at this address.

    """
    if kind == "organisation":
        return entries.get_organisation(slug), None
    if kind == "service":
        service = entries.get_service(slug)
        return service.organisation, service
    raise NotFoundError("There is nothing at this address.")
