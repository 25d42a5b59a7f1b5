"""Counts the statements that a page sends to the database, as a new visitor would cause them."""

from collections.abc import Iterator
from contextlib import contextmanager

from directory.extensions import db
from tests import counting


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement that is sent meanwhile.

    What the test has in hand is forgotten first, so that the page reads it as a new request would.
    """
    db.session.expire_all()
    with counting.statements() as sent:
        yield sent
