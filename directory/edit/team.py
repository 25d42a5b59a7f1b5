"""Views for who may edit an entry: invite, hand over, take away, leave."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.domain.people import is_email, tidy_email
from directory.edit.actions import team as actions
from directory.edit.room import bp
from directory.edit.whose import Whose, owned, whose
from directory.errors import BadInputError
from directory.extensions import limiter
from directory.queries import own_entries
from directory.web.access import signed_in
from directory.web.cookies import set_cookie
from directory.web.notices import with_notice

LIMIT = "20 per hour"


@bp.get("/<organisation>/team")
@signed_in
def team(organisation: str) -> Response:
    """Show who may edit an entry."""
    return _page(whose(organisation))


@bp.post("/<organisation>/team/invite")
@limiter.limit(LIMIT)
@signed_in
def invite(organisation: str) -> Response:
    """Send a colleague an invitation."""
    found = owned(organisation)
    email = tidy_email(request.form.get("email", ""))
    if not is_email(email) or len(email) > 254:
        return _page(
            found, wrong="That is not a whole e-mail address, like name@example.org.", typed=email
        )
    actions.invite(found.organisation, email)
    return redirect(with_notice(_address(found), "invited"), 303)


@bp.post("/<organisation>/team/<int:number>/owner")
@signed_in
def make_owner(organisation: str, number: int) -> Response:
    """Make a colleague an owner too."""
    found = owned(organisation)
    actions.make_owner(found.organisation, number)
    return redirect(with_notice(_address(found), "saved"), 303)


@bp.post("/<organisation>/team/<int:number>/end")
@signed_in
def end_membership(organisation: str, number: int) -> Response:
    """Take somebody's access away, or leave oneself."""
    found = whose(organisation)
    try:
        actions.end(found.organisation, number, owns=people.rights().owns(found.organisation.id))
    except BadInputError as error:
        return _page(found, wrong=str(error))
    is_mine = found.organisation.id in people.rights().organisations
    address = _address(found) if is_mine else url_for("edit.home")
    return redirect(with_notice(address, "removed"), 303)


@bp.get("/invitation/<key>")
def invitation(key: str) -> Response:
    """Show the button that accepts: mail scanners open links, and press no buttons."""
    organisation = actions.invited_to(key)
    page = render_template("edit/invitation.html", key=key, organisation=organisation)
    return make_response(page, 200 if organisation else 410)


@bp.post("/invitation/<key>")
@limiter.limit(LIMIT)
def accept_invitation(key: str) -> Response:
    """Accept an invitation: the letter proves the address, so it signs in as well."""
    accepted = actions.accept(key, request.user_agent.string)
    if accepted is None:
        page = render_template("edit/invitation.html", key=key, organisation=None)
        return make_response(page, 410)
    session_key, slug = accepted
    answer = redirect(with_notice(url_for("edit.entry", organisation=slug), "signed-in"), 303)
    set_cookie(answer, session_key)
    return answer


def _address(found: Whose) -> str:
    return url_for("edit.team", organisation=found.organisation.slug)


def _page(found: Whose, *, wrong: str = "", typed: str = "") -> Response:
    page = render_template(
        "edit/team.html",
        whose=found,
        members=own_entries.members_of(found.organisation.id),
        owns=people.rights().owns(found.organisation.id),
        wrong=wrong,
        typed=typed,
    )
    return make_response(page, 400 if wrong else 200)
