"""What the API says of itself: an OpenAPI document written from the views, schemas and form."""

from typing import Any

from flask import Flask, current_app
from flask.blueprints import BlueprintSetupState
from flask_smorest import Api, Blueprint

from directory.answers import FindForm
from directory.answers.fields import NO, YES, FlagField, PageField, SeveralField
from directory.api.schemas import ErrorSchema

TITLE = "Doorstep"
VERSION = "1.0"
OPENAPI = "3.1.0"
ABOUT = (
    "Who serves this street: services of neighbourhood organisations, the most local first, each"
    " with its reason. Read only, no key needed, open to every origin."
)
WORDS_ABOUT = {
    "q": 'What is needed. `"quoted words"` are looked for as a phrase.',
    "where": "A street, postcode, ward, neighbourhood or borough, or the code of one.",
    "category": "Slugs of categories; several mean any of them.",
    "for": "Who it is for; several mean any of them.",
    "here": "Only services with a base in ring 1 or 2; needs `where`.",
    "further": "Rings to open beyond 1 and 2.",
    "nearby": "List what is close by and not for the place.",
    "open": "Only what is open now.",
}


class QuietApi(Api):  # type: ignore[misc]
    """flask-smorest without its error pages: ours are told by ``web/error_pages.py``."""

    ERROR_SCHEMA = ErrorSchema

    def _register_error_handlers(self) -> None:
        """Leave errors alone; flask-smorest would answer for every page of the site."""


def describe(bp: Blueprint) -> None:
    """Have the blueprint's views described in every application that mounts it."""

    def record(state: BlueprintSetupState) -> None:
        api = QuietApi(
            state.app,
            spec_kwargs={
                "title": TITLE,
                "version": VERSION,
                "openapi_version": OPENAPI,
                "info": {"description": ABOUT},
            },
        )
        state.app.extensions["flask-smorest"]["blp_name_to_api"][bp.name] = api
        bp.register_views_in_doc(api, state.app, api.spec, name=bp.name, parameters=None)

    bp.record(record)


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document; the parameters of ``/api/find`` are the fields of the form."""
    spec: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    spec["servers"] = [{"url": app.config["PUBLIC_URL"].rstrip("/") or "/"}]
    spec["paths"]["/api/find"]["get"]["parameters"] = [_parameter(field) for field in FindForm()]
    spec["paths"]["/api/places"]["get"]["parameters"] = [
        {
            "name": "q",
            "in": "query",
            "required": True,
            "description": "A place, or the beginning of one.",
            "schema": {"type": "string", "minLength": 1, "maxLength": _longest()},
        }
    ]
    return spec


def _parameter(field: Any) -> dict[str, Any]:
    """Return one field of the form as a parameter."""
    return {
        "name": field.short_name,
        "in": "query",
        "required": False,
        "description": WORDS_ABOUT.get(field.short_name, field.label.text),
        "schema": _schema(field),
    }


def _schema(field: Any) -> dict[str, Any]:
    if isinstance(field, SeveralField):
        # An empty value is as good as none, as from a form with nothing chosen.
        return {"type": "array", "items": {"type": "string", "enum": [*field.labels, ""]}}
    if isinstance(field, FlagField):
        return {"type": "string", "enum": sorted(YES | NO)}
    if isinstance(field, PageField):
        return {"type": "integer", "minimum": 1, "maximum": current_app.config["MAX_PAGE"]}
    return {"type": "string", "maxLength": _longest()}


def _longest() -> int:
    return int(current_app.config["MAX_QUERY_LENGTH"])
