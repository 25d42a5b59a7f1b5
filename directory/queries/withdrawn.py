"""Entries that were public and are hidden now: their addresses say so, and tell nothing else.

An entry that never was public (a draft, or hidden from the first) is not told from one that is
not there.
"""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service, Version
from directory.queries.entries import is_slug

MOST_VERSIONS = 50
_WERE_THERE = {Publication.PUBLISHED.value, Publication.CLOSED.value}


def find_organisation(slug: str) -> Organisation | None:
    """Return the organisation at this address, present or former, if it was withdrawn."""
    if not is_slug(slug):
        return None
    found = db.session.scalar(
        select(Organisation)
        .where(_has(Organisation, slug), Organisation.publication == Publication.HIDDEN)
        .options(selectinload(Organisation.bases))
        .order_by(Organisation.id)
        .limit(1)
    )
    return found if found is not None and _was_public(found) else None


def find_service(slug: str) -> Service | None:
    """Return the service at this address, present or former, if it was withdrawn.

    Or if the organisation that runs it was.
    """
    if not is_slug(slug):
        return None
    found = db.session.scalar(
        select(Service)
        .where(_has(Service, slug))
        .options(joinedload(Service.organisation).selectinload(Organisation.bases))
        .order_by(Service.id)
        .limit(1)
    )
    if found is None:
        return None
    owner, hidden = found.organisation, Publication.HIDDEN
    if found.publication is hidden:
        return found if _was_public(found) else None
    is_gone = owner.publication is hidden and found.publication is not Publication.DRAFT
    return found if is_gone and _was_public(owner) else None


def _has(model: type[Organisation] | type[Service], slug: str) -> Any:
    """Return the condition that an entry has this address, or had it."""
    kind = "organisation" if model is Organisation else "service"
    former = select(FormerSlug.target_id).where(FormerSlug.kind == kind, FormerSlug.slug == slug)
    return or_(model.slug == slug, model.id.in_(former))


def _was_public(entry: Organisation | Service) -> bool:
    """Say whether the public ever saw an entry, by its history."""
    told = select(Version.told).order_by(Version.number.desc()).limit(MOST_VERSIONS)
    if isinstance(entry, Service):
        of = told.where(
            Version.section == Section.SERVICE_PUBLICATION, Version.service_id == entry.id
        )
    else:
        of = told.where(Version.section == Section.PUBLICATION, Version.organisation_id == entry.id)
    return any(_WERE_THERE & set(each.values()) for each in db.session.scalars(of))
