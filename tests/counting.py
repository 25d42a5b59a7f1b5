"""Counts the statements that are sent to the database, to catch one for every row."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import event

from directory.extensions import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements sent while the block runs, as a process just started sends them."""
    forget()
    seen: list[str] = []

    def note(_c: object, _cu: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def forget() -> None:
    """Forget the places and the cards that this process keeps, as a load or a restart would."""
    for kept in ("places", "cards"):
        current_app.extensions.pop(kept, None)
