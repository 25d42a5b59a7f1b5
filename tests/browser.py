"""A browser for tests: pages by endpoint, each held to the rules of the house (STYLE, part 7).

Every page that is fetched must be well-formed, have one h1 and a title that begins with it, no id
twice, every control labelled, every ``hx-`` element a plain way to do the same, every ``hx-target``
on the page, nothing inline that the security policy would refuse, and must have changed nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from directory import people
from directory.extensions import db
from directory.models import Person, SignedIn
from directory.people.current import COOKIE
from directory.people.secrets import hashed

HX_REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Page(BeautifulSoup):
    """A parsed page, with the answer it came in."""

    answer: TestResponse

    @property
    def words(self) -> str:
        """All that can be read on it, in one line."""
        return squash(self.get_text(" "))


class Browser:
    """Fetches pages by endpoint or address, and checks the house rules on each."""

    def __init__(self, app: Flask) -> None:
        """Open a browser on the application."""
        self.app = app
        self.client = app.test_client()

    def get(self, endpoint: str, *, status: int = 200, hx: bool = False, **values: object) -> Page:
        """Fetch the page of an endpoint."""
        with self.app.test_request_context():
            address = url_for(endpoint, **values)
        return self.open(address, status=status, hx=hx)

    def open(self, address: str, *, status: int = 200, hx: bool = False) -> Page:
        """Fetch the page at an address; with ``hx``, as htmx would, for a fragment."""
        headers = {"HX-Request": "true"} if hx else {}
        with wrote_nothing():
            answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, f"{address}: {answer.status} is not {status}"
        page = Page(answer.text, "html.parser")
        page.answer = answer
        if answer.mimetype == "text/html":
            (check_fragment if hx else check_page)(page, address)
        return page

    def post(
        self, address: str, data: Mapping[str, object] | None = None, *, status: int = 303
    ) -> Page:
        """Send a form as a browser does from one of our own pages; follow nothing.

        Whatever it wrote must be in the log.
        """
        with audited(address):
            answer = self.client.post(
                address, data=dict(data or {}), headers={"Sec-Fetch-Site": "same-origin"}
            )
        assert answer.status_code == status, f"{address}: {answer.status} is not {status}"
        page = Page(answer.text, "html.parser")
        page.answer = answer
        if answer.mimetype == "text/html" and status // 100 != 3:
            check_page(page, address)
        return page

    def send(
        self,
        page: Page,
        selector: str = "main form[method=post]",
        *,
        status: int = 303,
        **values: object,
    ) -> Page:
        """Fill in a form that the page offers, and send it: only its own fields may be sent."""
        form = page.select_one(selector)
        assert form is not None, f"there is no form {selector}"
        assert form.get("method", "get").lower() == "post", "submit() is for GET forms"
        told = fields_of(form)
        unknown = values.keys() - {str(each["name"]) for each in form.select("[name]")}
        assert not unknown, f"the form has no field {unknown}"
        return self.post(str(form["action"]), {**told, **values}, status=status)

    def follow(self, page: Page) -> Page:
        """Open the page that an answer leads to."""
        return self.open(page.answer.headers["Location"])

    def sign_in(self, person: Person, *, second_factor: bool = False) -> None:
        """Sign a person in, as her link would; staff may have given their second factor."""
        key = people.begin(person, "Firefox on Linux")
        db.session.flush()
        if second_factor:
            db.session.scalars(
                select(SignedIn).where(SignedIn.key_hash == hashed(key))
            ).one().second_factor_at = datetime.now(UTC)
        db.session.commit()
        self.client.set_cookie(COOKIE, key)

    def submit(self, page: Page, selector: str = "form", **values: str) -> Page:
        """Fill in a GET form that the page offers, and send it. Only its own fields may be sent."""
        form = page.select_one(selector)
        assert form is not None, f"there is no form {selector}"
        assert form.get("method", "get").lower() == "get", "only GET forms can be submitted so"
        fields = [each for each in form.select("[name]") if not each.has_attr("disabled")]
        unknown = values.keys() - {each["name"] for each in fields}
        assert not unknown, f"the form has no field {unknown}"
        pairs = [
            (str(each["name"]), values.get(str(each["name"]), str(each.get("value", ""))))
            for each in fields
            if each.get("type") not in ("checkbox", "radio") or each.has_attr("checked")
        ]
        with self.app.test_request_context():
            action = form["action"]
        answer = self.client.get(str(action), query_string=pairs)
        page = Page(answer.text, "html.parser")
        page.answer = answer
        return page


def fields_of(form: Tag) -> dict[str, object]:
    """Return what a form sends when nothing is changed: each value, or all that are ticked."""
    told: dict[str, object] = {}
    for each in form.select("[name]:not([disabled])"):
        name, kind = str(each["name"]), each.get("type")
        if each.name == "textarea":
            told[name] = each.get_text().removeprefix("\n")
        elif each.name == "select":
            chosen = each.select("option[selected]") or each.select("option")[:1]
            told[name] = [str(option.get("value", option.get_text())) for option in chosen]
        elif kind in ("checkbox", "radio"):
            if each.has_attr("checked"):
                told[name] = [*told.get(name, []), str(each.get("value", "on"))]  # type: ignore[misc]
        elif kind not in ("submit", "button", "file"):
            value = str(each.get("value", ""))
            # Hidden fields may come again and again; a box that somebody types in stays a text.
            told[name] = (
                [*told[name], value]
                if isinstance(told.get(name), list)
                else ([told[name], value] if name in told else value)
            )
    return told


class wrote_nothing:  # noqa: N801 (it reads as a phrase)
    """Fail when a statement that writes was sent: a GET asks, it never changes anything."""

    WRITES = re.compile(r"\s*(insert|update|delete)\b", re.I)
    # The index catches up with what was saved when the next person asks: not the asker's writing.
    ALLOWED = re.compile(r"delete from index_change", re.I)

    def __enter__(self) -> "wrote_nothing":
        """Begin to listen."""
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening, and say what was written."""
        event.remove(db.engine, "before_cursor_execute", self._note)
        assert not self.statements, f"a GET wrote to the database: {self.statements}"

    def _note(self, _c: object, _cu: object, statement: str, *_: object) -> None:
        if self.WRITES.match(statement) and not self.ALLOWED.match(statement):
            self.statements.append(statement)


