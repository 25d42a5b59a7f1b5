"""What is missing from an entry, in words for the person who keeps it: what helps most, first."""

from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.domain.sections import Section
from directory.domain.terms import Cost, Mode, Publication, Status
from directory.extensions import db
from directory.models import CoverageArea, Organisation, Service

Missing = tuple[Section, Service | None, str]
"""A section, the service it is of (None for the organisation's own), and what to do about it."""

MOST_SERVICES = 100


def missing(organisation: Organisation) -> list[Missing]:
    """Return what an entry does not say yet; a service that closed needs nothing more."""
    services = _services(organisation)
    where = [(Section.BASES, None, words) for words in _of_bases(organisation)]
    found = [(section, None, words) for section, words in _of_organisation(organisation)]
    if not services:
        words = "Add a service: people look for what you do, not for who you are."
        return [*where, (Section.SERVICE, None, words), *found]
    claiming = _claiming(services)
    told = [
        (section, each, words)
        for each in services
        for section, words in _of(each, is_claiming=each.id in claiming)
    ]
    return [*where, *told, *found]


def is_on_the_map(organisation: Organisation) -> bool:
    """Say whether a base of it was found in a borough: without one no moderator looks after it."""
    return any(base.borough_code for base in organisation.bases)


def _services(organisation: Organisation) -> list[Service]:
    return list(
        db.session.scalars(
            select(Service)
            .where(Service.organisation_id == organisation.id)
            .where(Service.publication.in_((Publication.PUBLISHED, Publication.DRAFT)))
            .where(Service.status != Status.CLOSED)
            .options(
                selectinload(Service.contacts),
                selectinload(Service.locations),
                selectinload(Service.openings),
            )
            .order_by(Service.name, Service.id)
            .limit(MOST_SERVICES)
        )
    )


def _of_bases(organisation: Organisation) -> Iterator[str]:
    if not organisation.bases:
        yield "Say where you are based. Without it you come last, as if you were far away."
    elif not is_on_the_map(organisation):
        yield "We cannot find your address on the map. Check the postcode."


def _of_organisation(organisation: Organisation) -> Iterator[tuple[Section, str]]:
    if not _reach(organisation):
        yield (
            Section.ORGANISATION_CONTACTS,
            "Give a phone number or an e-mail address, so that people can reach you.",
        )
    if not organisation.description:
        yield Section.ORGANISATION, "Say in a few words who you are."


def _of(service: Service, *, is_claiming: bool) -> Iterator[tuple[Section, str]]:
    for section, words, is_told in _OF_SERVICE:
        if not (is_claiming if section is Section.COVERAGE else is_told(service)):
            yield section, words


def _is_somewhere(service: Service) -> bool:
    """Say whether it is known where it happens, or it comes to people."""
    return bool(service.locations) or Mode.IN_PERSON not in (service.modes or [Mode.IN_PERSON])


_OF_SERVICE: tuple[tuple[Section, str, Callable[[Service], object]], ...] = (
    (
        Section.SERVICE,
        "Say in one sentence what it is: it is what people read first.",
        lambda s: s.summary,
    ),
    (
        Section.SERVICE,
        "Choose what kind of help it is, so that people find it by need.",
        lambda s: s.categories,
    ),
    (
        Section.COVERAGE,
        "Say which streets or areas it is for. Now people have to ask.",
        lambda s: s.coverage,
    ),
    (Section.TIMES, "Say when it is open.", lambda s: s.openings),
    (Section.SITES, "Say where it happens.", _is_somewhere),
    (
        Section.CONTACTS,
        "Give a phone number or an e-mail address for it.",
        lambda s: s.contacts or _reach(s.organisation),
    ),
    (
        Section.WHO,
        "Say who it is for. If it is for everyone, say so.",
        lambda s: s.audiences,
    ),
    (
        Section.GETTING_IN,
        "Say what it costs, and how people get in.",
        lambda s: s.cost is not Cost.UNKNOWN and s.ways_in,
    ),
    (
        Section.ACCESS,
        "Say what helps people get in: no steps, a toilet, a hearing loop.",
        lambda s: s.access or s.access_note,
    ),
)
"""What each service should tell, and whether it does."""


def _claiming(services: list[Service]) -> set[int]:
    """Return the services that name any area; of thousands of areas none is fetched."""
    ids = [each.id for each in services]
    named = select(CoverageArea.service_id).where(CoverageArea.service_id.in_(ids)).distinct()
    return set(db.session.scalars(named))


def _reach(organisation: Organisation) -> bool:
    return any(each.service_id is None for each in organisation.contacts)
