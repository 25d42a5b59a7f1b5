"""A real browser on a real server. Without Chromium these tests say so and skip."""

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from directory import search
from tests.factories import Make
from tests.journeys.pages import Visitor
from tests.pages.scene import Scene, lay_out

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {"phone": 390, "desktop": 1440}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that they can be left out: ``-m "not e2e"``."""
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One headless Chromium for all journeys."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("Chromium is not installed: the journeys in a real browser were not tried")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, served on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # It looks as often whether it should stop.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def scene(make: Make) -> Scene:
    """Orsman Road and its lunch clubs, indexed."""
    found = lay_out(make)
    search.rebuild()
    return found


@pytest.fixture
def visit(chromium: object, site: str) -> Iterator[Callable[..., Visitor]]:
    """Open a browser window: ``visit(javascript=False, width=390, scheme="dark")``."""
    opened = []

    def _visit(*, javascript: bool = True, width: int = 1440, scheme: str = "light") -> Visitor:
        context = chromium.new_context(
            base_url=site,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        context.set_default_timeout(8_000)
        opened.append(context)
        return Visitor(context.new_page(), site)

    yield _visit
    for context in opened:
        context.close()
