"""What a list shows of each service, kept in memory until it changes.

Each service has a revision, which :func:`directory.search.note_changes` counts up in the same
transaction as a change, as the index must hear of it too. So a page of results asks the database
one small question, who of these is public and at which revision, and reads only what is new.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from flask import current_app
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, raiseload, selectinload
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.orm.collections import InstrumentedList

from directory.extensions import Base, db
from directory.models import Contact, Organisation, Service, ServiceAtLocation
from directory.queries import area_labels, coverage
from directory.queries.bases import NamedBase, named
from directory.queries.services import is_listed

MOST = 2_000
"""How many cards each process keeps; each takes some 5 kB."""


@dataclass(frozen=True, slots=True)
class Card:
    """A service as lists show it: with its organisation, bases, sites and times, to be read only.

    Whatever else belongs to a service is an error to ask for, not one statement for every card:
    coverage may be thousands of areas, so it is given in brief.

    Attributes:
        areas: the coverage in brief.
        bases: of its organisation, with the names of what they lie in.
        contacts: its own; failing any, those of its organisation.

    """

    service: Service
    areas: coverage.Summary
    bases: Sequence[NamedBase]
    contacts: Sequence[Contact] = ()


class _Memory:
    """The cards that were shown last, by service id; threads share it."""

    def __init__(self) -> None:
        self._cards: dict[int, Card] = {}
        self._lock = Lock()

    def get(self, revisions: Mapping[int, int]) -> dict[int, Card]:
        """Return those of these services whose card is of this revision."""
        with self._lock:
            found = {id_: card for id_ in revisions if (card := self._cards.pop(id_, None))}
            # Back at the end of the line: those that nobody asks for come to its front.
            self._cards |= found
        return {id_: c for id_, c in found.items() if c.service.revision == revisions[id_]}

    def put(self, cards: Mapping[int, Card]) -> None:
        """Keep these, and forget those that nobody asked for longest."""
        with self._lock:
            self._cards |= cards
            for id_ in list(self._cards)[: max(0, len(self._cards) - MOST)]:
                del self._cards[id_]


def in_order(ids: Sequence[int]) -> list[Card]:
    """Return the cards of the listed services with these ids, in the order asked for.

    Search decides the order; the database decides who is still public, so an index that lags
    behind a withdrawal never shows the withdrawn one. The number of statements does not depend on
    how many there are.
    """
    if not ids:
        return []
    rows = db.session.connection().execute(_revisions(), {"ids": ids})
    revisions = {id_: revision for id_, revision in rows.all()}  # noqa: C416 (rows are not pairs to mypy)
    memory: _Memory = current_app.extensions.setdefault("cards", _Memory())
    found = memory.get(revisions)
    if missing := sorted(set(revisions) - set(found)):
        fresh = _read(missing)
        memory.put(fresh)
        found |= fresh
    return [found[id_] for id_ in ids if id_ in found]


def _read(ids: Sequence[int]) -> dict[int, Card]:
    """Return the cards of these services, cut loose from the database."""
    with Session(db.engine) as session:
        found = session.scalars(_services(), {"ids": ids}).all()
        contacts = _contacts(session, found)
    areas = coverage.of_services(ids)
    bases = {each.id: each.organisation.bases for each in found}
    codes = {code for those in bases.values() for base in those for code in base.area_codes}
    names = {code: label.name for code, label in area_labels.labels(codes).items()}
    for row in (*found, *(contact for those in contacts.values() for contact in those)):
        _strip(row)
    return {
        each.id: Card(
            each,
            areas.get(each.id, coverage.Summary()),
            [named(base, names) for base in bases[each.id]],
            contacts[each.id],
        )
        for each in found
    }


def _strip(row: Base) -> None:
    """Take SQLAlchemy's bookkeeping off a row and all that was read with it.

    That is two thirds of its memory. What was not read is still an error to ask for.
    """
    manager = manager_of_class(type(row))
    if not manager.has_state(row):
        return
    manager.teardown_instance(row)
    for name, value in vars(row).items():
        if isinstance(value, InstrumentedList):
            vars(row)[name] = list(value)
            for each in value:
                _strip(each)
        elif isinstance(value, Base):
            _strip(value)


def _contacts(session: Session, found: Sequence[Service]) -> dict[int, Sequence[Contact]]:
    """Return how each is reached, without the contacts of what else its organisation does."""
    of_service: dict[int, list[Contact]] = defaultdict(list)
    of_organisation: dict[int, list[Contact]] = defaultdict(list)
    theirs = Contact.organisation_id.in_({each.organisation_id for each in found})
    told = or_(Contact.service_id.in_([each.id for each in found]), Contact.service_id.is_(None))
    for row in session.scalars(select(Contact).where(theirs, told).order_by(Contact.position)):
        if row.service_id is None:
            of_organisation[row.organisation_id].append(row)
        else:
            of_service[row.service_id].append(row)
    return {
        each.id: of_service.get(each.id) or of_organisation.get(each.organisation_id, [])
        for each in found
    }


@cache
def _revisions() -> Select[int, int]:
    """Return the question who is listed, and at which revision, put together once."""
    # Of the tables themselves: rows of two numbers need nothing of what objects need.
    table = Service.__table__.c
    return (
        select(table.id, table.revision)
        .join(Organisation.__table__, Organisation.__table__.c.id == table.organisation_id)
        .where(table.id.in_(bindparam("ids", expanding=True)), is_listed())
    )


@cache
def _services() -> Select[Service]:
    """Return the question for services and all that a card or a map shows, put together once."""
    return (
        select(Service)
        .join(Service.organisation)
        .where(Service.id.in_(bindparam("ids", expanding=True)))
        .options(
            contains_eager(Service.organisation).options(
                selectinload(Organisation.bases), raiseload("*")
            ),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
            raiseload("*"),
        )
    )
