"""The words that places' names are made of: kept so that no question reads every name."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from directory.domain.names import SUFFIXES
from directory.extensions import db
from directory.models import PlaceWord, PlaceWordKey

COMMON = frozenset({*SUFFIXES.values(), "row", "hill", "green", "way", "the", "and", "of", "st"})
"""Words that so many names have that no name is looked for by them."""

_KEYS_AT_ONCE = 5_000
_LONGEST = 60


def refresh(keys: Iterable[str]) -> None:
    """Keep the words of these name keys. Streams, and may be repeated: known words stay.

    Every loader calls this with the keys it has stored, in the same transaction: it does not
    commit. Words are never taken away: one that no name has any more leads nowhere.
    """
    waiting = iter(keys)
    while batch := set(islice(waiting, _KEYS_AT_ONCE)):
        words = {word for key in batch for word in key.split() if len(word) <= _LONGEST}
        _put(PlaceWord, [{"word": word, "backwards": word[::-1]} for word in sorted(words)])
        _put(PlaceWordKey, [{"word": word, "key": key} for word, key in sorted(_telling(batch))])


def _telling(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each word of a key, but for its first, that its name may be looked for by."""
    for key in keys:
        for word in set(key.split()[1:]) - COMMON:
            if len(word) <= _LONGEST:
                yield word, key


def _put(model: type[PlaceWord] | type[PlaceWordKey], rows: list[dict[str, Any]]) -> None:
    """Insert the rows that are not there yet; sorted, so that two loads at once cannot deadlock."""
    if not rows:
        return
    connection = db.session.connection()
    connection.execute(_insert(model, connection.dialect.name), rows)


@cache
def _insert(model: type[PlaceWord] | type[PlaceWordKey], dialect: str) -> Executable:
    """Return the statement, put together once, of the table itself: it is run for every place."""
    insert = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return insert(model).on_conflict_do_nothing()
