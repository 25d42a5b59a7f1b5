"""Who names which area: a column of a segment that is kept the other way round.

A document's value is its terms about areas; what is asked is always which documents have a term.
So a term's documents stand side by side in the file, which is read where it lies: looking up all
terms of a place is one search among sorted numbers, and nothing is unpacked or kept in memory.

The file: the numbers of terms, sorted; where the documents of each begin; the documents; the
weight of the term in each; and last how many terms and how many documents it holds.
"""

from array import array
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import Column, ColumnReader, ColumnWriter

from directory.search.whoosh_backend.arrays import Bytes8, Docs, Ints
from directory.search.whoosh_backend.columns import in_place

Numbers = NDArray[np.uint64]
Term = tuple[str, str]
"""What a document has to do with an area, as one of ``KINDS``, and the area's code."""

AreaPostings = tuple[int, Docs, Bytes8]
"""Which of the terms asked for it is, the documents that have it, sorted, and its weight there."""

KINDS = ("c", "t", "x", "w", *(whose + level for whose in "ab" for level in "wnort"))
"""``c`` covers, ``t`` touches, ``x`` excludes, ``w`` excludes something within. A base (``b``), or
a base or site (``a``), lies in a ward, neighbourhood, borough (``o``), region or nation (``t``)."""

_KIND = {kind: number << 56 for number, kind in enumerate(KINDS)}
_ENTRY = np.dtype([("term", "<u8"), ("weight", "u1")])
_SIZES = np.dtype("<i8")


@lru_cache(50_000)
def _code_number(code: str) -> int:
    return int.from_bytes(blake2b(code.encode(), digest_size=7).digest(), "big")


def numbers_of(terms: Iterable[Term]) -> Numbers:
    """Return the numbers that stand for these terms: its kind, then 56 bits of the code's digest.

    Among a million areas two share a number once in more than a hundred thousand directories.
    """
    return np.array([_KIND[kind] | _code_number(code) for kind, code in terms], np.uint64)


def pack_terms(terms: Mapping[Term, int]) -> bytes:
    """Return a document's terms with their weights (0 to 255), as :class:`AreasColumn` wants."""
    entries = np.empty(len(terms), _ENTRY)
    entries["term"], entries["weight"] = numbers_of(terms), list(terms.values())
    return entries.tobytes()


class AreasColumn(Column):  # type: ignore[misc]
    """The terms of every document, to be asked by term."""

    _default = b""

    class Writer(ColumnWriter):  # type: ignore[misc]
        """Keeps the entries until all are there, then sorts them by term."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._entries = bytearray()
            self._counts = array("I")

        def add(self, docnum: int, value: bytes) -> None:
            """Take in the entries of the next document; those left out have none."""
            self._counts.extend([0] * (docnum - len(self._counts)))
            self._counts.append(len(value) // _ENTRY.itemsize)
            self._entries += value

        def finish(self, _doccount: int) -> None:
            """Write the file, a part at a time: there may be many millions of entries."""
            entries = np.frombuffer(self._entries, _ENTRY)
            order = entries["term"].argsort(kind="stable")
            self._write_terms(entries["term"][order])
            docs = np.arange(len(self._counts), dtype="<i4").repeat(self._counts)
            self._dbfile.write(docs[order].tobytes())
            self._dbfile.write(entries["weight"][order].tobytes())
            self._dbfile.write(np.array([self._terms, len(order)], _SIZES).tobytes())

        def _write_terms(self, every: Numbers) -> None:
            """Write each term once, and where its documents begin."""
            is_first = np.ones(len(every), np.bool_)
            is_first[1:] = every[1:] != every[:-1]
            starts = is_first.nonzero()[0]
            self._terms = len(starts)
            self._dbfile.write(every[starts].tobytes())
            self._dbfile.write(np.append(starts, len(every)).astype("<u4").tobytes())

    class Reader(ColumnReader):  # type: ignore[misc]
        """Looks terms up in the file."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self._file = in_place(dbfile, basepos, length)
            sizes = np.frombuffer(self._file[-16:].tobytes().rjust(16, b"\xff"), _SIZES)
            terms, docs = sizes.tolist()
            if min(terms, docs) < 0 or len(self._file) != 12 * terms + 4 + 5 * docs + 16:
                raise ValueError("a column of the index is cut short")
            self._terms: Numbers = self._part("<u8", 0, terms)
            self._starts = self._part("<u4", 8 * terms, terms + 1)
            at = 12 * terms + 4
            self._docs: Docs = self._part("<i4", at, docs)
            self._weights: Bytes8 = self._part("u1", at + 4 * docs, docs)
            self._check()

        def _check(self) -> None:
            """Look for noise where it is cheap to find: what must rise does."""
            terms, starts = self._terms, self._starts
            is_whole = int(starts[0]) == 0 and int(starts[-1]) == len(self._docs)
            if not (
                is_whole and (terms[1:] > terms[:-1]).all() and (starts[1:] > starts[:-1]).all()
            ):
                raise ValueError("a column of the index is not as it was written")

        def _part(self, kind: str, start: int, count: int) -> Any:
            return np.frombuffer(self._file, kind, count, start)

        def postings(self, wanted: Numbers) -> list[AreaPostings]:
            """Return the postings of those of these terms that any document has."""
            if not len(self._terms):
                return []
            at = self._terms.searchsorted(wanted)
            at[at == len(self._terms)] = 0
            held = (self._terms[at] == wanted).nonzero()[0]
            starts, ends = self._starts[at[held]], self._starts[at[held] + 1]
            return [
                (number, self._docs[start:end], self._weights[start:end])
                for number, start, end in zip(
                    held.tolist(), starts.tolist(), ends.tolist(), strict=True
                )
            ]

        def __getitem__(self, docnum: int) -> bytes:
            entries, starts = self._by_document
            value: bytes = entries[starts[docnum] : starts[docnum + 1]].tobytes()
            return value

        @cached_property
        def _by_document(self) -> tuple[Any, Ints]:
            """Put the entries back as they came, for a merge to copy; and where each begins."""
            order = np.argsort(self._docs, kind="stable")
            entries = np.empty(len(order), _ENTRY)
            entries["term"] = np.repeat(self._terms, np.diff(self._starts))[order]
            entries["weight"] = self._weights[order]
            starts = np.searchsorted(self._docs[order], np.arange(self._doccount + 1))
            return entries, starts
