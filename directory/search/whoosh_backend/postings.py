"""Postings: the documents that hold a term, as arrays.

The one place that reaches into Whoosh: its matcher gives a posting at a time, and reading it block
by block is many times faster. Where its inside is not as expected, the public way is taken.
"""

from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

from directory.search.whoosh_backend.arrays import NO_DOCS, NO_WEIGHTS, Docs, Weights

Postings = tuple[Docs, Weights]
NONE: Postings = (NO_DOCS, NO_WEIGHTS)


def read_postings(reader: Any, field: str, term: bytes) -> Postings:
    """Return the documents of a segment that hold a term, deleted ones too, and its weights."""
    try:
        matcher = _leaf(reader, field, term)
    except TermNotFound:
        return NONE
    return by_block(matcher) if isinstance(matcher, W3LeafMatcher) else one_by_one(matcher)


def _leaf(reader: Any, field: str, term: bytes) -> Any:
    return reader._terms.matcher(field, term, reader.schema[field].format)


def by_block(matcher: Any) -> Postings:
    """Read a matcher of Whoosh's own codec a block at a time."""
    ids: list[Docs] = []
    weights: list[Weights] = []
    while matcher.is_active():
        matcher._read_data()
        gaps, weighed, _ = matcher._data
        ids.append(np.cumsum(np.array(gaps, np.int32), dtype=np.int32))
        each = 1.0 if weighed is None else weighed
        weights.append(np.broadcast_to(np.asarray(each, np.float32), len(gaps)))
        matcher._next_block()
    return np.concatenate(ids), np.concatenate(weights)


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


def document_frequency(reader: Any, field: str, term: bytes) -> int:
    """Return how many documents of a segment hold a term, deleted ones too."""
    frequency: int = reader.doc_frequency(field, term)
    return frequency
