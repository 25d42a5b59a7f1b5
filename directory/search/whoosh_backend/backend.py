"""The backend: what :class:`directory.search.contract.SearchBackend` promises, over files."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace as changed
from pathlib import Path
from typing import TypeVar

from whoosh.index import LockError

from directory.errors import SearchBusyError, SearchUnavailableError
from directory.search.contract import Change, Document, Found, Question
from directory.search.snippets import Marker
from directory.search.spelling import did_you_mean
from directory.search.suggesting import LONGEST, SHORTEST, fold_all, most_used
from directory.search.whoosh_backend import merging, vocabulary, writing
from directory.search.whoosh_backend.answering import Snapshot, answer
from directory.search.whoosh_backend.matching import frequency
from directory.search.whoosh_backend.reading import Reading, room_for
from directory.search.whoosh_backend.stems import stem
from directory.search.whoosh_backend.store import BROKEN, BUSY, UNWRITABLE, Store
from directory.search.whoosh_backend.suggesting import suggested
from directory.search.whoosh_backend.vocabulary import Vocabulary
from directory.search.whoosh_backend.writing import Writer
from directory.search.words import Clause, Words

PATIENCE = 10.0
T = TypeVar("T")


class WhooshBackend:
    """An index in a folder, shared by any number of threads and processes on one machine."""

    def __init__(self, folder: Path, *, room: Callable[[int], int] = room_for) -> None:
        """Use the index in this folder; nothing is opened until it is asked.

        ``room`` says how many bytes may be kept of an index of so many documents.
        """
        self._store = Store(folder)
        self._reading = Reading(self._store, room)
        self._words = Words(stem)
        self._vocabulary = Vocabulary()

    # Questions

    def find(self, question: Question) -> Found:
        """Answer a question.

        Raises:
            SearchUnavailableError: the index is missing or cannot be read.

        """
        clauses = self._words.question(question.words, prefix=question.prefix)
        marker = Marker(self._words, clauses)

        def ask(snapshot: Snapshot) -> Found:
            found = answer(snapshot, question, clauses, marker)
            if found.total or not clauses:
                return found
            return changed(found, did_you_mean=self._respelt(snapshot, question, clauses))

        return self._asking(ask)

    def suggest(self, beginning: str, limit: int = 8) -> list[str]:
        """Return names and words that begin so, most used first."""
        start = fold_all(beginning[:LONGEST])
        if len(start) < SHORTEST:
            return []

        def ask(snapshot: Snapshot) -> list[str]:
            return most_used(suggested(snapshot, start, limit), limit)

        return self._asking(ask)

    def count(self) -> int:
        """Return how many documents the index holds."""
        return self._asking(lambda snapshot: snapshot.statistics.documents)

    def segments(self) -> int:
        """Return in how many pieces the index is."""
        return self._asking(lambda snapshot: len(snapshot.views))

    def folder(self) -> Path:
        """Return the folder of the index in use."""
        return self._store.current()

    # Changes

    def replace(self, documents: Iterable[Document]) -> None:
        """Add these documents, overwriting any with the same id; found by the next question."""
        self.update(lambda: (documents, ()), patience=PATIENCE)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these, whether or not they are known."""
        self.update(lambda: ((), ids), patience=PATIENCE)

    def update(self, read: Callable[[], Change], *, patience: float = 0.0) -> None:
        """Replace and remove in one step what ``read`` returns; it is called when it is our turn.

        Raises:
            SearchBusyError: another process is writing, and goes on for longer than our patience.
            SearchUnavailableError: the index is missing, or cannot be read or written.

        """
        with self._store.writing(patience):
            documents, gone = read()
            newest = {document.id: document for document in documents}
            removed = [id_ for id_ in gone if id_ not in newest]
            if newest or removed:
                with _our_errors():
                    self._write(self._store.current(), newest, removed)
                    self._store.note((newest, removed))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build anew beside the old index, swap it in, and return how many were indexed.

        The old index answers, and takes changes, until the new one is there; those changes are
        made to the new one too.

        Raises:
            SearchBusyError: another process is rebuilding.
            SearchUnavailableError: the folder cannot be written.

        """
        with self._store.rebuilding() as new:
            with _our_errors():
                writing.create(new)
            seen, again = self._write_all(new, documents)
            with self._store.writing(60.0), _our_errors():
                reading = Reading(_Only(new), lambda _: 2**20)
                for newest, removed in ((again, []), *self._store.noted(new)):
                    if newest or removed:
                        self._write(new, newest, removed, reading)
                self._store.swap(new)
        return len(seen)

    def wants_merging(self) -> bool:
        """Say whether the index is in so many pieces that it is worth merging some."""
        return self.segments() > merging.MANY_SEGMENTS

    def merge(self) -> bool:
        """Merge small segments, if nobody else is about it; say whether it was done.

        Nobody waits for it but at the end, when the new segment is put in.

        Raises:
            SearchUnavailableError: the index is missing, or cannot be read or written.

        """
        try:
            with self._store.merging() as beside, _our_errors():
                folder = self._store.current()
                try:
                    merged = merging.prepare(folder, beside)
                except FileNotFoundError:  # a segment went away, with its last document
                    return False
                if merged is not None:
                    with self._store.writing(PATIENCE):
                        if self._store.current() != folder:
                            return False
                        merging.put_in(folder, beside, merged)
        except SearchBusyError:
            return False
        return True

    def _write(
        self,
        folder: Path,
        newest: dict[int, Document],
        removed: list[int],
        reading: Reading | None = None,
    ) -> None:
        writer = Writer(folder, self._words)
        try:
            # The snapshot has no name: Whoosh keeps an error that it caught, and us with it.
            writer.remove([*newest, *removed], (reading or self._reading).snapshot().views)
            for document in newest.values():
                writer.add(document)
            writer.commit()
        except BaseException:
            writer.cancel()
            raise
        self._vocabulary.add(folder, writer.spelled)

    def _write_all(
        self, folder: Path, documents: Iterable[Document]
    ) -> tuple[set[int], dict[int, Document]]:
        """Write documents to a new index; return the ids, and those documents that came twice."""
        seen: set[int] = set()
        again: dict[int, Document] = {}
        spelled: Counter[str] = Counter()
        writer = Writer(folder, self._words)
        try:
            for document in documents:
                if document.id in seen:
                    again[document.id] = document
                    continue
                seen.add(document.id)
                writer.add(document)
                if writer.is_full:
                    _commit(writer, spelled)
                    writer = Writer(folder, self._words)
            _commit(writer, spelled)
        except BaseException:
            writer.cancel()
            raise
        with _our_errors():
            vocabulary.write(folder, spelled)
        return seen, again

    def _asking(self, ask: Callable[[Snapshot], T]) -> T:
        """Ask, once more from the beginning if a file went away meanwhile."""
        try:
            return ask(self._reading.snapshot())
        except SearchUnavailableError:
            raise
        except Exception:  # whatever a broken or missing file makes Whoosh raise
            self._reading.forget()
        try:
            return ask(self._reading.snapshot())
        except SearchUnavailableError:
            raise
        except Exception as error:
            raise SearchUnavailableError(BROKEN) from error

    def _respelt(
        self, snapshot: Snapshot, question: Question, clauses: tuple[Clause, ...]
    ) -> str | None:
        def is_known(word: str) -> bool:
            stems = self._words.token(word).stems
            return all(_is_held(snapshot, "text", each) for each in stems)

        spelling = self._vocabulary.spelling(self._reading.folder())
        return did_you_mean(question.words, clauses, spelling, is_known)


class _Only:
    """Stands for a store whose one index is the one that is being built."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Path:
        """Return it."""
        return self._folder

    def signature(self) -> tuple[int, int, int]:
        """Return what never changes."""
        return 0, 0, 0


def _commit(writer: Writer, spelled: Counter[str]) -> None:
    with _our_errors():
        writer.commit()
    spelled.update(writer.spelled)


def _is_held(snapshot: Snapshot, field: str, term: str) -> bool:
    found = ((view.segment.postings(field, term)[0], view.live) for view in snapshot.views)
    return any(frequency(ids, live) for ids, live in found)


@contextmanager
def _our_errors() -> Iterator[None]:
    """Say in our words what went wrong while writing."""
    try:
        yield
    except SearchUnavailableError:
        raise
    except LockError as error:
        raise SearchBusyError(BUSY) from error
    except OSError as error:
        raise SearchUnavailableError(UNWRITABLE) from error
    except Exception as error:  # whatever a broken file makes Whoosh raise
        raise SearchUnavailableError(BROKEN) from error
