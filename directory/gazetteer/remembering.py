"""Places that were asked for before, kept in memory until a load changes the gazetteer."""

from collections.abc import Callable
from functools import lru_cache

from flask import current_app
from sqlalchemy import func, select

from directory.domain.place import Place
from directory.extensions import db
from directory.gazetteer import resolving
from directory.models import GazetteerLoad

MOST = 2_000
"""How many places each process keeps; a street takes some 3 kB, a borough with its outline 300."""

_LOADS = select(
    func.count(), func.sum(GazetteerLoad.position), func.max(GazetteerLoad.finished_at)
).select_from(GazetteerLoad)


def resolve(text: str) -> Place:
    """Return the one place that a text means, as :func:`directory.gazetteer.resolving.resolve`.

    A text that was asked before costs one small question: whether places changed since.
    """
    return _kept()(text)


def _kept() -> Callable[[str], Place]:
    """Return the memory of this process, emptied when the gazetteer is not what it was."""
    state = _state()
    kept: tuple[object, Callable[[str], Place]] | None = current_app.extensions.get("places")
    if kept is None or kept[0] != state:
        kept = state, lru_cache(MOST)(resolving.resolve)
        current_app.extensions["places"] = kept
    return kept[1]


def _state() -> tuple[object, ...]:
    """Return what differs after each batch of each load: only loads change places."""
    return tuple(db.session.connection().execute(_LOADS).one())
