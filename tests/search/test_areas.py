"""Who names an area is found by the area, and what a document named is still known by document."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.structfile import StructFile

from directory.search.whoosh_backend.areas import KINDS, AreasColumn, numbers_of, pack_terms

terms = st.tuples(st.sampled_from(KINDS), st.sampled_from(["S1", "W1", "B1", "é", "*", ""]))
documents = st.lists(st.dictionaries(terms, st.integers(0, 255), max_size=5), max_size=8)


def written(documents: list[dict[tuple[str, str], int]]) -> bytes:
    file = BytesIO()
    writer = AreasColumn.Writer(StructFile(file))
    for number, held in enumerate(documents):
        if held:  # those without terms are left out, as Whoosh does
            writer.add(number, pack_terms(held))
    writer.finish(len(documents))
    return file.getvalue()


def opened(raw: bytes, count: int) -> AreasColumn.Reader:
    return AreasColumn.Reader(StructFile(BytesIO(raw)), 0, len(raw), count)


@given(documents=documents, asked=st.lists(terms))
def test_each_term_leads_to_all_documents_that_have_it_with_its_weight(
    documents: list[dict[tuple[str, str], int]], asked: list[tuple[str, str]]
):
    column = opened(written(documents), len(documents))

    found = column.postings(numbers_of(asked))

    leads = {which: list(zip(docs, weights, strict=True)) for which, docs, weights in found}
    assert leads == {
        which: named
        for which, term in enumerate(asked)
        if (
            named := [(number, held[term]) for number, held in enumerate(documents) if term in held]
        )
    }


@given(documents=documents)
def test_a_merge_copies_what_each_document_named(documents: list[dict[tuple[str, str], int]]):
    raw = written(documents)
    column = opened(raw, len(documents))

    copy = AreasColumn.Writer(StructFile(again := BytesIO()))
    for number in range(len(documents)):
        copy.add(number, column[number])
    copy.finish(len(documents))

    assert again.getvalue() == raw


@pytest.mark.parametrize("left", [0, 3, 15, 16, 40, -1])
def test_a_column_that_is_cut_short_is_told_from_a_whole_one(left: int):
    raw = written([{("c", "S1"): 0, ("t", "W1"): 3}, {("c", "S1"): 1}])

    with pytest.raises(ValueError, match="cut short"):
        opened(raw[:left], 2)


def test_like_codes_of_other_kinds_are_not_mixed_up():
    every = [(kind, "S1") for kind in KINDS]
    assert len(set(numbers_of(every).tolist())) == len(KINDS)
