"""Orsman Road and what is round it, for every page that shows an answer."""

import pytest

from directory.search import index
from tests.browser import Page
from tests.factories import Make
from tests.pages.scene import Scene, lay_out


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs, indexed."""
    found = lay_out(make)
    index.rebuild()
    return found


def names(page: Page, within: str = "#results") -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(f"{within} .card-title")]
