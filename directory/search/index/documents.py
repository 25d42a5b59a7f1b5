"""How a service looks to the index: only what the public may see, with all that ranks it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory import gazetteer
from directory.domain import categories
from directory.domain.coverage import Claim, Coverage
from directory.domain.hours import DAYS, Opening, OpeningException
from directory.domain.place import ANYWHERE
from directory.domain.terms import LABELS, LANGUAGES, Audience, Publication, Status
from directory.extensions import db
from directory.models import CoverageArea, Organisation, Service, Site
from directory.models import ServiceAtLocation as At
from directory.search.contract import Document, Facet, TextPart

BATCH = 500

_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"[*`~]+|^\s{0,3}(?:#{1,6}|>|[-+]|\d+\.)\s", re.MULTILINE)

Within = Mapping[str, frozenset[str]]


def documents(service_ids: Sequence[int]) -> list[Document]:
    """Return the documents of those of these services that are public, in order of id.

    Read in a transaction of its own, so that what is returned is what is committed.
    """
    ids = sorted(set(service_ids))
    found: list[Document] = []
    for start in range(0, len(ids), BATCH):
        with Session(db.engine) as session:
            some = _public().where(Service.id.in_(ids[start : start + BATCH]))
            found += _documents(session.scalars(some).all())
    return found


def all_documents() -> Iterator[Document]:
    """Go through the documents of all public services, a batch at a time, in order of id."""
    last = 0
    while True:
        with Session(db.engine) as session:
            services = session.scalars(_public().where(Service.id > last).limit(BATCH)).all()
            found = _documents(services)
        yield from found
        if len(services) < BATCH:
            return
        last = services[-1].id


def _public() -> Select[Service]:
    return (
        select(Service)
        .join(Service.organisation)
        .where(Service.publication == Publication.PUBLISHED)
        .where(Service.status != Status.CLOSED)
        .where(Organisation.publication == Publication.PUBLISHED)
        .options(
            joinedload(Service.organisation).selectinload(Organisation.bases),
            selectinload(Service.coverage),
            selectinload(Service.locations).joinedload(At.site),
            selectinload(Service.openings),
            selectinload(Service.exceptions),
        )
        .order_by(Service.id)
    )


def _documents(services: Iterable[Service]) -> list[Document]:
    services = list(services)
    codes = {area.code for service in services for area in service.coverage} - {ANYWHERE}
    within = gazetteer.containing(codes) if codes else {}
    return [_document(service, within) for service in services]


def _document(service: Service, within: Within) -> Document:
    organisation = service.organisation
    sites = [location.site for location in service.locations]
    return Document(
        id=service.id,
        organisation_id=organisation.id,
        text=_text(service),
        coverage=Coverage(
            claims=_claims(service.coverage, within, is_exclusion=False),
            exclusions=_claims(service.coverage, within, is_exclusion=True),
        ),
        bases=tuple(base.spot for base in organisation.bases),
        sites=tuple(site.spot for site in sites),
        facets=_facets(service, sites),
        openings=_openings(service),
        exceptions=tuple(
            OpeningException(each.day, each.opens, each.closes) for each in service.exceptions
        ),
        checked_on=service.checked_on,
        is_silent=organisation.silent_since is not None,
        tie_break=tie_break(service.ref),
    )


def tie_break(ref: str) -> int:
    """Return the number that breaks ties: the same for a reference for ever, and in no order."""
    return int.from_bytes(blake2b(ref.encode(), digest_size=8).digest()) >> 1


def plain(text: str) -> str:
    """Return Markdown as plain words: its marks and the addresses of its links taken out."""
    return _MARKS.sub(" ", _LINK.sub(r"\1", text))


def _text(service: Service) -> dict[TextPart, str]:
    organisation = service.organisation
    about = [categories.search_text(slug) for slug in service.categories]
    about += [LABELS[Audience(each)] for each in service.audiences if each in set(Audience)]
    about += [LANGUAGES[each] for each in service.languages if each in LANGUAGES and each != "en"]
    said = (service.summary, service.description, service.eligibility)
    return {
        TextPart.NAME: service.name,
        TextPart.ORGANISATION: f"{organisation.name}\n{organisation.also_known_as}",
        TextPart.CATEGORIES: "\n".join(about),
        TextPart.DESCRIPTION: "\n".join(plain(text) for text in said if text),
    }


def _claims(
    areas: Iterable[CoverageArea], within: Within, *, is_exclusion: bool
) -> tuple[Claim, ...]:
    return tuple(
        Claim(area.code, area.level, area.name, within.get(area.code, frozenset()))
        for area in areas
        if area.is_exclusion == is_exclusion
    )


def _facets(service: Service, sites: Iterable[Site]) -> dict[Facet, frozenset[str]]:
    return {
        Facet.CATEGORY: frozenset(service.categories),
        Facet.AUDIENCE: frozenset(service.audiences),
        Facet.COST: frozenset({service.cost.value}),
        Facet.ACCESS: frozenset(service.access).union(*(site.access for site in sites)),
        Facet.LANGUAGE: frozenset(service.languages),
        Facet.KIND: frozenset({service.organisation.kind.value}),
        Facet.WAY_IN: frozenset(service.ways_in),
    }


def _openings(service: Service) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            weekday=each.weekday,
            opens=each.opens,
            closes=each.closes,
            frequency=each.frequency,
            interval=each.interval,
            nth=each.nth,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in service.openings
        if 0 <= each.weekday < len(DAYS)
    )
