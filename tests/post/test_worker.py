"""The worker as a process of its own: it is killed, told to stop, and asked how it went."""

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from directory import post
from directory.cli.worker import Job, keep_working, work_through
from directory.errors import PostUnavailableError
from directory.extensions import db
from directory.models import Letter
from tests.post.servers import Answers, mail_server
from tests.processes import Command

Start = Callable[..., Command]

SETTINGS = ("SMTP_URL", "SMTP_SECONDS", "MAIL_FROM", "PUBLIC_URL")


@pytest.fixture
def start(app: Flask, tmp_path: Path) -> Start:
    """Start a worker on the application's database."""
    numbers = count()

    def begin(*options: str) -> Command:
        told = {f"DOORSTEP_{name}": str(app.config[name]) for name in SETTINGS}
        told["DOORSTEP_INSTANCE"] = app.instance_path
        told["DATABASE_URL"] = app.config["SQLALCHEMY_DATABASE_URI"]
        return Command(tmp_path / f"said-{next(numbers)}", told, "worker", *options)

    return begin


def write(*addresses: str) -> None:
    for address in addresses:
        post.write("short", address)
    db.session.commit()


def left() -> list[Letter]:
    db.session.expire_all()
    return list(db.session.scalars(select(Letter).where(Letter.sent_at.is_(None))))


def let_time_pass() -> None:
    """End every hold, as ten minutes would."""
    held = datetime.now(UTC) - timedelta(seconds=1)
    db.session.execute(update(Letter).where(Letter.held_until.is_not(None)).values(held_until=held))
    db.session.commit()


def test_once_sends_all_that_is_due_and_says_so(app: Flask, mail: Answers, start: Start) -> None:
    write(*[f"person{n}@example.org" for n in range(120)])
    status, said = start("--once").end()

    assert status == 0, said
    assert len(set(mail.to)) == len(mail.to) == 120
    assert "Letters: 0 waiting, 0 given up, 120 sent." in said
    assert "example.org" not in said


def test_a_worker_killed_between_sending_and_marking_sends_one_letter_twice_and_loses_none(
    app: Flask, mail: Answers, start: Start
) -> None:
    write("ann@example.org", "bea@example.org", "cat@example.org")
    worker = start("--once")

    def kill_at_second() -> None:
        # The server has the letter, and its answer is still on its way.
        if len(mail.taken) == 2:
            worker.kill()

    mail.then = kill_at_second
    status, _ = worker.end()
    assert status == -signal.SIGKILL
    assert len(left()) == 2

    mail.then = lambda: None
    status, said = start("--once").end()
    assert (status, mail.to) == (0, ["ann@example.org", "bea@example.org", "cat@example.org"])
    assert "1 waiting" in said, "the letter that the killed worker held was taken too early"

    let_time_pass()
    for _ in range(2):
        status, said = start("--once").end()
        assert status == 0, said
    assert left() == []
    assert mail.to == ["ann@example.org", "bea@example.org", "cat@example.org", "bea@example.org"]
    assert mail.taken[1]["Message-ID"] == mail.taken[3]["Message-ID"]
    assert len({each["Message-ID"] for each in mail.taken}) == 3


def test_a_worker_killed_before_sending_loses_nothing(
    app: Flask, mail: Answers, start: Start
) -> None:
    write("ann@example.org")
    mail.slow_seconds = 0.5
    worker = start("--once")
    mail.before = worker.kill
    status, _ = worker.end()
    assert (status, mail.taken) == (-signal.SIGKILL, [])

    mail.before = lambda: None
    let_time_pass()
    start("--once").end()
    assert mail.to == ["ann@example.org"]


def test_two_workers_at_once_send_each_letter_once(app: Flask, mail: Answers, start: Start) -> None:
    addresses = {f"person{n}@example.org" for n in range(60)}
    write(*addresses)
    workers = [start("--once") for _ in range(2)]
    ends = [each.end() for each in workers]

    assert [status for status, _ in ends] == [0, 0], ends
    assert set(mail.to) == addresses
    assert len(mail.to) == 60


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_finishes_its_letter_and_ends_well(
    app: Flask, mail: Answers, start: Start, told: signal.Signals
) -> None:
    write(*[f"person{n}@example.org" for n in range(200)])
    worker = start()
    mail.then = lambda: worker.send_signal(told)
    status, said = worker.end()

    assert status == 0, said
    assert "Traceback" not in said
    waiting = left()
    assert len(mail.taken) + len(waiting) == 200
    assert waiting, "it went on"
    assert all(each.held_until is None for each in waiting)


