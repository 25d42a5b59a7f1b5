"""A moderator asks, and whoever keeps the entry, or asked to, answers in her own words."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.extensions import db
from directory.models import AuditEntry, ChangeState, Letter, Person
from directory.people.erasing import erase, strike
from tests.browser import Browser, Page
from tests.edit.questions import AT, FORM, asked, asked_claim, page_of
from tests.moderate.conftest import Patch, acts, patch

__all__ = ["patch"]

TAG = "<b onclick=x()>Tuesday & Friday</b>"


def as_moderator(browser: Browser, patch: Patch, kind: str, number: int) -> Page:
    browser.sign_in(patch.mod, second_factor=True)
    return browser.get("moderate.item", kind=kind, number=number)


# What she can do.


def test_she_answers_where_her_letter_leads_and_need_not_change_a_word(
    patch: Patch, browser: Browser
) -> None:
    change = asked(patch)
    told = dict(change.told)
    letter = db.session.scalars(select(Letter).where(Letter.kind == "change_asked")).one()
    assert page_of(change) in letter.text
    browser.sign_in(patch.keeper)

    page = browser.open(page_of(change))
    assert page.select_one("blockquote").get_text() == "Which day?"
    done = browser.follow(browser.send(page, answer="  Every Friday.\r\nAll year. "))

    assert "Your answer is sent." in done.words
    assert "Waiting for a moderator" in done.words
    db.session.expire_all()
    assert (change.state, change.told, change.answer) == (
        ChangeState.WAITING,
        told,
        "Every Friday.\nAll year.",
    )
    assert acts()[-1] == ("answered", "change")


def test_the_moderator_reads_the_answer_beside_her_question_as_words(
    patch: Patch, browser: Browser
) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    browser.send(browser.open(page_of(change)), answer=TAG)

    page = as_moderator(browser, patch, "change", change.id)

    assert f"You asked Which day? Their answer {TAG}" in page.words
    assert not page.select("b[onclick]")
    assert page.select_one("button[value=approve]")
    assert "Answered" in browser.get("moderate.queue").words
    browser.post(f"/moderate/change/{change.id}", {"act": "approve", "revision": change.revision})
    db.session.expire_all()
    assert patch.lunch.summary == "Puddings."
    page = browser.get("moderate.item", kind="change", number=change.id)
    assert f"Which day? Their answer {TAG}" in page.words, "and afterwards"


def test_in_a_section_she_answers_and_what_she_changed_goes_along(
    patch: Patch, browser: Browser
) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    page = browser.open(AT)
    assert page.select_one("#answer").find_parent("form") is page.select_one(FORM)
    browser.send(page, FORM, then="answer", answer="Friday.", summary="Puddings on Friday.")

    db.session.expire_all()
    assert (change.state, change.answer) == (ChangeState.WAITING, "Friday.")
    assert change.told["summary"] == "Puddings on Friday."
    assert "Your answer Friday." in browser.open(AT).words


@pytest.mark.parametrize("then", ["answer", "send"])
def test_a_trusted_editor_who_answers_is_read_by_the_moderator_who_asked(
    patch: Patch, browser: Browser, then: str
) -> None:
    change = asked(patch, section=Section.STATUS, status="paused")
    patch.keeper.memberships[0].is_trusted = True
    db.session.commit()
    browser.sign_in(patch.keeper)
    at = "/edit/lunch-club/lunch/section/status"
    browser.send(browser.open(at), FORM, then=then, answer="Since May.")

    db.session.expire_all()
    assert change.state is ChangeState.WAITING
    queue = as_moderator(browser, patch, "change", change.id) and browser.get("moderate.queue")
    assert not queue.select("input[name=change]"), "it cannot be ticked unread"


def test_an_answer_saved_for_later_is_in_the_box_and_nobody_else_reads_it(
    patch: Patch, browser: Browser
) -> None:
    change = asked(patch)
    browser.sign_in(patch.keeper)
    browser.send(browser.open(AT), FORM, then="save", answer="I shall ask Bob.")

    assert browser.open(AT).select_one("#answer").get_text().strip() == "I shall ask Bob."
    assert change.state is ChangeState.ASKED
    assert "Bob" not in as_moderator(browser, patch, "change", change.id).words
    browser.sign_in(patch.keeper)
    browser.send(browser.open(AT), FORM, then="send", answer="", summary="Cakes.")
    assert "None in words: they sent it again." in (
        as_moderator(browser, patch, "change", change.id).words
    )


def test_she_answers_about_which_streets_it_serves_and_about_being_shown(
    patch: Patch, browser: Browser
) -> None:
    patch.club.publication = "hidden"
    db.session.commit()
    show = asked(patch, section=Section.PUBLICATION, publication="published")
    cover = asked(patch, section=Section.COVERAGE, coverage=["anywhere"])
    browser.sign_in(patch.keeper)

    page = browser.open("/edit/lunch-club/lunch/coverage")
    browser.send(page, "#question form", answer="Only that street.")
    link = browser.open("/edit/lunch-club").find("a", string="Answer the question")
    browser.send(browser.open(link["href"]), answer="We moved.")

    db.session.expire_all()
    assert [(each.state, each.answer) for each in (cover, show)] == [
        (ChangeState.WAITING, "Only that street."),
        (ChangeState.WAITING, "We moved."),
    ]


def test_who_asked_to_keep_an_entry_answers_on_her_page(patch: Patch, browser: Browser) -> None:
    claiming = asked_claim(patch)
    browser.sign_in(claiming.person)
    page = browser.open("/edit/claim/lunch-club")
    home = browser.follow(browser.send(page, then="answer", answer=TAG))

    assert "Your answer is sent." in home.words
    db.session.expire_all()
    assert (claiming.decision, claiming.answer) == ("open", TAG)
    assert (claiming.who, claiming.how_to_check) == ("The chair", "Ring the hall.")
    assert acts()[-1] == ("answered", "claiming")
    assert f"Your answer {TAG}" in browser.open("/edit/claim/lunch-club").words
    page = as_moderator(browser, patch, "claiming", claiming.id)
    assert f"You asked Which number? Their answer {TAG}" in page.words
    assert not page.select("b[onclick]")


def test_enter_in_a_box_sends_what_she_changed_and_asks_for_no_answer(
    patch: Patch, browser: Browser
) -> None:
    change, claiming = asked(patch), asked_claim(patch)

    # Enter presses the first button of a form, in every browser.
    browser.sign_in(patch.keeper)
    page = browser.open(AT)
    then = str(page.select_one(f"{FORM} button[type=submit]").get("value", ""))
    browser.send(page, FORM, then=then, summary="Crumble.")
    browser.sign_in(claiming.person)
    page = browser.open("/edit/claim/lunch-club")
    then = str(page.select_one("main form button[type=submit]").get("value", ""))
    browser.send(page, then=then, who="The treasurer")

    db.session.expire_all()
    assert (change.state, change.told["summary"]) == (ChangeState.WAITING, "Crumble.")
    assert (claiming.decision, claiming.who) == ("open", "The treasurer")
    assert change.answer == claiming.answer == ""


# What is kept of it.


def test_a_new_question_empties_the_answer_to_the_one_before(
    patch: Patch, browser: Browser
) -> None:
    change, claiming = asked(patch), asked_claim(patch)
    browser.sign_in(patch.keeper)
    browser.send(browser.open(page_of(change)), answer="Friday.")
    browser.sign_in(claiming.person)
    browser.send(browser.open("/edit/claim/lunch-club"), then="answer", answer="020 7946 0000")
    browser.sign_in(patch.mod, second_factor=True)
    db.session.expire_all()
    for kind, row in (("change", change), ("claiming", claiming)):
        told = {"act": "ask", "said": "And who cooks?", "revision": row.revision}
        browser.post(f"/moderate/{kind}/{row.id}", told)

    db.session.expire_all()
    assert [(each.said, each.answer) for each in (change, claiming)] == [("And who cooks?", "")] * 2


def test_her_answers_go_when_she_is_erased_and_are_in_no_log(
    patch: Patch, browser: Browser, make
) -> None:
    change, claiming = asked(patch), asked_claim(patch)
    ed: Person = make.person("ed@example.org", Role.EDITOR, patch.club)
    browser.sign_in(ed)
    browser.send(browser.open(page_of(change)), answer="I am Ed Edgar.")
    claiming.person, claiming.decision, claiming.answer = ed, "accepted", "Ed Edgar, chair."
    db.session.commit()
    assert "Edgar" not in str([each.details for each in db.session.scalars(select(AuditEntry))])

    erase(ed, None)
    db.session.commit()

    db.session.expire_all()
    assert (change.answer, claiming.answer) == ("", "")


def test_a_name_is_struck_out_of_answers_too(patch: Patch) -> None:
    change = asked(patch, summary="Ring Ed Edgar.")
    change.answer = "Ask Ed Edgar."
    db.session.commit()

    strike(patch.club, "Ed Edgar")

    assert change.told["summary"] == "Ring [taken out]."
    assert change.answer == "Ask [taken out]."
