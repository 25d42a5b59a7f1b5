"""Views for administrators: who may do what."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import gazetteer, people
from directory.domain.people import is_email, tidy_email
from directory.domain.place import Choice
from directory.domain.rights import OF_AREA, Role
from directory.errors import BadInputError, UnknownPlaceError
from directory.moderate.actions import roles as actions
from directory.moderate.room import bp
from directory.queries import area_labels, keepers
from directory.web.access import administrators
from directory.web.notices import with_notice
from directory.web.paging import check_page, page_number

GIVEN = (Role.MODERATOR, Role.COMMISSIONER, Role.ADMINISTRATOR)
LONGEST = 254


@bp.get("/roles")
@administrators
def roles() -> Response:
    """List moderators, commissioners and administrators."""
    return _page()


@bp.post("/roles")
@administrators
def give_role() -> Answer:
    """Give a role to whoever has an address."""
    told = {name: request.form.get(name, "").strip() for name in ("email", "role", "area")}
    try:
        email, role, area = _read(told)
        actions.give(email, role, area.code if area else "", area.name if area else "", people.me())
    except UnknownPlaceError as error:
        return _page(told, error.message, error.choices)
    except BadInputError as error:
        return _page(told, error.message)
    return redirect(with_notice(url_for("moderate.roles"), "granted"), 303)


@bp.post("/roles/<int:number>/end")
@administrators
def end_role(number: int) -> Answer:
    """Take a role away."""
    try:
        actions.take(keepers.get_grant(number), people.me())
    except BadInputError as error:
        return _page(trouble=error.message)
    return redirect(with_notice(url_for("moderate.roles"), "ended"), 303)


def _read(told: dict[str, str]) -> tuple[str, Role, Choice | None]:
    """Return what was typed.

    Raises:
        BadInputError: an address or a role is missing, or a role of an area has none.
        UnknownPlaceError: nobody knows that area, or several have its name.

    """
    email = tidy_email(told["email"])
    if len(email) > LONGEST or not is_email(email):
        raise BadInputError("Type a whole e-mail address, like name@example.org.", field="email")
    if told["role"] not in GIVEN:
        raise BadInputError("Choose what they may do.", field="role")
    role = Role(told["role"])
    if role not in OF_AREA:
        return email, role, None
    if not told["area"]:
        raise BadInputError("Say which area: a borough or a ward.", field="area")
    place = gazetteer.resolve(told["area"][:200])
    return (
        email,
        role,
        Choice(where=place.code, level=place.level, code=place.code, name=place.name),
    )


def _page(
    told: dict[str, str] | None = None, trouble: str = "", choices: tuple[Choice, ...] = ()
) -> Response:
    text = request.args.get("who", "").strip()[:120]
    page = page_number()
    found = keepers.granted(text, page)
    check_page(page, found.pages)
    html = render_template(
        "moderate/roles.html",
        roles=found,
        who=text,
        areas=area_labels.labels({each.area_code for each in found.rows}),
        given=GIVEN,
        told=told or {"email": "", "role": "", "area": ""},
        trouble=trouble,
        choices=choices,
    )
    return make_response(html, 400 if trouble else 200)
