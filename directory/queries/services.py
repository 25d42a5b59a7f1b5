"""Services that the public may see: the database, not the index, decides which."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import contains_eager, raiseload, selectinload

from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import Organisation, Service, ServiceAtLocation


def is_listed() -> ColumnElement[bool]:
    """Return the condition that a service, joined to its organisation, may be found."""
    return and_(
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
        Organisation.publication == Publication.PUBLISHED,
    )


def in_order(ids: Sequence[int]) -> list[Service]:
    """Return the listed services with these ids, in the order asked for, ready for a card.

    Search decides the order; the database decides who is still public, so an index that lags
    behind a withdrawal never shows the withdrawn one. The number of statements does not depend on
    how many there are.
    """
    if not ids:
        return []
    found = db.session.scalars(_cards(), {"ids": list(ids)})
    by_id = {service.id: service for service in found}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def categories_of(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the categories of those of these services that are listed, by id."""
    if not ids:
        return {}
    found = db.session.execute(
        select(Service.id, Service.categories)
        .join(Service.organisation)
        .where(Service.id.in_(ids), is_listed())
        .order_by(Service.id)
    )
    return {id_: tuple(categories) for id_, categories in found}


@cache
def _cards() -> Select[Service]:
    """Return the question for listed services and all a card or a map shows, put together once.

    Coverage may be thousands of areas, so a card is given it in brief
    (:func:`directory.queries.coverage.of_services`), and may not ask for the whole. Nor for what
    only an entry's own page shows: that is an error at once, not one statement for every card.
    """
    return (
        select(Service)
        .join(Service.organisation)
        .where(Service.id.in_(bindparam("ids", expanding=True)), is_listed())
        .options(
            contains_eager(Service.organisation).options(
                selectinload(Organisation.bases), raiseload(Organisation.contacts)
            ),
            raiseload(Service.coverage),
            raiseload(Service.contacts),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
        )
        .order_by(Service.id)
    )
