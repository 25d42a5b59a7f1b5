"""Writing: documents in, documents out, and a new index."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import FileIndex

from directory.search.contract import Document
from directory.search.whoosh_backend.answering import View
from directory.search.whoosh_backend.files import MappedStorage
from directory.search.whoosh_backend.lean import LeanWriter
from directory.search.whoosh_backend.reading import NAME
from directory.search.whoosh_backend.schema import SCHEMA, columns_of, terms_of
from directory.search.words import Words

MOST_BYTES = 400_000_000
"""No more are held in memory; a larger index has several segments."""

POSTING_BYTES, AREA_BYTES = 8, 3.3
"""How many a posting takes, and a byte of what areas are packed in, when it is all sorted."""


def create(folder: Path) -> None:
    """Make an index with nothing in it."""
    FileIndex.create(MappedStorage(str(folder)), SCHEMA, NAME)


class Writer:
    """Writes to one index; whoever makes one holds the lock of the store."""

    def __init__(self, folder: Path, words: Words) -> None:
        """Begin a new segment."""
        storage = MappedStorage(str(folder))
        self._words = words
        self._writer = LeanWriter(FileIndex(storage, schema=SCHEMA, indexname=NAME))
        self.spelled: dict[str, int] = {}
        self._areas = 0

    def add(self, document: Document) -> None:
        """Add a document; one with the same id must have been removed."""
        analysed = self._words.analyse(document.text)
        for word, count in analysed.words.items():
            self.spelled[word] = self.spelled.get(word, 0) + count
        columns = columns_of(document, analysed)
        self._areas += len(columns["areas"])
        self._writer.add_analysed(terms_of(document, analysed), columns)

    @property
    def is_full(self) -> bool:
        """Say whether what is to be written takes so much memory that it should be committed."""
        held = self._writer.pool.size * POSTING_BYTES + self._areas * AREA_BYTES
        return bool(held > MOST_BYTES)

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

    def commit(self) -> None:
        """Make it so, dropping the segments that nothing is left in."""

        def policy(_writer: Any, segments: list[Any]) -> list[Any]:
            return [each for each in segments if each.doc_count_all() > each.deleted_count()]

        self._writer.commit(mergetype=policy)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._writer.give_up()
