"""The entry of one organisation or one service, with all that its page shows."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from directory.domain.terms import Publication, Status
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import FormerSlug, Organisation, Service, ServiceAtLocation
from directory.queries.batch import Batch, start

SERVICES_A_PAGE = 12
SHOWN = (Publication.PUBLISHED, Publication.CLOSED)
"""An entry that closed keeps its address, to say so; a draft or a hidden one has none."""

LONGEST_SLUG = 220
LAST = "\u007f"
"""A letter that comes after all those of addresses."""
MOST_LOOKED_AT = 100


def get_organisation(slug: str) -> Organisation:
    """Return a public or closed organisation, with its bases, numbers and contacts.

    Raises:
        NotFoundError: there is none of that slug, or it is a draft, or hidden.

    """
    _check(slug)
    found = db.session.scalar(
        select(Organisation)
        .where(Organisation.slug == slug, Organisation.publication.in_(SHOWN))
        .options(
            selectinload(Organisation.bases),
            selectinload(Organisation.identifiers),
            selectinload(Organisation.contacts),
        )
    )
    if found is None:
        raise NotFoundError("There is no organisation at this address.")
    return found


def with_slug_from(stem: str, most: int) -> Sequence[Organisation]:
    """Return public organisations whose address begins so, whether or not they have a service."""
    if not stem:
        return []
    begins = (Organisation.slug >= stem, Organisation.slug < stem + LAST)
    question = select(Organisation).where(*begins, Organisation.publication.in_(SHOWN))
    return db.session.scalars(question.order_by(Organisation.slug).limit(most)).all()


def get_service(slug: str) -> Service:
    """Return a public or closed service of a public or closed organisation, with its details.

    Raises:
        NotFoundError: there is none of that slug, or it or its organisation is not public.

    """
    _check(slug)
    found = db.session.scalar(
        select(Service)
        .join(Service.organisation)
        .where(Service.slug == slug)
        .where(Service.publication.in_(SHOWN), Organisation.publication.in_(SHOWN))
        .options(
            contains_eager(Service.organisation).options(
                selectinload(Organisation.bases), selectinload(Organisation.contacts)
            ),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
            selectinload(Service.contacts),
        )
    )
    if found is None:
        raise NotFoundError("There is no service at this address.")
    return found


def find_organisation_moved_from(slug: str) -> str | None:
    """Return the present slug of an organisation that once had this one, or None."""
    if not is_slug(slug):
        return None
    return db.session.scalar(
        select(Organisation.slug)
        .join(FormerSlug, FormerSlug.target_id == Organisation.id)
        .where(FormerSlug.kind == "organisation", FormerSlug.slug == slug)
        .where(Organisation.publication.in_(SHOWN))
    )


def find_service_moved_from(slug: str) -> str | None:
    """Return the present slug of a service that once had this one, or None."""
    if not is_slug(slug):
        return None
    return db.session.scalar(
        select(Service.slug)
        .join(FormerSlug, FormerSlug.target_id == Service.id)
        .join(Service.organisation)
        .where(FormerSlug.kind == "service", FormerSlug.slug == slug)
        .where(Service.publication.in_(SHOWN), Organisation.publication.in_(SHOWN))
    )


def is_slug(text: str) -> bool:
    """Say whether a text can be a slug: a database refuses some letters outright."""
    return 0 < len(text) <= LONGEST_SLUG and text.isprintable()


def services_of(organisation_id: int, page: int, size: int = SERVICES_A_PAGE) -> Batch[Service]:
    """Return a page of an organisation's services that are listed, with times and sites.

    By name; those that are paused come last.
    """
    chosen = select(Service).where(
        Service.organisation_id == organisation_id,
        Service.publication == Publication.PUBLISHED,
        Service.status != Status.CLOSED,
    )
    found = db.session.scalars(
        chosen.options(
            joinedload(Service.organisation),
            selectinload(Service.locations).joinedload(ServiceAtLocation.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
        )
        .order_by(Service.status == Status.PAUSED, Service.name, Service.id)
        .limit(size)
        .offset(start(page, size))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, size)


def has_ended_services(organisation_id: int) -> bool:
    """Say whether an organisation had services that the public saw, and that have closed."""
    ended = (
        Service.organisation_id == organisation_id,
        Service.publication == Publication.PUBLISHED,
        Service.status == Status.CLOSED,
    )
    return db.session.scalar(select(Service.id).where(*ended).limit(1)) is not None


def commonest_categories(organisation_id: int, most: int = 3) -> list[str]:
    """Return what an organisation's services were mostly, those not listed any more too."""
    found = db.session.scalars(
        select(Service.categories)
        .where(Service.organisation_id == organisation_id)
        .where(Service.publication != Publication.DRAFT)
        .order_by(Service.id)
        .limit(MOST_LOOKED_AT)
    )
    return [slug for slug, _ in Counter(chain.from_iterable(found)).most_common(most)]


def is_closed(entry: Organisation | Service) -> bool:
    """Say whether an entry has closed, or the organisation that ran it has."""
    if entry.publication is Publication.CLOSED:
        return True
    if isinstance(entry, Service):
        return entry.status is Status.CLOSED or is_closed(entry.organisation)
    return False


def _check(slug: str) -> None:
    if not is_slug(slug):
        raise NotFoundError("There is nothing at this address.")
