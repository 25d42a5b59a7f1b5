"""A moderator asks, and whoever keeps the entry, or asked to, answers in her own words."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import decisions
from directory.extensions import db
from directory.models import AuditEntry, Change, ChangeState, Claiming, Letter, Person
from directory.people.erasing import erase, strike
from tests.browser import Browser, Page
from tests.moderate.conftest import Patch, acts, patch

__all__ = ["patch"]

TAG = "<b onclick=x()>Tuesday & Friday</b>"
FORM = "main form.stack-wide"
AT = "/edit/lunch-club/lunch/section/service"


def asked(patch: Patch, question: str = "Which day?", **of: object) -> Change:
    """A change of the lunch club's that a moderator has a question about."""
    change = patch.change(**of)
    ask(patch, change, question)
    return change


def ask(patch: Patch, change: Change, question: str) -> None:
    decisions.ask(change, patch.mod, question)
    db.session.commit()


def page_of(change: Change) -> str:
    return f"/edit/{change.organisation.slug}/changes/{change.id}/question"


def asked_claim(patch: Patch, question: str = "Which number?") -> Claiming:
    """A stranger's request to keep the club, which a moderator has a question about."""
    claiming = patch.claiming()
    claiming.decision, claiming.said = "asked", question
    claiming.decided_by = patch.mod
    db.session.commit()
    return claiming


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
