"""A row read as an organisation and a service, every value checked, nothing written yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from directory.domain import identifiers
from directory.domain.categories import CATEGORIES, MAX_CATEGORIES
from directory.domain.terms import (
    LANGUAGES,
    Access,
    Audience,
    Cost,
    Kind,
    Mode,
    Publication,
    Status,
    WayIn,
)
from directory.entries.addresses import Address, read_addresses
from directory.entries.cells import (
    Row,
    choice,
    choices,
    day,
    flag,
    line,
    link,
    names_of,
    plain_names,
    said,
    text,
    values,
    whole,
)
from directory.entries.columns import OF_ORGANISATION, OF_SERVICE
from directory.entries.contacts import Reach, read_contacts
from directory.entries.covering import Covered, read_coverage
from directory.entries.errors import BadRowError
from directory.entries.opening_times import Times, Usual, read_times
from directory.entries.placing import Places

MOST_YEARS = 120
LONG = 20_000

Read = Callable[[Row, str], Any]


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation as a row tells of it; what is None is not told, and is left as it is.

    Attributes:
        columns: values of the model's own columns.

    """

    ref: str
    columns: Mapping[str, Any]
    identifiers: tuple[tuple[str, str], ...] | None = None
    bases: tuple[Address, ...] | None = None
    contacts: tuple[Reach, ...] | None = None


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service as a row tells of it; what is None is not told, and is left as it is.

    Attributes:
        columns: values of the model's own columns.
        site_refs: the sites of times whose site is known by its reference, whatever its name.
        claimed: who said whom it is for, and when that was last confirmed; None where only
            the check of the whole service tells.

    """

    ref: str
    columns: Mapping[str, Any]
    coverage: tuple[Covered, ...] | None = None
    claimed_by: str | None = None
    confirmed_on: date | None = None
    sites: tuple[Address, ...] | None = None
    times: Times | None = None
    contacts: tuple[Reach, ...] | None = None
    site_refs: Mapping[Usual, str | None] = field(default_factory=dict)


_CATEGORY_NAMES = plain_names({slug: each.name for slug, each in CATEGORIES.items()})
_LANGUAGE_NAMES = plain_names(LANGUAGES)

_ORGANISATION: Mapping[str, Read] = {
    "name": partial(line, longest=200, needed=True),
    "also_known_as": partial(line, longest=200),
    "kind": partial(choice, kind=Kind),
    "description": partial(text, longest=LONG),
    "founded": partial(line, longest=100),
    "website": link,
    "publication": partial(choice, kind=Publication, default=Publication.PUBLISHED),
    "source": partial(text, longest=2_000),
    "checked_on": day,
    "checked_by": partial(line, longest=120),
}
"""How each column of the model is read, by its name in JSON."""

_SERVICE: Mapping[str, Read] = {
    "name": partial(line, longest=200, needed=True),
    "summary": partial(line, longest=300),
    "description": partial(text, longest=LONG),
    "categories": partial(choices, known=_CATEGORY_NAMES),
    "publication": partial(choice, kind=Publication, default=Publication.PUBLISHED),
    "status": partial(choice, kind=Status, default=Status.RUNNING),
    "status_note": partial(line, longest=300),
    "cost": partial(choice, kind=Cost, default=Cost.UNKNOWN),
    "cost_note": partial(line, longest=300),
    "age_from": partial(whole, least=0, most=MOST_YEARS),
    "age_to": partial(whole, least=0, most=MOST_YEARS),
    "audiences": partial(choices, known=names_of(Audience)),
    "eligibility": partial(text, longest=2_000),
    "languages": partial(choices, known=_LANGUAGE_NAMES),
    "access": partial(choices, known=names_of(Access)),
    "access_note": partial(line, longest=300),
    "modes": partial(choices, known=names_of(Mode)),
    "ways_in": partial(choices, known=names_of(WayIn)),
    "way_in_note": partial(line, longest=300),
    "website": link,
    "checked_on": day,
    "checked_by": partial(line, longest=120),
}


def names_only_its_ref(row: Row) -> bool:
    """Say whether a row tells nothing of its organisation: an earlier one did, or we know it."""
    columns = (column for key, column in OF_ORGANISATION.items() if key != "ref")
    return not any(row.get(column) for column in columns)


def organisation_of(row: Row, places: Places) -> tuple[OrganisationRecord, list[str]]:
    """Return the organisation of a row, and what its sender should be told.

    Raises:
        BadRowError: a column does not hold what it should.

    """
    bases, notes = read_addresses(row, "bases", places)
    columns = _columns(row, _ORGANISATION, OF_ORGANISATION)
    if "invented" in row:
        columns["is_invented"] = flag(row, "invented")
    record = OrganisationRecord(
        ref=line(row, "organisation_ref", 100, needed=True),
        columns=columns,
        identifiers=_identifiers(row),
        bases=bases,
        contacts=read_contacts(
            row, "organisation_phone", "organisation_email", "organisation_contacts"
        ),
    )
    return record, notes


def service_of(
    row: Row, places: Places, held: ServiceRecord | None = None
) -> tuple[ServiceRecord | None, list[str]]:
    """Return the service of a row, if it has one, and what its sender should be told.

    ``held`` is what we hold of it: sites that its times may name, areas it covers already.

    Raises:
        BadRowError: a column does not hold what it should.

    """
    ref = line(row, "service_ref", 100)
    if not ref:
        if told := [column for column in OF_SERVICE.values() if row.get(column)]:
            raise BadRowError(f"service_ref: is missing, and {told[0]} is not")
        return None, []
    sites, notes = read_addresses(row, "sites", places)
    if sites is None and held is not None:
        sites = held.sites
    columns = _columns(row, _SERVICE, OF_SERVICE)
    _check(columns)
    if not columns.get("categories", ["not told"]):
        notes.append(f"categories: “{ref}” has none, so few will find it by need")
    by, on = said(row, "coverage_by"), day(row, "coverage_confirmed_on")
    record = ServiceRecord(
        ref=ref,
        columns=columns,
        coverage=read_coverage(row, places, (held and held.coverage) or ()),
        claimed_by=line(row, "coverage_by", 120) if by or on else None,
        confirmed_on=on,
        sites=sites,
        times=_times(row),
        contacts=read_contacts(row, "phone", "email", "contacts"),
    )
    _check_sites_of_times(record)
    return record, notes


def _columns(row: Row, read: Mapping[str, Read], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of those columns that the list has."""
    return {key: read[key](row, names[key]) for key in read if names[key] in row}


