"""What people write about themselves, as HTML that can do no harm.

Two layers: markdown-it reads with raw HTML switched off, and nh3 then lets through a short list of
elements. There are no pictures (another site would learn who looked), no headings (the page has
its own) and nothing that htmx would act on.
"""

from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup, escape

LONGEST = 20_000
"""Characters of text that are read; an entry is a page on a noticeboard, not a book."""

OPENING = 400
"""Characters of a first paragraph: a card on paper, not the page itself."""

ELEMENTS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "a", "code", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
REL = "nofollow ugc noopener"


def to_html(text: str) -> Markup:
    """Return Markdown as safe HTML. Text without any Markdown becomes paragraphs."""
    safe = nh3.clean(
        _reader.render(text[:LONGEST]),
        tags=ELEMENTS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=REL,
    )
    return Markup(safe)  # noqa: S704 (this is what the two layers are for)


def opening(text: str) -> Markup:
    """Return the first paragraph of Markdown as safe HTML; a long one ends at a word."""
    first = text.strip().partition("\n\n")[0]
    if len(first) > OPENING:
        first = first[:OPENING].rpartition(" ")[0] + " …"
    return _kept(first)


@lru_cache(1_000)
def _kept(text: str) -> Markup:
    """Keep what is read: twenty on a page of results took a third of its time."""
    return to_html(text)


def _bold(_self: RendererHTML, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """Return a heading as a paragraph in bold: the page has headings of its own."""
    return "<p><strong>" if tokens[index].nesting > 0 else "</strong></p>\n"


def _words_of_picture(
    _self: RendererHTML, tokens: Any, index: int, _options: Any, _env: Any
) -> str:
    """Return only what is said of a picture: fetching it would tell another site who looked."""
    return str(escape(tokens[index].content))


def _make_reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
    reader.disable("table")
    reader.add_render_rule("heading_open", _bold)
    reader.add_render_rule("heading_close", _bold)
    reader.add_render_rule("image", _words_of_picture)
    return reader


_reader = _make_reader()
