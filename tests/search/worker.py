"""Processes of their own, one or several at once, that write to an index or read from it."""

import os
import sys
import time
import traceback
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


JOBS = {"write": write, "read": read, "rebuild": rebuild}


def do(folder: Path, job: str) -> None:
    """Do a job, told as its name, its first number and a count: ``write:100:15``."""
    name, first, count = job.split(":")
    JOBS[name](WhooshBackend(folder), int(first), int(count))


def do_all(folder: Path, jobs: list[str]) -> int:
    """Do each job in a process of its own, all at once; return the worst of their exit codes."""
    children = []
    for job in jobs:
        child = os.fork()
        if not child:
            try:
                do(folder, job)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


if __name__ == "__main__":
    folder, *jobs = sys.argv[1:]
    say("ready")
    if len(jobs) > 1:
        sys.exit(do_all(Path(folder), jobs))
    do(Path(folder), jobs[0])
