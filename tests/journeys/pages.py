"""What a visitor does on our pages, in her words; journeys say nothing of selectors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from sqlalchemy import select

from directory import people
from directory.extensions import db
from directory.models import Person, SignedIn
from directory.models.organisation import now
from directory.people.current import COOKIE
from directory.people.secrets import hashed

FAULTS = """async (options) => (await axe.run(options)).violations.map(
    (each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)"""


class Visitor:
    """A person with a browser window open on the site."""

    def __init__(self, page: Any, site: str) -> None:
        """Watch for what a visitor must never meet: errors, and calls to other sites."""
        self.page = page
        self.site = site
        self.troubles: list[str] = []
        self.strangers: list[str] = []
        self._watching = {
            "console": self._heard,
            "pageerror": lambda error: self.troubles.append(str(error)),
            "request": self._asked,
        }
        for what, notice in self._watching.items():
            page.on(what, notice)

    def _heard(self, message: Any) -> None:
        # Chromium reports every 404 page that was asked for as an error; that is the page's status.
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.troubles.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.site):
            self.strangers.append(request.url)

    def leave(self) -> None:
        """Stop watching: the window goes to somebody else."""
        for what, notice in self._watching.items():
            self.page.remove_listener(what, notice)

    def open(self, address: str) -> "Visitor":
        self.page.goto(urljoin(self.site, address))
        return self

    @property
    def heading(self) -> str:
        return str(self.page.inner_text("h1"))

    @property
    def address(self) -> str:
        return str(self.page.url)

    def arrives_at(self, heading: str) -> None:
        """Wait for the page with this heading; fail when it does not come."""
        self.page.locator("h1").filter(has_text=heading).wait_for()
        assert self.heading == heading

    def address_becomes(self, is_right: Callable[[SplitResult], bool]) -> None:
        """Wait until the address is right: a browser may show a page before it names it."""
        self.page.wait_for_url(lambda address: is_right(urlsplit(address)), wait_until="commit")

    def has_focus(self, element: str) -> None:
        """Wait until what has this id has the keyboard: it comes a moment after a swap."""
        self.wait_for(f"#{element}:focus")

    def sees_services(self, *names: str, within: str = "#results") -> None:
        """Wait until as many services are listed, and hold them to these names."""
        self.page.locator(f"{within} .card-title").nth(len(names) - 1).wait_for()
        assert self.services(within) == list(names)

    @property
    def focus(self) -> str:
        """The id of what has the keyboard."""
        return str(self.page.evaluate("document.activeElement.id"))

    def ask(self, need: str = "", where: str = "") -> None:
        self.page.fill("#q", need)
        self.fill_in("#where", where)
        self.page.click("#ask button")

    def fill_in(self, box: str, words: str) -> None:
        """Fill a box and go on to the next, which closes what is suggested under it."""
        self.page.fill(box, words)
        self.page.press(box, "Tab")

    def services(self, within: str = "#results") -> list[str]:
        return [
            str(t).strip() for t in self.page.locator(f"{within} .card-title").all_inner_texts()
        ]

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type_slowly(self, box: str, words: str) -> None:
        self.page.locator(box).press_sequentially(words, delay=20)

    def wait_for(self, selector: str) -> None:
        self.page.wait_for_selector(selector)

    def open_filters(self) -> None:
        """Open the filters where the window is too narrow to show them."""
        if not self.page.is_visible("#filters"):
            self.page.click("#filters-box > summary")

    def open_facet(self, facet: str) -> None:
        self.open_filters()
        if self.page.get_attribute(f"#facet-{facet}", "open") is None:
            self.page.click(f"#facet-{facet} > summary")

    def scrolls_sideways(self) -> bool:
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def turn_lights(self, on_or_off: str) -> None:
        """Prefer light, or dark; colours may take a moment to change."""
        self.page.emulate_media(
            color_scheme="light" if on_or_off == "on" else "dark", reduced_motion="reduce"
        )

    def faults(self, *rules: str) -> list[str]:
        """What axe finds wrong with the page; with all its rules, or only those named."""
        from axe_playwright_python.sync_playwright import Axe

        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
        return list(self.page.evaluate(FAULTS, options))


def is_signed_in(she: Visitor, person: Person, site: str, *, fully: bool = False) -> None:
    """Give her browser a session, as her link (and her second step) would."""
    key = people.begin(person)
    db.session.flush()
    if fully:
        begun = db.session.scalars(select(SignedIn).where(SignedIn.key_hash == hashed(key))).one()
        begun.second_factor_at = now()
    db.session.commit()
    she.page.context.add_cookies([{"name": COOKIE, "value": key, "url": site}])
