"""What a process keeps of an index stays within bounds that follow the size of the directory."""

from pathlib import Path

import pytest

from directory.search import Question
from directory.search.whoosh_backend import WhooshBackend
from directory.search.whoosh_backend.reading import room_for
from tests.search.listings import listing

MB = 2**20


@pytest.mark.parametrize(
    ("documents", "megabytes"), [(0, 4), (20_000, 9), (200_000, 61), (1_000_000, 256)]
)
def test_more_is_kept_of_a_larger_directory_but_never_more_than_a_limit(
    documents: int, megabytes: int
) -> None:
    assert room_for(documents) // MB == megabytes


def test_an_index_that_grows_gets_more_room(tmp_path: Path) -> None:
    asked: list[int] = []

    def room(documents: int) -> int:
        asked.append(documents)
        return 1_000 * documents

    backend = WhooshBackend(tmp_path, room=room)
    backend.rebuild([listing(n, "Chess") for n in range(3)])
    assert backend.find(Question("chess")).total == 3
    backend.replace([listing(7, "Chess")])
    assert backend.find(Question("chess")).total == 4

    assert asked == [0, 3, 4]
    assert backend._reading._cache.size <= 4_000
