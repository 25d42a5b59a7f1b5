"""What a letter says, and that it is written with the act it tells of or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from directory import post
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import Letter
from directory.post.addresses import recipient
from directory.post.message import message_of
from tests.factories import Make
from tests.post.letters import check_html

TRICKS = (
    "Ann\nBcc: everyone@example.org",
    "Ann\r\nBcc: everyone@example.org",
    "Ann\rBcc: everyone@example.org",
    "Ann\u2028Bcc: everyone@example.org",
    "Ann\x85Bcc: everyone@example.org",
    "Ann\x0b\x0c\x1c\x1d\x1eBcc: everyone@example.org",
    "Ann\x00\ud800 Bcc: everyone@example.org",
    "=?utf-8?q?Ann=0ABcc:_everyone@example.org?=",
    "Zoë Ørsted-Łukasiewicz, 陳 & مريم",
    "x" * 5_000,
    "",
)


def letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def test_a_letter_is_written_with_the_act_or_not_at_all(app: Flask) -> None:
    post.write("short", "ann@example.org")
    db.session.rollback()
    assert letters() == 0

    post.write("short", "ann@example.org")
    db.session.commit()
    assert letters() == 1


def test_a_letter_says_who_sent_it_and_why_and_has_one_link(app: Flask) -> None:
    written = post.render(
        "plain", subject="Hello", why="you asked for it", name="Ann", said="Open this page:"
    )

    assert written.text == (
        "Hello Ann,\n\nOpen this page:\nhttps://doorstep.example/\n\n-- \n"
        "Doorstep sent you this letter because you asked for it. Nobody reads replies to it.\n"
    )
    assert [a["href"] for a in BeautifulSoup(written.html, "html.parser").select("a")] == [
        "https://doorstep.example/"
    ]
    assert "because you asked for it." in written.html
    check_html(written.html)


def test_a_letter_says_whom_to_ask_where_somebody_can_be_asked(app: Flask) -> None:
    app.config["CONTACT_EMAIL"] = "help@doorstep.example"

    assert "write to help@doorstep.example." in post.render("short").text


def test_what_somebody_typed_is_never_html_nor_a_link_nor_a_template(app: Flask) -> None:
    typed = '<script>alert(1)</script> https://evil.example/ "{{ config }}" =1+1'
    written = post.render("plain", subject=typed, why="w", name=typed, said=typed)

    check_html(written.html)
    assert "evil.example" not in " ".join(
        str(a["href"]) for a in BeautifulSoup(written.html, "html.parser").select("a")
    )
    assert typed in written.text
    assert typed in BeautifulSoup(written.html, "html.parser").get_text()


@pytest.mark.parametrize("trick", TRICKS, ids=[ascii(each)[:30] for each in TRICKS])
def test_a_name_never_becomes_a_head_of_a_letter(app: Flask, make: Make, trick: str) -> None:
    ann = make.person("ann@example.org", name="Ann")
    letter = post.write("plain", ann, subject=trick, why=trick, said=trick)
    db.session.commit()
    db.session.refresh(letter)
    message = message_of(letter)
    heads = message.as_bytes().replace(b"\r", b"").split(b"\n\n")[0]

    assert message["Bcc"] is None
    assert not any(line.lower().startswith(b"bcc") for line in heads.splitlines())
    assert message["To"] == "ann@example.org"
    assert len(letter.subject) <= 150
    check_html(letter.html)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=300))
def test_whatever_is_typed_the_message_can_be_sent_and_read(app: Flask, typed: str) -> None:
    letter = post.write(
        "plain", "ann@example.org", subject=typed, why=typed, name=typed, said=typed
    )
    raw = message_of(letter).as_bytes()
    db.session.rollback()

    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    assert raw.count(b"\nTo: ") + raw.startswith(b"To: ") == 1
    check_html(letter.html)


def test_the_words_arrive_as_they_were_written(app: Flask) -> None:
    said = "Zoë's café — " + "very " * 1_000 + "long\n.\n. a dot at the beginning"
    letter = post.write("plain", "ann@example.org", subject="Zoë's café", why="w", said=said)
    message = message_of(letter)

    plain = message.get_body(("plain",))
    assert plain.get_content().replace("\r\n", "\n") == letter.text
    assert said in letter.text
    assert message["Subject"] == "Zoë's café"
    assert max(map(len, message.as_bytes().splitlines())) <= 78 * 2


def test_a_letter_says_that_a_program_sent_it(app: Flask) -> None:
    app.config |= {"MAIL_FROM": "post@doorstep.example", "CONTACT_EMAIL": "help@doorstep.example"}
    letter = post.write("short", "ann@example.org")
    message = message_of(letter)

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Doorstep <post@doorstep.example>"
    assert message["Reply-To"] == "help@doorstep.example"
    assert message["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@doorstep.example>")
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


NO_ADDRESSES = (
    "",
    "ann",
    "@example.org",
    "ann@",
    "ann@exa mple.org",
    "ann@example.org\nBcc: bea@example.org",
    "ann@example.org, bea@example.org",
    "ann@bea@example.org",
    "<ann@example.org>",
    "=?utf-8?q?x=0ABcc:_y?=@example.org",
    "ann@=?utf-8?q?x=0ABcc:_y?=",
    "ann@" + "x" * 300,
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused_and_never_becomes_a_head(app: Flask, address: str) -> None:
    with pytest.raises(BadInputError):
        recipient(address)


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("ann.o'brien+lunch@example.org", "ann.o'brien+lunch@example.org"),
        ("ann@café.example", "ann@xn--caf-dma.example"),
        ("zoë@example.org", "zoë@example.org"),
    ],
)
def test_an_address_is_used_as_it_was_given(app: Flask, address: str, sent_to: str) -> None:
    assert recipient(address).addr_spec == sent_to


def test_a_contact_that_is_no_address_stops_no_letter(app: Flask) -> None:
    app.config["CONTACT_EMAIL"] = "Ask at the hall"

    assert message_of(post.write("short", "ann@example.org"))["Reply-To"] is None


def test_nobody_writes_to_an_erased_person(app: Flask, make: Make) -> None:
    ann = make.person("ann@example.org")
    ann.erased_at = datetime.now(UTC)

    assert post.write("short", ann) is None
    assert letters() == 0


def test_a_template_without_a_subject_and_one_without_its_words_are_mistakes(app: Flask) -> None:
    with pytest.raises(ValueError, match="subject"):
        post.render("headless")
    with pytest.raises(jinja2.UndefinedError):
        post.render("plain", subject="s")
    with pytest.raises(jinja2.TemplateNotFound):
        post.render("nothing-of-the-kind")


def test_links_never_believe_the_request(app: Flask) -> None:
    app.config["PUBLIC_URL"] = ""
    with app.test_request_context(base_url="https://evil.example"):
        assert "evil" not in post.render("short").text


def test_links_of_a_demonstration_lead_to_where_it_was_opened(app: Flask) -> None:
    app.config |= {"PUBLIC_URL": "", "DEMO": True}
    with app.test_request_context(base_url="http://localhost:8123"):
        assert "http://localhost:8123/" in post.render("short").text


def test_links_keep_the_path_that_the_site_is_under(app: Flask) -> None:
    app.config["PUBLIC_URL"] = "https://council.example/doorstep/"

    assert "Open https://council.example/doorstep/\n" in post.render("short").text


def test_every_letter_of_the_house_begins_with_its_subject() -> None:
    folder = Path(post.__file__).parents[1] / "templates" / "letters"
    for template in folder.glob("*.txt"):
        lines = template.read_text("utf-8").splitlines()
        assert lines[0].startswith("Subject: "), template.name
        assert "" in lines[1:3], f"{template.name} has no empty line after its head"
