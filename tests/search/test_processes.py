"""Several processes share one index; one that is killed loses nothing that was saved."""

import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend
from tests.search.listings import STREET, listing

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@contextmanager
def processes(folder: Path, *jobs: str) -> Iterator[subprocess.Popen]:
    """A process that is doing a job, up and running, or several; killed at the end if need be."""
    command = [sys.executable, "-m", "tests.search.worker", str(folder), *jobs]
    running = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n", running.communicate()[1]
        yield running
    finally:
        running.kill()
        running.communicate()


def everything(backend: WhooshBackend) -> set[int]:
    found = backend.find(Question("chess", place=STREET, size=10_000))
    assert found.total == len(found.hits) == backend.count()
    return {hit.id for hit in found.hits}


def test_writers_and_readers_share_one_index(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild([])
    writers = [f"write:{first}:15" for first in (100, 200, 300, 400)]
    with processes(tmp_path, *writers, "read:0:40", "read:0:40") as running:
        said, went_wrong = running.communicate(timeout=90)
        assert (running.returncode, went_wrong) == (0, ""), went_wrong
    assert said.count("True") == 60
    assert said.count("read") == 2
    expected = {first + n for first in (100, 200, 300, 400) for n in range(15)}
    assert everything(backend) == expected


def test_a_writer_that_is_killed_loses_nothing_that_was_saved(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild([])
    chance = random.Random(7)
    saved: set[int] = set()
    for round_ in range(4):
        with processes(tmp_path, f"write:{round_ * 100}:90") as running:
            for _ in range(chance.randint(1, 9)):
                line = running.stdout.readline().split()
                saved.add(int(line[1]))
            running.kill()
            # Some of it may have been read ahead already, so ``communicate`` would lose it.
            rest = running.stdout.read()
            saved |= {int(line.split()[1]) for line in rest.splitlines() if line.count(" ") == 2}
        found = everything(backend)
        assert saved <= found
        assert len(found - saved) <= round_ + 1  # saved, and killed before it could say so
    backend.replace([listing(9999, "Chess 9999")])
    backend.merge()
    assert everything(backend) >= saved | {9999}
    assert not list(backend.folder().rglob("*.run"))


def test_a_rebuild_that_is_killed_leaves_the_old_index_in_use(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild([listing(1, "Chess 1")])
    chance = random.Random(7)
    for _ in range(3):
        with processes(tmp_path, "rebuild:1000:3000") as running:
            assert running.stdout.readline() == "building\n"
            try:
                running.wait(chance.uniform(0.05, 0.4))
            except subprocess.TimeoutExpired:
                running.kill()
        assert everything(backend) in ({1}, set(range(1000, 4000)))
        backend.replace([listing(1, "Chess 1")])
        assert 1 in everything(backend)
    assert backend.rebuild([listing(2, "Chess 2")]) == 1
    assert everything(backend) == {2}
    assert len(list(tmp_path.glob("v*"))) == 1


def test_changes_made_during_a_rebuild_are_not_lost(tmp_path: Path):
    backend, other = WhooshBackend(tmp_path), WhooshBackend(tmp_path)
    backend.rebuild([listing(n, f"Chess {n}") for n in (1, 2, 3)])

    def slowly():
        """What the database held, while somebody else goes on saving."""
        yield listing(1, "Chess 1")
        other.replace([listing(1, "Chess new"), listing(4, "Chess 4")])
        other.remove([2])
        assert everything(other) == {1, 3, 4}
        yield listing(2, "Chess 2")
        yield listing(3, "Chess 3")

    backend.rebuild(slowly())
    assert everything(backend) == everything(other) == {1, 3, 4}
    assert other.find(Question("new")).total == 1


def test_a_rebuild_that_fails_leaves_everything_as_it_was(tmp_path: Path):
    backend = WhooshBackend(tmp_path)
    backend.rebuild([listing(1, "Chess 1")])

    def failing():
        yield listing(2, "Chess 2")
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        backend.rebuild(failing())
    backend.replace([listing(3, "Chess 3")])
    assert everything(backend) == {1, 3}
    assert len(list(tmp_path.glob("v*"))) == 1
    assert backend.rebuild([listing(4, "Chess 4")]) == 1


def test_threads_of_one_process_share_an_index_while_it_changes(tmp_path: Path):
    backend = WhooshBackend(tmp_path, room=lambda _: 2_000)
    backend.rebuild([listing(n, f"Chess {n}", description="for all who play") for n in range(40)])
    expected = backend.find(Question('chess "who play"', place=STREET))

    def ask(number: int) -> None:
        for _ in range(25):
            assert backend.find(Question('chess "who play"', place=STREET)) == expected
            assert backend.find(Question(f"chess {number}")).total == 1
            assert backend.suggest("che", 1) == ["chess"]

    def save() -> None:
        for n in range(12):
            backend.replace([listing(n, f"Chess {n}", description="for all who play")])
            backend.merge()

    with ThreadPoolExecutor(5) as threads:
        jobs = [threads.submit(ask, number) for number in range(20, 24)] + [threads.submit(save)]
        for job in jobs:
            job.result(timeout=60)
    assert everything(backend) == set(range(40))
