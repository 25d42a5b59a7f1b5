"""A moderator approves, asks or refuses, once; the author is told, and the log knows."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.entries import changing, decisions, drafts
from directory.errors import BadInputError, ConflictError
from directory.extensions import db
from directory.models import (
    AuditEntry,
    Change,
    ChangeState,
    Letter,
    Organisation,
    Person,
    Service,
    Version,
)
from directory.search import Question, index
from tests.factories import Make


@pytest.fixture
def ann(make: Make, hall: Organisation) -> Person:
    """An editor of the hall."""
    return make.person("ann@example.org", Role.EDITOR, hall, name="Ann")


@pytest.fixture
def mod(make: Make) -> Person:
    """A moderator."""
    return make.person("mod@example.org", name="Mo Derator")


@pytest.fixture
def waiting(lunch: Service, ann: Person) -> Change:
    """A change of the lunch club's words that waits."""
    told = {"summary": "Puddings."}
    change = drafts.save(lunch.organisation, lunch, Section.SERVICE, told, ann)
    drafts.send(change, Rights((Grant(Role.EDITOR, lunch.organisation_id),)), ann)
    db.session.commit()
    return change


def decide(act: str, change: Change, by: Person, **more: object) -> None:
    said = {} if act == "approve" else {"said": "Which day?"}
    getattr(decisions, act)(change, by, **said, **more)
    db.session.commit()


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_what_is_approved_is_public_and_found(waiting: Change, lunch: Service, mod: Person) -> None:
    decide("approve", waiting, mod)
    index.catch_up()

    assert waiting.state is ChangeState.PUBLISHED
    assert lunch.summary == "Puddings."
    assert [hit.id for hit in index.find(Question(words="puddings")).hits] == [lunch.id]


def test_an_approved_version_is_its_authors_and_the_approval_the_moderators(
    waiting: Change, ann: Person, mod: Person
) -> None:
    decide("approve", waiting, mod)

    newest = db.session.scalars(select(Version).order_by(Version.number.desc())).first()
    assert (newest.person, newest.change_id) == (ann, waiting.id)
    assert waiting.decided_by == mod
    acts = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(each.act, each.person) for each in acts] == [
        ("sent", ann),
        ("edit", ann),
        ("approved", mod),
    ]


@pytest.mark.parametrize("act", ["refuse", "ask"])
def test_what_is_refused_or_asked_about_stays_as_it_was(
    waiting: Change, lunch: Service, mod: Person, act: str
) -> None:
    decide(act, waiting, mod)

    assert lunch.summary == "A hot lunch."
    assert waiting.said == "Which day?"
    assert db.session.scalars(select(Version)).all() == []


@pytest.mark.parametrize(
    ("act", "kind", "said"),
    [
        ("approve", "change_approved", "approved"),
        ("ask", "change_asked", "Which day?"),
        ("refuse", "change_refused", "Which day?"),
    ],
)
def test_the_author_is_told_what_was_decided(
    waiting: Change, ann: Person, mod: Person, act: str, kind: str, said: str
) -> None:
    decide(act, waiting, mod)

    (letter,) = letters()
    assert (letter.kind, letter.email) == (kind, ann.email)
    assert "About the service" in letter.subject
    assert "The Hall" in letter.subject
    assert all(part in letter.text for part in ("Hello Ann", "Lunch club", said))
    # Who decided, and what the entry says, is not for the post.
    assert "Mo Derator" not in letter.text + letter.html
    assert "Puddings" not in letter.text + letter.html


def test_no_letter_and_no_log_tells_a_hidden_address(
    hall: Organisation, ann: Person, mod: Person
) -> None:
    told = {"bases": [{"address": "99 Secret Lane", "postcode": "N1 7AA", "hidden": "yes"}]}
    change = drafts.save(hall, None, Section.BASES, told, ann)
    drafts.send(change, Rights((Grant(Role.EDITOR, hall.id),)), ann)
    decide("approve", change, mod)

    assert [base.address for base in hall.bases] == ["99 Secret Lane"]
    (letter,) = letters()
    log = [str(each.details) for each in db.session.scalars(select(AuditEntry))]
    for text in (letter.subject, letter.text, letter.html, *log):
        assert "Secret" not in text
        assert "N1 7AA" not in text


