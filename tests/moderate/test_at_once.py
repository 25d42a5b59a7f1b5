"""Two at the same moment: one act stands, and the other is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.rights import Role
from directory.entries import decisions
from directory.extensions import db
from directory.models import Claiming, Membership, Person, Service
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters

Ask = tuple[Person, str, dict[str, str]]


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[int]]:
    """Send forms of several people in the same moment; return the statuses, lowest first."""

    def send(*asked: Ask) -> list[int]:
        ready, statuses = Barrier(len(asked)), []
        browsers = [Browser(app) for _ in asked]
        for browser, (person, _, _) in zip(browsers, asked, strict=True):
            browser.sign_in(person, second_factor=True)
        db.session.remove()

        def press(browser: Browser, address: str, told: dict[str, str]) -> None:
            ready.wait(10)
            own = {"Sec-Fetch-Site": "same-origin"}
            statuses.append(browser.client.post(address, data=told, headers=own).status_code)

        presses = [
            Thread(target=press, args=(browser, address, told))
            for browser, (_, address, told) in zip(browsers, asked, strict=True)
        ]
        for each in presses:
            each.start()
        for each in presses:
            each.join(30)
        return sorted(statuses)

    return send


def test_the_last_two_administrators_cannot_go_at_once(at_once, make) -> None:
    two = [make.person(role=Role.ADMINISTRATOR) for _ in range(2)]
    ends = [f"/moderate/roles/{each.memberships[0].id}/end" for each in two]

    at_once((two[0], ends[1], {}), (two[1], ends[0], {}))

    left = db.session.scalars(
        select(Membership).where(
            Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None)
        )
    ).all()
    assert len(left) == 1


def test_of_four_who_hide_at_once_one_reason_is_sent(at_once, patch: Patch) -> None:
    hide = "/moderate/entry/lunch-club/hide"
    asked = [(patch.admin, hide, {"said": f"Reason {n}"}) for n in range(4)]

    assert at_once(*asked) == [303, 409, 409, 409]
    assert [kind for kind, _ in letters()] == ["entry_hidden"]


def test_a_request_that_is_pressed_four_times_at_once_is_one(at_once, make, patch: Patch) -> None:
    eve = make.person("eve@example.org")
    told = {"who": "Chair", "how": "Ring me"}

    assert at_once(*[(eve, "/edit/claim/shed", told)] * 4) == [303] * 4
    asked = Claiming.person.has(email="eve@example.org")
    assert len(db.session.scalars(select(Claiming.id).where(asked)).all()) == 1


def test_of_four_answers_at_once_one_is_sent_and_the_others_are_told(at_once, patch: Patch) -> None:
    change, claiming = patch.change(), patch.claiming()
    decisions.ask(change, patch.mod, "Which day?")
    claiming.decision, claiming.said = "asked", "Who?"
    db.session.commit()
    question = f"/edit/lunch-club/changes/{change.id}/question"
    of = {"question": change.question}
    of_claim = {"who": "I", "how": "me", "then": "answer", "question": claiming.question}
    stranger = claiming.person

    about_change = at_once(
        *[(patch.keeper, question, {**of, "answer": f"Answer {n}"}) for n in range(4)]
    )
    about_claim = at_once(
        *[(stranger, "/edit/claim/lunch-club", {**of_claim, "answer": f"{n}"}) for n in range(4)]
    )

    assert about_change == about_claim == [303, 409, 409, 409]
    assert [act for act, _ in acts()].count("answered") == 2


def test_services_of_one_name_begun_at_once_have_addresses_of_their_own(
    at_once, patch: Patch
) -> None:
    begin = (patch.keeper, "/edit/lunch-club/add-service", {"name": "Same"})

    assert at_once(*[begin] * 4) == [303] * 4
    slugs = db.session.scalars(select(Service.slug).where(Service.name == "Same")).all()
    assert len(set(slugs)) == 4


def test_two_who_merge_a_pair_at_once_make_one_of_it(at_once, patch: Patch, make) -> None:
    twin = make.organisation("The Lunch Clubs")
    pair = sorted((patch.club.id, twin.id))
    merge = f"/moderate/doubles/{pair[0]}/{pair[1]}/merge"
    asked = [(patch.admin, merge, {"keep": str(keep)}) for keep in pair]

    found = at_once(*asked)

    assert found[0] == 303
    assert found[1] in (404, 409)
