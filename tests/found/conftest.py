"""An application that counts, and writes down only when a test says so."""

from collections.abc import Iterator

import pytest
from flask import Flask

from directory.find.counting import tally
from directory.find.tally import Tally
from directory.search import index
from tests.factories import Make
from tests.pages.scene import Scene, lay_out


@pytest.fixture
def counts(app: Flask) -> Iterator[Tally]:
    """What this application has counted and not written down."""
    app.config["COUNT_FOUND_SECONDS"] = 3_600
    kept = tally()
    yield kept
    kept.stop()


@pytest.fixture
def scene(make: Make) -> Scene:
    """Four lunch clubs, one in each ring of Orsman Road."""
    scene = lay_out(make)
    index.rebuild()
    return scene