def test_a_worker_goes_on_to_what_is_written_later_and_ends_when_it_is_told(
    app: Flask, mail: Answers, start: Start
) -> None:
    arrived = threading.Semaphore(0)
    mail.then = arrived.release
    write("ann@example.org")
    worker = start()
    try:
        assert arrived.acquire(timeout=60)
        write("bea@example.org")
        assert arrived.acquire(timeout=60)
    finally:
        worker.send_signal(signal.SIGTERM)
    status, said = worker.end()

    assert (status, mail.to) == (0, ["ann@example.org", "bea@example.org"]), said


def test_the_exit_status_says_that_no_server_is_set(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["worker", "--once"]).exit_code == 0

    write("ann@example.org")
    told = run(args=["worker", "--once"])
    assert told.exit_code == 1
    assert "1 waiting" in told.output


def test_the_exit_status_says_that_the_server_refuses_our_password(
    app: Flask, answers: Answers, start: Start
) -> None:
    write("ann@example.org")
    with mail_server(answers) as port:
        app.config |= {
            "SMTP_URL": f"smtp://us:wrong@127.0.0.1:{port}",
            "MAIL_FROM": "post@doorstep.example",
        }
        status, said = start("--once").end()

    assert status == 1
    assert "535" in said
    assert "wrong" not in said
    assert left()[0].attempts == 0


def test_a_job_that_fails_does_not_stop_the_others_and_is_told(app: Flask) -> None:
    done: list[str] = []
    stop = threading.Event()

    def broken(_: object) -> bool:
        done.append("broken")
        raise ZeroDivisionError

    def well(_: object) -> bool:
        done.append("well")
        if done.count("well") == 3:
            stop.set()
        return False

    jobs = (Job("broken", 0.01, broken), Job("well", 0.01, well))
    keep_working(app, jobs, stop)

    assert done.count("well") == 3
    assert "broken" in done
    assert not work_through(app, jobs[0])
    assert work_through(app, Job("well", 1, lambda _: False))


class Pauses(threading.Event):
    """Is told how long to wait, and does not; after so many pauses it says to stop."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.told = most, []

    def wait(self, timeout: float | None = None) -> bool:
        self.told.append(timeout)
        if len(self.told) == self.most:
            self.set()
        return self.is_set()


def test_a_job_that_fails_is_tried_less_and_less_often_but_not_forgotten(app: Flask) -> None:
    def unavailable(_: object) -> bool:
        raise PostUnavailableError

    stop = Pauses(6)
    keep_working(app, (Job("letters", 30, unavailable),), stop)

    assert stop.told == pytest.approx([0, 60, 120, 240, 300, 300], abs=9)


def test_a_job_with_more_to_do_is_done_again_at_once(app: Flask) -> None:
    left_to_do = [True, True, False]
    stop = Pauses(4)
    keep_working(app, (Job("many", 3_600, lambda _: left_to_do.pop(0)),), stop)
    assert stop.told == pytest.approx([0, 0, 0, 3_600], abs=9)

    left_to_do = [True, True, False]
    assert work_through(app, Job("many", 3_600, lambda _: left_to_do.pop(0)))
    assert left_to_do == []


def test_letters_that_were_given_up_are_listed_tried_again_and_thrown_away(app: Flask) -> None:
    write("ann@example.org", "bea@example.org")
    for letter in left():
        letter.dead_at = datetime.now(UTC)
        letter.trouble = f"550 <{letter.email}> is unknown"
    db.session.commit()
    run = app.test_cli_runner().invoke

    listed = run(args=["letters", "list"])
    assert listed.exit_code == 0
    assert "550" in listed.output
    assert "2 given up, 0 waiting." in listed.output
    assert "ann@" not in listed.output
    assert "ann@example.org" in run(args=["letters", "list", "--addresses"]).output

    assert run(args=["letters", "retry"]).exit_code == 2
    assert run(args=["letters", "retry", "1", "--all"]).exit_code == 2
    assert "1 letter will be tried again." in run(args=["letters", "retry", "1"]).output
    assert run(args=["letters", "retry", "1"]).exit_code == 1, "1 is no longer in the list"
    assert run(args=["letters", "drop", "2"]).exit_code == 0
    assert run(args=["letters", "drop", "2"]).exit_code == 1
    assert "0 given up, 1 waiting." in run(args=["letters", "list"]).output
