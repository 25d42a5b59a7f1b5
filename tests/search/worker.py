"""A process of its own that writes to an index, reads from it, or builds it anew."""

import sys
import time
from pathlib import Path

from directory.errors import SearchBusyError
from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend
from tests.search.listings import STREET, listing


def say(text: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(backend: WhooshBackend, first: int, count: int) -> None:
    """Save listings one by one; say each when it is saved and has been found again."""
    for n in range(first, first + count):
        backend.replace([listing(n, f"Chess {n}")])
        found = backend.find(Question(f"chess {n}", place=STREET))
        say(f"saved {n} {[hit.id for hit in found.hits] == [n]}")
        if n % 7 == 0:
            backend.merge()


def read(backend: WhooshBackend, _first: int, count: int) -> None:
    """Ask again and again; the answers must only grow."""
    most = 0
    for _ in range(count):
        found = backend.find(Question("chess", place=STREET))
        assert found.total >= most, (found.total, most)
        assert found.facets
        most = found.total
        time.sleep(0.01)
    say(f"read {most}")


def rebuild(backend: WhooshBackend, first: int, count: int) -> None:
    """Build anew, again and again, until killed."""
    while True:
        say("building")
        try:
            backend.rebuild(listing(n, f"Chess {n}") for n in range(first, first + count))
        except SearchBusyError:
            time.sleep(0.01)
        else:
            say("built")


if __name__ == "__main__":
    job, folder, first, count = sys.argv[1:]
    jobs = {"write": write, "read": read, "rebuild": rebuild}
    say("ready")
    jobs[job](WhooshBackend(Path(folder)), int(first), int(count))
