"""Drawing a coverage on the map, or sending it as a file; what it takes in is shown to agree to."""

from dataclasses import replace
from typing import Any

from flask import Response, current_app, request
from shapely.geometry.base import BaseGeometry
from werkzeug.exceptions import RequestEntityTooLarge

from directory import gazetteer
from directory.domain import drawn
from directory.domain.drawn import Drawn
from directory.domain.place import Place
from directory.edit import coverage_map as maps
from directory.edit.coverage_draft import draft_of
from directory.edit.coverage_squares import SQUARES, with_squares
from directory.edit.coverage_views import AT, service_of
from directory.edit.room import bp
from directory.errors import BadInputError, UnknownPlaceError
from directory.extensions import limiter
from directory.queries import own_entries
from directory.queries.within import within
from directory.web.access import signed_in
from directory.web.hx import render

MOST_BYTES = 5_000_000
"""A file of 2 MB and a text of as much, and what sending them adds."""

CLEAR = "clear"
TOO_LARGE = "That file is too large. Send one of at most 2 MB."


def _limit() -> str:
    """To read a shape and what it takes in is as much work as a search."""
    return str(current_app.config["SEARCH_RATE_LIMIT"])


@bp.get(f"{AT}/draw")
@signed_in
def coverage_draw(organisation: str, service: str) -> Response:
    """Show the map to draw on, and the other ways to send a shape."""
    return _map(service_of(organisation, service))


@bp.post(f"{AT}/draw")
@limiter.limit(_limit)
@signed_in
def coverage_drawn(organisation: str, service: str) -> Response:
    """Move the map; or say what the shape that was drawn or sent takes in."""
    found = service_of(organisation, service)
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    try:
        form = request.form
    except RequestEntityTooLarge:
        return _map(found, error=TOO_LARGE)
    text, view = form.get("shape", ""), maps.view_of(form.get("view", ""))
    text = "" if form.get("move") == CLEAR else _with_ticked(text, view, form.getlist("square"))
    if form.get("move") or form.get("where", "").strip():
        return _moved(found, text, view, form.get("where", "").strip(), form.get("move", ""))
    try:
        text = _sent(text)
        shape = drawn.read(text)
    except BadInputError as error:
        return _map(found, text=text, view=view, error=str(error))
    return _took(found, shape, text)


def _sent(text: str) -> str:
    """Return the text of the file that was sent, or else what was drawn or pasted.

    Raises:
        BadInputError: there is neither, or the file is not text.

    """
    file = request.files.get("file")
    if file is not None and file.filename:
        return drawn.text_of(file.read(), file.filename)
    if not text.strip():
        raise BadInputError("Draw on the map first, or choose a file.", field=drawn.FIELD)
    return text


def _moved(service: Any, text: str, view: maps.View | None, where: str, how: str) -> Response:
    """Show another part of the ground; what was drawn stays."""
    bases = own_entries.bases_of(service)
    if not where:
        return _map(service, text=text, view=(view or maps.first_view(bases, None)).moved(how))
    try:
        place = gazetteer.resolve(where)
    except (UnknownPlaceError, BadInputError) as error:
        choices = getattr(error, "choices", ())
        return _map(service, text=text, view=view, where=where, lost=str(error), choices=choices)
    return _map(service, text=text, view=maps.first_view(bases, place), where=where, place=place)


def _with_ticked(text: str, view: maps.View | None, ticked: list[str]) -> str:
    """Return what was drawn with the squares that were ticked; a text that is no shape stays."""
    before = _shape_of(text)
    if view is None or (text.strip() and before is None):
        return text
    return with_squares(before, view, ticked) or text


def _shape_of(text: str) -> BaseGeometry | None:
    """Return what was drawn so far, when it is a shape already."""
    try:
        return drawn.read(text).shape if text.strip() else None
    except BadInputError:
        return None


def _map(
    service: Any,
    *,
    text: str = "",
    view: maps.View | None = None,
    error: str = "",
    where: str = "",
    lost: str = "",
    choices: Any = (),
    place: Place | None = None,
) -> Response:
    bases = own_entries.bases_of(service)
    seen = view or maps.first_view(bases, place)
    return render(
        "edit/coverage_draw.html",
        status=400 if error or lost else 200,
        service=service,
        ground=maps.ground(seen, bases, _shape_of(text)),
        text=text,
        error=error,
        where=where,
        lost=lost,
        choices=choices,
        moves=tuple(maps.MOVES),
        squares=SQUARES,
    )


def _took(service: Any, shape: Drawn, text: str) -> Response:
    """Show what a shape takes in, each to be unticked; nothing is saved yet."""
    bases = own_entries.bases_of(service)
    ticks = draft_of(service).ticks
    found = within(shape.shape)
    # To draw over what she has left out is not to take it back: she ticks it when she means that.
    took = replace(
        found,
        inside=tuple(each for each in found.inside if each.code not in ticks.excluded),
        at_edges=tuple(each for each in found.at_edges if each.code not in ticks.excluded),
    )
    return render(
        "edit/coverage_drawn.html",
        service=service,
        took=took,
        notes=shape.notes,
        km2=shape.km2,
        left_out=[e for e in (*found.inside, *found.at_edges) if e.code in ticks.excluded],
        have=ticks.included,
        text=text,
        ground=maps.ground(maps.around(shape.shape), bases, shape.shape),
    )
