"""What we hold already of what a batch names, asked for in a few questions for all of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import selectinload

from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.entries.sites import site_columns, site_ref
from directory.extensions import db
from directory.models import (
    Identifier,
    OpeningTime,
    Organisation,
    OrganisationBase,
    Service,
    ServiceAtLocation,
    Site,
)

AT_ONCE = 400


@dataclass(slots=True)
class Held:
    """Entries by their reference.

    Attributes:
        replaced: references of sites whose place or words this batch changed.
        left: numbers of sites that a service no longer uses.

    """

    organisations: dict[str, Organisation] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


def hold(organisations: Collection[str], services: Iterable[ServiceRecord]) -> Held:
    """Return what is held of these references, and the sites of these services, made or put right.

    Sites are flushed, so that each has its number.
    """
    records = list(services)
    held = Held()
    for found in _with(Organisation, organisations, _OF_ORGANISATION):
        held.organisations[found.ref] = found
    for service in _with(Service, {each.ref for each in records}, _OF_SERVICE):
        held.services[service.ref] = service
    hold_sites(held, records)
    return held


def hold_sites(held: Held, services: Iterable[ServiceRecord]) -> None:
    """Hold the sites of these services too, made or put right, and flushed."""
    records = list(services)
    wanted = {site_ref(each): site_columns(each) for r in records for each in r.sites or ()}
    timed = {ref for r in records for ref in r.site_refs.values() if ref}
    for site in _with(Site, timed.union(wanted), ()):
        held.sites[site.ref] = site
    for ref, columns in wanted.items():
        _hold_site(held, ref, columns)
    db.session.flush()


def held_bases(organisations: Collection[str]) -> dict[str, list[OrganisationBase]]:
    """Return the hidden bases that are held of these organisations, by the reference of each."""
    found: dict[str, list[OrganisationBase]] = defaultdict(list)
    for some in _some(organisations):
        rows = db.session.execute(
            select(Organisation.ref, OrganisationBase)
            .join(OrganisationBase.organisation)
            .where(Organisation.ref.in_(some), OrganisationBase.is_hidden)
        )
        for ref, base in rows:
            found[ref].append(base)
    return found


def forget_unused(left: Collection[int]) -> None:
    """Delete those of these sites where nothing happens any more."""
    for some in _some(left):
        used = exists().where(ServiceAtLocation.site_id == Site.id)
        timed = exists().where(OpeningTime.site_id == Site.id)
        question = delete(Site).where(Site.id.in_(some), ~used, ~timed)
        db.session.execute(question.execution_options(synchronize_session=False))


def shared_numbers(records: Iterable[OrganisationRecord]) -> list[tuple[str, str]]:
    """Return who has a number that another organisation has too, each with words on it."""
    owners = {pair: each.ref for each in records for pair in each.identifiers or ()}
    found = []
    for some in _some({number for _, number in owners}):
        rows = db.session.execute(
            select(Identifier.scheme, Identifier.number, Organisation.ref, Organisation.name)
            .join(Identifier.organisation)
            .where(Identifier.number.in_(some))
            .order_by(Organisation.ref)
        )
        for scheme, number, ref, name in rows:
            ours = owners.get((scheme, number), ref)
            if ours != ref:
                said = f"identifiers: {scheme}:{number} is also the number of “{name}” ({ref})"
                found.append((ours, said))
    return found


_OF_ORGANISATION = (
    selectinload(Organisation.identifiers),
    selectinload(Organisation.bases),
    selectinload(Organisation.contacts),
)
_OF_SERVICE = (
    selectinload(Service.organisation),
    selectinload(Service.coverage),
    selectinload(Service.locations),
    selectinload(Service.openings),
    selectinload(Service.exceptions),
    selectinload(Service.contacts),
)


def _with(model: Any, refs: Iterable[str], options: Any) -> Iterable[Any]:
    for some in _some(refs):
        yield from db.session.scalars(select(model).where(model.ref.in_(some)).options(*options))


def _some(values: Iterable[Any]) -> Iterable[list[Any]]:
    every = sorted(values)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _hold_site(held: Held, ref: str, columns: dict[str, Any]) -> None:
    site = held.sites.get(ref)
    if site is None:
        held.sites[ref] = site = Site(ref=ref, **columns)
        db.session.add(site)
    elif any(getattr(site, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(site, name, value)
        held.replaced.add(ref)