class audited:  # noqa: N801 (it reads as a phrase)
    """Fail when a form wrote something and the log does not say so."""

    # A letter with a link is asked for by nobody we know: the link is the note of it. The index
    # catches up by itself, and that a session is in use is no act.
    UNSAID = re.compile(
        r"\s*(insert into (link|letter)\b"
        r"|\w+( into| from)? index_change\b"
        r"|update signed_in set seen_at\b)",
        re.I,
    )

    def __init__(self, address: str) -> None:
        """Remember what was asked for."""
        self.address = address

    def __enter__(self) -> None:
        """Begin to listen."""
        self.wrote: list[str] = []
        self.before: dict[str, int] = {}
        for name, hear in self._heard().items():
            event.listen(db.engine, name, hear)

    def __exit__(self, failed: object, *_: object) -> None:
        """Stop listening, and say what was written and not noted."""
        for name, hear in self._heard().items():
            event.remove(db.engine, name, hear)
        is_noted = any("audit_entry" in each for each in self.wrote)
        unsaid = [each for each in self.wrote if not self.UNSAID.match(each)]
        if failed is None:
            assert is_noted or not unsaid, f"{self.address} wrote, and noted nothing: {unsaid}"

    def _heard(self) -> dict[str, Callable[..., None]]:
        return {
            "before_cursor_execute": self._note,
            "rollback": self._forget,
            "savepoint": self._remember,
            "rollback_savepoint": self._forget_since,
        }

    def _forget(self, _c: object) -> None:
        self.wrote.clear()

    def _remember(self, _c: object, name: str) -> None:
        self.before[name] = len(self.wrote)

    def _forget_since(self, _c: object, name: str, _x: object) -> None:
        del self.wrote[self.before[name] :]

    def _note(self, _c: object, _cu: object, statement: str, *_: object) -> None:
        if wrote_nothing.WRITES.match(statement):
            self.wrote.append(statement)


def check_page(page: Page, address: str) -> None:
    """Hold a whole page to the rules of the house."""
    if _is_known("page", page):
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.answer.text)
    assert not parser.errors, f"{address} is not well-formed: {parser.errors[:3]}"
    parts = Parts(page)
    headings = parts.named("h1")
    assert len(headings) == 1, f"{address} has {len(headings)} h1"
    title = squash(page.title.get_text() if page.title else "")
    heading = squash(headings[0].get_text())
    assert title.startswith(heading), f"{address}: title {title!r} does not begin with {heading!r}"
    assert parts.named("html")[0].get("lang"), f"{address} does not say its language"
    assert parts.named("main"), f"{address} has no main"
    _check_headings(parts, address)
    _check_parts(parts, address)
    _check_targets(parts, address)


def check_fragment(page: Page, address: str) -> None:
    """Hold a fragment to those rules that it can keep alone."""
    vary = {each.strip().lower() for each in page.answer.headers.get("Vary", "").split(",")}
    assert "hx-request" in vary, f"{address} does not say that it varies by HX-Request"
    if _is_known("fragment", page):
        return
    parts = Parts(page)
    assert not parts.named("html", "body", "h1"), f"{address} sent a whole page for a fragment"
    _check_parts(parts, address)


