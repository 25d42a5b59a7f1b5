"""A change is written, sent, published or withdrawn; what two people do at once loses nothing."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.entries import changing, decisions, drafts
from directory.entries.written import told_organisation, told_service
from directory.errors import BadInputError, ConflictError, NotAllowedError
from directory.extensions import db
from directory.models import (
    AuditEntry,
    Change,
    ChangeArea,
    ChangeState,
    Organisation,
    Person,
    Service,
    Version,
)
from tests.factories import Make


@pytest.fixture
def ann(make: Make, hall: Organisation) -> Person:
    """An editor of the hall."""
    return make.person("ann@example.org", Role.EDITOR, hall)


@pytest.fixture
def bob(make: Make, hall: Organisation) -> Person:
    """Another editor of the hall."""
    return make.person("bob@example.org", Role.EDITOR, hall)


def rights_of(hall: Organisation, *, is_trusted: bool = False) -> Rights:
    return Rights((Grant(Role.EDITOR, hall.id, is_trusted=is_trusted),))


def save(service: Service, summary: str, by: Person, revision: int | None = None, **more: object):
    told = {"summary": summary}
    change = drafts.save(service.organisation, service, Section.SERVICE, told, by, revision, **more)
    db.session.commit()
    return change


def send(change: Change, *, is_trusted: bool = False) -> Change:
    rights = rights_of(change.organisation, is_trusted=is_trusted)
    sent = drafts.send(change, rights, change.person)
    db.session.commit()
    return sent


def summary(service: Service) -> str:
    return told_service(service, Section.SERVICE)["summary"]


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


def test_a_change_waits_for_the_moderators_of_the_bases(lunch: Service, ann: Person) -> None:
    change = send(save(lunch, "A cold lunch.", ann))

    assert change.state is ChangeState.WAITING
    assert lunch.summary == "A hot lunch."
    assert set(db.session.scalars(select(ChangeArea.area_code))) >= {"E05009377", "E09000012"}
    assert "E09000019" not in set(db.session.scalars(select(ChangeArea.area_code)))


def test_who_moves_house_waits_for_the_moderators_of_both_places(
    hall: Organisation, ann: Person
) -> None:
    told = {"bases": [{"borough": "Islington"}]}
    change = drafts.save(hall, None, Section.BASES, told, ann)

    send(change)

    codes = set(db.session.scalars(select(ChangeArea.area_code)))
    assert {"E09000012", "E09000019"} <= codes


def test_an_entry_without_a_base_waits_for_the_moderators_of_its_coverage(
    make: Make, hall: Organisation
) -> None:
    bare = make.organisation("Bare")
    person = make.person("c@example.org", Role.OWNER, bare)
    service = make.service("Walks", bare)
    told = {"coverage": ["street: Orsman Road"]}

    send(drafts.save(bare, service, Section.COVERAGE, told, person))

    assert {"E05009377", "E09000012"} <= set(db.session.scalars(select(ChangeArea.area_code)))


def test_a_trusted_editor_publishes_the_sections_that_the_council_named_at_once(
    lunch: Service, ann: Person
) -> None:
    times = drafts.save(
        lunch.organisation, lunch, Section.TIMES, {"opening_times": ["Wed 10:00-12:00"]}, ann
    )
    coverage = drafts.save(
        lunch.organisation, lunch, Section.COVERAGE, {"coverage": ["anywhere"]}, ann
    )

    assert send(times, is_trusted=True).state is ChangeState.PUBLISHED
    assert send(coverage, is_trusted=True).state is ChangeState.WAITING
    assert told_service(lunch, Section.TIMES)["opening_times"] == ["Wed 10:00-12:00"]
    assert len(lunch.coverage) == 3


def test_which_sections_are_published_at_once_is_a_setting(
    app: Flask, lunch: Service, ann: Person
) -> None:
    app.config["AT_ONCE_SECTIONS"] = "service,coverage"

    assert send(save(lunch, "Mine.", ann), is_trusted=True).state is ChangeState.PUBLISHED
    times = drafts.save(lunch.organisation, lunch, Section.TIMES, {"opening_times": []}, ann)
    assert send(times, is_trusted=True).state is ChangeState.WAITING


def test_nobody_is_trusted_who_was_not_granted_it(lunch: Service, ann: Person) -> None:
    times = drafts.save(lunch.organisation, lunch, Section.TIMES, {"opening_times": []}, ann)

    assert send(times).state is ChangeState.WAITING


def test_nobody_sends_a_change_of_an_entry_that_is_not_hers(lunch: Service, ann: Person) -> None:
    change = save(lunch, "Mine.", ann)

    with pytest.raises(NotAllowedError):
        drafts.send(change, Rights((Grant(Role.OWNER, lunch.organisation_id + 1),)), ann)


def test_what_is_not_public_yet_is_written_straight_and_becoming_public_waits(
    make: Make, hall: Organisation
) -> None:
    new = make.organisation("New", publication=Publication.DRAFT)
    eve = make.person("eve@example.org", Role.OWNER, new)
    about = drafts.save(new, None, Section.ORGANISATION, {"founded": "1999"}, eve)
    shown = drafts.save(new, None, Section.PUBLICATION, {"publication": "published"}, eve)

    assert send(about).state is ChangeState.PUBLISHED
    assert new.founded == "1999"
    assert send(shown).state is ChangeState.WAITING
    assert new.publication is Publication.DRAFT


def test_a_new_service_of_a_public_entry_waits_to_be_shown(lunch: Service, ann: Person) -> None:
    lunch.publication = Publication.DRAFT
    db.session.commit()
    told = {"service_publication": "published"}
    shown = drafts.save(lunch.organisation, lunch, Section.SERVICE_PUBLICATION, told, ann)

    assert send(save(lunch, "Mine.", ann)).state is ChangeState.PUBLISHED
    assert send(shown).state is ChangeState.WAITING


def test_a_moderator_who_looks_at_a_new_entry_is_told_when_it_is_written_on(
    make: Make, hall: Organisation
) -> None:
    new = make.organisation("New", publication=Publication.DRAFT)
    eve = make.person("eve@example.org", Role.OWNER, new)
    mod = make.person("mod@example.org")
    shown = send(drafts.save(new, None, Section.PUBLICATION, {"publication": "published"}, eve))
    seen = shown.revision
    send(drafts.save(new, None, Section.ORGANISATION, {"founded": "1999"}, eve))

    with pytest.raises(ConflictError):
        decisions.approve(shown, mod, revision=seen)


def test_a_hidden_entry_is_not_written_straight(lunch: Service, ann: Person) -> None:
    lunch.organisation.publication = Publication.HIDDEN
    lunch.publication = Publication.HIDDEN
    db.session.commit()

    assert send(save(lunch, "Mine.", ann)).state is ChangeState.WAITING


def test_sending_what_the_public_reads_already_bothers_nobody(lunch: Service, ann: Person) -> None:
    change = send(save(lunch, "A hot lunch.", ann))

    assert change.state is ChangeState.PUBLISHED
    assert db.session.scalars(select(Version)).all() == []


def test_writing_on_what_waits_takes_it_out_of_the_queue(lunch: Service, ann: Person) -> None:
    change = send(save(lunch, "Once.", ann))

    save(lunch, "Twice.", ann, change.revision)

    assert change.state is ChangeState.DRAFT
    assert send(change).state is ChangeState.WAITING


def test_a_change_is_sent_once(lunch: Service, ann: Person) -> None:
    change = send(save(lunch, "Once.", ann))

    with pytest.raises(ConflictError):
        send(change)


def test_what_another_published_meanwhile_in_other_columns_stays(
    app: Flask, lunch: Service, ann: Person
) -> None:
    app.config["AT_ONCE_SECTIONS"] = "service"
    change = save(lunch, "Ann's.", ann)
    changing.apply(
        Section.SERVICE, lunch.organisation, lunch, {"website": "a.example.org"}, by=None
    )
    db.session.commit()

    send(change, is_trusted=True)

    assert (lunch.summary, lunch.website) == ("Ann's.", "https://a.example.org")


def test_what_both_changed_is_shown_before_it_is_sent(lunch: Service, ann: Person) -> None:
    change = save(lunch, "Ann's.", ann)
    changing.apply(Section.SERVICE, lunch.organisation, lunch, {"summary": "Moved on."}, by=None)
    db.session.commit()

    with pytest.raises(ConflictError) as caught:
        send(change)

    assert caught.value.theirs["summary"] == "Moved on."
    assert change.told["summary"] == "Ann's."
    seen = drafts.standing(lunch.organisation, lunch, Section.SERVICE).seen
    chosen = save(lunch, "Ann's.", ann, change.revision, seen=seen)
    assert send(chosen).told["summary"] == "Ann's."


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
