"""Segments are merged beside everything else: what changes meanwhile is not lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend, merging
from directory.search.whoosh_backend.merging import Merged
from tests.search.listings import listing


@pytest.fixture
def pieces(tmp_path: Path) -> WhooshBackend:
    """An index of ten services in eleven pieces: one was written twice."""
    backend = WhooshBackend(tmp_path)
    backend.rebuild([])
    for n in (0, *range(10)):
        backend.replace([listing(n, f"Chess {n}")])
    assert backend.segments() == 10
    return backend


def found(backend: WhooshBackend, words: str = "chess") -> set[int]:
    return {hit.id for hit in backend.find(Question(words, size=100)).hits}


def merging_while(
    backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]
) -> bool:
    """Merge, with something happening after the pieces were copied and before they are put in."""
    prepare = merging.prepare

    def prepare_then_change(folder: Path, beside: Path) -> Merged | None:
        merged = prepare(folder, beside)
        change()
        return merged

    monkeypatch.setattr(merging, "prepare", prepare_then_change)
    return backend.merge()


def test_merging_keeps_every_service_and_makes_one_piece(pieces: WhooshBackend):
    assert pieces.merge()
    assert pieces.segments() == 1
    assert found(pieces) == set(range(10))


def test_what_is_saved_while_pieces_are_merged_is_found(
    pieces: WhooshBackend, monkeypatch: pytest.MonkeyPatch
):
    other = WhooshBackend(pieces.folder().parent)

    def save() -> None:
        other.replace([listing(3, "Draughts 3"), listing(50, "Chess 50")])
        other.remove([7])
        assert found(other) == set(range(10)) - {3, 7} | {50}

    assert merging_while(pieces, monkeypatch, save)
    for backend in (pieces, other):
        assert found(backend) == set(range(10)) - {3, 7} | {50}
        assert found(backend, "draughts") == {3}
        assert backend.count() == 10
        assert backend.segments() == 2


def test_a_merge_is_dropped_when_the_index_was_rebuilt_meanwhile(
    pieces: WhooshBackend, monkeypatch: pytest.MonkeyPatch
):
    other = WhooshBackend(pieces.folder().parent)
    done = merging_while(pieces, monkeypatch, lambda: other.rebuild([listing(1, "Chess 1")]))
    assert not done
    assert found(pieces) == {1}


def test_only_one_merges_at_a_time(pieces: WhooshBackend, monkeypatch: pytest.MonkeyPatch):
    other = WhooshBackend(pieces.folder().parent)
    said: list[bool] = []
    assert merging_while(pieces, monkeypatch, lambda: said.append(other.merge()))
    assert said == [False]


def test_what_a_killed_merge_left_behind_is_tidied_away(pieces: WhooshBackend):
    left = pieces.folder().parent / "merging"
    left.mkdir()
    (left / "MAIN_0000.trm").write_bytes(b"half")
    assert pieces.merge()
    assert not left.exists()
    assert found(pieces) == set(range(10))
