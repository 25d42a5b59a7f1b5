"""The mailbox of a demonstration: there one can try all that needs a letter."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory import post
from directory.extensions import db
from directory.models import Letter
from tests.browser import Browser
from tests.post.servers import Answers


@pytest.fixture
def demo(app: Flask) -> Flask:
    """An application that is a demonstration."""
    app.config |= {"DEMO": True, "PUBLIC_URL": ""}
    return app


def write(address: str = "ann@example.org", said: str = "", subject: str = "A word") -> Letter:
    letter = post.write("plain", address, subject=subject, why="you asked", said=said)
    assert letter is not None
    db.session.commit()
    return letter


def test_a_letter_of_a_demo_is_in_its_mailbox_at_once_and_its_link_works(
    demo: Flask, browser: Browser
) -> None:
    write("old@example.org", subject="The first")
    write("ann@example.org", said="Open this:", subject="The second")
    start = browser.get("find.start")
    link = start.select_one(".demo a")
    assert link is not None
    page = browser.open(str(link["href"]))

    assert [a.get_text() for a in page.select("main li a")] == ["The second", "The first"]
    assert "To ann@example.org" in page.words
    read = browser.open(str(page.select("main li a")[0]["href"]))
    assert "Open this:" in read.words
    assert "because you asked." in read.words
    assert [a["href"] for a in read.select(".letter a")] == ["/"]


@pytest.mark.parametrize("address", ["/demo/mailbox", "/demo/mailbox/1"])
def test_where_letters_are_real_nobody_can_read_them(
    app: Flask, browser: Browser, address: str
) -> None:
    write()
    page = browser.open(address, status=404)

    assert "A word" not in page.words
    assert page.select(".demo") == []


@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999", "-1", "x"])
def test_a_letter_that_is_not_there_is_told_kindly(
    demo: Flask, browser: Browser, number: str
) -> None:
    write()

    browser.open(f"/demo/mailbox/{number}", status=404)


def test_a_letter_shows_what_somebody_typed_as_words(demo: Flask, browser: Browser) -> None:
    typed = (
        '<script>alert(1)</script> https://evil.example/x http://[::1 "quoted" https://localhost'
    )
    page = browser.get("demo.letter", number=write(said=typed, subject=typed).id)

    assert typed in page.words
    assert "evil" not in " ".join(str(a["href"]) for a in page.select("main a"))


def test_a_mailbox_with_no_letter_says_how_to_get_one(demo: Flask, browser: Browser) -> None:
    assert "No letter has been written yet" in browser.get("demo.mailbox").words


def test_a_long_mailbox_has_pages(demo: Flask, browser: Browser) -> None:
    for n in range(51):
        post.write("short", f"person{n}@example.org")
    db.session.commit()

    assert len(browser.get("demo.mailbox").select("main li.panel")) == 50
    assert len(browser.get("demo.mailbox", page=2).select("main li.panel")) == 1
    browser.get("demo.mailbox", page=3, status=404)


def test_a_demo_writes_to_nobody_though_a_server_is_set(demo: Flask, mail: Answers) -> None:
    letter = write()

    assert post.send_due().sent == 0
    assert mail.taken == []
    assert letter.text, "a demo keeps the words"
    assert BeautifulSoup(letter.html, "html.parser").select_one("a[href]")


def test_a_demo_does_not_send_what_was_written_before_it_was_one(app: Flask, mail: Answers) -> None:
    write()
    app.config["DEMO"] = True

    assert post.send_due().sent == 0
    assert mail.taken == []
