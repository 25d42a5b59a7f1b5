"""Views for a council's own sign-in (OpenID Connect): out to its provider, and back."""

from flask import abort, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from directory.account.room import bp
from directory.account.views import SIGN_IN_LIMIT
from directory.extensions import limiter
from directory.web.cookies import set_cookie
from directory.web.links import local_path, public_url
from directory.web.notices import with_notice

WANTED = "wanted"


@bp.get("/council")
@limiter.limit(SIGN_IN_LIMIT)
def to_council() -> Response:
    """Send somebody to her council's sign-in.

    By a link: our policy lets no form lead to another site.
    """
    if not current_app.config["OIDC_ISSUER"]:
        abort(404)
    from directory.account.actions import outside as actions  # it brings 9 MB: few councils use it

    session[WANTED] = local_path(request.args.get("next", ""))
    answer: Response = actions.begin(public_url("account.from_council"))
    return answer


@bp.get("/council/back")
@limiter.limit(SIGN_IN_LIMIT)
def from_council() -> Response:
    """Sign in whom the council's provider vouches for."""
    if not current_app.config["OIDC_ISSUER"]:
        abort(404)
    from directory.account.actions import outside as actions

    key = actions.finish()
    wanted = local_path(str(session.get(WANTED, "")))
    # What the way there and back needed is forgotten: from here on there is one cookie, our own.
    session.clear()
    answer = redirect(with_notice(wanted or url_for("account.home"), "signed-in"), 303)
    set_cookie(answer, key)
    return answer
