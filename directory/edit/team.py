"""Views for who may edit an entry: invite, hand over, take away, leave."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from directory import people
from directory.domain.people import is_email, tidy_email
from directory.domain.rights import Role
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
LONGEST = 254


class InviteForm(Form):  # type: ignore[misc]
    """The address of somebody who is to help."""

    email = StringField("Your colleague's e-mail address", filters=[tidy_email])

    def validate_email(self, field: Any) -> None:
        """Refuse what cannot be an address.

        Raises:
            ValidationError: it has not the form of one.

        """
        if not is_email(field.data) or len(field.data) > LONGEST:
            raise ValidationError("That is not a whole e-mail address, like name@example.org.")


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
    found, form = owned(organisation), InviteForm(request.form)
    if not form.validate():
        return _page(found, form=form)
    try:
        actions.invite(found.organisation, form.email.data)
    except BadInputError as error:
        form.email.errors = [error.message]
        return _page(found, form=form)
    return redirect(with_notice(_address(found), "invited"), 303)


@bp.post("/<organisation>/team/invitations/<int:number>/end")
@signed_in
def take_back(organisation: str, number: int) -> Response:
    """Take back an invitation that was not accepted yet."""
    found = owned(organisation)
    actions.take_back(found.organisation, number)
    return redirect(with_notice(_address(found), "removed"), 303)


@bp.post("/<organisation>/team/<int:number>/owner")
@signed_in
def make_owner(organisation: str, number: int) -> Response:
    """Make a colleague an owner too."""
    found = owned(organisation)
    actions.make(found.organisation, number, Role.OWNER)
    return redirect(with_notice(_address(found), "saved"), 303)


@bp.post("/<organisation>/team/<int:number>/editor")
@signed_in
def make_editor(organisation: str, number: int) -> Response:
    """Make an owner somebody who edits and does not own: herself, once another owns it."""
    found = owned(organisation)
    try:
        actions.make(found.organisation, number, Role.EDITOR)
    except BadInputError as error:
        return _page(found, wrong=error.message)
    return redirect(with_notice(_address(found), "saved"), 303)


@bp.post("/<organisation>/team/<int:number>/end")
@signed_in
def end_membership(organisation: str, number: int) -> Response:
    """Take somebody's access away, or leave oneself."""
    found = whose(organisation)
    try:
        actions.end(found.organisation, number, owns=people.rights().owns(found.organisation.id))
    except BadInputError as error:
        return _page(found, wrong=error.message)
    is_mine = found.organisation.id in people.rights().organisations
    address = _address(found) if is_mine else url_for("edit.home")
    return redirect(with_notice(address, "removed"), 303)


@bp.get("/invitation/<key>")
def invitation(key: str) -> Response:
    """Show the button that accepts: mail scanners open links, and press no buttons."""
    invited = actions.invited_to(key)
    page = render_template("edit/invitation.html", key=key, invited=invited)
    return make_response(page, 200 if invited else 410)


@bp.post("/invitation/<key>")
@limiter.limit(LIMIT)
def accept_invitation(key: str) -> Response:
    """Accept an invitation: the letter proves the address, so it signs in as well."""
    accepted = actions.accept(key, request.user_agent.string)
    if accepted is None:
        page = render_template("edit/invitation.html", key=key, invited=None)
        return make_response(page, 410)
    session_key, slug = accepted
    answer = redirect(with_notice(url_for("edit.entry", organisation=slug), "signed-in"), 303)
    set_cookie(answer, session_key)
    return answer


def _address(found: Whose) -> str:
    return url_for("edit.team", organisation=found.organisation.slug)


def _page(found: Whose, *, wrong: str = "", form: InviteForm | None = None) -> Response:
    owns = people.rights().owns(found.organisation.id)
    page = render_template(
        "edit/team.html",
        whose=found,
        members=own_entries.members_of(found.organisation.id),
        invitations=people.open_links(people.Purpose.INVITATION, found.organisation.id)
        if owns
        else [],
        owns=owns,
        wrong=wrong,
        form=form or InviteForm(),
    )
    return make_response(page, 400 if wrong or form else 200)
