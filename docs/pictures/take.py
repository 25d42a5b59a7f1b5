"""Take the README's pictures again, from a demo that is being served.

Run by hand, with the tests' set-up: ``.venv/bin/python docs/pictures/take.py http://localhost:8000``.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PICTURES = {
    "start": ("/", 1200, 900, "light"),
    "results": ("/find?q=lunch&where=Orsman+Road", 1200, 1000, "light"),
    "organisation": (
        "/organisations/the-made-up-lunch-club-of-pitfield-street-invented",
        1200,
        1000,
        "light",
    ),
    "place": ("/places/street/arnold-circus-tower-hamlets", 1200, 1000, "light"),
    "phone": ("/find?q=stop+smoking&where=Orsman+Road", 390, 844, "dark"),
}
"""Each picture: the page, how wide and high the window is, and the colours."""


def take(site: str) -> None:
    """Take every picture, each in a window of its own."""
    with sync_playwright() as running:
        chromium = running.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (page, width, height, colours) in PICTURES.items():
            window = chromium.new_page(
                viewport={"width": width, "height": height}, color_scheme=colours
            )
            window.goto(site.rstrip("/") + page)
            window.screenshot(path=HERE / f"{name}.png")
        chromium.close()


if __name__ == "__main__":
    take(sys.argv[1])
