"""What waits for a moderator: of her areas, the oldest first, decided once and with a reason."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Change, ChangeState, Claiming, Decision, Membership, Report
from directory.models.organisation import now
from directory.people.granting import grant
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters


def titles(page) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select("[data-open]")]


def test_she_sees_what_waits_in_her_areas_the_oldest_first(patch: Patch, browser: Browser) -> None:
    patch.report()
    patch.change()
    patch.claiming()
    patch.change(service=patch.tools)
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.queue")

    assert titles(page) == [
        "The Lunch Club: closed",
        "Lunch: About the service",
        "The Lunch Club: somebody asks to keep it",
    ]
    tags = [each.get_text() for each in page.select(".waits-what > .tag:first-child")]
    assert tags == ["Report", "Change", "Request"]
    assert "The Shed" not in page.words
    browser.sign_in(patch.far_mod, second_factor=True)
    assert titles(browser.get("moderate.queue")) == ["Tools: About the service"]
    browser.sign_in(patch.admin, second_factor=True)
    assert len(titles(browser.get("moderate.queue"))) == 4


def area_chips(page) -> list[str]:
    return [" ".join(a.get_text().split()) for a in page.select("nav[aria-label='Which area'] a")]


def test_each_area_has_a_line_of_its_own(patch: Patch, browser: Browser) -> None:
    patch.report()
    patch.report(patch.shed)
    patch.report(patch.make.organisation("Nowhere"))
    grant(patch.mod, Role.MODERATOR, area_code=patch.islington.code)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    both = browser.get("moderate.queue")
    assert area_chips(both) == ["All my areas", "Hackney 1", "Islington 1"]
    assert len(titles(both)) == 2
    one = browser.get("moderate.queue", area="E09000019", only="report")
    assert titles(one) == ["The Shed: closed"]
    item = browser.open(str(one.select_one("[data-open]")["href"]))
    assert "area=E09000019" in str(item.select_one("main form[method=post]")["action"])
    # What is not hers to choose chooses nothing.
    for other in ("none", "E09000033"):
        assert len(titles(browser.get("moderate.queue", area=other))) == 2

    browser.sign_in(patch.far_mod, second_factor=True)
    assert area_chips(browser.get("moderate.queue")) == []


def test_what_no_moderator_sees_has_a_line_for_administrators(
    patch: Patch, browser: Browser
) -> None:
    patch.report()
    patch.report(patch.make.organisation("Nowhere"))
    browser.sign_in(patch.admin, second_factor=True)

    page = browser.get("moderate.queue")

    assert area_chips(page) == [
        "All areas",
        "Hackney 1",
        "Islington 0",
        "No moderator\u2019s area 1",
    ]
    assert titles(browser.get("moderate.queue", area="none")) == ["Nowhere: closed"]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("change", ["Lunch: About the service"]),
        ("report", ["The Lunch Club: closed"]),
        ("claiming", []),
        ("nonsense", ["The Lunch Club: closed", "Lunch: About the service"]),
    ],
)
def test_she_may_look_at_one_kind_only(
    patch: Patch, browser: Browser, only: str, expected: list[str]
) -> None:
    patch.report()
    patch.change()
    browser.sign_in(patch.mod, second_factor=True)

    assert titles(browser.get("moderate.queue", only=only)) == expected


def test_a_long_line_is_paged_and_no_page_is_past_its_end(patch: Patch, browser: Browser) -> None:
    for number in range(26):
        patch.report(told=f"Report {number}")
    browser.sign_in(patch.mod, second_factor=True)

    assert len(titles(browser.get("moderate.queue"))) == 25
    assert len(titles(browser.get("moderate.queue", page=2))) == 1
    browser.get("moderate.queue", page=3, status=404)


def test_the_difference_shows_what_goes_and_what_comes(patch: Patch, browser: Browser) -> None:
    change = patch.change(summary="A warm lunch.", website="https://lunch.example.org")
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    assert [each.get_text() for each in page.select(".changes del")] == ["hot"]
    assert [each.get_text() for each in page.select(".changes ins")] == [
        "warm",
        "https://lunch.example.org",
    ]
    assert "Kay Keeper" in page.words
    assert "Owner of this entry" in page.words


def test_a_coverage_that_is_far_too_wide_is_flagged(patch: Patch, browser: Browser) -> None:
    change = patch.change(Section.COVERAGE, coverage=["anywhere"])
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    flagged = page.select_one("#doubts")
    assert flagged is not None
    assert "everyone, wherever they live" in flagged.get_text()
    assert "Hackney" in flagged.get_text()


def test_a_coverage_as_one_would_expect_is_not_flagged(patch: Patch, browser: Browser) -> None:
    change = patch.change(
        Section.COVERAGE, coverage=["ward: Hoxton West [E05009378]", "borough: Hackney [E09000012]"]
    )
    browser.sign_in(patch.mod, second_factor=True)

    assert not browser.get("moderate.item", kind="change", number=change.id).select("#doubts")


def test_a_new_entry_is_read_whole_before_it_is_public(patch: Patch, browser: Browser) -> None:
    patch.club.publication = Publication.DRAFT
    patch.lunch.publication = Publication.DRAFT
    patch.club.description = "Run by neighbours."
    db.session.commit()
    change = patch.change(Section.PUBLICATION, publication="published")
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    assert "What the public would read" in page.words
    assert "Run by neighbours." in page.words
    assert "A hot lunch." in page.words


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


def test_a_claiming_is_seen_whole(patch: Patch, browser: Browser) -> None:
    claiming = patch.claiming()
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="claiming", number=claiming.id)

    assert all(words in page.words for words in ("The chair", "Ring the hall.", "Claire Claimant"))


def test_things_of_the_same_moment_follow_each_other_once(patch: Patch, browser: Browser) -> None:
    moment = now()
    change, claiming = patch.change(), patch.claiming()
    reports = [patch.report(told="a"), patch.report(told="b")]
    change.sent_at = claiming.asked_at = moment
    for report in reports:
        report.at = moment
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    at, met = f"/moderate/change/{change.id}", []
    for _ in range(4):
        met.append(at)
        at = str(browser.open(at).select_one("[data-key=n]")["href"])

    assert len(set(met)) == 4
    assert at == met[0]


def test_nothing_of_a_kind_or_number_that_is_not_there_is_shown(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.open("/moderate/change/999", status=404)
    browser.open("/moderate/nonsense/1", status=404)
    assert db.session.scalars(select(Claiming)).all() == []
    assert db.session.scalars(select(Report)).all() == []


def test_only_what_a_moderator_let_through_counts_for_its_author(
    patch: Patch, browser: Browser
) -> None:
    for words in ("Soup.", "Stew."):
        decided = patch.change(summary=words)
        decided.state, decided.open_key = ChangeState.PUBLISHED, None
        decided.decided_by = patch.other_mod if words == "Soup." else None
        db.session.commit()
    patch.change(summary="Pie.")
    browser.sign_in(patch.mod, second_factor=True)

    queue = browser.get("moderate.queue")
    page = browser.open(str(queue.select_one("[data-open]")["href"]))

    assert "1 change approved before, 0 refused." in page.words
