"""``doorstep worker``: does what nobody should have to wait for, again and again."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory import post
from directory.domain.months import first_of, month_before
from directory.entries import alike
from directory.errors import DoorstepError
from directory.extensions import db
from directory.find import actions as counts
from directory.moderate import fetching
from directory.moderate.actions import websites
from directory.people import asking, retention
from directory.web.local_time import local_now

Stopping = Callable[[], bool]
LONGEST_PAUSE = 300.0
"""A job that fails is tried less and less often, but at least every so many seconds."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do every so many seconds, within an application context of its own.

    ``run`` is given a function that says whether the worker is to stop, which a long job asks now
    and then; it returns whether there is more to do at once. What it raises is logged.
    """

    name: str
    every: float
    run: Callable[[Stopping], bool]


def send_letters(stopping: Stopping) -> bool:
    """Send a hundred letters that are due."""
    return post.send_due(100, stopping=stopping).is_more


def forget_letters(_stopping: Stopping) -> bool:
    """Forget letters that were sent or given up long ago."""
    post.forget_old()
    return False


def forget_people(_stopping: Stopping) -> bool:
    """Forget a batch of what was kept about people, and is past its time."""
    return retention.forget_some()


def compare_entries(_stopping: Stopping) -> bool:
    """Compare fifty entries that were edited with others that may be the same."""
    return alike.compare_some() == alike.AT_ONCE


def forget_counts(_stopping: Stopping) -> bool:
    """Forget five thousand counts of what was found long ago."""
    this = first_of(local_now().date())
    return counts.forget_counts(month_before(this, current_app.config["COUNTS_KEEP_MONTHS"]))


def look_at_websites(_stopping: Stopping) -> bool:
    """Look whether three websites still answer; a demonstration asks nobody."""
    if current_app.config["CHECK_WEBSITES"] and not current_app.config["DEMO"]:
        websites.look_at_some(fetching.trouble_of)
    return False


def ask_whether_right(_stopping: Stopping) -> bool:
    """Ask a few people whether their entries are still right; lower those who never answer."""
    is_more = asking.lower_some()
    return asking.ask_some() or is_more


JOBS: tuple[Job, ...] = (
    Job("letters", 5, send_letters),
    Job("old letters", 3_600, forget_letters),
    Job("old counts", 86_400, forget_counts),
    Job("retention", 3_600, forget_people),
    Job("doubles", 60, compare_entries),
    Job("still right", 3_600, ask_whether_right),
    Job("websites", 60, look_at_websites),
)
"""Everything the worker does; the first that is due goes first."""


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@with_appcontext
def worker(once: bool) -> None:
    """Send letters, and do whatever else need not be done while somebody waits.

    It goes on until it is told to stop (SIGTERM, or Ctrl-C), finishes what it holds, and ends with
    exit status 0. With --once it does everything one time; its exit status is 1 when a job failed.
    Any number of workers may run at once.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        if not once:
            keep_working(app, JOBS, _told_to_stop())
            return
        failed = [job.name for job in JOBS if not work_through(app, job)]
        click.echo(_summary())
    finally:
        db.session.remove()
        db.engine.dispose()
    if failed:
        raise click.ClickException(f"These jobs failed: {', '.join(failed)}. The log says why.")


def keep_working(app: Flask, jobs: tuple[Job, ...], stop: threading.Event) -> None:
    """Do each job whenever it is due, until we are told to stop."""
    due, failures = dict.fromkeys(jobs, 0.0), dict.fromkeys(jobs, 0)
    while not stop.is_set():
        job = min(jobs, key=lambda each: due[each])
        if stop.wait(max(0.0, due[job] - time.monotonic())):
            break
        is_more = do_once(app, job, stop.is_set)
        failures[job] = failures[job] + 1 if is_more is None else 0
        pause = min(job.every * 2 ** min(failures[job], 20), max(job.every, LONGEST_PAUSE))
        due[job] = time.monotonic() + (0.0 if is_more else pause)


def work_through(app: Flask, job: Job) -> bool:
    """Do a job until there is no more of it, and say whether all went well."""
    while is_more := do_once(app, job, lambda: False):
        pass
    return is_more is not None


def do_once(app: Flask, job: Job, stopping: Stopping) -> bool | None:
    """Do a job once; return whether there is more to do, or None when it failed."""
    with app.app_context():
        try:
            return job.run(stopping)
        except Exception as error:
            # Whatever it is, the other jobs must go on. Our own errors explain themselves.
            is_ours = isinstance(error, DoorstepError)
            logger.error("%s: %s", job.name, error if is_ours else "failed", exc_info=not is_ours)
            return None


def _told_to_stop() -> threading.Event:
    """Return what is set when we are told to stop."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    return stop


def _summary() -> str:
    found = post.counts()
    return f"Letters: {found['waiting']} waiting, {found['dead']} given up, {found['sent']} sent."
