"""Areas that a list names, each looked up once for as long as the list is being loaded.

A list names the same few areas again and again ("borough: Hackney"), and each answer costs a dozen
queries. Nothing that such a load writes can change an answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from directory import gazetteer
from directory.domain.place import Choice

MOST = 20_000
"""How many answers are kept, so that a long list of postcodes does not fill the memory."""

_kept: ContextVar[dict[tuple[str, str], Choice] | None] = ContextVar("kept", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Keep the answers of :func:`claim_for` until this ends."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def claim_for(level: str, text: str) -> Choice:
    """Return the area that a level and a name, code or postcode mean.

    Raises:
        BadInputError, UnknownPlaceError, AmbiguousPlaceError: as the gazetteer says.

    """
    kept = _kept.get()
    if kept is None:
        return gazetteer.claim_for(level, text)
    found = kept.get((level, text))
    if found is None:
        found = gazetteer.claim_for(level, text)
        if len(kept) < MOST:
            kept[level, text] = found
    return found
