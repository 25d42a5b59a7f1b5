"""Postings: the documents that hold a term, as arrays.

The one place that reaches into Whoosh: its matcher gives a posting at a time, and reading the file
block by block is many times faster. Where its inside is not as expected, the public way is taken.
"""

import pickle
from bisect import bisect_left
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3TermInfo, W3TermsReader
from whoosh.reading import TermNotFound

from directory.search.whoosh_backend.arrays import NO_DOCS, NO_WEIGHTS, Docs, Ints, Weights
from directory.search.whoosh_backend.files import MappedFile

Postings = tuple[Docs, Weights]
NONE: Postings = (NO_DOCS, NO_WEIGHTS)

INFO = W3TermInfo._struct.size
EVERY = 2**31
MAGIC = 4
"""How many bytes stand before the first block."""


def read_postings(reader: Any, field: str, term: bytes) -> Postings:
    """Return the documents of a segment that hold a term, deleted ones too, and its weights."""
    terms = reader._terms
    if not isinstance(terms, W3TermsReader):
        return in_public(reader, field, term)
    try:
        at, length = terms._range_for_key(field, term)
    except KeyError:
        return NONE
    info = terms._dbfile.get(at, length)
    if info[0]:  # its postings stand in the list of terms
        return in_public(reader, field, term)
    start = int.from_bytes(info[INFO : INFO + 8], "big")
    return by_block(_blocks(terms._postfile, start + MAGIC))


def _blocks(file: Any, position: int) -> Iterator[tuple[Any, Any]]:
    """Go through the blocks of a term: gaps between documents, and weights or the one of all."""
    length = 0
    while length >= 0:
        length = int.from_bytes(file.get(position, 4), "big", signed=True)
        block = BytesIO(file.get(position + 4, abs(length)))
        pickle.load(block)  # noqa: S301 (our own); what a matcher needs to know
        gaps, weights, _ = pickle.load(block)  # noqa: S301
        yield gaps, weights
        position += 4 + abs(length)


def by_block(blocks: Iterator[tuple[Any, Any]]) -> Postings:
    """Return what stands in these blocks."""
    ids: list[Docs] = []
    weights: list[Weights] = []
    for gaps, weighed in blocks:
        ids.append(np.array(gaps, np.int32).cumsum(dtype=np.int32))
        if weighed is None or isinstance(weighed, float):
            weights.append(small(np.full(len(gaps), weighed or 1.0)))
        else:
            weights.append(small(np.array(weighed)))
    if len(ids) == 1:
        return ids[0], weights[0]
    return np.concatenate(ids), np.concatenate(weights)


def small(weights: Any) -> Weights:
    """Return whole numbers in as few bytes as hold them: mostly one."""
    found: Weights = weights
    return found if found.itemsize == 1 else found.astype(np.min_scalar_type(int(found.max())))


def in_public(reader: Any, field: str, term: bytes) -> Postings:
    """Read a term by the methods of Whoosh's matcher."""
    try:
        matcher = reader._terms.matcher(field, term, reader.schema[field].format)
    except TermNotFound:
        return NONE
    return one_by_one(matcher)


def one_by_one(matcher: Any) -> Postings:
    """Read any matcher by its public methods."""
    ids: list[int] = []
    weights: list[float] = []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return np.array(ids, np.int32), np.array(weights, np.float32)


def terms_between(reader: Any, field: str, prefix: bytes, most: int) -> list[bytes]:
    """Return the terms of a field that begin so, in order, at most so many."""
    found: list[bytes] = []
    for name, term in reader.terms_from(field, prefix):
        if name != field or not term.startswith(prefix) or len(found) >= most:
            break
        found.append(term)
    return found


def most_frequent(reader: Any, field: str, prefix: bytes, most: int) -> list[tuple[bytes, int]]:
    """Return the terms that begin so and are in the most documents, deleted ones too.

    Shorter terms come before longer ones that are in as many; at most so many are returned.
    """
    terms = reader._terms
    if not (isinstance(terms, W3TermsReader) and isinstance(terms._dbfile, MappedFile)):
        every = terms_between(reader, field, prefix, EVERY)
        counted = ((term, reader.doc_frequency(field, term)) for term in every)
        return sorted(counted, key=lambda item: (-item[1], len(item[0])))[:most]
    index, start = terms._tindex, terms._keycoder(field, prefix)
    # The positions of all terms, in order; at each the lengths of the term and of what is known
    # of it, the term, and that: a sign, its weight, and in how many documents it is.
    kind = np.dtype(f">{index.extras['indextype']}")
    file = np.frombuffer(terms._dbfile.mapped, np.uint8)
    order = file[index.indexbase : index.indexbase + kind.itemsize * index.indexlen].view(kind)
    first = bisect_left(order, start, key=index.key_at)
    last = bisect_left(order, start + b"\xff", first, key=index.key_at)
    at: Ints = order[first:last].astype(np.int64)
    length = _number(file, at, 4)
    counts = _number(file, at + 8 + length + 5, 4)
    if len(at) > most:
        chosen = np.argpartition(length - (counts << 16), most)[:most]
        at, counts = at[chosen], counts[chosen]
    keys = (index.key_at(position)[len(start) - len(prefix) :] for position in at.tolist())
    return list(zip(keys, counts.tolist(), strict=True))


def _number(file: Any, at: Ints, size: int) -> Ints:
    """Return the whole numbers at these positions of a file, highest byte first."""
    found = np.zeros(len(at), np.int64)
    for step in range(size):
        found = (found << 8) | file[at + step]
    return found
