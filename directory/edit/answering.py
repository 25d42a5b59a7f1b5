"""Views of a moderator's question about a change: read it, and answer without changing a word."""

from typing import Any

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from directory.domain.sections import PARTS
from directory.edit.actions import sections as actions
from directory.edit.room import bp
from directory.edit.views import own_change
from directory.edit.whose import Whose, whose
from directory.entries import answering
from directory.errors import BadInputError, ConflictError, DoorstepError
from directory.web.access import signed_in
from directory.web.notices import with_notice

AT = "/<organisation>/changes/<int:number>/question"


@bp.get(AT)
@signed_in
def question(organisation: str, number: int) -> Response:
    """Show what a moderator asks about a change, and a box for the answer."""
    found = whose(organisation)
    return _page(found, own_change(found, number))


@bp.post(AT)
@signed_in
def answer(organisation: str, number: int) -> Response:
    """Send the answer: the change waits again, as it stands."""
    found = whose(organisation)
    change, typed = own_change(found, number), request.form.get("answer", "")
    try:
        words = answering.tidied(typed, is_needed=True)
        done = actions.send_answer(change, words, request.form.get("question", ""))
    except BadInputError as error:
        return _page(found, own_change(found, number), typed, error, 400)
    except ConflictError as error:
        return _page(found, own_change(found, number), typed, error, 409)
    return redirect(with_notice(found.address, done), 303)


def _page(
    found: Whose,
    change: Any,
    typed: str = "",
    error: DoorstepError | None = None,
    status: int = 200,
) -> Response:
    page = render_template(
        "edit/question.html",
        whose=found.with_service(change.service),
        change=change,
        part=PARTS[change.section],
        typed=typed,
        error=error,
        wrong=getattr(error, "field", ""),
    )
    return make_response(page, status)
