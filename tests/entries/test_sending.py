"""A change is sent: whom it waits for, what is public at once, and what changed meanwhile."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.entries import changing, decisions, drafts
from directory.entries.written import told_service
from directory.errors import ConflictError, NotAllowedError
from directory.extensions import db
from directory.models import ChangeArea, ChangeState, Organisation, Person, Service, Version
from tests.entries.conftest import save, send
from tests.factories import Make


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
