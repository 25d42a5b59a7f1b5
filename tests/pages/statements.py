"""Counts the statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from directory.extensions import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every SELECT that is sent meanwhile.

    What the test has in hand is forgotten first, so that the page reads it as a new request would.
    """
    db.session.expire_all()
    sent: list[str] = []

    def note(_c: object, _cu: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
