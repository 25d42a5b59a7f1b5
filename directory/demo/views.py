"""Views of the demo room: the mailbox of everyone whom the demonstration wrote to."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app
from markupsafe import Markup, escape

from directory import post
from directory.errors import NotFoundError
from directory.queries import letters
from directory.web.hx import render
from directory.web.paging import check_page, page_number

bp = Blueprint("demo", __name__)
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


@bp.before_request
def only_in_a_demo() -> None:
    """Hide this room wherever letters are real: it shows them to anybody.

    Raises:
        NotFoundError: this is no demonstration.

    """
    if not current_app.config["DEMO"]:
        raise NotFoundError("Only a demonstration has this page.")


@bp.get("/mailbox")
def mailbox() -> Response:
    """Every letter that was written, the newest first."""
    page = page_number()
    batch = letters.newest(page)
    check_page(page, batch.pages)
    return render("demo/mailbox.html", batch=batch)


@bp.get("/mailbox/<int:number>")
def letter(number: int) -> Response:
    """One letter, as its reader has it."""
    found = letters.get(number)
    return render("demo/letter.html", letter=found, text=with_links(found.text))


def with_links(text: str) -> Markup:
    """Return the words of a letter as HTML, with links to our own pages, and to no others."""
    return Markup().join(
        _link(part) if _ADDRESS.fullmatch(part) else escape(part) for part in _ADDRESS.split(text)
    )


def _link(address: str) -> Markup:
    """Return a link within this site: a letter may name it otherwise than it was opened."""
    try:
        parts = urlsplit(address)
        is_ours = parts.netloc == urlsplit(post.base()).netloc or parts.hostname in HERE
    except ValueError:
        is_ours = False
    if not is_ours:
        return escape(address)
    path = parts._replace(scheme="", netloc="", path=f"/{parts.path.lstrip('/')}").geturl()
    return Markup('<a href="{}">{}</a>').format(path, address)
