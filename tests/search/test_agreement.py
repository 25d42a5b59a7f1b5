"""The index says exactly what looking at every document says, whatever is in it and is asked."""

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directory.search import Document, Question, SearchBackend
from directory.search.memory_backend import MemoryBackend
from directory.search.whoosh_backend import WhooshBackend, arrays, matching, stem
from tests.search import worlds
from tests.search.listings import listing

IDS = range(1, 8)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Document], list[list[Document] | list[int] | None]]:
    """What an index goes through: built, then changes (documents, ids to forget, or a merge)."""
    first = [draw(worlds.documents(id_)) for id_ in draw(st.sets(st.sampled_from(IDS)))]
    some = st.lists(
        st.sampled_from(IDS).flatmap(worlds.documents), max_size=3, unique_by=lambda d: d.id
    )
    gone = st.lists(st.sampled_from(IDS), max_size=3)
    return first, draw(st.lists(st.one_of(some, gone, st.none()), max_size=4))


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(history=histories(), questions=st.lists(worlds.questions, min_size=1, max_size=6))
def test_index_and_memory_give_the_same_answers(history, questions: list[Question]):
    memory = MemoryBackend(stem)
    with TemporaryDirectory() as folder:
        index = WhooshBackend(Path(folder))
        first, changes = history
        assert index.rebuild(first) == memory.rebuild(first)
        for change in changes:
            for backend in (index, memory):
                if change is None:
                    backend.merge()
                elif change and isinstance(change[0], int):
                    backend.remove(change)
                else:
                    backend.replace(change)
        for question in questions:
            assert index.find(question) == memory.find(question)
        for beginning in ("st", "smo", "the", "Stop s"):
            assert index.suggest(beginning) == memory.suggest(beginning)
        assert index.count() == memory.count()
        del index


@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    crowd=worlds.crowds(),
    edits=worlds.crowds(size=15),
    questions=st.lists(worlds.questions, min_size=10, max_size=20),
    together=st.sampled_from([-(10**9), 0, matching.TOGETHER]),
    many=st.sampled_from([0, arrays.MANY, 10**9]),
)
def test_index_and_memory_agree_on_who_comes_first_in_a_crowd(
    crowd: list[Document],
    edits: list[Document],
    questions: list[Question],
    together: int,
    many: int,
):
    """Whichever way the index takes: which is quicker depends on how many there are."""
    memory = MemoryBackend(stem)
    with (
        TemporaryDirectory() as folder,
        patch.object(matching, "TOGETHER", together),
        patch.object(arrays, "MANY", many),
    ):
        index = WhooshBackend(Path(folder))
        for backend in (memory, index):
            backend.rebuild(crowd)
            backend.replace(edits)
            backend.remove(range(20, 30))
        for question in questions:
            assert index.find(question) == memory.find(question)
        del index


def test_a_word_that_was_listed_is_meant_while_it_would_find_something(backend: SearchBackend):
    backend.replace([listing(1, "Smoke")])
    backend.replace([listing(1, "Smoking")])
    assert backend.find(Question("smok")).did_you_mean == "smoke"
    assert backend.find(Question("smoke")).total == 1
