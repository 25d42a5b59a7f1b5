"""Views for the second step of signing in: giving it, and setting it up."""

from urllib.parse import urlsplit

import segno
from flask import current_app, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import Form, HiddenField, StringField

from directory import people
from directory.account.actions import second_factor as actions
from directory.account.room import bp
from directory.extensions import limiter
from directory.people import second_factor as factors
from directory.web.access import first_step, signed_in
from directory.web.cookies import set_cookie
from directory.web.links import local_path, public_host, public_url
from directory.web.notices import with_notice

TRIES = "10 per hour"


class CodeForm(Form):  # type: ignore[misc]
    """A code of an authenticator app, or one that was written down."""

    code = StringField("Code")
    next = HiddenField()


class PasskeyForm(Form):  # type: ignore[misc]
    """What a browser says when a passkey was made or used, filled in by its script."""

    told = HiddenField()
    name = StringField("What do you call it?")
    next = HiddenField()


def _tried_by() -> str:
    """Count tries by person: an attacker may have many addresses."""
    session = people.session()
    return f"person {session.person_id}" if session is not None else "nobody"


@bp.get("/second-factor")
@first_step
def second_factor() -> Response:
    """Ask for the second step, or lead to setting one up when there is none."""
    wanted = local_path(request.args.get("next", ""))
    if not factors.has_any(people.me()):
        return redirect(url_for("account.security", next=wanted or None), 303)
    return _asked(wanted)


@bp.post("/second-factor/code")
@limiter.limit(TRIES, key_func=_tried_by)
@first_step
def give_code() -> Response:
    """Take a code of the app."""
    return _given(actions.give_code(CodeForm(request.form).code.data or ""), "code")


@bp.post("/second-factor/recovery")
@limiter.limit(TRIES, key_func=_tried_by)
@first_step
def give_recovery_code() -> Response:
    """Take a code that was written down."""
    return _given(actions.give_recovery_code(CodeForm(request.form).code.data or ""), "recovery")


@bp.post("/second-factor/passkey")
@limiter.limit(TRIES, key_func=_tried_by)
@first_step
def give_passkey() -> Response:
    """Take what a passkey signed."""
    told = PasskeyForm(request.form).told.data or ""
    return _given(actions.give_passkey(told, host=public_host(), origin=_origin()), "passkey")


@bp.get("/security")
@signed_in
def security() -> Response:
    """Show how a person signs in, and what she may add."""
    return _security()


@bp.post("/security/app")
@signed_in
def set_up_app() -> Response:
    """Set up an authenticator app, once a code of it is right."""
    secret, code = request.form.get("secret", ""), request.form.get("code", "")
    key = actions.set_up_app(secret, code)
    if key is None:
        return _security(secret=secret, wrong="That code is not right. Wait for the next one.")
    return _set_up(key)


@bp.post("/security/app/remove")
@signed_in
def remove_app() -> Response:
    """Stop asking for codes of her app."""
    actions.remove_app()
    return redirect(with_notice(url_for("account.security"), "removed"), 303)


@bp.post("/security/passkey")
@signed_in
def add_passkey() -> Response:
    """Keep a passkey that the browser made."""
    form = PasskeyForm(request.form)
    key = actions.add_passkey(
        form.told.data or "", form.name.data or "", host=public_host(), origin=_origin()
    )
    if key is None:
        return _security(wrong="Your browser did not make a passkey. Try again, or use an app.")
    return _set_up(key)


@bp.post("/security/passkey/<int:number>/remove")
@signed_in
def remove_passkey(number: int) -> Response:
    """Take a passkey away."""
    actions.remove_passkey(number)
    return redirect(with_notice(url_for("account.security"), "removed"), 303)


@bp.post("/security/recovery-codes")
@signed_in
def new_recovery_codes() -> Response:
    """Make recovery codes, and show them this once."""
    codes = actions.new_recovery_codes()
    return make_response(render_template("account/recovery_codes.html", codes=codes, next=""))


def _asked(wanted: str, wrong: str = "") -> Response:
    session = people.my_session()
    options = ""
    if session.person.passkeys:
        from directory.people import passkeys

        options = passkeys.to_use(session, public_host())
    page = render_template(
        "account/second_factor.html",
        next=wanted,
        wrong=wrong,
        options=options,
        shown=factors.app_shows(people.me()) if current_app.config["DEMO"] else "",
    )
    return make_response(page, 400 if wrong else 200)


def _given(key: str | None, which: str) -> Response:
    wanted = local_path(request.form.get("next", ""))
    if key is None:
        said = {
            "code": "That code is not right, or was used before. Wait for the next one.",
            "recovery": "That is not one of your codes, or it was used before.",
            "passkey": "That did not work. Try again, or use a code.",
        }[which]
        return _asked(wanted, said)
    answer = redirect(with_notice(wanted or url_for("account.home"), "second-factor"), 303)
    set_cookie(answer, key)
    return answer


def _security(secret: str = "", wrong: str = "") -> Response:
    from directory.people import passkeys

    session = people.my_session()
    secret = secret if factors.is_app_secret(secret) else factors.new_app_secret()
    address = factors.app_address(people.me(), secret, current_app.config["SITE_NAME"])
    picture = segno.make(address, error="m").svg_inline(scale=4, border=4, omitsize=True)
    page = render_template(
        "account/security.html",
        passkeys=people.me().passkeys,
        codes_left=factors.recovery_codes_left(people.me()),
        must=people.rights().needs_second_factor,
        options=passkeys.to_make(session, public_host(), current_app.config["SITE_NAME"]),
        secret=secret,
        address=address,
        picture=Markup(picture),  # noqa: S704 (drawn by us, from letters and digits)
        wrong=wrong,
        next=local_path(request.values.get("next", "")),
    )
    return make_response(page, 400 if wrong else 200)


def _set_up(key: str) -> Response:
    """Show the recovery codes of somebody who set up her first factor; else go back."""
    wanted = local_path(request.form.get("next", ""))
    if not factors.recovery_codes_left(people.me()):
        codes = actions.new_recovery_codes()
        page = render_template("account/recovery_codes.html", codes=codes, next=wanted)
        answer: Response = make_response(page)
    else:
        answer = redirect(with_notice(url_for("account.security"), "second-factor-set"), 303)
    set_cookie(answer, key)
    return answer


def _origin() -> str:
    """Return the site as browsers know it: scheme, host, and port where it is not the usual one."""
    parts = urlsplit(public_url("find.start"))
    return f"{parts.scheme}://{parts.netloc}"
