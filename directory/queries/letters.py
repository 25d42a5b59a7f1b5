"""Letters as a demonstration shows them; elsewhere nobody reads what was written to others."""

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Letter
from directory.queries.batch import Batch, start

SIZE = 50


def newest(page: int = 1) -> Batch[Letter]:
    """Return a page of all letters, the newest first."""
    total = db.session.scalar(select(func.count()).select_from(Letter)) or 0
    found = db.session.scalars(
        select(Letter)
        .options(defer(Letter.text), defer(Letter.html))
        .order_by(Letter.id.desc())
        .offset(start(page, SIZE))
        .limit(SIZE)
    )
    return Batch(tuple(found), total, page, SIZE)


def get(number: int) -> Letter:
    """Return a letter.

    Raises:
        NotFoundError: there is none of this number.

    """
    # No database keeps a longer number, and asking for one is an error there.
    found = db.session.get(Letter, number) if number < 2**31 else None
    if found is None:
        raise NotFoundError("There is no such letter.")
    return found