def test_a_question_is_answered_by_sending_it_again(
    waiting: Change, lunch: Service, ann: Person, mod: Person
) -> None:
    decide("ask", waiting, mod)
    assert waiting.state is ChangeState.ASKED
    told = {"summary": "Puddings on Tuesdays."}

    change = drafts.save(lunch.organisation, lunch, Section.SERVICE, told, ann, waiting.revision)
    assert (change, change.state, change.said) == (waiting, ChangeState.ASKED, "Which day?")
    drafts.send(change, Rights((Grant(Role.EDITOR, lunch.organisation_id),)), ann)
    decide("approve", change, mod)

    assert lunch.summary == "Puddings on Tuesdays."


@pytest.mark.parametrize("second", ["approve", "ask", "refuse"])
@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_of_two_moderators_the_first_stands_and_the_second_is_told(
    waiting: Change, lunch: Service, mod: Person, first: str, second: str
) -> None:
    decide(first, waiting, mod)
    stands = lunch.summary

    with pytest.raises(ConflictError) as caught:
        decide(second, waiting, mod)

    assert "already" in str(caught.value)
    assert lunch.summary == stands
    assert len(letters()) == 1


@pytest.mark.parametrize("act", ["approve", "ask", "refuse"])
def test_of_two_moderators_in_the_same_moment_the_second_is_told(
    app: Flask, waiting: Change, lunch: Service, mod: Person, act: str
) -> None:
    """Both have read the change as it waits before either decides."""
    assert waiting.state is ChangeState.WAITING
    assert waiting.person.email
    assert lunch.summary == "A hot lunch."
    number, mod_id = waiting.id, mod.id
    with app.app_context():
        theirs = db.session.get_one(Change, number)
        decide("refuse", theirs, db.session.get_one(Person, mod_id))
    assert waiting.state is ChangeState.WAITING, "this moderator does not know yet"

    with pytest.raises(ConflictError) as caught:
        decide(act, waiting, mod)

    assert "quicker" in str(caught.value)
    db.session.expire_all()
    assert waiting.state is ChangeState.REFUSED
    assert lunch.summary == "A hot lunch."
    assert [letter.kind for letter in letters()] == ["change_refused"]


def test_a_moderator_decides_on_what_she_read(
    waiting: Change, lunch: Service, ann: Person, mod: Person
) -> None:
    seen = waiting.revision
    told = {"summary": "Something else."}
    drafts.save(lunch.organisation, lunch, Section.SERVICE, told, ann, seen)
    drafts.send(waiting, Rights((Grant(Role.EDITOR, lunch.organisation_id),)), ann)
    db.session.commit()

    for act in ("approve", "ask", "refuse"):
        with pytest.raises(ConflictError) as caught:
            decide(act, waiting, mod, revision=seen)
        assert caught.value.theirs["summary"] == "Something else."
    decide("approve", waiting, mod, revision=waiting.revision)


@pytest.mark.parametrize("act", [decisions.ask, decisions.refuse])
@pytest.mark.parametrize("said", ["", "  \n", "x" * 2_001])
def test_a_question_or_a_reason_is_said_and_bounded(
    waiting: Change, mod: Person, act, said: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        act(waiting, mod, said)

    assert caught.value.field == "said"


def test_approving_keeps_what_was_published_meanwhile_in_other_columns(
    waiting: Change, lunch: Service, mod: Person
) -> None:
    told = {"website": "https://new.example.org"}
    changing.apply(Section.SERVICE, lunch.organisation, lunch, told, by=None)
    db.session.commit()

    decide("approve", waiting, mod)

    assert (lunch.summary, lunch.website) == ("Puddings.", "https://new.example.org")


def test_approving_over_what_was_published_meanwhile_is_refused(
    waiting: Change, lunch: Service, mod: Person
) -> None:
    changing.apply(Section.SERVICE, lunch.organisation, lunch, {"summary": "Soup."}, by=None)
    db.session.commit()

    with pytest.raises(ConflictError):
        decide("approve", waiting, mod)

    assert lunch.summary == "Soup."
    assert waiting.state is ChangeState.WAITING


def test_an_author_who_was_erased_gets_no_letter(waiting: Change, ann: Person, mod: Person) -> None:
    waiting.person = None
    db.session.commit()

    decide("approve", waiting, mod)

    assert letters() == []
