"""The world that questions about places are asked in."""

import pytest

from directory.extensions import db
from tests.gazetteer.world import build


@pytest.fixture
def world(make, monkeypatch):
    """A small Hackney and Tower Hamlets, committed at once: it is built for very many tests."""
    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", db.session.flush)
        made = build(make)
    db.session.commit()
    return made
