"""A list loaded: row by row, batch by batch, with what cannot be used put aside."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from flask import current_app
from sqlalchemy import select

from directory import search
from directory.extensions import db
from directory.importers.claims import remembered
from directory.importers.errors import BadRowError
from directory.importers.reading import COLUMNS, Listed, read
from directory.importers.record import organisation_of, service_of
from directory.importers.storing import Became, store_organisation, store_service
from directory.models import Organisation, Service

BATCH = 200
MOST_NOTES = 50
Progress = Callable[[int], object]


@dataclass
class ImportReport:
    """What came of a list.

    Attributes:
        read: rows read.
        organisations, services: how many were added, changed and left alone.
        rejected: rows put aside, in the file ``rejects``.
        notes: what the sender should know, at most fifty.

    """

    file: str
    read: int = 0
    organisations: Counter[Became] = field(default_factory=Counter)
    services: Counter[Became] = field(default_factory=Counter)
    rejected: int = 0
    rejects: Path | None = None
    notes: list[str] = field(default_factory=list)

    def note(self, where: str, said: list[str]) -> None:
        """Keep what the sender should know, up to a bound."""
        room = MOST_NOTES - len(self.notes)
        self.notes += [f"{where}: {each}" for each in said[:room]]


def load_organisations(
    file: Path, *, progress: Progress | None = None, dry_run: bool = False
) -> ImportReport:
    """Load a list of organisations and services, and let the index know.

    Each batch is one transaction: wherever it is cut short, what is in is whole, and loading the
    file again goes on from there. With ``dry_run`` everything is done but kept.

    Raises:
        ImportFileError: the file cannot be read at all.

    """
    listing = read(file)
    report = ImportReport(file.name, notes=list(listing.notes))
    load = _Load(report, dry_run=dry_run)
    try:
        with remembered():
            for row in listing.rows:
                load.take(row)
                if progress:
                    progress(1)
                if report.read % BATCH == 0:
                    load.keep()
        load.keep()
    finally:
        load.close()
        db.session.rollback()
    if not dry_run:
        search.catch_up()
    return report


class _Load:
    """One file on its way in: what was seen of it, and what the index must hear of."""

    def __init__(self, report: ImportReport, *, dry_run: bool) -> None:
        """Begin, with nothing seen."""
        self.report = report
        self.dry_run = dry_run
        self.seen: dict[str, int] = {}
        self.services: dict[str, str] = {}
        self.changed: set[int] = set()
        self.aside: TextIO | None = None

    def take(self, row: Listed) -> None:
        """Store a row, or put it aside with its reason."""
        self.report.read += 1
        try:
            if row.cells.get(""):
                raise BadRowError(row.cells[""])
            self._store(row.where, row.cells)
        except BadRowError as error:
            self._put_aside(row, str(error))

    def _store(self, where: str, cells: Mapping[str, str]) -> None:
        record, notes = organisation_of(cells)
        service, more = service_of(cells)
        if service and service.ref in self.services:
            first = self.services[service.ref]
            raise BadRowError(f"service_ref: “{service.ref}” was on {first} already")
        self.report.note(where, [*notes, *more])
        if record.ref in self.seen:
            organisation = db.session.get_one(Organisation, self.seen[record.ref])
        else:
            organisation, became = store_organisation(record)
            db.session.flush()
            self.report.organisations[became] += 1
            self.seen[record.ref] = organisation.id
            if became is Became.CHANGED:
                ids = select(Service.id).where(Service.organisation_id == organisation.id)
                self.changed |= set(db.session.scalars(ids))
        if service:
            stored, became = store_service(service, organisation)
            db.session.flush()
            self.services[service.ref] = where
            self.report.services[became] += 1
            if became is not Became.UNCHANGED:
                self.changed.add(stored.id)

    def keep(self) -> None:
        """Commit what was stored since the last time, with a note of it for the index."""
        if self.dry_run:
            return
        search.note_changes(sorted(self.changed))
        db.session.commit()
        db.session.expunge_all()
        self.changed.clear()

    def _put_aside(self, row: Listed, reason: str) -> None:
        if self.aside is None:
            self.report.rejects = _rejects_file(self.report.file)
            self.aside = self.report.rejects.open("w", encoding="utf-8", newline="")
            csv.writer(self.aside).writerow(["where", "reason", *COLUMNS])
        cells = [row.original.get(column, "") for column in COLUMNS]
        csv.writer(self.aside).writerow([row.where, reason, *cells])
        self.aside.flush()
        self.report.rejected += 1

    def close(self) -> None:
        """Close the file of what was put aside."""
        if self.aside:
            self.aside.close()


def _rejects_file(name: str) -> Path:
    """Return a file of its own for what is put aside; earlier ones are never written over."""
    folder = Path(current_app.instance_path) / "rejects"
    folder.mkdir(exist_ok=True)
    stem, number = Path(name).stem, 1
    while (found := folder / f"{stem}-{number}.csv").exists():
        number += 1
    return found
