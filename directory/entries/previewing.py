"""An entry as it will read when all that is on its way is published: copies, never kept.

The copies are filled by what also fills the entry when a change is published
(:mod:`directory.entries.changing`, :mod:`directory.entries.storing`). The session never hears of
them, so nothing that is done to them can reach the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import inspect, select

from directory.domain.sections import PARTS, Section, Told
from directory.entries import changing
from directory.entries.held import Held
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.entries.sites import site_columns, site_ref
from directory.entries.slugs import Slugs
from directory.entries.storing import store_organisation, store_service
from directory.errors import BadInputError
from directory.extensions import Base, db
from directory.models import Change, Organisation, Service, ServiceAtLocation, Site

Row = TypeVar("Row", bound=Base)


@dataclass(slots=True)
class Preview:
    """Copies of an organisation and of its services, with all that is on its way.

    Attributes:
        organisation: the copy.
        services: the copies, by the ids of what they are copies of.
        unread: sections that cannot be read as they were typed, each with its service, or None:
            the copies say there what the entry says.

    """

    organisation: Organisation
    services: dict[int, Service]
    unread: list[tuple[Section, Service | None]] = field(default_factory=list)


def preview(
    organisation: Organisation, services: Iterable[Service], changes: Iterable[Change]
) -> Preview:
    """Return how an entry will read.

    Args:
        organisation: whose entry.
        services: those of its services that are looked at.
        changes: what is on its way.

    """
    copy = _organisation(organisation)
    made = Preview(copy, {each.id: _service(each, copy) for each in services})
    order = list(PARTS)
    for change in sorted(changes, key=lambda each: order.index(each.section)):
        service = None if change.service_id is None else made.services.get(change.service_id)
        if change.service_id is None or service is not None:
            _try(made, change.section, service, change.told)
        if change.section is Section.BASES:
            # What happens at a base that will be hidden will be hidden with it.
            for each in made.services.values():
                _try(made, Section.SITES, each, {})
    return made


def _try(made: Preview, section: Section, service: Service | None, told: Told) -> None:
    """Write a section into the copies; note it when it cannot be read."""
    try:
        _put(made, section, service, told)
    except BadInputError:
        made.unread.append((section, service))


def _put(made: Preview, section: Section, service: Service | None, told: Told) -> None:
    """Write a section into the copies, as :func:`changing.apply` writes it into the entry.

    Raises:
        BadInputError: it cannot be read; nothing was written.

    """
    record, _ = changing.read(section, made.organisation, service, told)
    entry = made.organisation if service is None else service
    # The entry keeps its address here: a new name has none until it is published.
    columns = {name: value for name, value in record.columns.items() if name != "name"}
    entry.name = record.columns.get("name", entry.name)
    held = Held(organisations={made.organisation.ref: made.organisation})
    if isinstance(record, OrganisationRecord):
        store_organisation(replace(record, columns=columns), held, Slugs(Organisation))
    elif service is not None:
        held.services[service.ref] = service
        held.sites = _sites(record, service)
        record = replace(record, columns=columns)
        store_service(record, made.organisation, held, Slugs(Service))
        _tie(service, held.sites.values())
    _put_in_order(made.organisation, service)


def _sites(record: ServiceRecord, service: Service) -> dict[str, Site]:
    """Return copies of the sites that a record names, by reference; a new one has a made-up id."""
    told = {site_ref(each): site_columns(each) for each in record.sites or ()}
    named = {ref for ref in record.site_refs.values() if ref}.union(told)
    sites = {link.site.ref: link.site for link in service.locations}
    others = sorted(named.difference(sites))
    for kept in db.session.scalars(select(Site).where(Site.ref.in_(others))):
        sites[kept.ref] = _copy(kept)
    for ref, columns in told.items():
        if ref not in sites:
            sites[ref] = Site(id=min((each.id for each in sites.values()), default=0) - 1, ref=ref)
        for name, value in columns.items():
            setattr(sites[ref], name, value)
    return sites


def _tie(service: Service, sites: Iterable[Site]) -> None:
    """Tie a copy to what the database would tie it to by number: its sites and its contacts."""
    by_id = {each.id: each for each in sites}
    for link in service.locations:
        link.site = by_id[link.site_id]
    for contact in service.contacts:
        contact.service_id = service.id


def _put_in_order(organisation: Organisation, service: Service | None) -> None:
    """Put lists in the order in which the database gives them."""
    organisation.bases.sort(key=lambda each: each.position)
    organisation.contacts.sort(key=lambda each: each.position)
    if service is not None:
        service.contacts.sort(key=lambda each: each.position)
        service.openings.sort(key=lambda each: (each.weekday, each.opens))
        service.exceptions.sort(key=lambda each: each.day)


def _organisation(kept: Organisation) -> Organisation:
    copy = _copy(kept)
    copy.identifiers = _copies(kept.identifiers)
    copy.bases = _copies(kept.bases)
    copy.contacts = _copies(each for each in kept.contacts if each.service_id is None)
    return copy


def _service(kept: Service, organisation: Organisation) -> Service:
    copy = _copy(kept)
    copy.organisation = organisation
    copy.coverage = _copies(kept.coverage)
    copy.openings = _copies(kept.openings)
    copy.exceptions = _copies(kept.exceptions)
    copy.contacts = _copies(kept.contacts)
    for link in kept.locations:
        at: ServiceAtLocation = _copy(link)
        at.site = _copy(link.site)
        copy.locations.append(at)
    return copy


def _copies(rows: Iterable[Row]) -> list[Row]:
    return [_copy(each) for each in rows]


def _copy(row: Row) -> Row:
    """Return a row with the same values that belongs to no session."""
    columns: Sequence[str] = [each.key for each in inspect(type(row)).column_attrs]
    return type(row)(**{name: getattr(row, name) for name in columns})
