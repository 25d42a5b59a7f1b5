"""Sending what is due: several workers share it, and one that is killed loses nothing.

A worker holds one letter at a time, and says so in the database before it sends. When it is killed
between sending and marking, nobody knows which it was, so after ``HOLD`` another worker sends the
letter again: the same letter, with the same Message-ID, which mail programs show once.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.exc import OperationalError

from directory.errors import BadInputError, PostUnavailableError
from directory.extensions import db
from directory.models import Letter
from directory.post import settings
from directory.post.message import message_of
from directory.post.settings import Server
from directory.post.smtp import Fate, Verdict, hand_over, line_to

DELAYS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long a letter waits after each attempt that failed; after the last it is given up."""
ATTEMPTS = len(DELAYS) + 1
CUTS = 3
"""So many lines cut one after the other mean that the server is ill, not the letters."""
logger = logging.getLogger(__name__)


@dataclass
class Tally:
    """What a run did: letters sent, put off, given up; and whether it stopped at its limit."""

    sent: int = 0
    later: int = 0
    dead: int = 0
    is_more: bool = False


class _Held(NamedTuple):
    """A letter that this worker holds; ``attempt`` proves it, for who takes it over counts on."""

    id: int
    kind: str
    attempt: int
    message: EmailMessage | None


def send_due(limit: int = 100, *, stopping: Callable[[], bool] = lambda: False) -> Tally:
    """Send letters that are due, the one due first first; commits after each.

    Args:
        limit: the most to send.
        stopping: asked before each letter; when it says yes, the rest is left for another time.

    Raises:
        PostUnavailableError: letters wait and no server is set, or it cannot be used.

    """
    tally = Tally()
    _give_up_worn_out(tally)
    if current_app.config["DEMO"] or not waiting():
        return tally
    server = settings.server()
    if server is None:
        raise PostUnavailableError(
            "Letters wait, and nothing says where to send them: set SMTP_URL, MAIL_FROM and "
            "PUBLIC_URL."
        )
    run = _Run(server, limit, stopping, tally)
    while run.was_cut():
        run.cuts += 1
        if run.cuts >= CUTS:
            raise PostUnavailableError("The mail server hangs up on every letter. They wait.")
    return tally


def waiting() -> int:
    """Return how many letters are due now and held by no worker."""
    count = select(func.count()).select_from(Letter).where(*_due(datetime.now(UTC)))
    found = db.session.scalar(count) or 0
    db.session.rollback()
    return found


@dataclass
class _Run:
    """One run of a worker, which may need several lines to the server."""

    server: Server
    limit: int
    stopping: Callable[[], bool]
    tally: Tally
    # Lines that were cut one after the other, with no letter between them that had an answer.
    cuts: int = 0

    def was_cut(self) -> bool:
        """Send what one line to the server carries, and say whether it was cut."""
        with line_to(self.server) as line:
            while self._goes_on():
                held = _hold_one()
                if held is None:
                    break
                verdict = (
                    hand_over(line, held.message)
                    if held.message is not None
                    else Verdict(Fate.NEVER, "That is not an e-mail address.")
                )
                _mark(held, verdict, self.tally)
                if verdict.fate == Fate.DROPPED:
                    return True
                self.cuts = 0
        return False

    def _goes_on(self) -> bool:
        self.tally.is_more = self.tally.sent + self.tally.later + self.tally.dead >= self.limit
        return not self.tally.is_more and not self.stopping()


def _due(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Letter.sent_at.is_(None),
        Letter.dead_at.is_(None),
        Letter.due_at <= moment,
        or_(Letter.held_until.is_(None), Letter.held_until <= moment),
    )


def _hold() -> timedelta:
    """How long a letter is held: longer than all the waits that sending it may take."""
    return timedelta(seconds=10 * current_app.config["SMTP_SECONDS"] + 60)


def _hold_one() -> _Held | None:
    """Take the next letter that is due, so that no other worker does, and commit that."""
    moment = datetime.now(UTC)
    first = (
        select(Letter.id)
        .where(*_due(moment), Letter.attempts < ATTEMPTS)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    letter = db.session.scalar(
        update(Letter)
        .where(Letter.id == first.scalar_subquery(), *_due(moment))
        .values(attempts=Letter.attempts + 1, held_until=moment + _hold())
        .returning(Letter)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    held = None
    if letter is not None:
        held = _Held(letter.id, letter.kind, letter.attempts, _message_or_none(letter))
    db.session.commit()
    return held


def _message_or_none(letter: Letter) -> EmailMessage | None:
    try:
        return message_of(letter)
    except BadInputError:
        return None


def _mark(held: _Held, verdict: Verdict, tally: Tally) -> None:
    """Write down what became of a letter, and commit it.

    A busy database is asked again and again: a letter that was sent and not marked is sent twice.
    """
    for pause in (0.5, 1, 2, 4, None):
        try:
            is_ours = _mark_once(held, verdict, tally)
            break
        except OperationalError:
            db.session.rollback()
            if pause is None:
                raise
            time.sleep(pause)
    if not is_ours:
        logger.warning("letter %s (%s) was taken over meanwhile", held.id, held.kind)


def _mark_once(held: _Held, verdict: Verdict, tally: Tally) -> bool:
    moment = datetime.now(UTC)
    fate = verdict.fate
    if fate in (Fate.LATER, Fate.DROPPED) and held.attempt >= ATTEMPTS:
        fate = Fate.NEVER
    values: dict[str, Any] = {"held_until": None, "trouble": verdict.trouble}
    if fate == Fate.SENT:
        # Links in it open something: what was sent is not kept.
        values |= {"sent_at": moment, "text": "", "html": ""}
    elif fate == Fate.NEVER:
        values |= {"dead_at": moment}
    else:
        values |= {"due_at": moment + DELAYS[held.attempt - 1]}
    marked = db.session.scalars(
        update(Letter)
        .where(Letter.id == held.id, Letter.attempts == held.attempt, Letter.sent_at.is_(None))
        .values(values)
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    _count(tally, fate)
    logger.info("letter %s (%s): %s, attempt %s", held.id, held.kind, fate, held.attempt)
    return bool(marked)


def _count(tally: Tally, fate: Fate) -> None:
    if fate == Fate.SENT:
        tally.sent += 1
    elif fate == Fate.NEVER:
        tally.dead += 1
    else:
        tally.later += 1


def _give_up_worn_out(tally: Tally) -> None:
    """Give up letters whose last attempt ended with the worker: no letter may kill for ever."""
    moment = datetime.now(UTC)
    given_up = db.session.scalars(
        update(Letter)
        .where(*_due(moment), Letter.attempts >= ATTEMPTS)
        .values(
            dead_at=moment,
            held_until=None,
            trouble="The worker ended each time it tried to send this letter.",
        )
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    tally.dead += len(given_up)
