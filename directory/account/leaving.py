"""Views about what is held about a person: told, downloaded, erased."""

from flask import make_response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.account.actions import leaving as actions
from directory.account.forms import EraseForm
from directory.account.room import bp
from directory.errors import BadInputError
from directory.extensions import limiter
from directory.web.access import signed_in
from directory.web.cookies import forget_cookie
from directory.web.notices import with_notice

ERASE_LIMIT = "20 per hour"


@bp.get("/held")
@signed_in
def held() -> str:
    """Tell a person all that is held about her."""
    return render_template("account/held.html", held=people.held(people.me()))


@bp.get("/held.json")
@signed_in
def held_json() -> Response:
    """Give her all of it in a file, written as it is read."""
    # The log of a moderator may be long: it is never whole in memory.
    answer = make_response(stream_with_context(people.everything(people.me())))
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="what-doorstep-holds.json"'
    return answer


@bp.get("/erase")
@signed_in
def ask_to_erase() -> Response:
    """Say what goes and what stays, before anything is done."""
    return _page(EraseForm())


@bp.post("/erase")
@limiter.limit(ERASE_LIMIT)
@signed_in
def erase() -> Response:
    """Erase her, and sign her out everywhere."""
    form = EraseForm(request.form, mine=people.me().email)
    if not form.validate():
        return _page(form, 400)
    try:
        actions.erase_me(may_leave_alone=form.leave.data)
    except BadInputError as error:
        (form.leave if error.field == "leave" else form.email).errors = [error.message]
        return _page(form, 400)
    answer = redirect(with_notice(url_for("find.start"), "erased"), 303)
    forget_cookie(answer)
    return answer


def _page(form: EraseForm, status: int = 200) -> Response:
    me = people.me()
    page = render_template(
        "account/erase.html", form=form, alone=people.left_alone_without(me), held=people.held(me)
    )
    return make_response(page, status)
