"""Counts reach the database whole: from many threads and processes, and when it is locked."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select, text

from directory.cli.worker import JOBS, work_through
from directory.extensions import db
from directory.find import actions
from directory.find import tally as tallies
from directory.find.tally import NOBODY, Key, Tally
from directory.models import FoundCount, NobodyCount, Organisation
from directory.search import index
from tests.factories import Make
from tests.pages.scene import Scene

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def club(make: Make) -> Organisation:
    return make.organisation("The Lunch Club")


def key(organisation: Organisation, area: str = "hoxton") -> Key:
    return Key(organisation.id, OCTOBER, "lunch-club", area)


def written() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.sum(FoundCount.count))) or 0


def test_counts_add_up_whoever_writes_them(app: Flask, club: Organisation) -> None:
    one, other = Tally(actions.write_counts, 3_600), Tally(actions.write_counts, 3_600)
    for each in (one, other, one):
        each.add([key(club), key(club), key(club, "dalston"), Key(NOBODY, OCTOBER, "debt", "x")])
        assert each.write_now()
    assert written() == 9
    assert db.session.scalars(select(NobodyCount.count)).one() == 3
    assert not one.held()
    one.stop()
    other.stop()


def test_those_of_an_organisation_that_is_gone_do_not_stop_the_rest(
    app: Flask, club: Organisation
) -> None:
    gone = Key(club.id + 99, OCTOBER, "", "hoxton")
    actions.write_counts({gone: 4, key(club): 2})
    assert written() == 2


def test_while_the_database_is_locked_counts_are_kept(app: Flask, club: Organisation) -> None:
    counts = Tally(actions.write_counts, 3_600)
    counts.add([key(club)])
    is_sqlite = db.engine.dialect.name == "sqlite"
    hurry = "PRAGMA busy_timeout=50" if is_sqlite else "SET lock_timeout='50ms'"
    db.session.rollback()
    db.engine.dispose()
    with hurrying(hurry), db.engine.connect() as other:
        other.execute(text("BEGIN IMMEDIATE" if is_sqlite else "LOCK TABLE found_count"))
        assert not counts.write_now()
        counts.add([key(club)])
        assert counts.held() == {key(club): 2}
        other.rollback()
    assert counts.write_now()
    assert written() == 2
    counts.stop()


@contextmanager
def hurrying(statement: str) -> Iterator[None]:
    """Let nobody wait long for a lock, until the end of this: the engine outlives the test."""

    def hurry(dbapi: Any, *_: object) -> None:
        cursor = dbapi.cursor()
        cursor.execute(statement)
        cursor.close()

    engine = db.engine
    event.listen(engine, "checkout", hurry)
    try:
        yield
    finally:
        event.remove(engine, "checkout", hurry)
        db.session.rollback()
        engine.dispose()


def test_threads_that_count_while_it_is_written_down_lose_nothing(
    app: Flask, club: Organisation
) -> None:
    keys = [key(club, f"ward {number}") for number in range(5)]

    def write(counts: object) -> None:
        with app.app_context():
            actions.write_counts(counts)  # type: ignore[arg-type]

    counts = Tally(write, 0.01)

    def count() -> None:
        for _ in range(200):
            counts.add(keys)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    counts.stop()
    assert written() == 4 * 200 * 5


def test_what_waits_is_bounded(
    app: Flask, club: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST", 3)
    counts = Tally(actions.write_counts, 3_600)
    counts.add(key(club, f"ward {number}") for number in range(10))
    counts.add([key(club, "ward 0")])
    assert len(counts.held()) == 3
    assert counts.held()[key(club, "ward 0")] == 2
    counts.stop()


def test_a_process_that_forks_counts_nothing_twice(app: Flask, club: Organisation) -> None:
    script = f"""
import os, sys
from datetime import date
from directory.app import create_app
from directory.find.counting import tally
from directory.find.tally import Key
key = Key({club.id}, date(2026, 10, 1), "", "hoxton")
app = create_app()
with app.app_context():
    tally().add([key] * 3)
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        assert tally().held() == {{key: 3}}
    else:
        assert not tally().held()
        tally().add([key] * 2)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        env=_environment(app),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert written() == 5


def test_a_server_that_is_told_to_stop_writes_down_what_it_counted(
    app: Flask, scene: Scene
) -> None:
    index.catch_up()
    command = [sys.executable, "-c", "from directory.cli import main; main()", "serve", "--port=0"]
    process = subprocess.Popen(
        command, env=_environment(app), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://localhost:\d+/", process.stdout.readline())
        assert address
        asked = urllib.request.Request(
            f"{address[0]}find?q=lunch&where=Orsman+Road", headers={"User-Agent": "Firefox/145.0"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.status == 200
        assert written() == 0
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    assert process.returncode == 0, log
    assert written() == 2


def _environment(app: Flask) -> dict[str, str]:
    return {
        **os.environ,
        "DOORSTEP_INSTANCE": app.instance_path,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "DOORSTEP_COUNT_FOUND_SECONDS": "3600",
        "PYTHONUNBUFFERED": "1",
    }


def test_old_months_are_forgotten_some_at_a_time(
    app: Flask, club: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FORGOTTEN_AT_ONCE", 3)
    actions.write_counts({key(club, f"ward {number}"): 1 for number in range(5)})
    actions.write_counts({key(club)._replace(month=date(2026, 11, 1)): 7})
    actions.write_counts({Key(NOBODY, OCTOBER, "", "x"): 1})

    assert actions.forget_counts(date(2026, 11, 1))
    assert written() == 2 + 7
    assert not actions.forget_counts(date(2026, 11, 1))
    assert written() == 7
    assert db.session.scalar(select(func.count()).select_from(NobodyCount)) == 0


def test_the_worker_forgets_months_that_need_not_be_kept(app: Flask, club: Organisation) -> None:
    for month in (date(2025, 9, 1), date(2025, 10, 1), OCTOBER):
        actions.write_counts({key(club)._replace(month=month): 7})
    app.config["COUNTS_KEEP_MONTHS"] = 12
    (job,) = (each for each in JOBS if each.name == "old counts")

    with time_machine.travel("2026-10-31 12:00:00+00:00", tick=False):
        assert work_through(app, job)

    assert list(db.session.scalars(select(FoundCount.month).order_by(FoundCount.month))) == [
        date(2025, 10, 1),
        OCTOBER,
    ]
