"""Letters and a real mail server that takes, refuses, delays and drops them."""

import logging
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from directory import post
from directory.errors import PostUnavailableError
from directory.extensions import db
from directory.models import Letter
from directory.post.sending import ATTEMPTS, DELAYS
from tests.post.letters import check_html
from tests.post.servers import Answers


def write(*addresses: str, kind: str = "short") -> None:
    for address in addresses or ("ann@example.org",):
        post.write(kind, address)
    db.session.commit()


def the_letter() -> Letter:
    db.session.expire_all()
    return db.session.scalars(select(Letter)).one()


def let_time_pass() -> None:
    """Make every letter due, and end every hold."""
    moment = datetime.now(UTC) - timedelta(seconds=1)
    db.session.execute(update(Letter).values(due_at=moment, held_until=None))
    db.session.commit()


def waits_for(letter: Letter) -> timedelta:
    return letter.due_at - datetime.now(UTC)


def test_a_letter_arrives_as_it_was_written_and_is_not_kept(mail: Answers) -> None:
    write()
    was = the_letter()
    text, html, message_id = was.text, was.html, was.message_id
    tally = post.send_due()

    assert (tally.sent, tally.later, tally.dead) == (1, 0, 0)
    (arrived,) = mail.taken
    assert mail.to == ["ann@example.org"]
    assert arrived["Subject"] == "A word with you"
    assert arrived["Message-ID"] == message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    plain, rich = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain.get_content().replace("\r\n", "\n") == text
    assert rich.get_content().replace("\r\n", "\n").strip() == html.strip()
    check_html(rich.get_content())
    sent = the_letter()
    assert sent.sent_at is not None
    assert (sent.text, sent.html, sent.held_until) == ("", "", None)


def test_what_was_sent_is_not_sent_again(mail: Answers) -> None:
    write()
    post.send_due()
    post.send_due()

    assert len(mail.taken) == 1


def test_many_letters_share_one_line_and_a_limit_leaves_the_rest(mail: Answers) -> None:
    write(*[f"person{n}@example.org" for n in range(12)])
    first = post.send_due(5)
    lines = mail.greetings
    second = post.send_due(100)

    assert (first.sent, first.is_more) == (5, True)
    assert (second.sent, second.is_more) == (7, False)
    assert lines == 1
    assert mail.to == [f"person{n}@example.org" for n in range(12)]


def test_a_letter_that_somebody_waits_for_goes_before_the_many(mail: Answers) -> None:
    write(*[f"person{n}@example.org" for n in range(3)])
    write("ann@example.org", kind="sign_in")
    post.send_due()

    assert mail.to[0] == "ann@example.org"


@pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data"])
def test_a_letter_refused_for_now_is_tried_again_later_and_later(mail: Answers, step: str) -> None:
    write()
    setattr(mail, step, "451 Come back later")
    for delay in DELAYS[:3]:
        tally = post.send_due()
        letter = the_letter()
        assert (tally.later, letter.dead_at) == (1, None)
        assert delay - timedelta(seconds=5) < waits_for(letter) <= delay
        assert letter.trouble == "451 Come back later"
        assert post.send_due().later == 0, "it was tried before its time"
        let_time_pass()
    setattr(mail, step, "")

    assert post.send_due().sent == 1
    assert the_letter().trouble == ""


@pytest.mark.parametrize("step", ["on_rcpt", "on_data"])
def test_a_letter_refused_for_good_is_given_up_at_once_and_can_be_sent_after_all(
    mail: Answers, step: str
) -> None:
    write()
    setattr(mail, step, "550 No such person")
    tally = post.send_due()

    assert (tally.dead, tally.later) == (1, 0)
    (dead,) = post.dead()
    assert dead.trouble == "550 No such person"
    setattr(mail, step, "")
    let_time_pass()
    assert post.send_due().sent == 0

    assert post.retry([dead.id]) == 1
    assert post.send_due().sent == 1
    assert post.dead() == []


