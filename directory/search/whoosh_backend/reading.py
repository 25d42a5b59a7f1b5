"""Reading: the newest snapshot of the index, opening only what is new since the last one."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from whoosh.index import TOC

from directory.errors import SearchUnavailableError
from directory.search.whoosh_backend.answering import Snapshot, View
from directory.search.whoosh_backend.arrays import Cache, Flags
from directory.search.whoosh_backend.files import MappedStorage
from directory.search.whoosh_backend.matching import Statistics
from directory.search.whoosh_backend.schema import SCHEMA
from directory.search.whoosh_backend.segment import Segment
from directory.search.whoosh_backend.store import BROKEN

NAME = "MAIN"
TRIES = 5
PAUSE_SECONDS = 0.01
"""How long it waits after the first try; after each more, so much longer."""
ROOM_BYTES, ROOM_FOR_EACH, MOST_ROOM = 4 * 2**20, 300, 256 * 2**20
"""How much is kept of what was read and worked out: more the more documents there are."""
SETTLED_NS = 100_000_000
"""A folder changed more recently than this may change again without its time telling."""


def room_for(documents: int) -> int:
    """Return how many bytes are worth keeping of an index of so many documents."""
    return min(ROOM_BYTES + ROOM_FOR_EACH * documents, MOST_ROOM)


class Indexes(Protocol):
    """Says which index is in use, as :class:`~directory.search.whoosh_backend.store.Store` does."""

    def current(self) -> Path:
        """Return its folder."""

    def signature(self) -> tuple[int, int, int]:
        """Return what changes when another is swapped in."""


class Reading:
    """Hands out snapshots; one for all threads of a process, as it never changes."""

    def __init__(self, store: Indexes, room: Callable[[int], int]) -> None:
        """Open nothing yet."""
        self._store = store
        self._room = room
        self._cache = Cache(room(0))
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._segments: dict[tuple[Path, str], Segment] = {}
        self._path: Path | None = None
        self._generation = -1
        self._seen: tuple[Any, ...] = ()

    def snapshot(self) -> Snapshot:
        """Return the index as it is now.

        Raises:
            SearchUnavailableError: it is missing or cannot be read.

        """
        with self._lock:
            seen = self._look()
            if self._snapshot is None or seen != self._seen or not self._is_settled(seen):
                self._refresh()
                self._seen = seen
            return self._snapshot  # type: ignore[return-value]

    def forget(self) -> None:
        """Open everything anew the next time: something could not be read."""
        with self._lock:
            self._snapshot = None
            self._segments = {}

    def folder(self) -> Path:
        """Return the folder of the last snapshot."""
        return self._path or self._store.current()

    def _look(self) -> tuple[Any, ...]:
        """Return what changes when the index does: two cheap questions to the file system."""
        changed = 0
        if self._path is not None:
            try:
                changed = self._path.stat().st_mtime_ns
            except OSError:
                changed = -1
        return self._store.signature(), changed

    @staticmethod
    def _is_settled(seen: tuple[Any, ...]) -> bool:
        return time.time_ns() - int(seen[1]) > SETTLED_NS

    def _refresh(self) -> None:
        """Read the list of segments and open the new ones, again if one is just merged away."""
        for attempt in range(TRIES):
            path = self._store.current()
            try:
                self._open(path)
            except SearchUnavailableError:
                raise
            except Exception as error:  # whatever a broken file makes Whoosh raise
                if attempt == TRIES - 1:
                    self._snapshot = None
                    raise SearchUnavailableError(BROKEN) from error
                time.sleep(PAUSE_SECONDS * (attempt + 1))
            else:
                return

    def _open(self, path: Path) -> None:
        storage = MappedStorage(str(path))
        generation = _generation(path)
        is_same = (path, generation) == (self._path, self._generation)
        if is_same and self._snapshot is not None:
            return
        toc = TOC.read(storage, NAME, gen=generation, schema=SCHEMA)
        opened: dict[tuple[Path, str], Segment] = {}
        views: list[View] = []
        for segment in toc.segments:
            key = (path, segment.segment_id())
            opened[key] = self._segments.get(key) or Segment(storage, SCHEMA, segment, self._cache)
            views.append(View(opened[key], _live(segment)))
        self._segments = opened
        self._snapshot = Snapshot(tuple(views), _statistics(views))
        self._cache.limit = self._room(self._snapshot.statistics.documents)
        self._path, self._generation = path, generation


def _generation(path: Path) -> int:
    """Return the number of the newest list of segments, or -1 if there is none."""
    start, end = f"_{NAME}_", ".toc"
    return max(
        (
            int(name[len(start) : -len(end)])
            for name in os.listdir(path)  # noqa: PTH208 (names are all we need)
            if name.startswith(start) and name.endswith(end)
        ),
        default=-1,
    )


def _live(segment: Any) -> Flags | None:
    if not segment.has_deletions():
        return None
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[list(segment.deleted_docs())] = False
    return live


def _statistics(views: list[View]) -> Statistics:
    documents = length = 0
    for view in views:
        lengths = view.segment.lengths if view.live is None else view.segment.lengths[view.live]
        documents += len(lengths)
        length += int(lengths.sum())
    return Statistics(documents, length / documents if documents else 0.0)
