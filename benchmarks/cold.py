"""Ask an index that nothing was read from: ``python -m benchmarks.cold FOLDER``.

It imports only what search needs, so that the memory it tells of is that of a process that
searches and not of these benchmarks.
"""

import json
import pickle
import sys
import time
from pathlib import Path

from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend

INDEX, QUESTIONS = "doorstep", "questions.pickle"


def main(folder: Path) -> None:
    """Ask each question once; print the times in ms, and the memory before and after in MB."""
    questions: list[Question] = pickle.loads((folder / QUESTIONS).read_bytes())
    before = own_mb()
    backend = WhooshBackend(folder / INDEX)
    times = []
    for question in questions:
        began = time.perf_counter()
        backend.find(question)
        times.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(json.dumps({"ms": times, "before": before, "after": own_mb()}))


def own_mb() -> float:
    """Return the memory that only this process holds, in MB: without files that are mapped (Linux)."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
