"""Views of the account room: sign in by a link, sessions, and a person's own page."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.account.actions import signing_in as actions
from directory.account.forms import NameForm, SignInForm
from directory.account.room import bp
from directory.extensions import limiter
from directory.people.sessions import all_of
from directory.web.access import signed_in
from directory.web.cookies import forget_cookie, set_cookie
from directory.web.links import local_path
from directory.web.notices import with_notice

SIGN_IN_LIMIT = "20 per hour"


@bp.get("/sign-in")
def sign_in() -> str:
    """Ask for an e-mail address."""
    form = SignInForm(data={"next": local_path(request.args.get("next", ""))})
    return render_template("account/sign_in.html", form=form)


@bp.post("/sign-in")
@limiter.limit(SIGN_IN_LIMIT)
def send_link() -> Response:
    """Send a link to the address, and say the same whether we knew it or not."""
    form = SignInForm(request.form)
    if not form.validate():
        return make_response(render_template("account/sign_in.html", form=form), 400)
    actions.send_link(form.email.data, local_path(form.next.data or ""))
    return redirect(url_for("account.sent"), 303)


@bp.get("/sent")
def sent() -> str:
    """Say that a letter is on its way."""
    return render_template("account/sent.html")


@bp.get("/link/<key>")
def confirm(key: str) -> Response:
    """Show the button that signs in: mail scanners open links, and press no buttons."""
    link = people.read_link(people.Purpose.SIGN_IN, key)
    return _confirm_page(key, link.email if link is not None else "")


@bp.post("/link/<key>")
@limiter.limit(SIGN_IN_LIMIT)
def use_link(key: str) -> Response:
    """Sign in with a link, which is then used up."""
    begun = actions.sign_in(key, request.user_agent.string)
    if begun is None:
        return _confirm_page(key, "")
    session_key, next_path = begun
    answer = redirect(with_notice(next_path or url_for("account.home"), "signed-in"), 303)
    set_cookie(answer, session_key)
    return answer


@bp.post("/sign-out")
def sign_out() -> Response:
    """Sign out here."""
    actions.sign_out()
    answer = redirect(with_notice(url_for("find.start"), "signed-out"), 303)
    forget_cookie(answer)
    return answer


@bp.get("/")
@signed_in
def home() -> str:
    """Show a person what is hers: entries, roles, and how she signs in."""
    return render_template("account/home.html", form=NameForm(obj=people.me()))


@bp.post("/name")
@signed_in
def rename() -> Response:
    """Set what a person is called."""
    form = NameForm(request.form)
    if not form.validate():
        return make_response(render_template("account/home.html", form=form), 400)
    actions.rename(people.me(), form.name.data)
    return redirect(with_notice(url_for("account.home"), "saved"), 303)


@bp.get("/sessions")
@signed_in
def sessions() -> str:
    """List the browsers in which she is signed in."""
    return render_template(
        "account/sessions.html",
        sessions=all_of(people.me()),
        this=people.session(),
    )


@bp.post("/sessions/<int:number>/end")
@signed_in
def end_session(number: int) -> Response:
    """Sign out of one browser."""
    actions.end_session(people.me(), number)
    return redirect(with_notice(url_for("account.sessions"), "signed-out"), 303)


@bp.post("/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    """Sign out everywhere else."""
    actions.sign_out_elsewhere(people.me())
    address = with_notice(url_for("account.sessions"), "signed-out-elsewhere")
    return redirect(address, 303)


@bp.post("/sessions/end-all")
@signed_in
def end_all_sessions() -> Response:
    """Sign out everywhere, here too."""
    actions.sign_out_everywhere(people.me())
    answer = redirect(with_notice(url_for("find.start"), "signed-out-everywhere"), 303)
    forget_cookie(answer)
    return answer


def _confirm_page(key: str, email: str) -> Response:
    """Show the button, and whom it signs in; or, without an address, that the link is used up."""
    form = SignInForm(data={"next": ""})
    page = render_template("account/confirm.html", key=key, email=email, form=form)
    return make_response(page, 200 if email else 410)
