"""Views of the find room: a question, its answer, its map, and suggestions as it is typed."""

from flask import Response, current_app, render_template, request
from werkzeug.datastructures import MultiDict

from directory import gazetteer
from directory.answers import FindForm, ask_forgiving, suggesting
from directory.errors import (
    AmbiguousPlaceError,
    BadInputError,
    SearchUnavailableError,
    UnknownPlaceError,
)
from directory.extensions import limiter
from directory.find import counting, welcome
from directory.find.came_from import heading
from directory.find.room import bp
from directory.web import limits, maps
from directory.web.hx import render, wants_fragment

SUGGESTIONS = 8
FEWEST_LETTERS = 2
"""Suggestions begin at the second letter: one letter fits too much to help."""


@bp.get("/")
def start() -> str:
    """Ask the question in two boxes, with ways in for those who would rather look round."""
    return render_template("find/start.html", form=FindForm(), welcome=welcome.gather())


@bp.get("/find")
@limiter.limit(limits.searches)
def results() -> Response:
    """Answer a question: the services that serve the place, the most local first."""
    form = FindForm(request.args)
    try:
        form, answer = ask_forgiving(form)
    except BadInputError as error:
        return _ask_again(form, error)
    if isinstance(answer, UnknownPlaceError):
        return _which_place(form, answer)
    counting.note(form, answer)
    return render(
        "find/results.html",
        fragment="find/_results.html",
        answer=answer,
        form=form,
        heading=heading(form, answer.place),
        is_fragment=wants_fragment(),
    )


@bp.get("/find/map")
@limiter.limit(limits.searches)
def results_map() -> Response:
    """Draw the answer on a map, with the same facts in words."""
    form = FindForm(request.args)
    try:
        form, answer = ask_forgiving(form)
    except BadInputError as error:
        return _ask_again(form, error)
    if isinstance(answer, UnknownPlaceError):
        return _which_place(form, answer)
    return render(
        "find/map.html",
        fragment="find/_map.html",
        answer=answer,
        form=form,
        heading=f"Map: {heading(form, answer.place)}",
        picture=maps.picture(
            answer.place,
            [(each.number, each.service) for each in answer.results],
            answer.question.doorstep_metres,
        ),
        is_fragment=wants_fragment(),
    )


@bp.get("/find/places")
@limiter.limit(limits.typing)
def suggest_places() -> Response:
    """Suggest places that begin as typed, or else are spelt like it."""
    typed = _typed("where")
    choices = gazetteer.suggest(typed, SUGGESTIONS) or gazetteer.like(typed) if typed else []
    return render("find/_places.html", choices=choices)


@bp.get("/find/words")
@limiter.limit(limits.typing)
def suggest_words() -> Response:
    """Suggest kinds of help, words and names that begin as typed. A broken index suggests none."""
    typed = _typed("q")
    try:
        choices = suggesting.words(typed, SUGGESTIONS) if typed else []
    except SearchUnavailableError:
        choices = []
    return render("find/_words.html", choices=choices)


def _typed(parameter: str) -> str:
    """Return what was typed, cleaned as the form cleans it; empty when too short or too long."""
    form = FindForm(MultiDict({parameter: request.args.get(parameter, "")}))
    text = str(form[parameter].data)
    return text if FEWEST_LETTERS <= len(text) <= current_app.config["MAX_QUERY_LENGTH"] else ""


def _which_place(form: FindForm, error: UnknownPlaceError) -> Response:
    """Let the person choose between the places that were meant, keeping what was typed."""
    is_ambiguous = isinstance(error, AmbiguousPlaceError)
    return render(
        "find/which_place.html",
        status=300 if is_ambiguous else 404,
        form=form,
        title=error.title,
        message=str(error),
        choices=error.choices,
        is_ambiguous=is_ambiguous,
    )


def _ask_again(form: FindForm, error: BadInputError) -> Response:
    """Say what could not be used beside the box it was typed in, keeping the rest."""
    return render(
        "find/ask_again.html",
        status=400,
        form=form,
        title="Tell us a little more" if form.is_empty and error.field == "q" else error.title,
        message=str(error),
        field=error.field,
    )
