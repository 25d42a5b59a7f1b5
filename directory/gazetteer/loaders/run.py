"""Loading: find the files, recognise each, load them in the best order, say what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from directory.errors import GazetteerFileError
from directory.extensions import db
from directory.gazetteer.loaders.files import SourceFile, walk
from directory.gazetteer.loaders.job import Job, Progress
from directory.gazetteer.loaders.kinds import KNOWN, NEEDS, Kind, kind_of
from directory.gazetteer.loaders.recognise import Head, look_at
from directory.gazetteer.loaders.rejects import RejectFile
from directory.gazetteer.loaders.report import LoadReport
from directory.gazetteer.loaders.working_out import work_out
from directory.models import GazetteerLoad

_DATA = (".csv", ".json", ".geojson", ".zip")


def no_progress(_label: str, _read: int, _size: int) -> None:
    """Tell nobody how far we are."""


@dataclass(frozen=True, slots=True)
class _Planned:
    file: SourceFile
    head: Head
    kind: Kind


def load(
    paths: Sequence[Path], *, progress: Progress = no_progress, again: bool = False
) -> list[LoadReport]:
    """Load files, zips and folders; return a report on each file that could be recognised or not.

    A load may be cut short at any moment and run again: it goes on after its last batch. A file
    that was loaded before is known by its content and not read again.

    Args:
        paths: what to load; folders and zips are looked through.
        progress: told how far each file is read.
        again: read files that are known, too.

    """
    planned, reports = _plan(paths)
    done: list[GazetteerLoad] = []
    is_news = False
    for each in planned:
        report, row = _load(each, progress, again=again)
        reports.append(report)
        if row is not None:
            done.append(row)
        is_news |= bool(row is not None or report.added or report.changed)
    if is_news:
        reports.append(work_out())
    for row in done:
        row.finished_at = datetime.now(UTC)
    db.session.commit()
    return reports


def _plan(paths: Sequence[Path]) -> tuple[list[_Planned], list[LoadReport]]:
    planned: list[_Planned] = []
    reports: list[LoadReport] = []
    for path in paths:
        before = len(planned)
        try:
            for file in walk(path):
                _sort_out(file, planned, reports)
        except GazetteerFileError as error:
            reports.append(LoadReport(str(path), trouble=str(error)))
            continue
        if len(planned) == before and not any(report.trouble for report in reports):
            reports.append(
                LoadReport(path.name, trouble=f"{path.name} holds nothing that we load: {KNOWN}")
            )
    return sorted(planned, key=lambda p: (p.kind.order, p.head.edition)), reports


def _sort_out(file: SourceFile, planned: list[_Planned], reports: list[LoadReport]) -> None:
    """Recognise one file. In a folder or zip, what is no data file is passed over."""
    try:
        head = look_at(file)
        kind = kind_of(head)
    except GazetteerFileError as error:
        if file.is_named or file.label.lower().endswith(_DATA):
            reports.append(LoadReport(file.label, trouble=str(error)))
        return
    if kind is not None:
        planned.append(_Planned(file, head, kind))
    elif file.is_named:
        reports.append(
            LoadReport(file.label, trouble=f"{file.label} is nothing that we load: {KNOWN}")
        )
    elif file.label.lower().endswith(_DATA):
        report = LoadReport(file.label)
        report.notes.append("Passed over: nothing that we load.")
        reports.append(report)


def _load(
    planned: _Planned, progress: Progress, *, again: bool
) -> tuple[LoadReport, GazetteerLoad | None]:
    """Load one file; return the row to be marked as finished when all is worked out."""
    file, kind = planned.file, planned.kind
    report = LoadReport(file.label, kind.name, planned.head.edition)
    try:
        fingerprint = file.fingerprint()
    except (GazetteerFileError, OSError):
        report.trouble = f"{file.label} is damaged or was cut short; download it again"
        return report, None
    row = _begun(file.label, kind, fingerprint, planned.head.edition)
    if row.finished_at is not None:
        if not again and not _is_overtaken(row) and not _has_more_to_keep(row):
            return _known(row, report), None
        row = _new(file.label, kind, fingerprint, planned.head.edition)
    rejects = RejectFile(Path(current_app.instance_path) / "rejects", file.label)
    job = Job(file, planned.head, row, report, rejects, progress, planned.head.edition)
    try:
        kind.load(job)
        row.edition = report.edition = job.edition
        db.session.commit()
    except GazetteerFileError as error:
        db.session.rollback()
        report.trouble = str(error)
        return report, None
    except BaseException:
        db.session.rollback()
        raise
    finally:
        rejects.close()
    return report, row


def _is_overtaken(row: GazetteerLoad) -> bool:
    """Say whether a file of that name with other contents was loaded since."""
    question = select(GazetteerLoad.id).where(
        GazetteerLoad.file == row.file,
        GazetteerLoad.kind == row.kind,
        GazetteerLoad.fingerprint != row.fingerprint,
        GazetteerLoad.finished_at > row.finished_at,
    )
    return db.session.scalar(question.limit(1)) is not None


def _has_more_to_keep(row: GazetteerLoad) -> bool:
    """Say whether streets came in since that would have made us keep more of a file."""
    needs = NEEDS.get(row.kind, ())
    question = select(GazetteerLoad.id).where(
        GazetteerLoad.kind.in_(needs),
        GazetteerLoad.finished_at > row.finished_at,
        GazetteerLoad.added > 0,
    )
    return bool(needs) and db.session.scalar(question.limit(1)) is not None


def _begun(label: str, kind: Kind, fingerprint: str, edition: str) -> GazetteerLoad:
    """Return the newest load of this very content, or a new one."""
    question = (
        select(GazetteerLoad)
        .where(GazetteerLoad.fingerprint == fingerprint, GazetteerLoad.kind == kind.name)
        .order_by(GazetteerLoad.id.desc())
        .limit(1)
    )
    return db.session.scalar(question) or _new(label, kind, fingerprint, edition)


def _new(label: str, kind: Kind, fingerprint: str, edition: str) -> GazetteerLoad:
    row = GazetteerLoad(
        file=label[-400:],
        kind=kind.name,
        edition=edition,
        fingerprint=fingerprint,
        started_at=datetime.now(UTC),
        position=0,
        added=0,
        changed=0,
        unchanged=0,
        retired=0,
        rejected=0,
    )
    db.session.add(row)
    db.session.commit()
    return row


def _known(row: GazetteerLoad, report: LoadReport) -> LoadReport:
    report.is_known = True
    report.edition = row.edition
    report.unchanged = row.added + row.changed + row.unchanged
    return report


def status() -> Iterator[GazetteerLoad]:
    """Yield every load that was begun, oldest first."""
    yield from db.session.scalars(select(GazetteerLoad).order_by(GazetteerLoad.id))
