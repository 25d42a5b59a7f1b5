"""A page of 20 results through the WSGI server, beside the same template from a ready list.

Both are asked over HTTP on this machine, of one waitress, one connection, in turn, three times over, as
a browser asks: compressed, and counted (docs/decisions/012), within a limit that is not reached. The
ready list is the very answer, kept from the first time it was asked for. Time on the processor is the
server's own: other work on the machine does not add to it. Memory is read before any ready list is kept:
after those questions, and after 2,000 others.
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.measure import Times, processor_ms, resident_mb, side_by_side, table
from benchmarks.site import build, street_name
from benchmarks.world import COMMON, STREETS, Street, questions

QUESTIONS, OTHERS, ROUNDS = 150, 2_000, 3
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
    command = [sys.executable, "-m", "benchmarks.server", folder, str(PORT)]
    with subprocess.Popen(command) as server:
        try:
            _wait()
            return _measured(size, server.pid)
        finally:  # whatever goes wrong here, it ends with us
            server.terminate()


def _wait() -> None:
    """Wait until the server listens."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", PORT)):
            return
        time.sleep(0.1)
    message = "the server did not start"
    raise RuntimeError(message)


def _measured(size: int, server: int) -> tuple[object, ...]:
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
            began = processor_ms(server)
            get(f"/{path}?{query}")
            ran[path].ms.append(processor_ms(server) - began)

        return ask

    def holds_after(path: str, queries: list[str]) -> int:
        for query in queries:
            get(f"/{path}?{query}")
        return round(resident_mb(server))

    held = [holds_after("find", each) for each in (asked, _addresses(size, OTHERS), asked)]
    holds_after("ready", asked)
    page, ready = side_by_side({path: timed(path) for path in ran}, asked * ROUNDS)
    find, kept = ran["find"].median, ran["ready"].median
    return (
        size,
        f"{page.median:.2f} / {page.p95:.2f}",
        f"{ready.median:.2f} / {ready.p95:.2f}",
        page.median / ready.median,
        f"{find:.2f}, {kept:.2f}",
        find / kept,
        f"{held[0]}, {held[1]}",
    )


def _addresses(size: int, many: int = QUESTIONS) -> list[str]:
    """Return questions as query strings, about streets that the site knows; most fill a page."""
    found = []
    for number, question in enumerate(questions(size, many)):
        borough = int(question.place.chain[1].code[1:].split("-")[0])
        where = street_name(Street(borough, 0, number * 7 % STREETS))
        words = "" if number % 2 else COMMON[number // 2 % 2]
        found.append(urlencode({"q": words, "where": where, "further": 3}))
    return found
