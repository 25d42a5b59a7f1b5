"""The folder of the index: which index is in use, who may write, what a rebuild must not lose.

::

    current          the name of the index in use; replaced in one step
    write.lock       held while something is written
    merge.lock       held while segments are merged, in the folder ``merging``
    rebuild.lock     held while an index is built anew
    rebuilding       the name of the index that is being built
    v1-…/            an index: Whoosh's files, ``words.tsv``, and a journal while it is being built

A lock is the operating system's, so a process that is killed leaves none behind.
"""

import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from whoosh.util.filelock import FileLock, try_for

from directory.errors import SearchBusyError, SearchUnavailableError
from directory.search.whoosh_backend.schema import VERSION

HINT = "Run `doorstep search rebuild`"
MISSING = f"There is no search index yet. {HINT}"
OLD = f"The search index was made by another version. {HINT}"
BROKEN = f"The search index cannot be read. {HINT}"
BUSY = "The search index is being written by another process. Try again in a moment"
REBUILDING = "The search index is being rebuilt already"
UNWRITABLE = "The search index cannot be written"

_PREFIX = f"v{VERSION}-"
_JOURNAL = "journal"


class Store:
    """Finds, locks and swaps indexes in a folder."""

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made when something is written."""
        self.folder = folder
        self._current = folder / "current"
        self._rebuilding = folder / "rebuilding"

    def signature(self) -> tuple[int, int, int]:
        """Return what changes whenever another index is swapped in."""
        try:
            found = self._current.stat()
        except OSError:
            return 0, 0, 0
        return found.st_mtime_ns, found.st_ino, found.st_size

    def current(self) -> Path:
        """Return the folder of the index in use.

        Raises:
            SearchUnavailableError: there is none, or one of another version.

        """
        try:
            name = self._current.read_text("utf-8").strip()
        except FileNotFoundError as error:
            raise SearchUnavailableError(MISSING) from error
        except (OSError, ValueError) as error:
            raise SearchUnavailableError(BROKEN) from error
        if not name.startswith(_PREFIX) or "/" in name:
            raise SearchUnavailableError(OLD)
        return self.folder / name

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the right to write, waiting for it so many seconds.

        Raises:
            SearchBusyError: somebody else holds it.
            SearchUnavailableError: the folder cannot be written.

        """
        with self._locked("write.lock", patience, BUSY):
            yield

    @contextmanager
    def merging(self) -> Iterator[Path]:
        """Hold the right to merge; segments are put together in the folder that is handed out.

        Raises:
            SearchBusyError: somebody else is merging.
            SearchUnavailableError: the folder cannot be written.

        """
        beside = self.folder / "merging"
        with self._locked("merge.lock", 0.0, BUSY):
            shutil.rmtree(beside, ignore_errors=True)  # whoever was merging was killed
            try:
                beside.mkdir(exist_ok=True)
            except OSError as error:
                raise SearchUnavailableError(UNWRITABLE) from error
            try:
                yield beside
            finally:
                shutil.rmtree(beside, ignore_errors=True)

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """Hold the right to rebuild; the new index goes into the folder that is handed out.

        Raises:
            SearchBusyError: somebody else is rebuilding.
            SearchUnavailableError: the folder cannot be written.

        """
        with self._locked("rebuild.lock", 0.0, REBUILDING):
            new = self.folder / f"{_PREFIX}{token_hex(6)}"
            with self.writing(60.0):
                new.mkdir()
                (new / _JOURNAL).touch()
                _write(self._rebuilding, new.name)
            try:
                yield new
            except BaseException:
                self._rebuilding.unlink(missing_ok=True)
                shutil.rmtree(new, ignore_errors=True)
                raise
            self._remove_others()

    def swap(self, new: Path) -> None:
        """Put a new index in the place of the one in use, in one step. Writing must be held."""
        (new / _JOURNAL).unlink(missing_ok=True)
        _write(self._current, new.name)
        self._rebuilding.unlink(missing_ok=True)

    def note(self, change: Any) -> None:
        """Write down a change for an index that is being built. Writing must be held."""
        try:
            name = self._rebuilding.read_text("utf-8")
        except OSError:
            return
        if self._is_free("rebuild.lock"):
            self._rebuilding.unlink(missing_ok=True)  # whoever was rebuilding was killed
            return
        with (self.folder / name / _JOURNAL).open("ab") as journal:
            pickle.dump(change, journal, 5)

    def noted(self, new: Path) -> Iterator[Any]:
        """Return the changes that were written down while an index was built, oldest first."""
        with (new / _JOURNAL).open("rb") as journal:
            while True:
                try:
                    yield pickle.load(journal)  # noqa: S301 (our own)
                except EOFError:
                    return

    def _remove_others(self) -> None:
        """Remove indexes that are no longer in use; those who have one open can go on reading."""
        in_use = self.current()
        for path in self.folder.glob("v*-*"):
            if path != in_use:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str, patience: float, refusal: str) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / name))
            held = try_for(lock.acquire, timeout=patience, delay=0.005)
        except OSError as error:
            raise SearchUnavailableError(UNWRITABLE) from error
        if not held:
            raise SearchBusyError(refusal)
        try:
            yield
        finally:
            lock.release()

    def _is_free(self, name: str) -> bool:
        lock = FileLock(str(self.folder / name))
        if not lock.acquire():
            return False
        lock.release()
        return True


def _write(path: Path, text: str) -> None:
    """Write a small file in one step."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(text, "utf-8")
    with suppress(OSError), beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)