def test_a_sender_refused_for_good_is_the_settings_fault_not_the_letters(mail: Answers) -> None:
    write()
    mail.on_mail = "550 We do not know you"

    assert post.send_due().later == 1
    assert the_letter().dead_at is None


def test_a_letter_is_given_up_when_it_was_refused_often_enough(mail: Answers) -> None:
    write()
    mail.on_rcpt = "450 Busy"
    for _ in range(ATTEMPTS - 1):
        assert post.send_due().later == 1
        let_time_pass()

    assert post.send_due().dead == 1
    assert the_letter().attempts == ATTEMPTS


def test_one_refused_letter_does_not_stop_the_others(mail: Answers) -> None:
    write("nobody at all", "ann@example.org")
    tally = post.send_due()

    assert (tally.sent, tally.dead) == (1, 1)
    assert "not an e-mail address" in post.dead()[0].trouble


def test_a_server_that_is_too_slow_is_not_waited_for(mail: Answers) -> None:
    write()
    mail.slow_seconds = 3
    started = datetime.now(UTC)
    tally = post.send_due()

    assert tally.later == 1
    assert datetime.now(UTC) - started < timedelta(seconds=2.8)
    assert "cut" in the_letter().trouble


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_line_that_is_cut_loses_no_letter(mail: Answers, step: str) -> None:
    write("ann@example.org", "bea@example.org")
    mail.cuts_at = step
    tally = post.send_due()
    assert (tally.sent, tally.later) == (0, 2)

    mail.cuts_at = ""
    let_time_pass()
    assert post.send_due().sent == 2
    assert sorted(mail.to) == ["ann@example.org", "bea@example.org"]


def test_a_line_cut_before_the_answer_sends_the_same_letter_again(mail: Answers) -> None:
    write()
    mail.cuts_at = "taken"
    assert post.send_due().later == 1
    mail.cuts_at = ""
    let_time_pass()
    assert post.send_due().sent == 1

    first, second = mail.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_closes_is_dialled_again(mail: Answers) -> None:
    write("ann@example.org", "bea@example.org")
    mail.on_rcpt = "421 Closing"

    assert post.send_due().later == 2


def test_a_server_that_hangs_up_on_everyone_is_left_alone(mail: Answers) -> None:
    write(*[f"person{n}@example.org" for n in range(10)])
    mail.cuts_at = "rcpt"
    with pytest.raises(PostUnavailableError):
        post.send_due()

    tried = db.session.scalars(select(Letter).where(Letter.attempts > 0)).all()
    assert len(tried) == 3


def test_letters_that_are_cut_off_do_not_keep_the_others(mail: Answers) -> None:
    write(*[f"{who}{n}@example.org" for n in range(5) for who in ("bad", "good")])
    mail.cuts_to = frozenset(f"bad{n}@example.org" for n in range(5))
    tally = post.send_due()

    assert (tally.sent, tally.later) == (5, 5)
    assert mail.to == [f"good{n}@example.org" for n in range(5)]


def test_a_server_that_is_not_there_is_not_the_letters_fault(app: Flask, mail: Answers) -> None:
    write()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    for _ in range(ATTEMPTS + 1):
        with pytest.raises(PostUnavailableError):
            post.send_due()

    letter = the_letter()
    assert (letter.attempts, letter.dead_at) == (0, None)


def test_without_a_server_letters_wait_and_the_worker_says_so(app: Flask) -> None:
    assert post.send_due().sent == 0
    write()
    with pytest.raises(PostUnavailableError, match="SMTP_URL"):
        post.send_due()


def test_a_worker_that_is_told_to_stop_finishes_the_letter_it_holds(mail: Answers) -> None:
    write("ann@example.org", "bea@example.org")
    tally = post.send_due(stopping=lambda: len(mail.taken) > 0)

    assert tally.sent == 1
    assert db.session.scalars(select(Letter).where(Letter.held_until.is_not(None))).all() == []


