"""Whom an entry is for, as its page tells it: in words, area by area, and as ground on the map.

What the public reads is asked of the database, which adds up thousands of areas; what is on its way
is in no table yet, and is added up here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from directory.queries import coverage, outlines
from directory.queries.batch import Batch
from directory.queries.coverage import Summary
from directory.queries.outlines import Claimed

if TYPE_CHECKING:
    from directory.models import CoverageArea, Service


@dataclass(frozen=True, slots=True)
class OfService:
    """Whom a service is for: a page of its areas, of those it leaves out, in brief, as ground."""

    claims: "Batch[CoverageArea]"
    exclusions: "Batch[CoverageArea]"
    summary: Summary
    ground: Claimed


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    """Whom an organisation's services are for: each in brief by its id, together, as ground."""

    each: Mapping[int, Summary]
    summary: Summary
    ground: Claimed


def of_service(service_id: int, page: int) -> OfService:
    """Return whom a service is for, as the public may know it."""
    return OfService(
        coverage.claims(service_id, page),
        coverage.claims(service_id, 1, exclusions=True),
        coverage.of_services([service_id]).get(service_id, Summary()),
        outlines.claimed_by_service(service_id),
    )


def of_organisation(organisation_id: int, services: "Iterable[Service]") -> OfOrganisation:
    """Return whom an organisation is for, as the public may know it, and each of these services."""
    return OfOrganisation(
        coverage.of_services([service.id for service in services]),
        coverage.of_organisation(organisation_id),
        outlines.claimed_by_organisation(organisation_id),
    )


def of_service_as_held(service: "Service") -> OfService:
    """Return whom a service is for by the areas it holds in memory: the first page of them."""
    return OfService(
        coverage.claims_among(service.coverage),
        coverage.claims_among(service.coverage, exclusions=True),
        coverage.summary_of(service.coverage),
        outlines.claimed_by(service.coverage),
    )


def of_organisation_as_held(services: "Sequence[Service]") -> OfOrganisation:
    """Return whom these services are for by the areas they hold in memory."""
    # What one service leaves out another may cover, so only inclusions can be added up.
    every = [area for service in services for area in service.coverage if not area.is_exclusion]
    named = {(area.level, area.name): area for area in every}
    return OfOrganisation(
        {service.id: coverage.summary_of(service.coverage) for service in services},
        coverage.summary_of(named.values()),
        outlines.claimed_by(every),
    )
