"""Entries that were public and are hidden now: their addresses say so, and tell nothing else.

An entry that never was public (a draft, or hidden from the first) is not told from one that is
not there.
"""

from typing import Any

from sqlalchemy import or_, select

from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.errors import WithdrawnError
from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service, Version
from directory.queries.entries import is_slug

MOST_VERSIONS = 50


def check_organisation(slug: str) -> None:
    """Refuse the address, present or former, of an organisation that was withdrawn.

    Raises:
        WithdrawnError: it was public once, and is hidden.

    """
    if is_slug(slug):
        found = db.session.scalars(select(Organisation).where(_has(Organisation, slug)))
        _check([each for each in found if each.publication is Publication.HIDDEN], [])


def check_service(slug: str) -> None:
    """Refuse the address, present or former, of a service that was withdrawn, or its organisation.

    Raises:
        WithdrawnError: it was public once, and is hidden.

    """
    if is_slug(slug):
        found = list(db.session.scalars(select(Service).where(_has(Service, slug))))
        owners = [
            each.organisation
            for each in found
            if each.organisation.publication is Publication.HIDDEN
            and each.publication is Publication.PUBLISHED
        ]
        _check(owners, [each for each in found if each.publication is Publication.HIDDEN])


def _has(model: type[Organisation] | type[Service], slug: str) -> Any:
    """Return the condition that an entry has this address, or had it."""
    kind = "organisation" if model is Organisation else "service"
    former = select(FormerSlug.target_id).where(FormerSlug.kind == kind, FormerSlug.slug == slug)
    return or_(model.slug == slug, model.id.in_(former))


def _check(organisations: list[Organisation], services: list[Service]) -> None:
    told = select(Version.told).order_by(Version.number.desc()).limit(MOST_VERSIONS)
    of_organisations = told.where(
        Version.section == Section.PUBLICATION,
        Version.organisation_id.in_([each.id for each in organisations]),
    )
    of_services = told.where(
        Version.section == Section.SERVICE_PUBLICATION,
        Version.service_id.in_([each.id for each in services]),
    )
    versions = [
        *(db.session.scalars(of_organisations) if organisations else ()),
        *(db.session.scalars(of_services) if services else ()),
    ]
    if any(Publication.PUBLISHED in each.values() for each in versions):
        raise WithdrawnError("It was listed here once, and those who ran it or we took it out.")
