"""Which moderators a change, a request or a report waits for: those of the entry's areas."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from directory import gazetteer
from directory.domain.place import ANYWHERE
from directory.domain.rings import Spot
from directory.entries.changing import read
from directory.entries.record import OrganisationRecord
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import (
    Change,
    ChangeArea,
    ChangeState,
    Claiming,
    ClaimingArea,
    CoverageArea,
    Decision,
    Organisation,
    Report,
    ReportArea,
    Service,
)

MOST_AREAS = 200
"""How many areas of a coverage are looked at to find out whose entry it is."""


def put_in_queue(change: Change) -> None:
    """Write down the areas whose moderators may decide on a change, instead of those before."""
    db.session.flush()
    db.session.execute(delete(ChangeArea).where(ChangeArea.change_id == change.id))
    codes = _codes(change)
    db.session.add_all(ChangeArea(change_id=change.id, area_code=code) for code in sorted(codes))


def put_anew(organisation: Organisation) -> None:
    """Put all that waits of an entry in the queue of its areas anew, when these have changed.

    Whoever asked before there was an address would otherwise wait for a moderator of nowhere.
    """
    for change in db.session.scalars(
        select(Change)
        .where(Change.organisation_id == organisation.id)
        .where(Change.state.in_((ChangeState.WAITING, ChangeState.ASKED)))
    ):
        put_in_queue(change)
    open_still = (Decision.OPEN, Decision.ASKED)
    claims = select(Claiming).where(Claiming.decision.in_(open_still))
    reports = select(Report).where(Report.decision.in_(open_still))
    for claim in db.session.scalars(claims.where(Claiming.organisation_id == organisation.id)):
        put_request_in_queue(claim)
    for report in db.session.scalars(reports.where(Report.organisation_id == organisation.id)):
        put_request_in_queue(report)


def put_request_in_queue(request: Claiming | Report) -> None:
    """Write down the areas whose moderators may decide on a request or a report, as above."""
    db.session.flush()
    codes = sorted(areas_of(db.session.get_one(Organisation, request.organisation_id)))
    if isinstance(request, Claiming):
        db.session.execute(delete(ClaimingArea).where(ClaimingArea.claiming_id == request.id))
        db.session.add_all(ClaimingArea(claiming_id=request.id, area_code=code) for code in codes)
    else:
        db.session.execute(delete(ReportArea).where(ReportArea.report_id == request.id))
        db.session.add_all(ReportArea(report_id=request.id, area_code=code) for code in codes)


def areas_of(organisation: Organisation) -> set[str]:
    """Return the areas that an entry belongs to: those of its bases, else of its coverage."""
    codes = {code for base in organisation.bases for code in base.area_codes if code}
    return codes or _of_coverage(organisation)


def _codes(change: Change) -> set[str]:
    codes = areas_of(change.organisation)
    try:
        record, _ = read(change.section, change.organisation, change.service, change.told)
    except BadInputError:
        # What waits may not be storable any more; its moderator is told when she opens it.
        return codes
    if isinstance(record, OrganisationRecord) and record.bases is not None:
        spots = [base.spot for base in record.bases if base.spot is not None]
        codes |= {code for spot in spots for code in _of_spot(spot)}
    elif not isinstance(record, OrganisationRecord) and record.coverage is not None and not codes:
        codes = _all_above(each.code for each in record.coverage[:MOST_AREAS])
    return codes


def _of_coverage(organisation: Organisation) -> set[str]:
    return _all_above(
        db.session.scalars(
            select(CoverageArea.code)
            .join(Service, Service.id == CoverageArea.service_id)
            .where(Service.organisation_id == organisation.id)
            .where(CoverageArea.is_exclusion.is_(False))
            .order_by(CoverageArea.id)
            .limit(MOST_AREAS)
        )
    )


def _of_spot(spot: Spot) -> set[str]:
    codes = (spot.ward, spot.neighbourhood, spot.borough, spot.region, spot.nation)
    return {code for code in codes if code}


def _all_above(codes: Iterable[str]) -> set[str]:
    """Return these areas and all that contain them."""
    named = {code for code in codes if code != ANYWHERE}
    return named.union(*gazetteer.containing(named).values())
