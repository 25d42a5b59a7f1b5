"""What an entry says now, in the words of docs/data-formats.md: stored again, it changes nothing.

The way back from :mod:`directory.entries.record`: a record becomes columns. What was read of an
edit and is not stored yet is told by the same functions, so the two can be compared.

What is told is for editors and moderators: it holds hidden addresses.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from directory.domain.sections import PARTS, Section, Told
from directory.entries.addresses import AND, BY_POINT, BY_POSTCODE, Address
from directory.entries.columns import OF_ORGANISATION, OF_SERVICE
from directory.entries.contacts import Reach
from directory.entries.covering import lines_of as coverage_lines
from directory.entries.kept import organisation_kept, service_kept
from directory.entries.opening_times import Special, Times, Usual, lines_of
from directory.entries.placing import Places
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.models import Organisation, Service

_KEYS = {
    False: {column: key for key, column in OF_ORGANISATION.items()},
    True: {column: key for key, column in OF_SERVICE.items()},
}
_CONTACTS = {
    Section.ORGANISATION_CONTACTS: PARTS[Section.ORGANISATION_CONTACTS].columns,
    Section.CONTACTS: PARTS[Section.CONTACTS].columns,
}


def told_organisation(organisation: Organisation, section: Section) -> Told:
    """Return what a section of an organisation says now, in the documented format."""
    return told_of(organisation_kept(organisation, section, Places()), section)


def told_service(service: Service, section: Section) -> Told:
    """Return what a section of a service says now, in the documented format."""
    return told_of(service_kept(service, section, Places()), section)


def told_now(organisation: Organisation, service: Service | None, section: Section) -> Told:
    """Return what a section of an organisation, or of its service, says now."""
    if service is None:
        return told_organisation(organisation, section)
    return told_service(service, section)


def told_of(record: OrganisationRecord | ServiceRecord, section: Section) -> Told:
    """Return what a record tells of a section; a column that it does not tell is left out."""
    part = PARTS[section]
    keys = _KEYS[part.is_of_service]
    told = {
        column: _plain(record.columns[keys[column]])
        for column in part.columns
        if keys[column] in record.columns
    }
    if section in _CONTACTS and record.contacts is not None:
        told |= dict(zip(_CONTACTS[section], _contacts(record.contacts), strict=True))
    if isinstance(record, ServiceRecord):
        told |= _of_service(record, section)
    else:
        told |= _of_organisation(record, section)
    return {column: told[column] for column in part.columns if column in told}


def told_address(address: Address) -> dict[str, Any]:
    """Return an address as an object; when it was checked, and by whom, is not told."""
    told: dict[str, Any] = {
        "name": address.name,
        "address": address.address,
        "postcode": address.postcode,
    }
    how, _, area = address.cue.partition(AND)
    if how not in (BY_POINT, BY_POSTCODE):
        how, area = "", address.cue
    if how == BY_POINT and address.spot is not None:
        told |= {"easting": str(address.spot.easting), "northing": str(address.spot.northing)}
    for each in filter(None, area.split(AND)):
        level, _, name = each.partition(": ")
        told[level] = name
    told |= {"access": list(address.access), "hidden": "yes" if address.is_hidden else ""}
    return {part: value for part, value in told.items() if value}


def _of_organisation(record: OrganisationRecord, section: Section) -> dict[str, Any]:
    if section is Section.BASES and record.bases is not None:
        return {"bases": [told_address(each) for each in record.bases]}
    if section is Section.ORGANISATION and record.identifiers is not None:
        return {"identifiers": [":".join(pair) for pair in sorted(record.identifiers)]}
    return {}


def _of_service(record: ServiceRecord, section: Section) -> dict[str, Any]:
    if section is Section.COVERAGE and record.coverage is not None:
        return {"coverage": coverage_lines(record.coverage)}
    if section is Section.SITES and record.sites is not None:
        return {"sites": _sites(record.sites)}
    if section is Section.TIMES and record.times is not None:
        return {"opening_times": lines_of(_in_order(record.times))}
    return {}


def _sites(sites: Iterable[Address]) -> list[dict[str, Any]]:
    """Return sites in an order of their own: we do not keep the order in which they were given."""
    told = [told_address(each) for each in sites]
    by_words = {repr(each).lower(): each for each in told}
    names = ("name", "address", "postcode")
    return sorted(
        by_words.values(),
        key=lambda each: ([str(each.get(name, "")).casefold() for name in names], repr(each)),
    )


def _in_order(times: Times) -> Times:
    return Times(
        tuple(sorted(times.usual, key=_of_usual)), tuple(sorted(times.special, key=_of_special))
    )


def _of_usual(each: Usual) -> tuple[Any, ...]:
    opening = each.opening
    return opening.weekday, opening.opens, opening.closes, opening.nth % 9, lines_of(Times((each,)))


def _of_special(each: Special) -> tuple[Any, ...]:
    return each.exception.day, lines_of(Times((), (each,)))


def _contacts(contacts: Sequence[Reach]) -> tuple[str, str, list[dict[str, str]]]:
    """Return the first telephone number and e-mail address, when they have no label; and the rest.

    A row has one column for each, and one for all further contacts.
    """
    first = contacts[0] if contacts and not contacts[0].label else Reach()
    rest = contacts[1:] if first != Reach() else contacts
    return first.phone, first.email, [_contact(each) for each in rest]


def _contact(reach: Reach) -> dict[str, str]:
    parts = {"label": reach.label, "phone": reach.phone, "email": reach.email}
    return {name: value for name, value in parts.items() if value}


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it, and as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, list) else str(value)
