"""A page of 20 results through the WSGI server, beside the same template from a ready list.

Both are asked over HTTP on this machine, of one waitress, one connection, in turn, three times over, as
a browser asks: compressed, and counted (docs/decisions/012), within a limit that is not reached. The
ready list is the very answer, kept from the first time it was asked for. Time on the processor is the
server's own: other work on the machine does not add to it. Memory is read before any ready list is kept.
"""

import multiprocessing
import tempfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import waitress
from flask import Flask, Response, request

from benchmarks.measure import Times, processor_ms, resident_mb, side_by_side, table
from benchmarks.site import build, street_name
from benchmarks.world import COMMON, STREETS, Street, questions
from directory import create_app
from directory.answers import Answer, FindForm, ask
from directory.extensions import limiter
from directory.find.views import heading
from directory.web.hx import render

QUESTIONS, ROUNDS = 150, 3
AS_BROWSERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)", "Accept-Encoding": "gzip, br"}
PORT = 8_207


def run(sizes: list[int]) -> str:
    """Measure at these sizes, and return what was found as Markdown."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), size)
            rows.append(_at(size, folder))
    headings = [
        "services",
        "page, ms",
        "ready list, ms",
        "ratio of medians",
        "on the processor, ms",
        "ratio",
        "serving process, MB",
    ]
    return "\n\n".join(["## A page of results", __doc__ or "", table(headings, rows)])


def _at(size: int, folder: str) -> tuple[object, ...]:
    context = multiprocessing.get_context("spawn")
    listening = context.Event()
    # Whatever goes wrong here, it ends with us.
    server = context.Process(target=serve, args=(folder, listening), daemon=True)
    server.start()
    if not listening.wait(60):
        message = "the server did not start"
        raise RuntimeError(message)
    connection = HTTPConnection("127.0.0.1", PORT)

    def get(path: str) -> bytes:
        connection.request("GET", path, headers=AS_BROWSERS)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            message = f"{path}: {answer.status}"
            raise RuntimeError(message)
        return body

    asked = _addresses(size)
    ran = {"find": Times("find"), "ready": Times("ready")}

    def timed(path: str) -> Callable[[object], None]:
        def ask(query: object) -> None:
            began = processor_ms(server.pid)
            get(f"/{path}?{query}")
            ran[path].ms.append(processor_ms(server.pid) - began)

        return ask

    for query in asked:
        get(f"/find?{query}")
    held = round(resident_mb(server.pid))
    for query in asked:
        get(f"/ready?{query}")
    page, ready = side_by_side({path: timed(path) for path in ran}, asked * ROUNDS)
    server.terminate()
    server.join()
    find, kept = ran["find"].median, ran["ready"].median
    return (
        size,
        f"{page.median:.2f} / {page.p95:.2f}",
        f"{ready.median:.2f} / {ready.p95:.2f}",
        page.median / ready.median,
        f"{find:.2f}, {kept:.2f}",
        find / kept,
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


def serve(folder: str, listening: object) -> None:
    """Serve the site, and beside it its template from ready answers, until ended."""
    settings = {"SEARCH_RATE_LIMIT": "1000000 per minute", "LOG_LEVEL": "WARNING"}
    app = create_app(settings, instance=Path(folder))
    _add_ready(app)
    server = waitress.create_server(app, host="127.0.0.1", port=PORT, threads=4)
    listening.set()  # type: ignore[attr-defined]
    server.run()


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
