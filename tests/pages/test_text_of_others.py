"""What other people write is shown, and can do no harm."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.web.links import linked, web_address, without_scheme
from directory.web.markdown import ELEMENTS, to_html

NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a]( java\nscript:alert(1))",
        "<javascript:alert(1)>",
        '<a hx-get="/x" hx-trigger="load">',
        "<img src=x onerror=alert(1)>",
        "![x](https://spy.example/x.png)",
        "[a](data:text/html,<script>)",
        "<svg/onload=alert(1)>",
        '[a](https://a.example "onclick=x")',
        "# heading\n",
        "&lt;script&gt;",
        "```html\n<script>\n```\n",
        "**", "_", "- ", "> ", "\n\n", "`", "<!--", "]]>", "\x00", "|a|b|\n|-|-|\n",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(NASTY | st.text(max_size=20), max_size=12).map("".join))
def test_markdown_becomes_a_few_safe_elements_whatever_is_written(text):
    page = BeautifulSoup(f"<p>{to_html(text)}</p>", "html.parser")

    for element in page.find_all(True):
        assert element.name in ELEMENTS
        assert set(element.attrs) <= {"href", "rel"}
    for link in page.select("a[href]"):
        scheme = link["href"].partition(":")[0].lower()
        assert ":" not in link["href"] or scheme in {"http", "https", "mailto", "tel"}
        assert link["rel"] == ["nofollow", "ugc", "noopener"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello", "<p>Hello</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("**strong** and *soft*", "<p><strong>strong</strong> and <em>soft</em></p>"),
        ("# Heading", "<p><strong>Heading</strong></p>"),
        ("![A red door](https://spy.example/x.png)", "<p>A red door</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_markdown_reads_as_it_was_meant(text, html):
    assert to_html(text).strip() == html


def test_a_very_long_text_is_cut():
    assert len(to_html("word " * 50_000)) < 25_000


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("example.org/what", "https://example.org/what"),
        ("www.example.org", "https://www.example.org"),
        ("  http://example.org  ", "http://example.org"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https://", ""),
        ("https://localhost", ""),
        ("https://[::1", ""),
        ("https://exa mple.org", ""),
        ("https://example.org/\x00", ""),
        ("none", ""),
        ("", ""),
        ("https://example.org/" + "x" * 400, ""),
    ],
)
def test_only_a_web_address_is_linked_to(typed, address):
    assert web_address(typed) == address


def test_an_address_is_shown_short():
    assert without_scheme("https://www.example.org/") == "example.org"


@pytest.mark.parametrize(
    ("text", "links", "words"),
    [
        ("Seen at https://a.example/x.", ["https://a.example/x"], "Seen at a.example/x."),
        ("(https://a.example)", ["https://a.example"], "(a.example)"),
        ("https://a.example and <b>", ["https://a.example"], "a.example and <b>"),
        ("https://", [], "https://"),
        ("no link", [], "no link"),
    ],
)
def test_addresses_in_a_source_become_links_and_the_rest_stays_text(text, links, words):
    page = BeautifulSoup(f"<p>{linked(text)}</p>", "html.parser")

    assert [a["href"] for a in page.select("a")] == links
    assert page.get_text() == words


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_but_links_comes_out_of_a_source(text):
    page = BeautifulSoup(linked(f"{text} https://a.example/<script>"), "html.parser")

    assert {element.name for element in page.find_all(True)} <= {"a"}