def test_two_workers_at_once_send_each_letter_once(app: Flask, mail: Answers) -> None:
    addresses = {f"person{n}@example.org" for n in range(40)}
    write(*addresses)
    tallies: list[post.Tally] = []
    ready = threading.Barrier(3)

    def work() -> None:
        with app.app_context():
            ready.wait()
            tallies.append(post.send_due())

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert len(mail.to) == 40
    assert set(mail.to) == addresses
    assert sum(each.sent for each in tallies) == 40
    assert sum(each.sent > 0 for each in tallies) > 1, "one worker did it all: nothing was shared"


def test_a_letter_that_another_worker_holds_is_left_to_it_until_its_time_is_over(
    mail: Answers,
) -> None:
    write()
    letter = the_letter()
    letter.held_until = datetime.now(UTC) + timedelta(minutes=1)
    db.session.commit()
    assert post.send_due().sent == 0

    the_letter().held_until = datetime.now(UTC) - timedelta(seconds=1)
    db.session.commit()
    assert post.send_due().sent == 1


def test_a_worker_that_was_too_slow_does_not_mark_what_another_took_over(
    app: Flask, mail: Answers
) -> None:
    write()
    later = datetime.now(UTC) + timedelta(minutes=9)

    def take_over() -> None:
        with app.app_context():
            db.session.execute(update(Letter).values(attempts=2, held_until=later))
            db.session.commit()

    mail.before = take_over
    mail.on_data = "550 Never"
    post.send_due()

    letter = the_letter()
    assert (letter.attempts, letter.held_until, letter.dead_at) == (2, later, None)


def test_a_letter_that_kills_every_worker_is_given_up(mail: Answers) -> None:
    write()
    letter = the_letter()
    letter.attempts, letter.held_until = ATTEMPTS, datetime.now(UTC) - timedelta(seconds=1)
    db.session.commit()

    assert post.send_due().dead == 1
    assert mail.taken == []
    assert the_letter().dead_at is not None


def test_neither_addresses_nor_links_nor_what_is_said_get_into_the_log(
    mail: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("directory").addHandler(caplog.handler)
    try:
        write("ann@example.org", "bea@example.org")
        post.send_due(1)
        mail.on_rcpt = "550 <ADDRESS> is unknown"
        post.send_due()
    finally:
        logging.getLogger("directory").removeHandler(caplog.handler)

    assert "letter 1 (short): sent" in caplog.text
    assert "given up" in caplog.text
    for word in ("example.org", "doorstep.example", "A word with you"):
        assert word not in caplog.text


def test_old_letters_are_forgotten_and_those_that_wait_never(app: Flask) -> None:
    app.config["LETTERS_DAYS"] = 30
    write(*[f"person{n}@example.org" for n in range(5)])
    old, new = datetime.now(UTC) - timedelta(days=31), datetime.now(UTC) - timedelta(days=29)
    sent_old, sent_new, dead_old, dead_new, waits = db.session.scalars(select(Letter)).all()
    sent_old.sent_at, sent_new.sent_at = old, new
    dead_old.dead_at, dead_new.dead_at = old, new
    waits.written_at = waits.due_at = old
    kept = {sent_new.id, dead_new.id, waits.id}
    db.session.commit()

    assert post.forget_old() == 2
    assert set(db.session.scalars(select(Letter.id))) == kept


def test_letters_to_an_erased_person_go_with_her(app: Flask, make) -> None:
    ann = make.person("ann@example.org")
    post.write("short", ann)
    post.write("short", "ann@example.org")
    post.write("short", "bea@example.org")

    assert post.forget_person(ann) == 2
    db.session.commit()
    assert the_letter().email == "bea@example.org"


def test_only_letters_that_were_given_up_can_be_thrown_away(app: Flask) -> None:
    write()

    assert post.drop([the_letter().id]) == 0
    the_letter().dead_at = datetime.now(UTC)
    db.session.commit()
    assert post.drop([the_letter().id]) == 1
