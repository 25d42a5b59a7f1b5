"""An edit until it is found: the name of a service is changed, saved, and searched for."""

import tempfile
import time
from pathlib import Path

from benchmarks.measure import Times, table
from benchmarks.site import build
from directory.extensions import db
from directory.models import Service
from directory.search import Question, index

EDITS = 60


def run(sizes: list[int]) -> str:
    """Measure at these sizes, and return what was found as Markdown."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            times = _at(size, Path(folder))
            rows.append((size, times.median, times.p95, max(times.ms)))
    headings = ["services", "median, ms", "95th percentile, ms", "longest, ms"]
    return "\n\n".join(["## An edit until it is found", __doc__ or "", table(headings, rows)])


def _at(size: int, folder: Path) -> Times:
    app = build(folder, size)
    times = Times("edit")
    with app.app_context():
        for number in range(EDITS):
            word = f"freshly{number}edited"
            began = time.perf_counter()
            service = db.session.get(Service, number * 7 + 1)
            if service is None:
                message = "the service is gone"
                raise RuntimeError(message)
            service.name = f"Lunch {word}"
            index.note_changes([service.id])
            db.session.commit()
            found = index.find(Question(words=word))
            times.ms.append((time.perf_counter() - began) * 1000)
            if [hit.id for hit in found.hits] != [service.id]:
                message = f"the edit of service {service.id} was not found"
                raise RuntimeError(message)
    return times
