"""Asking people, once a quarter, whether their entries are still right: one letter each.

That a person was asked, the letter, and its link are one transaction: a worker that is killed has
asked or has not. Of two workers each takes other people. See docs/decisions/011.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from directory import audit, post
from directory.domain.confirming import LETTERS, TIME_TO_ANSWER
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import (
    Asked,
    Membership,
    Organisation,
    Person,
    Purpose,
    Service,
    StillRight,
)
from directory.people.links import new_link
from directory.queries import still_right
from directory.queries.still_right import Entry
from directory.search import index

AT_ONCE = 10
"""So many people are asked in one transaction."""

MOST_TOLD = 10
"""Of so many entries a letter says what they say now; of the rest, how many there are."""

MOST_ASKED = 500
"""So many entries one letter asks about."""

LOWERED_AT_ONCE = 200


def ask_some() -> bool:
    """Ask a few people who are due; say whether there may be more of them. Commits.

    Nobody is asked while letters cannot be sent, or a silence would be ours.
    """
    days = int(current_app.config["STILL_RIGHT_DAYS"])
    if not days or not (current_app.config["SMTP_URL"] or current_app.config["DEMO"]):
        return False
    asked = _take(timedelta(days=days), datetime.now(UTC))
    if asked:
        _ask(asked, timedelta(days=days))
    db.session.commit()
    return len(asked) == AT_ONCE


def ask_about(organisation: Organisation, people: Iterable[Person]) -> None:
    """Ask people about an entry now, and about whatever else they would be asked soon.

    They are not asked again before a quarter has gone. The caller commits.
    """
    moment = datetime.now(UTC)
    ids = [person.id for person in people]
    db.session.execute(update(Person).where(Person.id.in_(ids)).values(asked_at=moment))
    _ask(ids, _quarter(), organisation.id)


def lower_some() -> bool:
    """Let entries rank lower whose people answered none of three letters; say if there are more.

    Commits.
    """
    moment = datetime.now(UTC)
    wait = min(TIME_TO_ANSWER, _quarter())
    silent = (
        select(StillRight.organisation_id)
        .join(Organisation, Organisation.id == StillRight.organisation_id)
        .where(StillRight.unanswered >= LETTERS, StillRight.asked_at < moment - wait)
        .where(Organisation.silent_since.is_(None))
        .where(Organisation.publication == Publication.PUBLISHED)
        .limit(LOWERED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    lowered = db.session.scalars(
        update(Organisation)
        .where(Organisation.id.in_(silent))
        .values(silent_since=moment.date())
        .returning(Organisation.id)
        .execution_options(synchronize_session=False)
    ).all()
    for id_ in lowered:
        audit.note("ranked lower", "organisation", id_, organisation_id=id_, letters=LETTERS)
    chosen = select(Service.id).where(Service.organisation_id.in_(lowered))
    index.note_changes(db.session.scalars(chosen))
    db.session.commit()
    return len(lowered) == LOWERED_AT_ONCE


def _take(quarter: timedelta, moment: datetime) -> Sequence[int]:
    """Mark a few people who are due as asked, and return who they are.

    The first statement of its transaction writes, so that on SQLite no two workers read the same.
    """
    mine = select(Membership.id).where(Membership.person_id == Person.id)
    waits = (
        select(Person.id)
        .where(Person.erased_at.is_(None))
        .where(or_(Person.asked_at.is_(None), Person.asked_at < moment - quarter))
        .where(still_right.kept(mine).where(*still_right.due(moment, quarter)).exists())
        .order_by(Person.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(
        update(Person)
        .where(Person.id.in_(waits))
        .values(asked_at=moment)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    ).all()


def _ask(ids: Collection[int], quarter: timedelta, also: int | None = None) -> None:
    """Write to each of these people about all that is due, or will be before half a quarter."""
    moment = datetime.now(UTC)
    hers = _due_of(ids, moment, quarter / 2, also)
    rows = _count_round({id_ for some in hers.values() for id_ in some}, moment - quarter / 2)
    told = {id_ for some in hers.values() for id_ in some[:MOST_TOLD]}
    entries = {e.organisation.id: e for e in still_right.entries(told, moment.date())}
    people = db.session.scalars(select(Person).where(Person.id.in_(sorted(hers)))).all()
    for person in people:
        _write(person, hers[person.id], entries, rows)


def _due_of(
    ids: Collection[int], moment: datetime, since: timedelta, also: int | None
) -> Mapping[int, list[int]]:
    """Return the entries that each of these people is to be asked about, by name."""
    is_due: ColumnElement[bool] = true()
    for condition in still_right.due(moment, since):
        is_due &= condition
    if also is not None:
        is_due |= Organisation.id == also
    chosen = still_right.kept(select(Membership.person_id, Organisation.id, Organisation.name))
    found: dict[int, list[int]] = defaultdict(list)
    for person, organisation, _name in db.session.execute(
        chosen.where(Membership.person_id.in_(sorted(ids)), is_due)
        .distinct()
        .order_by(Membership.person_id, Organisation.name, Organisation.id)
    ):
        if len(found[person]) < MOST_ASKED:
            found[person].append(organisation)
    return found


def _count_round(organisations: Collection[int], before: datetime) -> dict[int, StillRight]:
    """Count one more letter for those of these that no colleague was just asked about."""
    ids = sorted(organisations)
    if not ids:
        return {}
    is_postgresql = db.engine.dialect.name == "postgresql"
    insert = (postgresql if is_postgresql else sqlite).insert(StillRight)
    db.session.execute(
        insert.on_conflict_do_nothing(),
        [{"organisation_id": id_, "unanswered": 0} for id_ in ids],
    )
    held = select(StillRight).where(StillRight.organisation_id.in_(ids))
    # In one order, so that two workers never wait for each other.
    rows = db.session.scalars(held.order_by(StillRight.organisation_id).with_for_update()).all()
    for row in rows:
        if row.asked_at is None or row.asked_at < before:
            row.asked_at, row.unanswered = datetime.now(UTC), row.unanswered + 1
            audit.note(
                "asked whether it is right",
                "organisation",
                row.organisation_id,
                organisation_id=row.organisation_id,
                letter=row.unanswered,
            )
    return {row.organisation_id: row for row in rows}


def _write(
    person: Person,
    organisations: Sequence[int],
    entries: Mapping[int, Entry],
    rows: Mapping[int, StillRight],
) -> None:
    """Write one letter about all of these, with a link that answers for them."""
    key, link = new_link(Purpose.STILL_RIGHT, person.email, subject_id=person.id)
    db.session.add_all(Asked(link=link, organisation_id=id_) for id_ in organisations)
    told = [entries[id_] for id_ in organisations[:MOST_TOLD] if id_ in entries]
    post.write(
        "still_right",
        person,
        key=key,
        entries=told,
        number=len(organisations),
        more=len(organisations) - len(told),
        last={id_ for id_ in organisations if rows[id_].unanswered == LETTERS},
        days=int(TIME_TO_ANSWER.days),
    )


def _quarter() -> timedelta:
    """Return the time between letters; a site that writes none by itself has quarters too."""
    return timedelta(days=int(current_app.config["STILL_RIGHT_DAYS"]) or 91)
