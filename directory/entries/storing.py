"""What a record says, written where it differs from what we hold, and nowhere else."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from directory.domain.confirming import CONFIRMED_HERE
from directory.entries.addresses import Address
from directory.entries.contacts import Reach
from directory.entries.difference import Became, Change, replace, set_columns
from directory.entries.errors import BadRowError
from directory.entries.held import Held
from directory.entries.opening_times import Times, Usual
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.entries.sites import PLACED, address_columns, site_ref
from directory.entries.slugs import Slugs
from directory.extensions import db
from directory.models import (
    Contact,
    CoverageArea,
    Identifier,
    OpeningTime,
    OpeningTimeException,
    Organisation,
    OrganisationBase,
    Service,
    ServiceAtLocation,
)
from directory.models.organisation import now

CONFIRMING = frozenset({"checked_on", "checked_by"})
"""Columns that say a person looked again: they change without the words having been edited."""

CLAIMED = frozenset({"level", "name", "claimed_by", "confirmed_on"})
"""What is known of a claim besides which area it is of."""


def store_organisation(
    record: OrganisationRecord, held: Held, slugs: Slugs
) -> tuple[Organisation, Became]:
    """Write an organisation where it differs, and return it with what became of it.

    Raises:
        BadRowError: it is new, and not enough is said of it.

    """
    organisation = held.organisations.get(record.ref)
    is_new = organisation is None
    if organisation is None:
        for name in ("name", "kind"):
            if name not in record.columns:
                raise BadRowError(f"{name}: is missing, and the organisation is new")
        organisation = Organisation(ref=record.ref)
        held.organisations[record.ref] = organisation
        db.session.add(organisation)
    if "name" in record.columns:
        _give_slug(organisation, record.columns["name"], slugs, is_new=is_new)
    changes = [
        set_columns(organisation, _without_older(record.columns, organisation), CONFIRMING),
        *_told(record.identifiers, lambda told: _identifiers(organisation, told)),
        *_told(record.bases, lambda told: _bases(organisation, told)),
        *_told(record.contacts, lambda told: _organisation_contacts(organisation, told)),
    ]
    return organisation, _became(organisation, max(changes), is_new=is_new)


def store_service(
    record: ServiceRecord, organisation: Organisation, held: Held, slugs: Slugs
) -> tuple[Service, Became]:
    """Write a service where it differs, and return it with what became of it.

    Raises:
        BadRowError: its reference is that of another organisation's service.

    """
    service = held.services.get(record.ref)
    is_new = service is None
    if service is None:
        service = Service(ref=record.ref, organisation=organisation)
        held.services[record.ref] = service
        db.session.add(service)
    elif service.organisation is not organisation:
        owner = service.organisation
        raise BadRowError(
            f"service_ref: “{record.ref}” is a service of “{owner.name}” ({owner.ref}) already"
        )
    if "name" in record.columns:
        words = f"{record.columns['name']} {organisation.name}"
        _give_slug(service, words, slugs, is_new=is_new)
    changes = [
        set_columns(service, _without_older(record.columns, service), CONFIRMING),
        *_told(record.coverage, lambda _: _coverage(service, record)),
        *_told(record.sites, lambda told: _sites(service, told, held)),
        *_told(record.times, lambda told: _times(service, told, record, held)),
        *_told(record.contacts, lambda told: _contacts(service.contacts, organisation, told)),
    ]
    return service, _became(service, max(changes), is_new=is_new)


def _without_older(columns: Mapping[str, Any], row: Organisation | Service) -> Mapping[str, Any]:
    """Leave out when a list says that an entry was checked, if its people said so here since."""
    told = columns.get("checked_on") or date.min
    if row.checked_by not in CONFIRMED_HERE or told >= (row.checked_on or date.min):
        return columns
    return {name: value for name, value in columns.items() if name not in CONFIRMING}


def _told(told: Any, store: Callable[[Any], Change]) -> list[Change]:
    """Store what was told; what was not is left as it is."""
    return [] if told is None else [store(told)]


def _became(row: Organisation | Service, change: Change, *, is_new: bool) -> Became:
    if is_new:
        return Became.ADDED
    if change is Change.EDITED:
        row.edited_at = now()
    return Became.UNCHANGED if change is Change.SAME else Became.CHANGED


def _give_slug(row: Organisation | Service, words: str, slugs: Slugs, *, is_new: bool) -> None:
    """Give a new entry its address, or a renamed one another; the old one then forwards to it."""
    if is_new:
        row.slug = slugs.give(words, None)
    elif not slugs.is_made_from(row.slug, words):
        slugs.keep_forwarding(row.slug, row.id)
        row.slug = slugs.give(words, row.id)


def _identifiers(organisation: Organisation, told: tuple[tuple[str, str], ...]) -> Change:
    rows = [{"scheme": scheme, "number": number} for scheme, number in told]
    return replace(organisation.identifiers, Identifier, rows)


def _bases(organisation: Organisation, told: tuple[Address, ...]) -> Change:
    rows = [
        {
            **address_columns(base),
            "position": position,
            "name": base.name,
            "checked_on": base.checked_on,
            "checked_by": base.checked_by,
        }
        for position, base in enumerate(told)
    ]
    return replace(organisation.bases, OrganisationBase, rows, quiet=PLACED | CONFIRMING)


def _organisation_contacts(organisation: Organisation, told: tuple[Reach, ...]) -> Change:
    """Replace an organisation's own contacts, and leave those of its services."""
    own = [each for each in organisation.contacts if each.service_id is None]
    before = list(own)
    change = replace(own, Contact, _reaches(told))
    for each in before:
        if each not in own:
            organisation.contacts.remove(each)
    organisation.contacts.extend(each for each in own if each not in before)
    return change


