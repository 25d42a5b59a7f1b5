"""A change is written, kept and withdrawn; what two people do at once loses nothing."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.sections import Section
from directory.entries import changing, drafts
from directory.entries.written import told_organisation
from directory.errors import BadInputError, ConflictError
from directory.extensions import db
from directory.models import AuditEntry, Change, ChangeState, Organisation, Person, Service, Version
from tests.entries.conftest import save, send, summary


def test_what_is_typed_is_kept_and_the_public_text_stays(lunch: Service, ann: Person) -> None:
    change = save(lunch, "A cold lunch.", ann)

    assert (change.state, change.told["summary"]) == (ChangeState.DRAFT, "A cold lunch.")
    assert change.before["summary"] == lunch.summary == "A hot lunch."
    standing = drafts.standing(lunch.organisation, lunch, Section.SERVICE)
    assert (standing.public["summary"], standing.told["summary"]) == (
        "A hot lunch.",
        "A cold lunch.",
    )
    assert standing.change == change


def test_what_cannot_be_stored_yet_is_kept_but_not_sent(lunch: Service, ann: Person) -> None:
    change = save(lunch, "x" * 400, ann)

    with pytest.raises(BadInputError) as caught:
        send(change)

    assert caught.value.field == "summary"
    db.session.rollback()
    assert change.told["summary"] == "x" * 400
    assert change.state is ChangeState.DRAFT


@pytest.mark.parametrize(
    "told",
    [{"publication": "published"}, {"summary": "x" * 1_000_001}, {"checked_on": "2026-11-01"}],
)
def test_a_draft_holds_only_its_own_columns_and_is_bounded(
    lunch: Service, ann: Person, told: dict[str, str]
) -> None:
    with pytest.raises(BadInputError):
        drafts.save(lunch.organisation, lunch, Section.SERVICE, told, ann)


def test_two_people_who_begin_at_once_are_told_of_each_other(
    lunch: Service, ann: Person, bob: Person
) -> None:
    save(lunch, "Ann's.", ann)

    with pytest.raises(ConflictError) as caught:
        save(lunch, "Bob's.", bob)

    assert caught.value.theirs["summary"] == "Ann's."


def test_the_second_who_saves_the_same_draft_is_shown_the_first_ones_text(
    lunch: Service, ann: Person, bob: Person
) -> None:
    seen = save(lunch, "Begun.", ann).revision
    save(lunch, "Ann's.", ann, seen)

    with pytest.raises(ConflictError) as caught:
        save(lunch, "Bob's.", bob, seen)

    assert caught.value.theirs["summary"] == "Ann's."
    change = drafts.open_change(lunch.organisation, lunch, Section.SERVICE)
    assert change.told["summary"] == "Ann's."
    # She has seen it now, and chooses her own.
    again = save(lunch, "Bob's.", bob, change.revision)
    assert (again.told["summary"], again.person) == ("Bob's.", bob)


def test_two_requests_that_begin_a_change_in_the_same_moment_make_one(
    monkeypatch: pytest.MonkeyPatch, lunch: Service, ann: Person, bob: Person
) -> None:
    save(lunch, "Ann's.", ann)
    looked = drafts.open_change
    # The second looked a moment before the first was there.
    found = [None]
    monkeypatch.setattr(drafts, "open_change", lambda *e: found.pop() if found else looked(*e))

    with pytest.raises(ConflictError) as caught:
        save(lunch, "Bob's.", bob)

    assert caught.value.theirs["summary"] == "Ann's."
    assert len(db.session.scalars(select(Change)).all()) == 1


def test_the_second_of_two_requests_that_save_in_the_same_moment_is_told(
    app: Flask, lunch: Service, ann: Person, bob: Person
) -> None:
    change = save(lunch, "Begun.", ann)
    mine = drafts.open_change(lunch.organisation, lunch, Section.SERVICE)
    assert mine.revision == 1
    with app.app_context():
        theirs = db.session.get_one(Service, lunch.id)
        save(theirs, "Bob's.", db.session.get_one(Person, bob.id), 1)

    # What this session read before is what it still believes.
    mine.told = {**mine.told, "summary": "Ann's."}
    with pytest.raises(ConflictError) as caught:
        drafts.withdraw(mine, ann)

    assert "quicker" in str(caught.value)
    assert (
        drafts.open_change(lunch.organisation, lunch, Section.SERVICE).told["summary"] == "Bob's."
    )
    assert change.state is ChangeState.DRAFT


def test_saving_the_same_text_twice_does_no_harm(lunch: Service, ann: Person) -> None:
    first = save(lunch, "Once.", ann)
    revision = first.revision

    assert save(lunch, "Once.", ann).revision == revision


def test_who_saw_a_public_text_that_is_gone_is_shown_the_new_one(
    lunch: Service, ann: Person
) -> None:
    seen = drafts.standing(lunch.organisation, lunch, Section.SERVICE).seen
    changing.apply(Section.SERVICE, lunch.organisation, lunch, {"summary": "Moved on."}, by=None)
    db.session.commit()

    with pytest.raises(ConflictError) as caught:
        save(lunch, "Ann's.", ann, seen=seen)

    assert caught.value.theirs["summary"] == "Moved on."
    now_seen = drafts.standing(lunch.organisation, lunch, Section.SERVICE).seen
    assert save(lunch, "Ann's.", ann, seen=now_seen).told["summary"] == "Ann's."


def test_a_withdrawn_change_makes_room_for_another(lunch: Service, ann: Person) -> None:
    change = save(lunch, "Once.", ann)

    drafts.withdraw(change, ann)
    db.session.commit()

    assert change.state is ChangeState.WITHDRAWN
    assert drafts.open_change(lunch.organisation, lunch, Section.SERVICE) is None
    assert save(lunch, "Twice.", ann) is not change
    with pytest.raises(ConflictError):
        drafts.withdraw(change, ann)


def test_an_old_version_is_restored_through_a_change_like_any_other(
    app: Flask, lunch: Service, ann: Person
) -> None:
    app.config["AT_ONCE_SECTIONS"] = "service"
    send(save(lunch, "Worse.", ann), is_trusted=True)
    first = db.session.scalars(select(Version).order_by(Version.number)).first()

    change = drafts.restore(first, ann)
    assert (change.state, change.told["summary"]) == (ChangeState.DRAFT, "A hot lunch.")
    assert summary(lunch) == "Worse."
    send(change, is_trusted=True)

    assert summary(lunch) == "A hot lunch."
    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert [version.how for version in kept] == ["before", "edit", "restored"]


def test_restoring_does_not_write_over_a_change_that_is_open(
    lunch: Service, ann: Person, bob: Person
) -> None:
    changing.apply(Section.SERVICE, lunch.organisation, lunch, {"summary": "Newer."}, by=None)
    first = db.session.scalars(select(Version).order_by(Version.number)).first()
    save(lunch, "Bob is writing.", bob)

    with pytest.raises(ConflictError) as caught:
        drafts.restore(first, ann)

    assert caught.value.theirs["summary"] == "Bob is writing."


def test_every_act_on_a_change_is_in_the_log(lunch: Service, ann: Person) -> None:
    change = send(save(lunch, "Mine.", ann))
    drafts.withdraw(change, ann)
    db.session.commit()

    log = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.act, e.subject, e.subject_id, e.person) for e in log] == [
        ("sent", "change", change.id, ann),
        ("withdrew", "change", change.id, ann),
    ]


def test_bases_are_one_section_of_the_organisation(hall: Organisation, ann: Person) -> None:
    told = told_organisation(hall, Section.BASES)
    change = drafts.save(hall, None, Section.BASES, told, ann)

    assert change.service is None
    assert send(change).state is ChangeState.PUBLISHED
