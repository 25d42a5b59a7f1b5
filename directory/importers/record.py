"""A row read as an organisation and a service, every value checked, nothing written yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.domain import identifiers
from directory.domain.categories import CATEGORIES, MAX_CATEGORIES
from directory.domain.place import Level
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
from directory.errors import BadInputError, UnknownPlaceError
from directory.importers.addresses import Address, read_addresses
from directory.importers.cells import Row, choice, choices, day, flag, link, text, values, whole
from directory.importers.claims import claim_for
from directory.importers.errors import BadRowError
from directory.importers.opening_times import Times, read_times

MOST_YEARS = 120
LONG = 10_000


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation as a row tells of it; ``columns`` are the model's own."""

    ref: str
    columns: Mapping[str, Any]
    identifiers: tuple[tuple[str, str], ...] = ()
    bases: tuple[Address, ...] = ()
    contact: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Covered:
    """An area that a service is for, or is not for."""

    code: str
    level: Level
    name: str
    is_exclusion: bool


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service as a row tells of it; ``columns`` are the model's own."""

    ref: str
    columns: Mapping[str, Any]
    coverage: tuple[Covered, ...] = ()
    sites: tuple[Address, ...] = ()
    times: Times = field(default_factory=Times)
    contact: tuple[str, str] = ("", "")


def organisation_of(row: Row) -> tuple[OrganisationRecord, list[str]]:
    """Return the organisation of a row, and what its sender should be told.

    Raises:
        BadRowError: a column does not hold what it should.

    """
    bases, notes = read_addresses(row, "bases")
    record = OrganisationRecord(
        ref=text(row, "organisation_ref", 100, needed=True),
        columns={
            "name": text(row, "organisation_name", 200, needed=True),
            "also_known_as": text(row, "also_known_as", 200),
            "kind": choice(row, "kind", Kind),
            "description": text(row, "organisation_description", LONG),
            "founded": text(row, "founded", 100),
            "website": link(row, "organisation_website"),
            "publication": choice(row, "publication", Publication, Publication.PUBLISHED),
            "source": text(row, "source", 2_000),
            "is_invented": flag(row, "invented"),
            "checked_on": day(row, "organisation_checked_on"),
            "checked_by": text(row, "organisation_checked_by", 120),
        },
        identifiers=_identifiers(row),
        bases=tuple(bases),
        contact=(text(row, "organisation_phone", 40), text(row, "organisation_email", 200)),
    )
    return record, notes


def service_of(row: Row) -> tuple[ServiceRecord | None, list[str]]:
    """Return the service of a row, if it has one, and what its sender should be told.

    Raises:
        BadRowError: a column does not hold what it should.

    """
    ref = text(row, "service_ref", 100)
    if not ref:
        if row.get("service_name"):
            raise BadRowError("service_ref: is missing, and service_name is not")
        return None, []
    sites, notes = read_addresses(row, "sites")
    record = ServiceRecord(
        ref=ref,
        columns=_service_columns(row),
        coverage=_coverage(row),
        sites=tuple(sites),
        times=read_times(row.get("opening_times", "")),
        contact=(text(row, "phone", 40), text(row, "email", 200)),
    )
    return record, notes


def _service_columns(row: Row) -> dict[str, Any]:
    categories = choices(row, "categories", list(CATEGORIES))
    if not 1 <= len(categories) <= MAX_CATEGORIES:
        raise BadRowError(
            f"categories: {len(categories)} given; one to {MAX_CATEGORIES} are needed"
        )
    age_from, age_to = whole(row, "age_from", 0, MOST_YEARS), whole(row, "age_to", 0, MOST_YEARS)
    if age_from is not None and age_to is not None and age_from > age_to:
        raise BadRowError(f"age_from: {age_from} is more than age_to, {age_to}")
    return {
        "name": text(row, "service_name", 200, needed=True),
        "summary": text(row, "summary", 300),
        "description": text(row, "description", LONG),
        "categories": categories,
        "status": choice(row, "status", Status, Status.RUNNING),
        "status_note": text(row, "status_note", 300),
        "cost": choice(row, "cost", Cost, Cost.UNKNOWN),
        "cost_note": text(row, "cost_note", 300),
        "age_from": age_from,
        "age_to": age_to,
        "audiences": choices(row, "audiences", _list(Audience)),
        "eligibility": text(row, "eligibility", 2_000),
        "languages": choices(row, "languages", list(LANGUAGES)),
        "access": choices(row, "access", _list(Access)),
        "access_note": text(row, "access_note", 300),
        "modes": choices(row, "modes", _list(Mode)),
        "ways_in": choices(row, "ways_in", _list(WayIn)),
        "way_in_note": text(row, "way_in_note", 300),
        "website": link(row, "website"),
        "checked_on": day(row, "checked_on"),
        "checked_by": text(row, "checked_by", 120),
    }


def _list(kind: Any) -> list[str]:
    return [each.value for each in kind]


def _identifiers(row: Row) -> tuple[tuple[str, str], ...]:
    found = []
    for value in values(row, "identifiers"):
        scheme, colon, number = value.partition(":")
        if not colon:
            raise BadRowError(f"identifiers: “{value[:40]}” has no register; write GB-CHC:1086812")
        try:
            found.append((scheme.strip().upper(), identifiers.tidy(scheme, number)))
        except ValueError as error:
            raise BadRowError(f"identifiers: {error}") from None
    trouble = identifiers.slip(found)
    if trouble:
        raise BadRowError(f"identifiers: {trouble}")
    return tuple(dict.fromkeys(found))


def _coverage(row: Row) -> tuple[Covered, ...]:
    found = []
    for value in values(row, "coverage"):
        is_exclusion = value.lower().startswith("not ")
        level, _, name = (value[4:] if is_exclusion else value).partition(":")
        try:
            area = claim_for(level.strip().lower(), name.strip())
        except UnknownPlaceError as error:
            offered = "; ".join(each.where for each in error.choices[:6])
            hint = f" (perhaps {offered})" if offered else ""
            raise BadRowError(f"coverage: “{value[:80]}”: {error}{hint}") from None
        except BadInputError as error:
            raise BadRowError(f"coverage: “{value[:80]}”: {error}") from None
        found.append(Covered(area.code, area.level, area.name, is_exclusion))
    if found and all(each.is_exclusion for each in found):
        raise BadRowError("coverage: says only whom it is not for")
    return tuple(dict.fromkeys(found))
