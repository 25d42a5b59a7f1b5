"""Entries as those who keep them see them: public or not."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from directory.domain.rings import Spot
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Organisation, Service, ServiceAtLocation

LONGEST_SLUG = 220


def get_service(organisation_slug: str, service_slug: str) -> Service:
    """Return a service of an organisation, whether or not the public may see it.

    With the organisation's bases and the service's sites. Whether the asker may is for her caller
    to say.

    Raises:
        NotFoundError: there is none of these slugs.

    """
    slugs = (organisation_slug, service_slug)
    if any(len(slug) > LONGEST_SLUG or not slug.isprintable() for slug in slugs):
        raise NotFoundError("There is no such service.")
    found = db.session.scalar(
        select(Service)
        .join(Service.organisation)
        .where(Service.slug == service_slug, Organisation.slug == organisation_slug)
        .options(
            contains_eager(Service.organisation).selectinload(Organisation.bases),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
        )
    )
    if found is None:
        raise NotFoundError("There is no such service.")
    return found


def bases_of(service: Service) -> list[Spot]:
    """Return the bases of a service's organisation as the rules see them."""
    return [
        Spot(each.easting, each.northing, *each.area_codes, each.is_hidden)
        for each in service.organisation.bases
    ]


def sites_of(service: Service) -> list[Spot]:
    """Return the places where a service happens as the rules see them."""
    sites = [each.site for each in service.locations]
    return [Spot(s.easting, s.northing, *s.area_codes, s.is_hidden) for s in sites]
