"""Reading postings by the block says the same as reading them one by one, Whoosh's public way."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import Schema
from whoosh.index import FileIndex

from directory.search.whoosh_backend import WhooshBackend, lean
from directory.search.whoosh_backend.arrays import MANY, Cache, both, places_of, ranges
from directory.search.whoosh_backend.files import MappedStorage
from directory.search.whoosh_backend.postings import (
    EVERY,
    NONE,
    most_frequent,
    one_by_one,
    read_postings,
    terms_between,
)
from directory.search.whoosh_backend.schema import SCHEMA
from directory.search.whoosh_backend.segment import together
from tests.search.listings import listing

BLOCK = 1_000


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory):
    """A segment with terms in one document, in some, and in more than one block holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lean, "BLOCK", BLOCK)
        backend = _written(tmp_path_factory.mktemp("index"))
    opened = FileIndex(MappedStorage(str(backend.folder()))).reader()
    yield opened.leaf_readers()[0][0]
    opened.close()


def _written(folder: Path) -> WhooshBackend:
    dice = random.Random(7)
    words = ["common", "chess", "chess", "club", "rare"]
    backend = WhooshBackend(folder)
    backend.rebuild(
        listing(n, " ".join(dice.choices(words[:4], k=3)), description="common")
        for n in range(BLOCK + 500)
    )
    backend.replace([listing(99_999, "rare")])
    return backend


def test_a_block_at_a_time_and_one_at_a_time_agree(reader):
    terms = [(field, term) for field, term in reader.all_terms() if field in ("text", "typed")]
    assert len(terms) > 5
    for field, term in terms:
        ids, weights = read_postings(reader, field, term)
        slow_ids, slow_weights = one_by_one(reader.postings(field, term))
        assert np.array_equal(ids, slow_ids)
        assert np.array_equal(weights, slow_weights)


def test_a_reader_that_is_not_as_expected_is_read_the_public_way(
    reader, monkeypatch: pytest.MonkeyPatch
):
    fast = read_postings(reader, "text", b"chess")
    most = most_frequent(reader, "typed", b"c", 10)
    monkeypatch.setattr("directory.search.whoosh_backend.postings.W3TermsReader", str)
    slow = read_postings(reader, "text", b"chess")
    assert np.array_equal(fast[0], slow[0])
    assert np.array_equal(fast[1], slow[1])
    assert sorted(most) == sorted(most_frequent(reader, "typed", b"c", 10))
    assert read_postings(reader, "text", b"absent") is NONE


def test_more_than_one_block_is_read_to_the_end(reader):
    ids, weights = read_postings(reader, "text", b"common")
    assert len(ids) == len(weights) == BLOCK + 500
    assert ids.tolist() == list(range(BLOCK + 500))


@pytest.mark.parametrize("prefix", [b"", b"c", b"ch", b"chess", b"chessmen", b"zz", b"\xff"])
@pytest.mark.parametrize("field", ["typed", "names"])
def test_the_most_frequent_terms_that_begin_so_are_found(reader, field: str, prefix: bytes):
    every = terms_between(reader, field, prefix, EVERY)
    counted = {term: reader.doc_frequency(field, term) for term in every}
    assert dict(most_frequent(reader, field, prefix, EVERY)) == counted
    best = most_frequent(reader, field, prefix, 2)
    assert sorted(count for _, count in best) == sorted(counted.values())[-2:]


@pytest.mark.parametrize("term", [b"absent", b"", b"\xff", "é".encode()])
def test_a_term_that_is_not_there_has_no_postings(reader, term: bytes):
    assert read_postings(reader, "text", term) is NONE


def test_both_and_together_are_intersection_and_union():
    one, other = np.array([1, 3, 5, 9], np.int32), np.array([3, 4, 9], np.int32)
    assert both(one, other).tolist() == both(other, one).tolist() == [3, 9]
    assert both(one, other[:0]).tolist() == both(other[:0], one).tolist() == []
    ids, weights = together([(one, np.ones(4, np.float32)), (other, np.ones(3, np.float32) * 2)])
    assert ids.tolist() == [1, 3, 4, 5, 9]
    assert weights.tolist() == [1, 3, 2, 1, 3]


@given(
    st.sets(st.integers(0, 300), min_size=1),
    st.sets(st.integers(0, 300)),
    st.integers(1, 3 * MANY),
)
def test_both_ways_to_find_documents_among_others_agree(one: set[int], other: set[int], step: int):
    few = np.array(sorted(one)[::step], np.int32)
    many = np.array(sorted(one | other), np.int32)
    assert both(few, many).tolist() == both(many, few).tolist() == few.tolist()
    assert both(few, np.array(sorted(other), np.int32)).tolist() == sorted(set(few) & other)
    assert many[places_of(few, many)].tolist() == few.tolist()


def test_ranges_are_laid_end_to_end():
    at, owner = ranges(np.array([3, 7, 7, 0]), np.array([5, 7, 9, 1]))
    assert at.tolist() == [3, 4, 7, 8, 0]
    assert owner.tolist() == [0, 0, 2, 2, 3]


def test_the_cache_keeps_what_was_used_last_within_its_bounds():
    cache = Cache(100)
    for name in "abcabcd":
        assert cache.get(name, lambda name=name: (name, 30)) == name
    made: list[str] = []
    for name in "dcba":
        cache.get(name, lambda name=name: (made.append(name), 30))
    assert made == ["a"]
    assert cache.size <= 100
    cache.get("huge", lambda: ("huge", 1000))
    assert cache.size <= 100


@pytest.mark.parametrize("most", [255.0, 256.0, 257.0, 65_535.0, 65_536.0, 70_000.0])
@pytest.mark.parametrize("count", [2, 40])
def test_heavy_words_are_kept_whole(tmp_path: Path, most: float, count: int):
    schema = Schema(text=SCHEMA["text"])
    FileIndex.create(MappedStorage(str(tmp_path)), schema, "MAIN")
    index = FileIndex(MappedStorage(str(tmp_path)), schema=schema, indexname="MAIN")
    writer = lean.LeanWriter(index)
    for number in range(count * 256):
        held = {b"x": most - number % 2} if number % 256 == 0 or number == 1 else {}
        writer.add_analysed({"text": held}, {})
    writer.commit()
    reader = FileIndex(MappedStorage(str(tmp_path)), schema=schema, indexname="MAIN").reader()
    leaf = reader.leaf_readers()[0][0]
    fast, slow = read_postings(leaf, "text", b"x"), one_by_one(leaf.postings("text", b"x"))
    assert np.array_equal(fast[0], slow[0])
    assert np.array_equal(fast[1], slow[1])
    assert fast[1].max() == most
    reader.close()
