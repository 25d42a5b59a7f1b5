"""A section of an entry, written as an edit tells it: checked, stored, kept as a version, audited.

Only the columns of the section can be told. The caller commits.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.domain.sections import PARTS, Section, Told, difference
from directory.domain.terms import Publication
from directory.entries.difference import Became
from directory.entries.errors import BadRowError
from directory.entries.held import Held, forget_unused, hold_sites
from directory.entries.kept import organisation_kept, service_kept
from directory.entries.placing import Places
from directory.entries.private import keep_private
from directory.entries.record import (
    OrganisationRecord,
    ServiceRecord,
    organisation_of,
    service_of,
)
from directory.entries.settling import settled_organisation, settled_service
from directory.entries.slugs import Slugs
from directory.entries.storing import store_organisation, store_service
from directory.entries.versions import keep
from directory.entries.written import told_now, told_of
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import (
    Change,
    Identifier,
    Organisation,
    Person,
    Service,
    ServiceAtLocation,
)
from directory.models.organisation import now
from directory.search import index

MOST_SHARED = 20
_PUBLIC = (Publication.PUBLISHED, Publication.CLOSED)


def check(
    section: Section, organisation: Organisation, service: Service | None, told: Told
) -> list[str]:
    """Return what the editor should know of a text that can be stored.

    Raises:
        BadInputError: it cannot; ``field`` is the column.

    """
    record, notes = read(section, organisation, service, told)
    if isinstance(record, OrganisationRecord) and record.identifiers:
        notes += _shared_numbers(organisation, record.identifiers)
    return [_parted(each, PARTS[section].columns)[1] for each in notes]


def canonical(
    section: Section, organisation: Organisation, service: Service | None, told: Told
) -> Told:
    """Return a text as it will be told once it is stored, every column of the section.

    Raises:
        BadInputError: it cannot be stored; ``field`` is the column.

    """
    record, _ = read(section, organisation, service, told)
    return told_of(record, section)


def apply(
    section: Section,
    organisation: Organisation,
    service: Service | None,
    told: Told,
    *,
    by: Person | None,
    how: str = "edit",
    change: Change | None = None,
) -> Became:
    """Write a section, keep what it said as a version, and let the index and the log know.

    Args:
        section: which.
        organisation: whose entry.
        service: which service; None for the organisation's own sections.
        told: columns of the section; those that are left out stay as they are.
        by: who says so.
        how: how it came about, for the version: "edit", "restored", "merged", "hidden".
        change: the change that is published by it.

    Raises:
        BadInputError: it cannot be stored; ``field`` is the column. Nothing was written.

    """
    before = told_now(organisation, service, section)
    record, _ = read(section, organisation, service, told)
    entry = organisation if service is None else service
    edited_at = entry.edited_at
    with db.session.no_autoflush:
        became, touched = _store(record, organisation, service)
    if became is Became.UNCHANGED:
        return became
    after = told_now(organisation, service, section)
    differing = [each.column for each in difference(before, after)]
    if differing:
        entry.edited_at = now()
        version = keep(
            section,
            organisation,
            service,
            before,
            after,
            by=by,
            how=how,
            change=change,
            since=edited_at,
        )
        audit.note(
            how,
            "organisation" if service is None else "service",
            entry.id,
            by=by,
            organisation_id=organisation.id,
            section=section.value,
            version=version.number,
            columns=differing,
            **({"change": change.id} if change is not None else {}),
        )
    else:
        entry.edited_at = edited_at
    index.note_changes(touched)
    if section is Section.BASES:
        # What happens at a base that is hidden now is hidden with it.
        for each in organisation.services:
            apply(Section.SITES, organisation, each, {}, by=by, how=how)
    return became


def read(
    section: Section, organisation: Organisation, service: Service | None, told: Told
) -> tuple[OrganisationRecord | ServiceRecord, list[str]]:
    """Return a section as a record that can be stored, and what its sender should be told.

    Raises:
        BadInputError: it holds a column of another section, or one that cannot be read.

    """
    part = PARTS[section]
    if part.is_of_service != (service is not None):
        raise BadInputError("This section belongs to another kind of entry.")
    if service is not None and service.organisation_id != organisation.id:
        raise BadInputError("This service is not one of this organisation's.")
    for column in told:
        if column not in part.columns:
            raise BadInputError(f"“{column[:60]}” is not a part of this section.", field=column)
    try:
        if service is None:
            return _read_organisation(section, organisation, told)
        return _read_service(section, organisation, service, told)
    except BadRowError as error:
        raise _bad(str(error), part.columns) from None


def _read_organisation(
    section: Section, organisation: Organisation, told: Told
) -> tuple[OrganisationRecord, list[str]]:
    places = Places()
    kept = organisation_kept(organisation, section, places)
    row = {**told_of(kept, section), **told}
    _check_publication(row)
    record, notes = organisation_of(row | {"organisation_ref": organisation.ref}, places)
    return settled_organisation(record, kept), notes


def _read_service(
    section: Section, organisation: Organisation, service: Service, told: Told
) -> tuple[ServiceRecord, list[str]]:
    places = Places()
    kept = service_kept(service, section, places)
    row = {**told_of(kept, section), **told}
    _check_publication(row)
    needed = {"service_ref": service.ref, "service_name": service.name}
    record, notes = service_of(needed | row, places, kept)
    if record is None:
        raise BadRowError("service_ref: is missing")
    if section is Section.SITES:
        record, hidden = keep_private(record, organisation.bases)
        notes = [*notes, *hidden]
    return settled_service(record, kept, organisation.name), notes


def _check_publication(row: Told) -> None:
    """Refuse an empty cell: a list would take it for "published"."""
    for column in ("publication", "service_publication"):
        if column in row and not row[column]:
            raise BadRowError(f"{column}: is missing")


def _store(
    record: OrganisationRecord | ServiceRecord, organisation: Organisation, service: Service | None
) -> tuple[Became, set[int]]:
    """Store a record; return what came of it, and the services that the index must hear of."""
    held = Held(organisations={organisation.ref: organisation})
    if isinstance(record, OrganisationRecord):
        columns = _without_same_name(record.columns, organisation)
        record = replace(record, columns=columns)
        _, became = store_organisation(record, held, Slugs(Organisation))
        db.session.flush()
        return became, _services(Service.id, Service.organisation_id, {organisation.id})
    if service is not None:
        held.services[service.ref] = service
    hold_sites(held, [record])
    columns = _without_same_name(record.columns, service)
    record = replace(record, columns=columns)
    stored, became = store_service(record, organisation, held, Slugs(Service))
    db.session.flush()
    forget_unused(held.left)
    moved = {held.sites[ref].id for ref in held.replaced}
    return became, {stored.id} | _services(
        ServiceAtLocation.service_id, ServiceAtLocation.site_id, moved
    )


def _without_same_name(
    columns: Mapping[str, Any], entry: Organisation | Service | None
) -> dict[str, Any]:
    """Leave out a name that stays as it is, so that no address on this site moves for it."""
    is_same = entry is not None and columns.get("name") == entry.name
    return {key: value for key, value in columns.items() if key != "name" or not is_same}


def _services(service: Any, of: Any, numbers: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(service).where(of.in_(sorted(numbers)))))


def _shared_numbers(
    organisation: Organisation, identifiers: Collection[tuple[str, str]]
) -> list[str]:
    """Return words on numbers that another entry has too; it is named only when it is public."""
    rows = db.session.execute(
        select(Organisation.name, Organisation.publication, Identifier.scheme, Identifier.number)
        .join(Identifier.organisation)
        .where(Identifier.number.in_(sorted(number for _, number in identifiers)))
        .where(Organisation.id != organisation.id)
        .order_by(Organisation.id)
        .limit(MOST_SHARED)
    )
    found = []
    for name, publication, scheme, number in rows:
        if (scheme, number) in identifiers:
            whose = f"“{name}”" if publication in _PUBLIC else "another entry"
            found.append(f"identifiers: {scheme}:{number} is also the number of {whose}")
    return found


def _bad(message: str, columns: Collection[str]) -> BadInputError:
    """Return what is wrong with a row as what is wrong with a field of a form."""
    column, said = _parted(message, columns)
    return BadInputError(said, field=column)


def _parted(message: str, columns: Collection[str]) -> tuple[str, str]:
    """Return the column that a message begins with, and the rest as a sentence."""
    column, _, rest = message.partition(": ")
    if column not in columns:
        column, rest = "", message
    said = "This is missing" if rest == "is missing" else rest[:1].upper() + rest[1:]
    return column, said if said.endswith((".", "?", ")")) else f"{said}."
