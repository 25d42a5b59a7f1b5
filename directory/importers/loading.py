"""A list loaded: row by row, batch by batch, with what cannot be used put aside."""

from pathlib import Path

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from directory.entries.batch import Batch, Outcome, missing_services
from directory.entries.errors import BadRowError
from directory.entries.listed import Listed, Listing
from directory.errors import ImportFileError, SearchUnavailableError
from directory.extensions import db
from directory.importers.reading import Progress, read
from directory.importers.rejects import Rejects
from directory.importers.report import ImportReport
from directory.importers.rows import Rows
from directory.search import index

BATCH = 200
TRIES = 3


def load_organisations(
    file: Path, *, progress: Progress | None = None, dry_run: bool = False
) -> ImportReport:
    """Load a list of organisations and services, and let the index know.

    Each batch is one transaction: wherever it is cut short, what is in is whole, and loading the
    file again goes on from there. With ``dry_run`` everything is done but kept.

    Args:
        file: CSV or JSON, as docs/data-formats.md tells.
        progress: is told how many bytes have been read, and how many there are.
        dry_run: roll back every batch.

    Raises:
        ImportFileError: the file cannot be read at all, or the database cannot be written.

    """
    listing = read(file, progress)
    load = _Load(file, listing, dry_run=dry_run)
    try:
        load.run()
    finally:
        load.close()
        db.session.rollback()
    if not dry_run:
        try:
            index.catch_up()
        except SearchUnavailableError as error:
            load.report.unsearchable = str(error)
    return load.report


class _Load:
    """One file on its way in."""

    def __init__(self, file: Path, listing: Listing, *, dry_run: bool) -> None:
        """Begin, with nothing seen."""
        self.report = ImportReport(file.name, notes=list(listing.notes))
        self._listing = listing
        self._dry_run = dry_run
        self._rows = Rows(dry_run=dry_run)
        self._rejects = Rejects(file.name, listing.heading)
        self._organisations: set[int] = set()
        self._stored = "nothing"

    def run(self) -> None:
        """Take every row; a list that breaks off ends there, with what came before kept."""
        batch = Batch()
        try:
            for row in self._listing.rows:
                self._take(row, batch)
                if self.report.read % BATCH == 0:
                    self._keep(batch)
                    batch = Batch()
        except ImportFileError as error:
            self._keep(batch)
            if not self.report.read:
                raise
            self.report.trouble = str(error)
        else:
            self._keep(batch)
            self.report.missing = missing_services(self._organisations, self._rows.services)

    def close(self) -> None:
        """Close what is open, and say what is said of the whole list."""
        self._rejects.close()
        self.report.note_by_day(self._rows.by_day)
        self.report.rejects = self._rejects.path

    def _take(self, row: Listed, batch: Batch) -> None:
        self.report.read += 1
        try:
            self.report.note(row.where, self._rows.take(row, batch))
        except BadRowError as error:
            self._put_aside(row, str(error))

    def _keep(self, batch: Batch) -> None:
        """Store a batch and commit it; when somebody else was quicker, look and try again."""
        for again in range(TRIES):
            try:
                outcome = batch.store()
                if self._dry_run:
                    db.session.rollback()
                else:
                    index.note_changes(sorted(outcome.changed))
                    db.session.commit()
            except (IntegrityError, OperationalError, StaleDataError) as error:
                db.session.rollback()
                if again == TRIES - 1:
                    raise ImportFileError(
                        f"{self.report.file}: the database could not be written "
                        f"({getattr(error, 'orig', None) or error}). What came before is in, up to "
                        f"{self._stored}; load the file again to go on"
                    ) from None
            else:
                break
        db.session.expunge_all()
        self._count(outcome)
        self._stored = batch.last or self._stored

    def _count(self, outcome: Outcome) -> None:
        self.report.organisations += outcome.organisations
        self.report.services += outcome.services
        self._organisations |= outcome.organisation_ids
        for where, said in outcome.notes:
            self.report.note(where, [said])
        for row, reason in outcome.refused:
            self._put_aside(row, reason)

    def _put_aside(self, row: Listed, reason: str) -> None:
        self._rejects.add(row, reason)
        self.report.rejected += 1