def _check(columns: Mapping[str, Any]) -> None:
    """Refuse a service whose values do not go together."""
    if "name" not in columns:
        raise BadRowError("service_name: is missing")
    if len(columns.get("categories", ())) > MAX_CATEGORIES:
        raise BadRowError(
            f"categories: {len(columns['categories'])} are too many (at most {MAX_CATEGORIES})"
        )
    age_from, age_to = columns.get("age_from"), columns.get("age_to")
    if age_from is not None and age_to is not None and age_from > age_to:
        raise BadRowError(f"age_from: {age_from} is more than age_to, {age_to}")


def _times(row: Row) -> Times | None:
    if "opening_times" not in row:
        return None
    given = row["opening_times"]
    several = given if isinstance(given, list) else [given]
    return read_times([said({"opening_times": each}, "opening_times") for each in several])


def _check_sites_of_times(record: ServiceRecord) -> None:
    known = {site.name.lower() for site in record.sites or ()}
    for each in record.times.usual if record.times else ():
        if each.site and each.site.lower() not in known:
            raise BadRowError(
                f"opening_times: “{each.site[:80]}” is not the name of one of its sites"
            )


def _identifiers(row: Row) -> tuple[tuple[str, str], ...] | None:
    if "identifiers" not in row:
        return None
    found = []
    for value in values(row, "identifiers"):
        scheme, colon, number = value.partition(":")
        if not colon:
            raise BadRowError(f"identifiers: “{value[:40]}” has no register; write GB-CHC:1086812")
        try:
            found.append((scheme.strip().upper(), identifiers.tidy(scheme, number)))
        except ValueError as error:
            raise BadRowError(f"identifiers: {error}") from None
    if trouble := identifiers.slip(found):
        raise BadRowError(f"identifiers: {trouble}")
    return tuple(dict.fromkeys(found))
