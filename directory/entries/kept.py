"""What we keep of an entry, as the record that a row of a list would have become.

Only what a section needs is asked of the database: a coverage may have thousands of areas.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from directory.domain.area_lines import named
from directory.domain.hours import Opening, OpeningException
from directory.domain.rings import Spot
from directory.domain.sections import PARTS, Section
from directory.entries.addresses import AND, BY_NAME, BY_POINT, BY_POSTCODE, Address
from directory.entries.contacts import Reach
from directory.entries.covering import Covered
from directory.entries.errors import BadRowError
from directory.entries.opening_times import Special, Times, Usual, lines_of, read_times
from directory.entries.placing import Places
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.errors import UnknownPlaceError
from directory.extensions import db
from directory.models import (
    Contact,
    OpeningTime,
    Organisation,
    OrganisationBase,
    Service,
    Site,
)

_OF_ORGANISATION = (
    "name",
    "also_known_as",
    "kind",
    "description",
    "founded",
    "website",
    "publication",
)
_OF_SERVICE = (
    *("name", "summary", "description", "categories", "publication", "status", "status_note"),
    *("cost", "cost_note", "age_from", "age_to", "audiences", "eligibility", "languages"),
    *("access", "access_note", "modes", "ways_in", "way_in_note", "website"),
)


def organisation_kept(
    organisation: Organisation, section: Section, places: Places
) -> OrganisationRecord:
    """Return what we keep of an organisation that this section tells."""
    columns = PARTS[section].columns
    own = [each for each in organisation.contacts if each.service_id is None]
    return OrganisationRecord(
        ref=organisation.ref,
        columns={key: getattr(organisation, key) for key in _OF_ORGANISATION},
        identifiers=tuple(sorted((x.scheme, x.number) for x in organisation.identifiers))
        if "identifiers" in columns
        else None,
        bases=tuple(address_of(each, places) for each in organisation.bases)
        if "bases" in columns
        else None,
        contacts=_reaches(own) if "organisation_contacts" in columns else None,
    )


def service_kept(service: Service, section: Section, places: Places) -> ServiceRecord:
    """Return what we keep of a service that this section tells; times come with their sites."""
    columns = PARTS[section].columns
    record = ServiceRecord(
        ref=service.ref,
        columns={key: getattr(service, key) for key in _OF_SERVICE},
        coverage=_coverage(service) if "coverage" in columns else None,
        contacts=_reaches(service.contacts) if "contacts" in columns else None,
    )
    if {"sites", "opening_times"}.isdisjoint(columns):
        return record
    names = {each.site_id: each.site.name for each in service.locations}
    times = {_usual(each, names): _ref_of(each) for each in service.openings}
    return replace(
        record,
        sites=tuple(address_of(each.site, places) for each in service.locations),
        times=Times(tuple(times), tuple(_specials(service))),
        site_refs=times,
    )


def address_of(row: OrganisationBase | Site, places: Places) -> Address:
    """Return a base or a site as the address that it was read from."""
    spot = Spot(row.easting, row.northing, *row.area_codes)
    common = Address(
        name=row.name,
        address=row.address,
        postcode=row.postcode,
        is_hidden=row.is_hidden,
        spot=None if spot == Spot() else spot,
        cue=row.cue or _cue(row, spot, places),
    )
    if isinstance(row, Site):
        return replace(common, access=tuple(row.access), ref=row.ref)
    return replace(common, checked_on=row.checked_on, checked_by=row.checked_by)


def _cue(row: OrganisationBase | Site, spot: Spot, places: Places) -> str:
    """Return by what an address can be placed again that does not say how it was placed."""
    has_point = row.easting is not None and row.northing is not None
    by_postcode = places.at(row.postcode, None, None) if row.postcode else None
    if by_postcode is not None and (by_postcode == spot or not has_point):
        return BY_POSTCODE
    if not has_point and not (row.ward_code or row.borough_code):
        return ""
    found = places.at(row.postcode, row.easting, row.northing) if has_point else None
    point = BY_POINT if has_point else ""
    if found is not None and (found.ward or found.borough):
        return point
    return AND.join(part for part in (point, _by_area(row, places)) if part)


def _by_area(row: OrganisationBase | Site, places: Places) -> str:
    codes = dict(zip(BY_NAME, ("", row.ward_code, row.borough_code), strict=True))
    for level, code in codes.items():
        if code:
            try:
                return f"{level}: {named(places.claim(level, code).name, code)}"
            except UnknownPlaceError:
                continue
    return ""


def _coverage(service: Service) -> tuple[Covered, ...]:
    return tuple(
        Covered(
            each.code,
            each.level,
            each.name,
            each.is_exclusion,
            (each.claimed_by, each.confirmed_on),
        )
        for each in service.coverage
    )


def _reaches(contacts: Iterable[Contact]) -> tuple[Reach, ...]:
    ordered = sorted(contacts, key=lambda each: each.position)
    return tuple(Reach(each.label, each.phone, each.email) for each in ordered)


def _ref_of(row: OpeningTime) -> str | None:
    """Return the reference of the site of a time, which the service may have left since."""
    site = db.session.get(Site, row.site_id) if row.site_id else None
    return site.ref if site is not None else None


def _usual(row: OpeningTime, names: Mapping[int, str]) -> Usual:
    """Return a time with the name of its site, where that name can be read in a line again."""
    opening = Opening(**{each.name: getattr(row, each.name) for each in fields(Opening)})
    usual = Usual(opening, row.note, names.get(row.site_id or 0, ""))
    try:
        is_read_back = read_times(lines_of(Times((usual,)))).usual == (usual,)
    except BadRowError:
        is_read_back = False
    return usual if is_read_back else Usual(opening, row.note)


def _specials(service: Service) -> Iterable[Special]:
    for each in service.exceptions:
        yield Special(OpeningException(each.day, each.opens, each.closes), each.note)
