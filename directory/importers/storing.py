"""What a record says, written where it differs from what we hold, and nowhere else."""

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from directory.extensions import Base, db
from directory.importers.addresses import Address
from directory.importers.record import OrganisationRecord, ServiceRecord
from directory.importers.slugs import is_made_from, keep_forwarding, slug_for
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
    Site,
)
from directory.models.organisation import now

PLACED = [
    "easting",
    "northing",
    "ward_code",
    "neighbourhood_code",
    "borough_code",
    "region_code",
    "nation_code",
]
CONFIRMING = {"checked_on", "checked_by"}
"""Columns that say a person looked again: they change without the words having been edited."""


class Became(StrEnum):
    """What came of storing a record."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def store_organisation(record: OrganisationRecord) -> tuple[Organisation, Became]:
    """Write an organisation where it differs, and return it with what became of it."""
    found = db.session.scalar(select(Organisation).where(Organisation.ref == record.ref))
    is_new = found is None
    name = record.columns["name"]
    organisation = found or Organisation(ref=record.ref)
    if is_new:
        organisation.slug = slug_for("organisation", name, None)
        db.session.add(organisation)
    elif not is_made_from(organisation.slug, name, "organisation"):
        _move("organisation", organisation, name)
    changed = set_columns(organisation, record.columns)
    children = [
        _replace(organisation.identifiers, Identifier, _identifier_rows(record)),
        _replace(organisation.bases, OrganisationBase, _base_rows(record.bases)),
        _replace_contacts(organisation.contacts, organisation, record.contact),
    ]
    return organisation, _became(organisation, is_new=is_new, changed=changed, children=children)


def store_service(record: ServiceRecord, organisation: Organisation) -> tuple[Service, Became]:
    """Write a service where it differs, and return it with what became of it."""
    found = db.session.scalar(select(Service).where(Service.ref == record.ref))
    is_new = found is None
    words = f"{record.columns['name']} {organisation.name}"
    service = found or Service(ref=record.ref)
    if is_new:
        service.slug = slug_for("service", words, None)
        service.organisation_id = organisation.id
        db.session.add(service)
    elif not is_made_from(service.slug, words, "service"):
        _move("service", service, words)
    moved = service.organisation_id != organisation.id
    service.organisation_id = organisation.id
    changed = set_columns(service, record.columns)
    children = [
        moved,
        _replace(service.coverage, CoverageArea, _coverage_rows(record)),
        _replace_sites(service, record.sites),
        _replace(service.openings, OpeningTime, _opening_rows(record)),
        _replace(service.exceptions, OpeningTimeException, _exception_rows(record)),
        _replace_contacts(service.contacts, organisation, record.contact),
    ]
    for area in service.coverage:
        area.confirmed_on = service.checked_on
    return service, _became(service, is_new=is_new, changed=changed, children=children)


def set_columns(row: Base, columns: Any) -> set[str]:
    """Set what differs, and return the names of what did."""
    changed = {name for name, value in columns.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    return changed


def _became(
    row: Organisation | Service, *, is_new: bool, changed: set[str], children: Sequence[bool]
) -> Became:
    if is_new:
        return Became.ADDED
    if changed - CONFIRMING or any(children):
        row.edited_at = now()
    return Became.CHANGED if changed or any(children) else Became.UNCHANGED


def _move(kind: str, row: Organisation | Service, words: str) -> None:
    """Give a renamed entry its new address, and let the old one forward to it."""
    keep_forwarding(kind, row.slug, row.id)
    row.slug = slug_for(kind, words, row.id)


def _replace(held: list[Any], model: type[Base], rows: Iterable[dict[str, Any]]) -> bool:
    """Put these rows in place of those that are held, unless they are the same."""
    wanted = list(rows)
    same = len(wanted) == len(held) and all(
        all(getattr(one, name) == value for name, value in row.items())
        for one, row in zip(held, wanted, strict=True)
    )
    if not same:
        held[:] = [model(**row) for row in wanted]
    return not same


def _replace_contacts(
    held: list[Contact], organisation: Organisation, contact: tuple[str, str]
) -> bool:
    phone, email = contact
    if [(each.phone, each.email) for each in held] == ([contact] if any(contact) else []):
        return False
    fresh = [Contact(phone=phone, email=email, organisation=organisation)] if any(contact) else []
    held[:] = fresh
    return True


def _replace_sites(service: Service, addresses: Sequence[Address]) -> bool:
    sites = [_site(address) for address in addresses]
    db.session.flush()
    if [each.site_id for each in service.locations] == [site.id for site in sites]:
        return False
    service.locations[:] = [ServiceAtLocation(site=site) for site in sites]
    return True


def _site(address: Address) -> Site:
    """Return the site at an address; services that name the same address share it."""
    said = "\n".join((address.name, address.address, address.postcode, str(address.spot)))
    ref = hashlib.blake2b(said.lower().encode(), digest_size=12).hexdigest()
    site = db.session.scalar(select(Site).where(Site.ref == ref)) or Site(ref=ref)
    set_columns(site, {"name": address.name, "access": list(address.access), **_placed(address)})
    db.session.add(site)
    return site


def _placed(address: Address) -> dict[str, Any]:
    spot = address.spot
    where = (
        (
            spot.easting,
            spot.northing,
            spot.ward,
            spot.neighbourhood,
            spot.borough,
            spot.region,
            spot.nation,
        )
        if spot
        else (None, None, "", "", "", "", "")
    )
    return {
        "address": address.address,
        "postcode": address.postcode,
        "is_hidden": address.is_hidden,
        **dict(zip(PLACED, where, strict=True)),
    }


def _identifier_rows(record: OrganisationRecord) -> list[dict[str, Any]]:
    return [{"scheme": scheme, "number": number} for scheme, number in sorted(record.identifiers)]


def _base_rows(bases: Sequence[Address]) -> list[dict[str, Any]]:
    return [
        {"position": position, "name": base.name, **_placed(base)}
        for position, base in enumerate(bases)
    ]


def _coverage_rows(record: ServiceRecord) -> list[dict[str, Any]]:
    return [
        {
            "code": area.code,
            "level": area.level,
            "name": area.name,
            "is_exclusion": area.is_exclusion,
        }
        for area in record.coverage
    ]


def _opening_rows(record: ServiceRecord) -> list[dict[str, Any]]:
    rows = [
        {name: getattr(opening, name) for name in opening.__slots__} | {"note": note}
        for opening, note in record.times.usual
    ]
    return sorted(rows, key=lambda row: (row["weekday"], row["opens"]))


def _exception_rows(record: ServiceRecord) -> list[dict[str, Any]]:
    rows = [
        {"day": each.day, "opens": each.opens, "closes": each.closes, "note": note}
        for each, note in record.times.special
    ]
    return sorted(rows, key=lambda row: (row["day"], row["opens"] is not None))
