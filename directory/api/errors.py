"""Errors as machines are told them: one shape, whatever went wrong and wherever."""

import logging
from collections.abc import Iterable
from dataclasses import asdict

from flask import Response, jsonify
from werkzeug.http import HTTP_STATUS_CODES

from directory.domain.place import Choice
from directory.errors import (
    AmbiguousPlaceError,
    BadInputError,
    DoorstepError,
    NotFoundError,
    SearchUnavailableError,
    UnknownPlaceError,
)
from directory.web.error_pages import RETRY_SECONDS, status_of

logger = logging.getLogger(__name__)

CODES: tuple[tuple[type[DoorstepError], str], ...] = (
    (AmbiguousPlaceError, "ambiguous_place"),
    (UnknownPlaceError, "unknown_place"),
    (NotFoundError, "not_found"),
    (BadInputError, "bad_input"),
    (SearchUnavailableError, "search_unavailable"),
)
"""Our errors by the code that programs may rely on; children before parents."""


def tell(error: DoorstepError) -> Response:
    """Answer with one of our errors, its field and its choices."""
    code = next((code for kind, code in CODES if isinstance(error, kind)), "bad_input")
    status = status_of(error)
    if status >= 500:
        logger.error("%s: %s", type(error).__name__, error)
    response = _body(
        status, code, error.message, getattr(error, "field", ""), getattr(error, "choices", ())
    )
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def tell_status(status: int, title: str, message: str) -> Response:
    """Answer with any other error, known by its status alone."""
    code = HTTP_STATUS_CODES.get(status, "error").lower().replace(" ", "_")
    return _body(status, code, f"{title}. {message}" if message else title)


def _body(
    status: int, code: str, message: str, field: str = "", choices: Iterable[Choice] = ()
) -> Response:
    said = {
        "code": code,
        "message": message,
        "field": field or None,
        "choices": [asdict(choice) for choice in choices],
    }
    response = jsonify(error=said)
    response.status_code = status
    return response
