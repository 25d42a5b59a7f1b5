"""An answer that is none, too late or not hers to give is refused; what was typed is kept."""

import pytest
from sqlalchemy import select

from directory.entries import decisions
from directory.extensions import db
from directory.models import Change, ChangeState, Claiming
from tests.browser import Browser
from tests.edit.questions import AT, FORM, ask, asked, asked_claim, page_of
from tests.moderate.conftest import Patch, patch

__all__ = ["patch"]


# What is refused, and kept.


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (" \u200b\n ", "Write your answer first."),
        ("x" * 2_001, "Your answer has 2,001 characters. 2,000 are the most."),
    ],
)
@pytest.mark.parametrize("where", ["letter", "section", "claim"])
def test_no_answer_and_a_far_too_long_one_are_refused_and_nothing_typed_is_lost(
    patch: Patch, browser: Browser, where: str, typed: str, told: str
) -> None:
    change, claiming = asked(patch), asked_claim(patch)
    browser.sign_in(claiming.person if where == "claim" else patch.keeper)
    more: dict[str, object] = {"answer": typed, "then": "answer"}
    if where == "letter":
        page = browser.send(browser.open(page_of(change)), status=400, answer=typed)
    elif where == "section":
        page = browser.send(browser.open(AT), FORM, status=400, summary="Typed too.", **more)
        assert "Typed too." in page.select_one("#summary")["value"]
    else:
        page = browser.send(
            browser.open("/edit/claim/lunch-club"), status=400, how="Typed too.", **more
        )
        assert "Typed too." in page.select_one("#how").get_text()

    assert page.select_one("#answer-error").get_text() == told
    assert page.select_one("#answer").get_text().removeprefix("\n").strip() == typed.strip()
    db.session.expire_all()
    assert (change.state, claiming.decision) == (ChangeState.ASKED, "asked")


LATE = {
    "answered already": "Your answer was sent already.",
    "approved": "A moderator has approved this already. Your answer was not sent.",
    "refused": "A moderator has refused this already. Your answer was not sent.",
    "asked anew": "A moderator asks something else now. Your answer was not sent.",
}


def overtake(patch: Patch, change: Change, what: str) -> None:
    """Let a moderator do something about a change while somebody writes an answer."""
    db.session.refresh(change)
    if what == "approved":
        decisions.approve(change, patch.mod)
    elif what == "refused":
        decisions.refuse(change, patch.mod, "No.")
    elif what == "asked anew":
        ask(patch, change, "And who cooks?")
    db.session.commit()


@pytest.mark.parametrize("what", LATE)
def test_who_answers_too_late_is_told_and_keeps_her_words(
    patch: Patch, browser: Browser, what: str
) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    page = browser.open(page_of(change))
    if what != "refused":
        browser.send(browser.open(page_of(change)), answer="The first.")
    overtake(patch, change, what)
    state, answer = change.state, change.answer

    late = browser.send(page, status=409, answer="The second.")

    assert LATE[what] in late.words
    assert "The second." in late.words
    db.session.expire_all()
    assert (change.state, change.answer) == (state, answer)
    if what == "asked anew":
        assert late.select_one("#answer").get_text().strip() == "The second."
        browser.send(late, answer="Bob cooks.")
        assert db.session.scalars(select(Change.answer)).all() == ["Bob cooks."]


@pytest.mark.parametrize("what", LATE)
def test_in_a_section_too_an_answer_that_is_too_late_is_told_and_kept(
    patch: Patch, browser: Browser, what: str
) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    page = browser.open(AT)
    if what != "refused":
        browser.send(browser.open(AT), FORM, then="answer", answer="The first.")
    overtake(patch, change, what)

    late = browser.send(
        page, FORM, status=409, then="answer", answer="The second.", summary="Cakes."
    )

    assert "The second." in late.words
    assert "Cakes." in late.select_one("#summary")["value"]
    assert not late.find(string="What")
    db.session.expire_all()
    assert change.told["summary"] == "Puddings.", "nothing was kept"


@pytest.mark.parametrize(
    ("decision", "told"),
    [("open", "Your answer was sent already."), ("refused", "A moderator has decided already.")],
)
def test_who_asked_to_keep_an_entry_and_answers_too_late_is_told(
    patch: Patch, browser: Browser, decision: str, told: str
) -> None:
    claiming = asked_claim(patch)
    browser.sign_in(claiming.person)
    page = browser.open("/edit/claim/lunch-club")
    claiming.decision, claiming.answer = decision, "The first."
    db.session.commit()

    late = browser.send(page, status=409, then="answer", answer="The second.", how="Typed.")

    assert told in late.words
    assert "You had written: The second." in late.words
    assert "Typed." in late.select_one("#how").get_text()
    db.session.expire_all()
    assert [(x.decision, x.answer) for x in db.session.scalars(select(Claiming))] == [
        (decision, "The first.")
    ]


def test_a_change_that_cannot_be_stored_is_put_right_first_and_the_answer_is_kept(
    patch: Patch, browser: Browser
) -> None:
    change = asked(patch)
    change.told = {**change.told, "service_name": ""}
    db.session.commit()
    browser.sign_in(patch.keeper)

    page = browser.send(browser.open(page_of(change)), status=400, answer="Friday.")

    assert page.select_one("#answer").get_text().strip() == "Friday."
    assert page.find("a", string="Put it right")["href"] == AT


# Who may.


def test_nobody_answers_about_anothers_entry_or_request(patch: Patch, browser: Browser) -> None:
    change, claiming = asked(patch), asked_claim(patch)
    told = {"answer": "I know.", "question": change.question}
    browser.sign_in(patch.shedder)

    browser.open(page_of(change), status=403)
    browser.post(page_of(change), told, status=403)
    own = page_of(change).replace("lunch-club", "shed")
    browser.open(own, status=404)
    browser.post(own, told, status=404)
    for who in (claiming.person, patch.mod):
        browser.sign_in(who, second_factor=who is patch.mod)
        browser.post(page_of(change), told, status=403)

    # Her own request is another's: what she answers in it is nobody's question.
    browser.sign_in(patch.shedder)
    told |= {"who": "I", "how": "me", "then": "answer", "question": claiming.question}
    page = browser.post("/edit/claim/lunch-club", told, status=409)
    assert "Which number?" not in page.words
    db.session.expire_all()
    assert (change.state, change.answer) == (ChangeState.ASKED, "")
    assert [(x.decision, x.answer) for x in db.session.scalars(select(Claiming))] == [("asked", "")]


def test_a_form_of_another_site_answers_nothing(patch: Patch, browser: Browser) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        told = {"answer": "Yes", "question": change.question}
        refused = browser.client.post(page_of(change), data=told, headers=headers)
        assert refused.status_code == 403
    assert db.session.scalars(select(Change.answer)).all() == [""]
