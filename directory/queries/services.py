"""Services that the public may see: the database, not the index, decides which."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.models import Organisation, Service


def is_listed() -> ColumnElement[bool]:
    """Return the condition that a service, joined to its organisation, may be found."""
    return and_(
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
        Organisation.publication == Publication.PUBLISHED,
    )


def has_listed() -> ColumnElement[bool]:
    """Return the condition that an organisation is listed: one of its services may be found.

    Wherever we say how many organisations are listed, these are counted.
    """
    listed = select(Service.id).where(
        Service.organisation_id == Organisation.id,
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
    )
    return and_(Organisation.publication == Publication.PUBLISHED, listed.exists())


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
