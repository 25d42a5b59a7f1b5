"""What joining writes: a new entry, a new service, or a claim for a moderator to decide on.

New things are stored from the same columns as a list's, as drafts that the public does not see.
"""

from uuid import uuid4

from sqlalchemy import select

from directory import audit, people
from directory.domain.rights import Role
from directory.domain.terms import Kind, Publication
from directory.entries import answering
from directory.entries.batch import Batch
from directory.entries.errors import BadRowError
from directory.entries.listed import Listed
from directory.entries.placing import Places
from directory.entries.publishing import as_one
from directory.entries.queue import put_request_in_queue
from directory.entries.record import organisation_of, service_of
from directory.errors import BadInputError
from directory.extensions import db, take_turn
from directory.models import Claiming, Decision, Organisation, Service
from directory.queries import own_entries

NAMES = "addresses of new entries"
"""Of two of one name, the second is given an address of its own."""


def register(name: str, kind: Kind) -> str:
    """Begin a new entry, owned by who is signed in; return its slug."""
    take_turn(NAMES)
    ref = f"own-{uuid4().hex[:16]}"
    row = {
        "organisation_ref": ref,
        "organisation_name": name,
        "kind": kind.value,
        "publication": Publication.DRAFT.value,
    }
    record, _ = organisation_of(row, Places())
    batch, listed = Batch(), Listed("a new entry", row, row)
    batch.tell(record, listed)
    batch.add(listed, ref, None)
    batch.store()
    made = db.session.scalars(select(Organisation).where(Organisation.ref == ref)).one()
    people.grant(people.me(), Role.OWNER, organisation_id=made.id, by=people.me())
    audit.note("registered", "organisation", made.id, by=people.me(), organisation_id=made.id)
    db.session.commit()
    return made.slug


def add_service(organisation: Organisation, name: str) -> str:
    """Begin a new service; return its slug.

    Raises:
        BadInputError: it cannot be stored.

    """
    take_turn(NAMES)
    ref = f"own-{uuid4().hex[:16]}"
    row = {
        "organisation_ref": organisation.ref,
        "service_ref": ref,
        "service_name": name,
        "service_publication": Publication.DRAFT.value,
    }
    try:
        record, _ = service_of(row, Places())
    except BadRowError as error:
        raise BadInputError(str(error), field="name") from None
    batch = Batch()
    batch.add(Listed("a new service", row, row), organisation.ref, record)
    outcome = batch.store()
    if outcome.refused:
        db.session.rollback()
        raise BadInputError(outcome.refused[0][1], field="name")
    made = db.session.scalars(select(Service).where(Service.ref == ref)).one()
    audit.note("began", "service", made.id, by=people.me(), organisation_id=organisation.id)
    db.session.commit()
    return made.slug


def claim(
    organisation: Organisation, who: str, how: str, *, answer: str = "", question: str = ""
) -> None:
    """Ask for an entry that is listed already; asking again changes what was said.

    Args:
        organisation: whose entry.
        who: what she says she does there.
        how: how she says that it can be checked.
        answer: to what a moderator asked.
        question: what stands for the question that she read.

    Raises:
        BadInputError: it is hers already.
        ConflictError: nobody waits for the answer any more; nothing was kept.

    """
    take_turn(f"who keeps {organisation.slug}")
    person = people.me()
    if people.rights().may_edit(organisation.id):
        raise BadInputError("You may edit this entry already.")
    asked = own_entries.claim_of(person.id, organisation.id)
    if answer:
        answering.check_asked(asked, question)
    if asked is None:
        asked = Claiming(organisation=organisation, person=person, who=who, how_to_check=how)
        db.session.add(asked)
        db.session.flush()
        put_request_in_queue(asked)
    with as_one(lambda: None):
        if asked.decision is Decision.ASKED:
            asked.answer, asked.decided_at = answer, None
        asked.who, asked.how_to_check, asked.decision = who, how, Decision.OPEN
        audit.note(
            "answered" if answer else "claimed",
            "claiming" if answer else "organisation",
            asked.id if answer else organisation.id,
            by=person,
            organisation_id=organisation.id,
        )
        db.session.flush()
    db.session.commit()