def _contacts(held: list[Contact], organisation: Organisation, told: tuple[Reach, ...]) -> Change:
    return replace(held, Contact, _reaches(told), fixed={"organisation": organisation})


def _reaches(told: tuple[Reach, ...]) -> list[Mapping[str, Any]]:
    return [
        {"position": position, "label": each.label, "phone": each.phone, "email": each.email}
        for position, each in enumerate(told)
    ]


def _coverage(service: Service, record: ServiceRecord) -> Change:
    """Replace what a service covers; each area says who claimed it and when that was confirmed."""
    if record.claimed_by is None:
        by, on = service.checked_by or "", service.checked_on
    else:
        by, on = record.claimed_by, record.confirmed_on or service.checked_on
    held = _confirmed_here(service, on)
    rows = [
        {
            "code": area.code,
            "level": area.level,
            "name": area.name,
            "is_exclusion": area.is_exclusion,
            "claimed_by": claimed_by,
            "confirmed_on": confirmed_on,
        }
        for area in record.coverage or ()
        for claimed_by, confirmed_on in [
            area.claim or held.get((area.code, area.is_exclusion)) or (by, on)
        ]
    ]
    change = replace(service.coverage, CoverageArea, rows, quiet=CLAIMED)
    if change > Change.QUIET:
        service.wide_and_right_on = None
    return change


def _confirmed_here(
    service: Service, told: date | None
) -> Mapping[tuple[str, bool], tuple[str, date | None]]:
    """Return who claimed what, and since when, where its people confirmed it here after that."""
    if service.checked_by not in CONFIRMED_HERE:
        return {}
    return {
        (area.code, area.is_exclusion): (area.claimed_by, area.confirmed_on)
        for area in service.coverage
        if (area.confirmed_on or date.min) >= (told or date.min)
    }


def _sites(service: Service, told: tuple[Address, ...], held: Held) -> Change:
    refs = list(dict.fromkeys(site_ref(each) for each in told))
    before = {each.site_id for each in service.locations}
    rows = [{"site_id": held.sites[ref].id} for ref in refs]
    change = replace(service.locations, ServiceAtLocation, rows)
    held.left |= before - {row["site_id"] for row in rows}
    return max(change, Change.QUIET) if held.replaced.intersection(refs) else change


def _times(service: Service, told: Times, record: ServiceRecord, held: Held) -> Change:
    usual = [
        {name: getattr(each.opening, name) for name in each.opening.__slots__}
        | {"note": each.note, "site_id": _site_of(each, record, held)}
        for each in told.usual
    ]
    special = [
        {
            "day": each.exception.day,
            "opens": each.exception.opens,
            "closes": each.exception.closes,
            "note": each.note,
        }
        for each in told.special
    ]
    return max(
        replace(service.openings, OpeningTime, usual),
        replace(service.exceptions, OpeningTimeException, special),
    )


def _site_of(time: Usual, record: ServiceRecord, held: Held) -> int | None:
    by_name = {site.name.lower(): site_ref(site) for site in record.sites or ()}
    named = by_name.get(time.site.lower()) if time.site else None
    ref = record.site_refs.get(time, named)
    return held.sites[ref].id if ref else None
