"""Counts kept in memory until they are written down, so that no page waits for a writer.

One tally for each process: its threads add to it, and a thread of its own writes it down every so
often. A process that ends writes what it has; one that is killed loses the last few seconds.
"""

import atexit
import logging
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from weakref import WeakSet

logger = logging.getLogger(__name__)

MOST = 20_000
"""So many different counts are kept at most, some 5 MB; what is new beyond them is not counted."""
EARLY = MOST // 2
"""With so many the thread writes before its time."""

NOBODY = 0
"""In place of an organisation's number: nobody was found."""


class Key(NamedTuple):
    """What is counted: all that is kept of a search."""

    organisation_id: int
    month: date
    need: str
    area_code: str


class Tally:
    """Counts of this process that are not in the database yet; its threads share it."""

    def __init__(self, write: Callable[[Mapping[Key, int]], None], seconds: float) -> None:
        """Begin with nothing.

        Args:
            write: adds counts to the database in one transaction, or raises and adds none.
            seconds: how often.

        """
        self._write, self._seconds = write, seconds
        self._counts: dict[Key, int]
        self._thread: threading.Thread | None
        self._lock: threading.Lock
        self._writing: threading.Lock
        self._wake: threading.Event
        self._is_over: threading.Event
        self._begin()
        _TALLIES.add(self)

    def add(self, keys: Iterable[Key]) -> None:
        """Count each of these once more; nothing is read or written."""
        with self._lock:
            counts = self._counts
            for key in keys:
                if key in counts:
                    counts[key] += 1
                elif len(counts) < MOST:
                    counts[key] = 1
                    if len(counts) == EARLY:
                        self._wake.set()
            if self._thread is None:
                # Begun by the first page, so in whichever process a server has forked.
                self._thread = threading.Thread(target=self._go_on, name="counts", daemon=True)
                self._thread.start()

    def write_now(self) -> bool:
        """Write down what was counted, and say if that was possible; else it is kept for later."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, {}
            if not counts:
                return True
            try:
                self._write(counts)
            except Exception as error:
                # Whatever it is (a database that is locked, or away), counting must go on.
                logger.warning("counts are kept for later: %s", type(error).__name__)
                self._give_back(counts)
                return False
            return True

    def stop(self) -> None:
        """End the thread, and write down what there is."""
        self._is_over.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.write_now()

    def held(self) -> dict[Key, int]:
        """Return what was counted and is not written down yet."""
        with self._lock:
            return dict(self._counts)

    def _begin(self) -> None:
        """Start anew: also in a process just forked, whose parent writes down what it has."""
        self._counts, self._thread = {}, None
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._wake, self._is_over = threading.Event(), threading.Event()

    def _give_back(self, counts: Mapping[Key, int]) -> None:
        with self._lock:
            for key, count in counts.items():
                if key in self._counts or len(self._counts) < MOST:
                    self._counts[key] = self._counts.get(key, 0) + count

    def _go_on(self) -> None:
        while not self._is_over.is_set():
            self._wake.wait(self._seconds)
            self._wake.clear()
            self.write_now()


_TALLIES: WeakSet[Tally] = WeakSet()


def _write_all() -> None:
    for tally in list(_TALLIES):
        tally.write_now()


def _begin_all() -> None:
    for tally in list(_TALLIES):
        tally._begin()


atexit.register(_write_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_all)
