"""Where an entry is that once had another address, whether or not the public may see it."""

from sqlalchemy import select

from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service
from directory.queries.entries import is_slug


def organisation(slug: str) -> Organisation | None:
    """Return the organisation that once had this slug, or None."""
    if not is_slug(slug):
        return None
    return db.session.scalar(
        select(Organisation)
        .join(FormerSlug, FormerSlug.target_id == Organisation.id)
        .where(FormerSlug.kind == "organisation", FormerSlug.slug == slug)
    )


def service(slug: str) -> Service | None:
    """Return the service that once had this slug, or None."""
    if not is_slug(slug):
        return None
    return db.session.scalar(
        select(Service)
        .join(FormerSlug, FormerSlug.target_id == Service.id)
        .where(FormerSlug.kind == "service", FormerSlug.slug == slug)
    )
