"""Rows checked one after another, with what is remembered of those before."""

from directory.entries.batch import Batch
from directory.entries.cells import Row, line
from directory.entries.errors import BadRowError
from directory.entries.listed import Listed
from directory.entries.placing import Places
from directory.entries.record import (
    OrganisationRecord,
    names_only_its_ref,
    organisation_of,
    service_of,
)
from directory.importers.report import ByDay


class Rows:
    """What was seen of a list so far.

    Attributes:
        services: where each service stood, by its reference.
        by_day: the times that had no am or pm.

    """

    def __init__(self, *, dry_run: bool) -> None:
        """Begin, with nothing seen."""
        self.services: dict[str, str] = {}
        self.by_day = ByDay()
        self._places = Places()
        self._seen: dict[str, tuple[str, str]] = {}
        self._refused: dict[str, str] = {}
        # A dry run keeps nothing, so what a later row builds on has to be stored once more.
        self._remembered: dict[str, OrganisationRecord] | None = {} if dry_run else None

    def take(self, row: Listed, batch: Batch) -> list[str]:
        """Check a row and put it in a batch; return what its sender should be told.

        When only its service is bad, its organisation is taken all the same.

        Raises:
            BadRowError: it cannot be used.

        """
        if row.problem:
            raise BadRowError(row.problem)
        ref = line(row.cells, "organisation_ref", 100, needed=True)
        notes = self._organisation(ref, row, batch)
        service, more = service_of(row.cells, self._places)
        if service is not None:
            if (first := self.services.get(service.ref)) is not None:
                raise BadRowError(f"service_ref: “{service.ref}” stands on {first} too")
            self.services[service.ref] = row.where
            if service.times is not None:
                self.by_day.add(row.where, service.times.read_by_day())
        batch.add(row, ref, service)
        return [*notes, *more]

    def _organisation(self, ref: str, row: Listed, batch: Batch) -> list[str]:
        if ref in self._seen:
            self._check_name(ref, row.cells)
            if self._remembered is not None and ref in self._remembered:
                batch.know(self._remembered[ref])
            return []
        if names_only_its_ref(row.cells):
            if ref in self._refused:
                raise BadRowError(f"its organisation was put aside with {self._refused[ref]}")
            return []
        try:
            record, notes = organisation_of(row.cells, self._places)
        except BadRowError:
            self._refused[ref] = row.where
            raise
        self._seen[ref] = str(record.columns.get("name", "")), row.where
        if self._remembered is not None:
            self._remembered[ref] = record
        batch.tell(record, row)
        return notes

    def _check_name(self, ref: str, cells: Row) -> None:
        """Refuse a reference that two organisations have: a slip that would merge them."""
        name = line(cells, "organisation_name", 200)
        first, where = self._seen[ref]
        if name and first and name != first:
            raise BadRowError(
                f"organisation_ref: “{ref}” is “{first[:60]}” on {where}, and “{name[:60]}” here"
            )