class Parts:
    """The elements of a page, gone through once: most tests open pages, and each is checked."""

    def __init__(self, page: Page) -> None:
        """Sort them by name, and by each attribute that a rule is about."""
        self.all: list[Tag] = page.find_all(True)
        self._by_name: dict[str, list[Tag]] = defaultdict(list)
        self._by_attribute: dict[str, list[Tag]] = defaultdict(list)
        for each in self.all:
            self._by_name[each.name].append(each)
            for attribute in each.attrs:
                self._by_attribute[attribute].append(each)

    def named(self, *names: str) -> list[Tag]:
        """Return the elements of these names."""
        return [each for name in names for each in self._by_name.get(name, ())]

    def having(self, *attributes: str) -> list[Tag]:
        """Return the elements with one of these attributes."""
        return [each for name in attributes for each in self._by_attribute.get(name, ())]

    @property
    def attributes(self) -> list[str]:
        """Return the names of all attributes on the page."""
        return list(self._by_attribute)

    @property
    def ids(self) -> Counter[str]:
        """Return every id, and how often it is there."""
        return Counter(str(each["id"]) for each in self.having("id"))


_known: set[tuple[str, bytes]] = set()


def _is_known(kind: str, page: Page) -> bool:
    """Say whether the very same page was checked before; what was checked once is not again."""
    key = kind, blake2b(page.answer.data, digest_size=16).digest()
    if key in _known:
        return True
    _known.add(key)
    return False


def _check_parts(parts: Parts, address: str) -> None:
    twice = [name for name, many in parts.ids.items() if many > 1]
    assert not twice, f"{address} repeats the ids {twice}"
    for form in parts.named("form"):
        assert form.get("action"), f"{address} has a form with no action"
    labelled = {str(each["for"]) for each in parts.named("label") if each.has_attr("for")}
    for field in parts.named("input", "select", "textarea"):
        assert _has_label(field, labelled), f"{address}: no label for {field}"
    for image in parts.named("img"):
        assert image.has_attr("alt"), f"{address}: no alt for {image}"
    for script in parts.named("script"):
        inline = not script.get("src") and script.get("type") != "application/ld+json"
        assert not inline, f"{address} has an inline script, which the policy refuses"
    styled = parts.having("style") + parts.named("style")
    assert not styled, f"{address} has inline style, which the policy refuses: {styled[:1]}"
    handlers = [name for name in parts.attributes if name.startswith("on")]
    assert not handlers, f"{address} has inline handlers: {handlers}"
    for each in parts.having(*HX_REQUESTS):
        assert _has_plain_way(each), f"{address}: only htmx can use {each.name} {each.attrs}"
    for link in parts.named("a"):
        assert not link.has_attr("href") or _says_something(link), (
            f"{address}: a link says nothing: {link}"
        )


def _check_headings(parts: Parts, address: str) -> None:
    levels = [int(each.name[1]) for each in parts.all if each.name in HEADINGS]
    jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert not jumps, f"{address} skips heading levels: {jumps}"


def _check_targets(parts: Parts, address: str) -> None:
    ids = parts.ids
    for each in parts.having("hx-target"):
        target = str(each["hx-target"])
        if target.startswith("#"):
            assert target[1:] in ids, f"{address}: hx-target {target} is not on the page"
    for link in parts.named("a"):
        href = str(link.get("href", ""))
        if href.startswith("#"):
            assert href[1:] in ids, f"{address}: {href} leads nowhere"
    for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for each in parts.having(name):
            missing = set(str(each[name]).split()) - ids.keys()
            assert not missing, f"{address}: {name} names what is not there: {missing}"


def _has_label(field: Tag, labelled: Set[str]) -> bool:
    if field.name == "input" and field.get("type") in ("hidden", "submit"):
        return True
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return str(field.get("id", "")) in labelled


def _says_something(link: Tag) -> bool:
    if link.get("aria-label") or squash(link.get_text()):
        return True
    return link.select_one("[role=img], img[alt]") is not None


def _has_plain_way(element: Tag) -> bool:
    """Say whether it works without JavaScript: a link, a form, or a field of a form."""
    if element.get("href") or element.get("action"):
        return True
    return (
        element.find_parent("form", action=True) is not None or element.find_parent("a") is not None
    )


def squash(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def query_of(address: str) -> list[tuple[str, str]]:
    """Return the parameters of an address."""
    return parse_qsl(urlsplit(address).query)
