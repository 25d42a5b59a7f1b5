"""What waits is decided once and with a reason, and those it concerns are told."""

import pytest
from sqlalchemy import select

from directory.domain.sections import Section
from directory.extensions import db
from directory.models import Change, Decision, Membership
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters


@pytest.mark.parametrize(
    ("act", "state", "kind", "done"),
    [
        ("approve", "published", "change_approved", "approved"),
        ("ask", "asked", "change_asked", "asked"),
        ("refuse", "refused", "change_refused", "refused"),
    ],
)
def test_one_button_decides_on_a_change_and_leads_to_the_next(
    patch: Patch, browser: Browser, act: str, state: str, kind: str, done: str
) -> None:
    change, report = patch.change(), patch.report()
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.get("moderate.item", kind="change", number=change.id)
    assert page.select_one(f"button[name=act][value={act}]") is not None

    answer = browser.post(
        f"/moderate/change/{change.id}",
        {"act": act, "said": "Which day?", "revision": change.revision},
    )

    assert answer.answer.headers["Location"].startswith(f"/moderate/report/{report.id}?")
    db.session.expire_all()
    assert change.state == state
    assert letters() == [(kind, "keeper@example.org")]
    assert (done, "change") in acts()
    assert (patch.lunch.summary == "Puddings.") is (act == "approve")


@pytest.mark.parametrize("act", ["ask", "refuse"])
def test_no_question_and_no_refusal_goes_without_words(
    patch: Patch, browser: Browser, act: str
) -> None:
    change = patch.change()
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.post(
        f"/moderate/change/{change.id}",
        {"act": act, "said": "  ", "revision": change.revision},
        status=400,
    )

    assert "Say why" in page.words
    assert letters() == []


def test_of_two_moderators_the_second_is_told_and_keeps_her_words(
    patch: Patch, browser: Browser
) -> None:
    change = patch.change()
    browser.sign_in(patch.mod, second_factor=True)
    seen = change.revision
    browser.post(f"/moderate/change/{change.id}", {"act": "approve", "revision": seen})
    browser.sign_in(patch.other_mod, second_factor=True)

    page = browser.post(
        f"/moderate/change/{change.id}",
        {"act": "refuse", "said": "No puddings!", "revision": seen},
        status=409,
    )

    assert "Mo has approved this already." in page.words
    assert "No puddings!" in page.words
    db.session.expire_all()
    assert patch.lunch.summary == "Puddings."
    assert [kind for kind, _ in letters()] == ["change_approved"]


@pytest.mark.parametrize("kind", ["claiming", "report"])
def test_of_two_moderators_on_a_request_or_a_report_the_first_stands(
    patch: Patch, browser: Browser, kind: str
) -> None:
    item = patch.claiming() if kind == "claiming" else patch.report()
    browser.sign_in(patch.mod, second_factor=True)
    told = {"said": "No.", "revision": item.revision}
    browser.post(f"/moderate/{kind}/{item.id}", {"act": "refuse", **told})
    browser.sign_in(patch.other_mod, second_factor=True)

    page = browser.post(f"/moderate/{kind}/{item.id}", {"act": "approve", **told}, status=409)

    assert "Mo has refused this already. Your own decision was not kept." in page.words
    db.session.expire_all()
    assert item.decision is Decision.REFUSED


def test_a_button_pressed_twice_is_not_laid_at_anothers_door(
    patch: Patch, browser: Browser
) -> None:
    change, report = patch.change(), patch.report()
    browser.sign_in(patch.mod, second_factor=True)

    for kind, item in (("change", change), ("report", report)):
        told = {"act": "approve", "revision": item.revision}
        browser.post(f"/moderate/{kind}/{item.id}", told)
        page = browser.post(f"/moderate/{kind}/{item.id}", told, status=409)

        assert "You have approved this already." in page.words
        assert "by you." in page.words


def test_who_proved_that_an_entry_is_hers_may_keep_it(patch: Patch, browser: Browser) -> None:
    claiming = patch.claiming()
    browser.sign_in(patch.mod, second_factor=True)

    browser.post(
        f"/moderate/claiming/{claiming.id}", {"act": "approve", "revision": claiming.revision}
    )

    held = db.session.scalars(
        select(Membership).where(Membership.person_id == claiming.person_id)
    ).one()
    assert (held.role, held.organisation_id, held.granted_by_id) == (
        "owner",
        patch.club.id,
        patch.mod.id,
    )
    assert letters() == [("claim_accepted", claiming.person.email)]
    assert ("granted", "membership") in acts()


@pytest.mark.parametrize(("act", "kind"), [("ask", "claim_asked"), ("refuse", "claim_refused")])
def test_who_did_not_prove_it_is_told_why_and_keeps_nothing(
    patch: Patch, browser: Browser, act: str, kind: str
) -> None:
    claiming = patch.claiming()
    browser.sign_in(patch.mod, second_factor=True)

    browser.post(
        f"/moderate/claiming/{claiming.id}",
        {"act": act, "said": "Who are you?", "revision": claiming.revision},
    )

    assert claiming.person.memberships == []
    assert letters() == [(kind, claiming.person.email)]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("approve", [("report_accepted", "keeper@example.org")]),
        ("ask", [("report_asked", "keeper@example.org")]),
        ("refuse", []),
    ],
)
def test_those_who_keep_an_entry_hear_of_a_report_that_is_so(
    patch: Patch, browser: Browser, act: str, expected: list[tuple[str, str]]
) -> None:
    report = patch.report(told="Shut since May.", place="Orsman Road")
    browser.sign_in(patch.mod, second_factor=True)

    browser.post(
        f"/moderate/report/{report.id}",
        {"act": act, "said": "Is it so?", "revision": report.revision},
    )

    assert letters() == expected


def test_times_and_contacts_may_be_approved_together_and_nothing_else(
    patch: Patch, browser: Browser
) -> None:
    safe = patch.change(Section.STATUS, status="paused")
    also = patch.change(Section.CONTACTS, phone="020 7946 0000")
    words = patch.change()
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.get("moderate.queue")
    offered = [each["value"] for each in page.select("input[name=change]")]
    assert offered == [f"{each.id}-{each.revision}" for each in (safe, also)]

    assert [each.get_text() for each in page.select(".waits-change ins")] == [
        "Paused for now",
        "020 7946 0000",
    ]
    assert "How to reach the service" in page.words

    page = browser.post(
        "/moderate/approve-ticked",
        {"change": [*offered, f"{words.id}-{words.revision}"]},
        status=409,
    )

    assert "The Lunch Club: This has to be looked at by itself." in page.words
    db.session.expire_all()
    states = [each.state.value for each in (safe, also, words)]
    assert states == ["published", "published", "waiting"]


def test_what_changed_since_she_ticked_it_is_left(patch: Patch, browser: Browser) -> None:
    change = patch.change(Section.STATUS, status="paused")
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.post(
        "/moderate/approve-ticked", {"change": [f"{change.id}-{change.revision + 1}"]}, status=409
    )

    assert "something else than what you read" in page.words
    assert db.session.get(Change, change.id).state == "waiting"


def test_nobody_decides_on_what_she_wrote_herself(patch: Patch, browser: Browser) -> None:
    change = patch.change()
    change.person = patch.mod
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.get("moderate.item", kind="change", number=change.id)
    assert not page.select("button[name=act]")

    told = {"act": "approve", "revision": change.revision}
    browser.post(f"/moderate/change/{change.id}", told, status=403)

    browser.sign_in(patch.other_mod, second_factor=True)
    browser.post(f"/moderate/change/{change.id}", told)
