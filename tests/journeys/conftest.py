"""A real browser on a real server. Without Chromium these tests say so and skip."""

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from directory.search import index
from tests.factories import Make
from tests.journeys.pages import Visitor
from tests.journeys.windows import Windows
from tests.pages.scene import Scene, lay_out
from tests.standing import Standing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {"phone": 390, "desktop": 1440}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that they can be left out: ``-m "not e2e"``."""
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    """The windows of one headless Chromium, for all journeys."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed: the journeys in a real browser were not tried")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield Windows(browser)
        browser.close()


@pytest.fixture(scope="session")
def address(standing: Standing) -> Iterator[str]:
    """Where the application of this worker is served: one address, so scripts stay in the cache."""
    server = make_server("127.0.0.1", 0, standing.app, threaded=True)
    # It looks as often whether it should stop.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(app: Flask, address: str) -> str:
    """The address of the application, as if nobody had used it."""
    return address


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs, indexed."""
    found = lay_out(make)
    index.rebuild()
    return found


@pytest.fixture
def visit(windows: Windows, site: str) -> Iterator[Callable[..., Visitor]]:
    """Give a visitor a window: ``visit(javascript=False, width=390)``."""
    visitors: list[Visitor] = []

    def _visit(*, javascript: bool = True, width: int = 1440) -> Visitor:
        visitors.append(Visitor(windows.take(javascript=javascript), site))
        visitors[-1].resize(width)
        return visitors[-1]

    yield _visit
    for each in visitors:
        each.leave()
        windows.put_back(each.page)
