"""Both backends, to be held to one promise."""

from pathlib import Path

import pytest

from directory.search import SearchBackend
from directory.search.memory_backend import MemoryBackend
from directory.search.whoosh_backend import WhooshBackend, stem


@pytest.fixture
def index(tmp_path: Path) -> WhooshBackend:
    """An index of files, with nothing in it."""
    backend = WhooshBackend(tmp_path / "index")
    backend.rebuild([])
    return backend


@pytest.fixture(params=["index", "memory"])
def backend(request: pytest.FixtureRequest) -> SearchBackend:
    """Each backend in turn, with nothing in it."""
    if request.param == "memory":
        return MemoryBackend(stem)
    found: WhooshBackend = request.getfixturevalue("index")
    return found
