"""Our errors, and HTTP's, as statuses and pages. The only module that knows statuses."""

import logging
from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, Flask, Response, current_app, render_template, request
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from directory.errors import (
    AmbiguousPlaceError,
    BadInputError,
    ConflictError,
    DoorstepError,
    NotAllowedError,
    NotFoundError,
    SearchUnavailableError,
    SignOnError,
    UnknownPlaceError,
)
from directory.extensions import db
from directory.web.logs import request_id
from directory.web.moved import moved_to

logger = logging.getLogger(__name__)

STATUSES: dict[type[DoorstepError], int] = {
    AmbiguousPlaceError: 300,
    UnknownPlaceError: 404,
    NotFoundError: 404,
    BadInputError: 400,
    NotAllowedError: 403,
    ConflictError: 409,
    SignOnError: 503,
    SearchUnavailableError: 503,
}
"""Our errors as statuses; the first that fits counts, so children stand before parents."""

WORDS: dict[int, tuple[str, str]] = {
    400: ("We cannot use that", "Something in the address or the form is not as we expected."),
    403: ("That page is not for you", "Nobody has given you access to it."),
    404: ("We cannot find that page", "It may have moved, or the address may have a slip in it."),
    405: ("That does not work here", "This page can be read, but not used in that way."),
    410: ("This is no longer here", "It has closed or moved away."),
    413: ("That is too much at once", "Please send less."),
    429: (
        "That was a lot of requests",
        "To keep Doorstep quick for everyone, please wait a minute and try again.",
    ),
    500: (
        "Something went wrong on our side",
        "It is not your fault, and we have made a note of it. Please try again in a minute.",
    ),
    503: (
        "We are busy for a moment",
        "Please try again in a minute. Nothing you sent before has been lost.",
    ),
}
RETRY_SECONDS = "30"
OUR_MISTAKES = (IntegrityError, DataError, NotSupportedError)
"""The database answered, and we asked it something silly: trying again will not help."""
MACHINES = "errors for machines"


def init_app(app: Flask) -> None:
    """Answer every error with a page that helps, and never with a traceback."""
    app.register_error_handler(DoorstepError, _ours)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(PoolTimeoutError, _database)
    app.register_error_handler(HTTPException, _http)
    if not app.config.get("PROPAGATE_UNEXPECTED"):
        app.register_error_handler(Exception, _unexpected)


def status_of(error: DoorstepError) -> int:
    """Return the status that one of our errors is answered with."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 400)


def _ours(error: DoorstepError) -> Response:
    status = status_of(error)
    if status >= 500:
        logger.error("%s: %s", type(error).__name__, error)
    return page(status, error.title, error.message)


def _not_found(error: NotFoundError) -> Answer:
    """Lead on to an entry that was renamed, or say that there is none."""
    return moved_to() or _ours(error)


def _database(error: DBAPIError | PoolTimeoutError) -> Response:
    """Answer for a database that is locked, away, broken or not made yet: try again later."""
    if isinstance(error, OUR_MISTAKES):
        return _unexpected(error)
    logger.error("the database did not answer: %s", _cause(error))
    return page(503, *WORDS[503])


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    words = WORDS.get(status) or (error.name, error.description or "")
    answer = page(status, *words)
    for name, value in error.get_headers():
        if name in ("Allow", "Location", "Retry-After"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    logger.error("unexpected error", exc_info=error)
    # The page asks who is signed in, which a transaction that failed would refuse to say.
    with suppress(SQLAlchemyError):
        db.session.rollback()
    return page(500, *WORDS[500])


def _cause(error: DBAPIError | PoolTimeoutError) -> str:
    cause = getattr(error, "orig", None) or error
    return next(iter(str(cause).splitlines()), type(cause).__name__)


def tell_machines(bp: Blueprint, prefix: str, tell: Callable[[int, str, str], Response]) -> None:
    """Have ``tell`` (status, title, message) answer for errors under a prefix, instead of a page.

    It answers for addresses that no view has, too, which a blueprint's own handlers never see.
    """
    bp.record(lambda state: state.app.extensions.update({MACHINES: (prefix, tell)}))


def page(status: int, title: str, message: str) -> Response:
    """Return the error page, or what machines are told; the id lets a log line be matched."""
    prefix, tell = current_app.extensions.get(MACHINES, ("", None))
    if tell and request.path.startswith(prefix):
        response: Response = tell(status, title, message)
    else:
        html = render_template(
            "errors/error.html",
            title=title,
            message=message,
            status=status,
            request_id=request_id(),
        )
        response = Response(html, status)
    if status in (429, 503):
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
