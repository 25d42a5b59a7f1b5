"""Views for joining: is it one of these? It is ours; or it is not listed yet."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.urls import uri_to_iri
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from directory import people
from directory.domain.terms import LABELS, Kind
from directory.edit.actions import joining as actions
from directory.edit.alike import SHORTEST, with_names_like
from directory.edit.room import bp
from directory.edit.whose import whose
from directory.entries import answering
from directory.entries.cells import seen, tidy
from directory.errors import BadInputError, ConflictError
from directory.extensions import limiter
from directory.queries import entries, own_entries
from directory.queries.keepers import keepers
from directory.web import limits
from directory.web.access import signed_in
from directory.web.hx import render, wants_fragment
from directory.web.notices import with_notice

LIMIT = "20 per hour"
LONGEST = 200
ANSWER = "answer"


def _words(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


class RegisterForm(Form):  # type: ignore[misc]
    """The name of a group, and of what kind it is; all else comes later."""

    name = StringField("What is your group called?", filters=[_words])
    kind = RadioField(
        "What kind of group is it?",
        choices=[SelectChoice(each.value, LABELS[each]) for each in Kind],
        default=Kind.COMMUNITY_GROUP.value,
    )

    def validate_name(self, field: Any) -> None:
        """Refuse what is no name.

        Raises:
            ValidationError: it is too short or too long.

        """
        if seen(field.data) < SHORTEST or len(field.data) > LONGEST:
            raise ValidationError("Type the name of your group.")


class ClaimForm(Form):  # type: ignore[misc]
    """Who says that an entry is hers, and how that can be checked."""

    answer = TextAreaField("Your answer", filters=[lambda text: text or ""])
    who = StringField("What do you do there?", filters=[_words])
    how = TextAreaField("How can we check that?", filters=[lambda text: (text or "").strip()])

    def validate_answer(self, field: Any) -> None:
        """Ask for an answer when its button was pressed.

        Raises:
            ValidationError: there is none, or it is too long.

        """
        try:
            answering.tidied(field.data, is_needed=request.form.get("then") == ANSWER)
        except BadInputError as error:
            raise ValidationError(error.message) from None

    def validate_who(self, field: Any) -> None:
        """Ask for an answer.

        Raises:
            ValidationError: there is none, or it is too long.

        """
        if not 0 < len(field.data) <= 300:
            raise ValidationError("Say in a few words what you do there.")

    def validate_how(self, field: Any) -> None:
        """Ask for an answer.

        Raises:
            ValidationError: there is none, or it is too long.

        """
        if not 0 < len(field.data) <= 2_000:
            raise ValidationError("Say how we can check it: a page that names you, a phone number.")


class ServiceForm(Form):  # type: ignore[misc]
    """The name of a new service."""

    name = StringField("What is the service called?", filters=[_words])

    def validate_name(self, field: Any) -> None:
        """Refuse what is no name.

        Raises:
            ValidationError: it is too short or too long.

        """
        if seen(field.data) < SHORTEST or len(field.data) > LONGEST:
            raise ValidationError("Type the name of the service.")


@bp.get("/register")
@limiter.limit(limits.searches)
def register() -> Response:
    """Ask for the name of a group, and show those that are listed with a name like it."""
    form = RegisterForm(request.args)
    typed = (form.name.data or "")[:LONGEST]
    return render(
        "edit/register.html",
        fragment="edit/_alike.html",
        form=form,
        typed=typed,
        alike=with_names_like(typed),
        is_fragment=wants_fragment(),
        # Letters of other scripts as they are: percent signs would make it too long to be kept.
        back=uri_to_iri(url_for("edit.register", name=typed)),
    )


@bp.post("/register")
@limiter.limit(LIMIT)
@signed_in
def add_entry() -> Response:
    """Begin a new entry, which nobody sees until a moderator has looked at it."""
    form = RegisterForm(request.form)
    if not form.validate():
        page = render_template(
            "edit/register.html", form=form, typed="", alike=[], is_fragment=False
        )
        return make_response(page, 400)
    slug = actions.register(form.name.data, Kind(form.kind.data))
    return redirect(with_notice(url_for("edit.entry", organisation=slug), "saved"), 303)


@bp.get("/claim/<slug>")
@signed_in
def claim(slug: str) -> Response:
    """Ask who says that an entry is hers; what she said before can be changed."""
    organisation = entries.get_organisation(slug)
    before = own_entries.claim_of(people.me().id, organisation.id)
    told = {"who": before.who, "how": before.how_to_check} if before is not None else {}
    return _claim_page(organisation, ClaimForm(data=told))


@bp.post("/claim/<slug>")
@limiter.limit(LIMIT)
@signed_in
def send_claim(slug: str) -> Response:
    """Send a claim to a moderator."""
    form, organisation = ClaimForm(request.form), entries.get_organisation(slug)
    if not form.validate():
        return _claim_page(organisation, form, 400)
    answer = answering.tidied(form.answer.data, is_needed=False)
    question = request.form.get("question", "")
    try:
        actions.claim(organisation, form.who.data, form.how.data, answer=answer, question=question)
    except ConflictError as error:
        return _claim_page(entries.get_organisation(slug), form, 409, str(error))
    done = "answered" if answer else "sent"
    return redirect(with_notice(url_for("edit.home"), done), 303)


@bp.get("/<organisation>/add-service")
@signed_in
def add_service(organisation: str) -> Response:
    """Ask for the name of a new service."""
    return _service_page(organisation, ServiceForm())


@bp.post("/<organisation>/add-service")
@signed_in
def make_service(organisation: str) -> Response:
    """Begin a new service of an entry, which nobody sees until it is shown."""
    form = ServiceForm(request.form)
    found = whose(organisation)
    if not form.validate():
        return _service_page(organisation, form, 400)
    try:
        slug = actions.add_service(found.organisation, form.name.data)
    except BadInputError as error:
        form.name.errors = [str(error)]
        return _service_page(organisation, form, 400)
    address = url_for(
        "edit.service_section",
        organisation=found.organisation.slug,
        service=slug,
        section="service",
    )
    return redirect(with_notice(address, "saved"), 303)


def _claim_page(
    organisation: Any, form: ClaimForm, status: int = 200, trouble: str = ""
) -> Response:
    page = render_template(
        "edit/claim.html",
        organisation=organisation,
        form=form,
        has_it=people.rights().may_edit(organisation.id),
        before=own_entries.claim_of(people.me().id, organisation.id),
        is_kept=bool(keepers(organisation.id)),
        trouble=trouble,
    )
    return make_response(page, status)


def _service_page(organisation: str, form: ServiceForm, status: int = 200) -> Response:
    page = render_template("edit/add_service.html", whose=whose(organisation), form=form)
    return make_response(page, status)
