"""What the start page says about the directory: how much is in it, and a few streets to try."""

from dataclasses import dataclass

from sqlalchemy import func, select

from directory.domain.place import Level
from directory.extensions import db
from directory.models import CoverageArea, Organisation, Service
from directory.queries.services import is_listed

LOOKED_AT = 300
"""How many claims are looked at for streets to suggest; the newest say what is cared for now."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much the directory holds that may be seen."""

    services: int
    organisations: int


def tally() -> Tally:
    """Count what is listed. It reads every entry's state: keep the answer for a while."""
    services, organisations = db.session.execute(
        select(func.count(Service.id), func.count(Service.organisation_id.distinct()))
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(is_listed())
    ).one()
    return Tally(services, organisations)


def streets_served(limit: int) -> list[str]:
    """Return codes of streets that listed services name as theirs, the most often named first."""
    newest = (
        select(CoverageArea.code)
        .join(Service, Service.id == CoverageArea.service_id)
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(is_listed(), CoverageArea.level == Level.STREET, ~CoverageArea.is_exclusion)
        .order_by(CoverageArea.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(newest.c.code)
            .group_by(newest.c.code)
            .order_by(func.count().desc(), newest.c.code)
            .limit(limit)
        )
    )
