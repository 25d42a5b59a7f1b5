"""Structured logs, one JSON object a line, each with the id of its request.

What a resident looked for is never written: a request is logged by its path, without its query,
without the address it came from, and without the key of a link.
"""

import json
import logging
import re
import sys
import time
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
"""What the key of a link looks like: 256 bits in base64."""
HEADER = "X-Request-ID"
EXTRAS = ("method", "path", "status", "ms", "endpoint")

logger = logging.getLogger("directory")


class JSONLines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when (UTC), how bad, what, and for which request."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request_id"] = request_id()
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Log in JSON to standard error, and a line for each request."""
    logger.setLevel(app.config["LOG_LEVEL"])
    if not any(isinstance(handler.formatter, JSONLines) for handler in logger.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JSONLines())
        logger.addHandler(handler)
        logger.propagate = False
    app.before_request(_start)
    app.after_request(_finish)


def request_id() -> str:
    """Return the id of this request: the proxy's, when it is a plain one, or our own."""
    if "request_id" not in g:
        sent = request.headers.get(HEADER, "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
    known: str = g.request_id
    return known


def path_without_keys() -> str:
    """Return the path asked for, without the key of a link in it: a log must let nobody in."""
    if key := (request.view_args or {}).get("key"):
        return request.path.replace(key, "…")
    # A page that is not there may be a link with something behind it.
    return request.path if request.endpoint else KEY.sub("…", request.path)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    if request.endpoint not in ("assets.one", "health.healthz"):
        started = g.get("started", time.perf_counter())
        logger.info(
            "request",
            extra={
                "method": request.method,
                "path": path_without_keys(),
                "endpoint": request.endpoint,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
    return response
