"""What the index still has to hear of: written down with the change itself, then told.

A change to a service and the row that says so are one transaction. The row is removed only after
the index has the change, so a process that is killed at any point loses nothing: the next one
tells the index again, and hearing a thing twice does no harm.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from directory.errors import SearchBusyError
from directory.extensions import db
from directory.models import IndexChange, Service
from directory.search.contract import Change, Document, SearchBackend
from directory.search.index.documents import all_documents, documents

BATCH = 500
_FIRST = select(IndexChange.id).limit(1)

_log = logging.getLogger(__name__)


class Progress(Protocol):
    """Is told how many documents have been read so far."""

    def __call__(self, done: int, /) -> object:
        """Take note."""


def note_changes(service_ids: Iterable[int]) -> None:
    """Write down that these services changed, in the caller's transaction; the caller commits.

    The index is told of them, and their revision is counted up for those who keep what they read.
    """
    ids = sorted(set(service_ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        db.session.execute(insert(IndexChange), [{"service_id": id_} for id_ in batch])
        db.session.execute(
            update(Service)
            .where(Service.id.in_(batch))
            .values(revision=Service.revision + 1)
            .execution_options(synchronize_session=False)
        )


def has_pending() -> bool:
    """Say whether the index still has to hear of something."""
    return db.session.connection().scalar(_FIRST) is not None


def pending() -> int:
    """Return how many changes the index still has to hear of."""
    return db.session.scalar(select(func.count()).select_from(IndexChange)) or 0


def drain(backend: SearchBackend, *, most: int | None = None, patience: float = 0.0) -> int:
    """Tell the index what changed; return how many changes it heard of.

    When another process holds the writer the rows stay, for it or for the next one.

    Args:
        backend: the index.
        most: how many changes to tell of; all when None.
        patience: how many seconds to wait for the writer.

    Raises:
        SearchUnavailableError: the index is missing, or cannot be read or written.

    """
    told = 0
    while most is None or told < most:
        room = BATCH if most is None else min(BATCH, most - told)
        rows: list[int] = []

        def read(room: int = room, rows: list[int] = rows) -> Change:
            return _read(room, rows)

        try:
            backend.update(read, patience=patience)
        except SearchBusyError:
            break
        told += len(rows)
        if not _could_forget(rows) or len(rows) < room:
            break
    return told


def rebuild(backend: SearchBackend, progress: Progress | None = None) -> int:
    """Build the index anew from the database; return how many documents it holds.

    Anything may have changed, so all else that is kept of services is out of date too.

    Raises:
        SearchBusyError: another process is rebuilding.
        SearchUnavailableError: the folder cannot be written.

    """
    with Session(db.engine) as session:
        rows = session.scalars(select(IndexChange.id).order_by(IndexChange.id)).all()
        session.execute(update(Service).values(revision=Service.revision + 1))
        session.commit()
    total = backend.rebuild(_counted(all_documents(), progress))
    _forget(rows)
    return total


def _read(room: int, rows: list[int]) -> Change:
    """Return what to tell the index, remembering which rows said so."""
    with Session(db.engine) as session:
        found = session.execute(
            select(IndexChange.id, IndexChange.service_id).order_by(IndexChange.id).limit(room)
        ).all()
    rows += [row for row, _ in found]
    ids = {service_id for _, service_id in found}
    public = documents(sorted(ids))
    return public, ids - {document.id for document in public}


def _could_forget(rows: Sequence[int]) -> bool:
    """Remove these rows if the database lets us; if not, the index will only hear them again."""
    try:
        _forget(rows)
    except OperationalError:
        _log.warning("changes that the index has heard of could not be removed", exc_info=True)
        return False
    return True


def _forget(rows: Sequence[int]) -> None:
    """Remove exactly these rows; a change that came in since has a row of its own."""
    with Session(db.engine) as session:
        for start in range(0, len(rows), BATCH):
            chosen = IndexChange.id.in_(rows[start : start + BATCH])
            session.execute(delete(IndexChange).where(chosen))
        session.commit()


def _counted(found: Iterator[Document], progress: Progress | None) -> Iterator[Document]:
    for done, document in enumerate(found, 1):
        if progress is not None:
            progress(done)
        yield document
