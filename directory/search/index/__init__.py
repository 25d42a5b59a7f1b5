"""The index of this application: asked, told of every change, and built anew.

It is disposable: it can always be rebuilt from the database, which decides who is public.
"""

import logging
import os
import threading
from dataclasses import replace
from pathlib import Path

from flask import current_app

from directory.errors import SearchUnavailableError
from directory.search.contract import Found, Question, SearchBackend
from directory.search.index import changes
from directory.search.index.changes import Progress, note_changes, pending
from directory.search.whoosh_backend import WhooshBackend, stem
from directory.search.words import Words

__all__ = [
    "backend",
    "catch_up",
    "count",
    "find",
    "note_changes",
    "pending",
    "rebuild",
    "stems",
    "suggest",
]

MOST_AT_ONCE = 200
"""How many changes one question tells the index of before it is answered."""

PATIENCE = 0.3
"""How many seconds a question waits for another process that is writing, to see the newest."""

_WORDS = Words(stem)

_log = logging.getLogger(__name__)


def backend() -> WhooshBackend:
    """Return the index of this application; each process opens its own."""
    key = (os.getpid(), current_app.config["INDEX_FOLDER"])
    kept: tuple[tuple[int, str], WhooshBackend] | None = current_app.extensions.get("search")
    if kept is None or kept[0] != key:
        kept = key, WhooshBackend(Path(key[1]))
        current_app.extensions["search"] = kept
    return kept[1]


def find(question: Question) -> Found:
    """Answer a question, after telling the index of what has just changed.

    Raises:
        SearchUnavailableError: the index is missing or cannot be read.

    """
    if changes.has_pending():
        _tell_some()
    return backend().find(question)


def count(question: Question) -> int:
    """Return how many answer, by the index as it is: for a question that nobody asked.

    Raises:
        SearchUnavailableError: the index is missing or cannot be read.

    """
    return backend().find(replace(question, start=0, size=0, nearby=False)).total


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words in order, without those that say nothing."""
    return tuple(each for token, _, _ in _WORDS.tokens(text) for each in token.stems)


def suggest(beginning: str, limit: int = 8) -> list[str]:
    """Return names and words that begin so, most used first.

    Raises:
        SearchUnavailableError: the index is missing or cannot be read.

    """
    return backend().suggest(beginning, limit)


def catch_up() -> int:
    """Tell the index of everything that changed; return of how many changes it heard.

    When another process is writing they stay, for it or for the next question.

    Raises:
        SearchUnavailableError: the index is missing, or cannot be read or written.

    """
    told = changes.drain(backend())
    if told:
        _merge_soon(backend())
    return told


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew beside the old one and swap it in; return how many it holds.

    Raises:
        SearchUnavailableError: another process is rebuilding, or the folder cannot be written.

    """
    return changes.rebuild(backend(), progress)


def _tell_some() -> None:
    """Tell the index of what has just changed; when it cannot be written it answers as it is.

    A full disk must not keep anybody from what was found before; the notes stay.
    """
    try:
        changes.drain(backend(), most=MOST_AT_ONCE, patience=PATIENCE)
        _merge_soon(backend())
    except SearchUnavailableError as error:
        _log.error("the search index could not be told what changed: %s", error)


def _merge_soon(index: SearchBackend) -> None:
    """Merge small segments beside whatever goes on: no save and no question waits for it."""
    if index.wants_merging():
        threading.Thread(target=_merge, args=(index,), name="merge", daemon=True).start()


def _merge(index: SearchBackend) -> None:
    try:
        index.merge()
    except SearchUnavailableError:
        _log.warning("the search index could not be merged", exc_info=True)
