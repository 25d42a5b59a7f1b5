"""So many rows stored in one transaction, with few questions for all of them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from directory.domain.terms import Publication
from directory.entries.difference import Became
from directory.entries.errors import BadRowError
from directory.entries.held import Held, forget_unused, held_bases, hold, shared_numbers
from directory.entries.listed import Listed
from directory.entries.private import Whereabouts, keep_private
from directory.entries.record import OrganisationRecord, ServiceRecord
from directory.entries.slugs import Slugs
from directory.entries.storing import store_organisation, store_service
from directory.extensions import db
from directory.models import Organisation, Service, ServiceAtLocation

AT_ONCE = 400


@dataclass(slots=True)
class Outcome:
    """What came of storing a batch.

    Attributes:
        changed: numbers of the services that the index must hear of.
        refused: rows that could not be stored after all, each with the reason.
        notes: what the sender should know, each with where.

    """

    organisations: Counter[Became] = field(default_factory=Counter)
    services: Counter[Became] = field(default_factory=Counter)
    organisation_ids: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    refused: list[tuple[Listed, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class Batch:
    """Rows that were checked, waiting to be stored together. Storing may be tried again."""

    def __init__(self) -> None:
        """Begin with none."""
        self.last = ""
        self._told: dict[str, tuple[OrganisationRecord, Listed]] = {}
        self._known: dict[str, OrganisationRecord] = {}
        self._rows: list[tuple[Listed, str, ServiceRecord | None]] = []
        self._hidden: list[tuple[str, str]] = []

    def tell(self, record: OrganisationRecord, row: Listed) -> None:
        """Add an organisation, and the row that told of it."""
        self._told[record.ref] = record, row

    def know(self, record: OrganisationRecord) -> None:
        """Add an organisation that an earlier batch counted and did not keep (a dry run)."""
        if record.ref not in self._told:
            self._known[record.ref] = record

    def add(self, row: Listed, ref: str, service: ServiceRecord | None) -> None:
        """Add a row, the reference of its organisation, and its service if it has one."""
        self._rows.append((row, ref, service))
        self.last = row.where

    def store(self) -> Outcome:
        """Write what differs into the current transaction; the caller commits."""
        outcome = Outcome()
        if not self._rows and not self._told:
            return outcome
        with db.session.no_autoflush:
            self._keep_private()
            services = [service for _, _, service in self._rows if service is not None]
            held = hold({*self._told, *(ref for _, ref, _ in self._rows)}, services)
            changed, refused = self._store_organisations(held, outcome)
            stored = self._store_services(held, refused, outcome)
            db.session.flush()
            forget_unused(held.left)
        outcome.changed |= {each.id for each in stored}
        outcome.changed |= _services(Service.id, Service.organisation_id, {o.id for o in changed})
        moved = {held.sites[ref].id for ref in held.replaced}
        outcome.changed |= _services(ServiceAtLocation.service_id, ServiceAtLocation.site_id, moved)
        outcome.organisation_ids = {
            each.id for ref, each in held.organisations.items() if ref in self._told
        }
        shared = shared_numbers(record for record, _ in self._told.values())
        outcome.notes = self._hidden + [(self._told[ref][1].where, said) for ref, said in shared]
        return outcome

    def _keep_private(self) -> None:
        """Hide what happens at a hidden base, as this list or an earlier one tells of it."""
        bases: dict[str, Sequence[Whereabouts]] = {
            record.ref: record.bases
            for record in (*self._known.values(), *(told for told, _ in self._told.values()))
            if record.bases is not None
        }
        bases = held_bases({ref for _, ref, _ in self._rows} - set(bases)) | bases
        for number, (row, ref, service) in enumerate(self._rows):
            if service is not None and service.sites:
                kept, notes = keep_private(service, bases.get(ref, ()))
                self._rows[number] = row, ref, kept
                self._hidden += [(row.where, note) for note in notes]

    def _store_organisations(
        self, held: Held, outcome: Outcome
    ) -> tuple[list[Organisation], dict[str, str]]:
        """Return those that changed, and why those that were refused were."""
        slugs = Slugs(Organisation)
        told = [record for record, _ in self._told.values()]
        slugs.look_up(str(each.columns["name"]) for each in told if "name" in each.columns)
        for record in self._known.values():
            store_organisation(record, held, slugs)
        changed: list[Organisation] = []
        refused: dict[str, str] = {}
        for record, _ in self._told.values():
            try:
                organisation, became = store_organisation(record, held, slugs)
            except BadRowError as error:
                refused[record.ref] = str(error)
                continue
            outcome.organisations[became] += 1
            if became is Became.CHANGED:
                changed.append(organisation)
        return changed, refused

    def _store_services(
        self, held: Held, refused: Mapping[str, str], outcome: Outcome
    ) -> list[Service]:
        """Return those that are new or changed."""
        slugs = Slugs(Service)
        slugs.look_up(
            f"{service.columns['name']} {held.organisations[ref].name}"
            for _, ref, service in self._rows
            if service is not None and ref in held.organisations
        )
        touched = []
        for row, ref, record in self._rows:
            try:
                if ref in refused:
                    raise BadRowError(refused[ref])
                organisation = held.organisations.get(ref)
                if organisation is None:
                    raise BadRowError("organisation_name: is missing, and the organisation is new")
                if record is None:
                    continue
                service, became = store_service(record, organisation, held, slugs)
            except BadRowError as error:
                outcome.refused.append((row, str(error)))
                continue
            outcome.services[became] += 1
            if became is not Became.UNCHANGED:
                touched.append(service)
        return touched


def missing_services(organisations: Collection[int], seen: Collection[str]) -> int:
    """Return how many public services these organisations have that were not in the list."""
    found, every = 0, sorted(organisations)
    for start in range(0, len(every), AT_ONCE):
        refs = db.session.scalars(
            select(Service.ref)
            .where(Service.organisation_id.in_(every[start : start + AT_ONCE]))
            .where(Service.publication == Publication.PUBLISHED)
        )
        found += sum(ref not in seen for ref in refs)
    return found


def _services(service: Any, of: Any, numbers: Collection[int]) -> set[int]:
    """Return the services of these organisations, or at these sites."""
    if not numbers:
        return set()
    return set(db.session.scalars(select(service).where(of.in_(sorted(numbers)))))
