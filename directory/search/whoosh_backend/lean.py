"""A writer that takes documents already analysed, and keeps postings as arrays until it is done.

Whoosh's own writer sorts a tuple for every posting, on disk when there are many; this one hands
the same terms to the same codec three times as fast, and its files are Whoosh's.
"""

import pickle
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3PostingsWriter,
)
from whoosh.writing import SegmentWriter

from directory.search.whoosh_backend.arrays import Docs, Ints, Weights
from directory.search.whoosh_backend.columns import column_at
from directory.search.whoosh_backend.postings import read_postings

BLOCK = 65_536
"""How many postings stand in a block: more than Whoosh's 128, so that nearly all terms have one."""

FEW = 32
"""Fewer postings than this are not worth an array."""

SIZES = ((2**8, "B"), (2**16, "H"), (2**32, "I"))
"""The kinds of array, and what each is too small for."""

Terms = Mapping[bytes, float]


class Pool:
    """Postings by field and term: which documents, and the weight in each."""

    def __init__(self) -> None:
        """Hold none."""
        self.size = 0
        self._fields: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add(self, field: str, doc: int, terms: Terms) -> None:
        """Take in the terms of one field of a document; documents come in order."""
        held = self._fields.setdefault(field, {})
        for term, weight in terms.items():
            entry = held.get(term)
            if entry is None:
                entry = held[term] = array("I"), array("f")
            entry[0].append(doc)
            entry[1].append(weight)
        self.size += len(terms)

    def extend(self, field: str, term: bytes, docs: Docs, weights: Weights) -> None:
        """Take in a term of many documents, which come after those it has."""
        entry = self._fields.setdefault(field, {}).setdefault(term, (array("I"), array("f")))
        entry[0].frombytes(docs.astype(np.uint32).tobytes())
        entry[1].frombytes(weights.astype(np.float32).tobytes())
        self.size += len(docs)

    def fields(self) -> "Iterator[tuple[str, list[tuple[bytes, array[int], array[float]]]]]":
        """Go through fields and their terms in the order of the alphabet."""
        for field in sorted(self._fields):
            held = self._fields[field]
            yield field, [(term, *held[term]) for term in sorted(held)]

    def cleanup(self) -> None:
        """Forget everything; the writer asks for it at the end."""
        self._fields.clear()


class _LeanPostings(W3PostingsWriter):  # type: ignore[misc]
    """Whoosh's postings, written a block at a time, in as few bytes as the numbers need.

    Whoosh pickles tuples by an old protocol and compresses them; what it reads from an array is
    the same, and there is nothing to unpack.
    """

    def add_postings(self, docs: "array[int]", weights: "array[float]") -> None:
        """Write all postings of a term; the last block waits for ``finish_postings``."""
        for start in range(0, len(docs), self._blocklimit):
            if start:
                self._write_block()
            block = slice(start, start + self._blocklimit)
            self._ids: array[int] = docs[block]
            self._weights: array[float] = weights[block]
            self._maxweight = max(self._weights)

    def _write_block(self, last: bool = False) -> None:
        """Write what ``W3PostingsWriter`` does: its length, what is known of it, and the block."""
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        known = (len(self._ids), self._ids[-1], self._maxweight, 0, 0, 0)
        block = pickle.dumps(known, 5) + pickle.dumps((self._gaps(), self._weighed(), None), 5)
        self._postfile.write_int(-len(block) if last else len(block))
        self._postfile.write(block)
        self._blockcount += 1
        self._new_block()

    def _gaps(self) -> "array[int] | tuple[int, ...]":
        if len(self._ids) < FEW:
            few: tuple[int, ...] = self._mini_ids()
            return few
        return _small(np.diff(np.frombuffer(self._ids, np.uint32), prepend=np.uint32(0)))

    def _weighed(self) -> "array[int] | tuple[int, ...] | float | None":
        first = self._weights[0]
        if self._weights.count(first) == len(self._weights):
            return None if first == 1.0 else first
        if len(self._weights) < FEW:
            return tuple(map(int, self._weights))
        return _small(np.frombuffer(self._weights, np.float32))


def _small(numbers: NDArray[Any]) -> "array[int]":
    """Return whole numbers in as few bytes as the largest needs."""
    most = int(numbers.max())
    kind = next(kind for limit, kind in SIZES if most < limit)
    return array(kind, numbers.astype(kind).tobytes())


class LeanCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own codec, without field lengths and with longer blocks."""

    length_stats = False

    def __init__(self) -> None:
        """Compress nothing."""
        super().__init__(blocklimit=BLOCK, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _LeanPostings:
        """Return a writer of postings."""
        return _LeanPostings(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )


class LeanWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with another way in, for documents and for segments to be merged."""

    def __init__(self, index: Any, pause: Callable[[], None] | None = None) -> None:
        """Lock the index and begin a segment; ``pause`` is called between pieces of work.

        Raises:
            whoosh.index.LockError: somebody else is writing to it.

        """
        super().__init__(index, timeout=1.0, compound=False, codec=LeanCodec())
        self.pool: Pool = Pool()
        self._pause = pause or (lambda: None)
        self._columns = {
            name: field.column_type for name, field in self.schema.items() if field.column_type
        }

    def add_analysed(self, terms: Mapping[str, Terms], columns: Mapping[str, bytes]) -> None:
        """Add a document: terms with weights for each field, and bytes for every column."""
        for field, held in terms.items():
            self.pool.add(field, self.docnum, held)
        self._add_columns(columns)

    def add_segment(self, reader: Any) -> Ints:
        """Add what is left of a segment; return the new number of each document, -1 if deleted."""
        deleted = frozenset(reader.segment().deleted_docs())
        kept = [doc for doc in range(reader.doc_count_all()) if doc not in deleted]
        numbers = np.full(reader.doc_count_all(), -1, np.int64)
        numbers[kept] = np.arange(self.docnum, self.docnum + len(kept))
        columns = {name: column_at(reader, name) for name in self._columns}
        for doc in kept:
            self._add_columns({name: column[doc] for name, column in columns.items()})
            self._pause()
        for field, term in reader.all_terms():
            docs, weights = read_postings(reader, field, term)
            renumbered = numbers[docs]
            alive = renumbered >= 0
            if alive.any():
                self.pool.extend(field, term, renumbered[alive], weights[alive])
            self._pause()
        return numbers

    def give_up(self) -> None:
        """Leave everything as it was, though it may have failed half closed."""
        with suppress(Exception):
            self.cancel()

    def _add_columns(self, columns: Mapping[str, bytes]) -> None:
        self.perdocwriter.start_doc(self.docnum)
        for name, value in columns.items():
            self.perdocwriter.add_column_value(name, self._columns[name], value)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def _flush_segment(self) -> None:
        """Write the postings; called by ``commit``."""
        self.perdocwriter.close()
        writer: W3FieldWriter = self.fieldwriter
        for field, terms in self.pool.fields():
            writer.start_field(field, self.schema[field])
            for term, docs, weights in terms:
                writer.start_term(term)
                writer._postwriter.add_postings(docs, weights)
                writer.finish_term()
                self._pause()
            writer.finish_field()
        writer.close()
