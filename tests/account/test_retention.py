"""What is kept about people is forgotten in time, as the settings say, and not before."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from directory import people
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.extensions import db
from directory.models import Asked, Change, Claiming, Link, Person, Report, SignedIn
from directory.models.change import ChangeState
from directory.models.moderation import Decision
from directory.people import retention

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def session(make, hall):
    people.begin(make.person("ann@example.org", Role.OWNER, hall), "Firefox")
    return SignedIn, 30.5


def link(make, hall):
    people.make_link(people.Purpose.SIGN_IN, "ann@example.org")
    return Link, 30.02


def used_link(make, hall):
    key = people.make_link(people.Purpose.INVITATION, "ann@example.org")
    people.use_link(people.Purpose.INVITATION, key)
    return Link, 30


def letter_that_asked(make, hall):
    key = people.make_link(people.Purpose.STILL_RIGHT, "ann@example.org")
    link = people.find_link(people.Purpose.STILL_RIGHT, key)
    db.session.add(Asked(link_id=link.id, organisation_id=hall.id))
    return Asked, 150


def report(make, hall):
    db.session.add(
        Report(organisation=hall, kind="closed", decision=Decision.ACCEPTED, decided_at=NOON)
    )
    return Report, 365


def draft(make, hall):
    db.session.add(Change(organisation=hall, section=Section.ORGANISATION, told={}))
    return Change, 365


def refused(make, hall):
    db.session.add(
        Change(organisation=hall, section=Section.ORGANISATION, state=ChangeState.REFUSED, told={})
    )
    return Change, 365


GOES = [session, link, used_link, letter_that_asked, report, draft, refused]


@pytest.mark.parametrize("put", GOES, ids=lambda each: each.__name__)
def test_each_thing_goes_in_its_time_and_not_before(make, hall, put: Callable) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        model, days = put(make, hall)
        db.session.commit()
        clock.move_to(NOON + timedelta(days=days, hours=-1))
        assert not retention.forget_some()
        assert db.session.query(model).count() == 1
        clock.move_to(NOON + timedelta(days=days, hours=13))
        assert not retention.forget_some()
        assert db.session.query(model).count() == 0


@pytest.mark.parametrize("state", ["waiting", "asked", "published"])
def test_what_waits_or_is_public_is_never_forgotten(make, hall, state: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        db.session.add(
            Change(organisation=hall, section=Section.ORGANISATION, state=state, told={})
        )
        db.session.add(Report(organisation=hall, kind="closed"))
        db.session.commit()
        clock.move_to(NOON + timedelta(days=5_000))
        retention.forget_some()
        assert db.session.query(Change).count() == db.session.query(Report).count() == 1


@pytest.mark.parametrize("left", ["who", "how_to_check", "said", "answer"])
def test_of_a_claim_all_words_go_whichever_of_them_there_are(make, hall, left: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        told = {"who": "", "how_to_check": "", left: "I am Ann, ring 020 7946 0000"}
        claim = Claiming(
            organisation=hall,
            person=make.person("ann@example.org"),
            decision=Decision.REFUSED,
            decided_at=NOON,
            **told,
        )
        db.session.add(claim)
        db.session.commit()
        clock.move_to(NOON + timedelta(days=366))
        retention.forget_some()
        db.session.expire_all()
        assert getattr(claim, left) == ""


def test_of_a_claim_the_words_go_and_the_decision_stays(make, hall) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        claim = Claiming(
            organisation=hall,
            person=make.person("ann@example.org"),
            who="The chair",
            how_to_check="Ring 020 7946 0000",
            decision=Decision.ACCEPTED,
            decided_at=NOON,
        )
        db.session.add(claim)
        db.session.commit()
        clock.move_to(NOON + timedelta(days=366))
        retention.forget_some()
        assert (claim.who, claim.how_to_check, claim.decision) == ("", "", Decision.ACCEPTED)


@pytest.mark.parametrize(
    ("role", "months_ago", "is_forgotten"),
    [
        pytest.param(None, 25, True, id="keeps nothing"),
        pytest.param(None, 23, False, id="was here lately"),
        pytest.param(Role.OWNER, 25, False, id="keeps an entry"),
    ],
)
def test_an_account_that_keeps_nothing_goes_when_nobody_uses_it(
    make, hall, role: Role | None, months_ago: int, is_forgotten: bool
) -> None:
    person = make.person("ann@example.org", role, hall if role else None)
    person.created_at = NOON - timedelta(days=5_000)
    person.signed_in_at = NOON - timedelta(days=30.4 * months_ago)
    db.session.commit()
    with time_machine.travel(NOON, tick=False):
        retention.forget_some()
    found = db.session.get(Person, person.id)
    assert (found.erased_at is not None) is is_forgotten
    assert (found.email == "ann@example.org") is not is_forgotten


def test_settings_say_how_long(app, make, hall) -> None:
    app.config["KEEP_DRAFTS_DAYS"] = 2
    with time_machine.travel(NOON, tick=False) as clock:
        draft(make, hall)
        db.session.commit()
        clock.move_to(NOON + timedelta(days=3))
        retention.forget_some()
        assert db.session.query(Change).count() == 0


def test_more_than_a_batch_is_forgotten_bit_by_bit(make, hall, monkeypatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(5):
            people.make_link(people.Purpose.SIGN_IN, f"ann{number}@example.org")
        db.session.commit()
        clock.move_to(NOON + timedelta(days=40))
        left = []
        while retention.forget_some():
            left.append(db.session.query(Link).count())
        assert left == [3, 1]
        assert db.session.query(Link).count() == 0
