"""A server of its own, which loads nothing but the site: ``python -m benchmarks.server FOLDER PORT``."""

import sys
from pathlib import Path

from flask import Flask, Response, request

from directory.answers import Answer, FindForm, ask
from directory.app import create_app
from directory.cli.serve import listen, run
from directory.extensions import limiter
from directory.find.views import heading
from directory.web.hx import render


def serve(folder: str, port: int) -> None:
    """Serve the site, and beside it its template from ready answers, until ended."""
    settings = {"SEARCH_RATE_LIMIT": "1000000 per minute", "LOG_LEVEL": "WARNING"}
    app = create_app(settings, instance=Path(folder))
    _add_ready(app)
    run(app, listen(app, "127.0.0.1", port))


def _add_ready(app: Flask) -> None:
    kept: dict[str, tuple[FindForm, Answer]] = {}

    @app.get("/ready")
    @limiter.exempt
    def ready() -> Response:
        """Render the page of results from a ready answer."""
        query = request.query_string.decode()
        if query not in kept:
            form = FindForm(request.args)
            kept[query] = (form, ask(form))
        form, answer = kept[query]
        return render(
            "find/results.html",
            answer=answer,
            form=form,
            heading=heading(form, answer.place),
            is_fragment=False,
        )


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
