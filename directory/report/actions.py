"""What this room writes: reports. Nobody's name, address or session goes with one."""

from sqlalchemy import func, select

from directory import audit
from directory.entries.queue import put_request_in_queue
from directory.extensions import db, take_turn
from directory.models import Decision, Organisation, Report, ReportKind, Service

MOST_OPEN = 20
"""So many open reports of one entry are kept: more would tell a moderator nothing new."""


def report(
    organisation: Organisation, service: Service | None, kind: str, place: str, told: str
) -> None:
    """Keep what a visitor says, for the moderators of the entry's areas.

    The same words once more, while they wait, are not kept twice.
    """
    take_turn(f"reports of {organisation.slug}")
    open_ones = select(func.count()).where(
        Report.organisation_id == organisation.id, Report.decision == Decision.OPEN
    )
    service_id = service.id if service is not None else None
    same = open_ones.where(
        Report.service_id.is_not_distinct_from(service_id),
        Report.kind == ReportKind(kind),
        Report.place == place,
        Report.told == told,
    )
    if (db.session.scalar(open_ones) or 0) >= MOST_OPEN or db.session.scalar(same):
        return
    kept = Report(
        organisation=organisation, service=service, kind=ReportKind(kind), place=place, told=told
    )
    db.session.add(kept)
    put_request_in_queue(kept)
    audit.note("reported", "report", kept.id, organisation_id=organisation.id, kind=kind)
    db.session.commit()
