"""Views of the health room: is it up, and is it ready to serve?"""

import logging

from flask import Blueprint, Response, jsonify

from directory.errors import SearchUnavailableError
from directory.queries import health
from directory.search import index

logger = logging.getLogger(__name__)

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the process is up; asks nothing of anyone."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether the database and the index can serve, and if not, which cannot and why."""
    parts = {"database": health.database_trouble(), "index": _index_trouble()}
    broken = {name: trouble for name, trouble in parts.items() if trouble}
    answer = {name: trouble or "ok" for name, trouble in parts.items()}
    return jsonify(status="not ready" if broken else "ok", **answer), 503 if broken else 200


def _index_trouble() -> str:
    try:
        index.backend().count()
    except SearchUnavailableError as error:
        logger.error("the index cannot serve: %s", error)
        return error.message
    return ""
