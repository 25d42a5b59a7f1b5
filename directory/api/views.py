"""Views of the api room: the same questions and answers as the pages, as JSON."""

from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from werkzeug.datastructures import MultiDict

from directory import gazetteer
from directory.answers import FindForm, ask
from directory.api import description, errors, shapes
from directory.api.schemas import ErrorSchema, FindSchema, PlacesSchema
from directory.errors import AmbiguousPlaceError, BadInputError, DoorstepError, UnknownPlaceError
from directory.extensions import limiter
from directory.web import error_pages

bp = Blueprint("api", __name__, description="Who serves this street.")
limiter.limit(lambda: current_app.config["API_RATE_LIMIT"])(bp)


@bp.get("/find")
@bp.response(200, FindSchema, description="Services, the most local first, with their reasons.")
@bp.alt_response(300, schema=ErrorSchema, description="Several places have that name.")
@bp.alt_response(400, schema=ErrorSchema, description="A parameter is not as described.")
@bp.alt_response(404, schema=ErrorSchema, description="No place has that name, or no such page.")
@bp.alt_response(429, schema=ErrorSchema, description="Too many requests; try again in a while.")
@bp.alt_response(503, schema=ErrorSchema, description="Search is being put right.")
def find() -> dict[str, Any]:
    """Find the services that serve a place, the most local first."""
    form = FindForm(request.args)
    return shapes.answer(ask(form), form)


@bp.get("/places")
@bp.response(200, PlacesSchema, description="The place meant, or the choices.")
@bp.alt_response(400, schema=ErrorSchema, description="The text is missing or too long.")
@bp.alt_response(429, schema=ErrorSchema, description="Too many requests; try again in a while.")
@bp.alt_response(503, schema=ErrorSchema, description="The directory is busy.")
def places() -> dict[str, Any]:
    """Say what a typed place means, and what it may be the beginning of."""
    form = FindForm(MultiDict({"where": request.args.get("q", "")}))
    if not form.validate():
        raise BadInputError(form.problem[1], field="q")
    text = form.where.data
    if not text:
        raise BadInputError("Type a street, postcode, ward or borough.", field="q")
    suggested = gazetteer.suggest(text)
    place, message, found = None, None, suggested
    try:
        place = gazetteer.resolve(text)
    except AmbiguousPlaceError as error:
        message, found = str(error), [*error.choices, *suggested]
    except (UnknownPlaceError, BadInputError) as error:
        message, found = str(error), [*suggested, *getattr(error, "choices", ())]
    return {
        "query": text,
        "place": shapes.where(place) if place else None,
        "message": message,
        "choices": shapes.choices(list({choice.code: choice for choice in found}.values())),
    }


@bp.get("/openapi.json")
@bp.response(200, {"type": "object"}, description="This document.")
def openapi() -> Response:
    """Describe the API, as OpenAPI 3.1."""
    return jsonify(description.document(current_app))


@bp.errorhandler(DoorstepError)
def tell(error: DoorstepError) -> Response:
    """Answer with one of our errors, in the shape that machines know."""
    return errors.tell(error)


@bp.after_app_request
def open_to_all(response: Response) -> Response:
    """Let any page read our answers, and let a client keep them until they change."""
    if not request.path.startswith("/api/"):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, Allow"
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response


error_pages.tell_machines(bp, "/api/", errors.tell_status)
description.describe(bp)
