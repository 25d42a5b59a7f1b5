"""A page of 20 results through the WSGI server, beside the same template from a ready list.

Both are asked over HTTP on this machine, of one waitress, one connection, in turn. The ready list is
the very answer, kept from the first time it was asked for.
"""

import multiprocessing
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import waitress
from flask import Flask, Response, request

from benchmarks.measure import resident_mb, side_by_side, table
from benchmarks.site import build, street_name
from benchmarks.world import COMMON, STREETS, Street, questions
from directory import create_app
from directory.answers import Answer, FindForm, ask
from directory.extensions import limiter
from directory.find.views import heading
from directory.web.hx import render

QUESTIONS = 150
PORT = 8_765


def run(sizes: list[int]) -> str:
    """Measure at these sizes, and return what was found as Markdown."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), size)
            rows.append(_at(size, folder))
    headings = ["services", "page, ms", "ready list, ms", "ratio of medians", "serving process, MB"]
    return "\n\n".join(["## A page of results", __doc__ or "", table(headings, rows)])


def _at(size: int, folder: str) -> tuple[object, ...]:
    context = multiprocessing.get_context("spawn")
    listening, memory = context.Event(), context.Queue()
    stop = context.Event()
    server = context.Process(target=serve, args=(folder, listening, stop, memory))
    server.start()
    if not listening.wait(60):
        message = "the server did not start"
        raise RuntimeError(message)
    connection = HTTPConnection("127.0.0.1", PORT)

    def get(path: str) -> bytes:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            message = f"{path}: {answer.status}"
            raise RuntimeError(message)
        return body

    asked = _addresses(size)
    for query in asked:
        get(f"/find?{query}")
        get(f"/ready?{query}")
    page, ready = side_by_side(
        {"page": lambda q: get(f"/find?{q}"), "ready": lambda q: get(f"/ready?{q}")}, asked
    )
    stop.set()
    held = memory.get(timeout=30)
    server.terminate()
    server.join()
    return (
        size,
        f"{page.median:.2f} / {page.p95:.2f}",
        f"{ready.median:.2f} / {ready.p95:.2f}",
        page.median / ready.median,
        held,
    )


def _addresses(size: int) -> list[str]:
    """Return questions as query strings, about streets that the site knows; most fill a page."""
    found = []
    for number, question in enumerate(questions(size, QUESTIONS)):
        borough = int(question.place.chain[1].code[1:].split("-")[0])
        where = street_name(Street(borough, 0, number * 7 % STREETS))
        words = "" if number % 2 else COMMON[number // 2 % 2]
        found.append(urlencode({"q": words, "where": where, "further": 3}))
    return found


def serve(folder: str, listening: object, stop: object, memory: object) -> None:
    """Serve the site, and beside it its template from ready answers; then say what it holds."""
    app = create_app({"RATELIMIT_ENABLED": False, "LOG_LEVEL": "WARNING"}, instance=Path(folder))
    _add_ready(app)
    server = waitress.create_server(app, host="127.0.0.1", port=PORT, threads=4)
    import threading

    threading.Thread(target=server.run, daemon=True).start()
    listening.set()  # type: ignore[attr-defined]
    while not stop.wait(0.2):  # type: ignore[attr-defined]
        pass
    memory.put(round(resident_mb()))  # type: ignore[attr-defined]
    time.sleep(5)


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
            heading=heading(form, answer),
            is_fragment=False,
        )
