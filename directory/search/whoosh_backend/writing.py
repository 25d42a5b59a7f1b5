"""Writing: documents in, documents out, a new index, and fewer segments."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from directory.search.contract import Document
from directory.search.whoosh_backend.answering import View
from directory.search.whoosh_backend.lean import LeanWriter
from directory.search.whoosh_backend.reading import NAME
from directory.search.whoosh_backend.schema import SCHEMA, columns_of, terms_of
from directory.search.words import Words

MANY_SEGMENTS = 6
"""More segments than this are worth merging: every question looks into each."""

MOST_MERGED = 5_000
"""No more documents than this are merged while people wait to save."""

MOST_POSTINGS = 32_000_000
"""No more are held in memory, at eight bytes each; a larger index has several segments."""

Segments = list[Any]


def create(folder: Path) -> None:
    """Make an index with nothing in it."""
    FileIndex.create(FileStorage(str(folder)), SCHEMA, NAME)


class Writer:
    """Writes to one index; whoever makes one holds the lock of the store."""

    def __init__(self, folder: Path, words: Words) -> None:
        """Begin a new segment."""
        storage = FileStorage(str(folder))
        self._words = words
        self._writer = LeanWriter(FileIndex(storage, schema=SCHEMA, indexname=NAME))
        self.spelled: dict[str, int] = {}

    def add(self, document: Document) -> None:
        """Add a document; one with the same id must have been removed."""
        analysed = self._words.analyse(document.text)
        for word, count in analysed.words.items():
            self.spelled[word] = self.spelled.get(word, 0) + count
        self._writer.add_analysed(terms_of(document, analysed), columns_of(document, analysed))

    @property
    def is_full(self) -> bool:
        """Say whether what is to be written takes so much memory that it should be committed."""
        return bool(self._writer.pool.size > MOST_POSTINGS)

    def remove(self, ids: Iterable[int], views: Sequence[View]) -> int:
        """Remove the documents with these ids, found in the newest snapshot; return how many."""
        wanted = np.fromiter(ids, np.int64)
        by_name = {segment.segment_id(): segment for segment in self._writer.segments}
        removed = 0
        for view in views:
            held = np.isin(view.segment.ids, wanted)
            if view.live is not None:
                held &= view.live
            for doc in np.flatnonzero(held).tolist():
                by_name[view.segment.name].delete_document(doc)
                removed += 1
        return removed

    def commit(self, choose: Callable[[Segments], Segments] | None = None) -> None:
        """Make it so, merging the segments that are chosen and dropping the empty ones."""

        def policy(writer: Any, segments: Segments) -> Segments:
            kept = [each for each in segments if each.doc_count_all() > each.deleted_count()]
            merged = choose(kept) if choose else []
            for segment in merged:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                try:
                    writer.add_segment(reader)
                finally:
                    reader.close()
            return [each for each in kept if each not in merged]

        self._writer.commit(mergetype=policy)

    def cancel(self) -> None:
        """Leave everything as it was."""
        with suppress(Exception):  # it may have failed half closed
            self._writer.cancel()


def to_merge(segments: Segments) -> Segments:
    """Choose the small segments to merge: like with like, so that no document is moved often."""
    chosen: Segments = []
    total = 0
    for segment in sorted(segments, key=_left):
        size = _left(segment)
        is_alike = size <= 2 * total + 10 or len(segments) - len(chosen) >= MANY_SEGMENTS
        if total + size > MOST_MERGED or not is_alike:
            break
        chosen.append(segment)
        total += size
    return chosen if len(chosen) > 1 else []


def _left(segment: Any) -> int:
    left: int = segment.doc_count_all() - segment.deleted_count()
    return left
