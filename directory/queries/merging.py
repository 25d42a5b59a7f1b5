"""What hangs on an entry, and will go along when it is made one with another."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from directory.domain.rights import OF_ORGANISATION
from directory.extensions import db
from directory.models import (
    Change,
    Claiming,
    Decision,
    FormerSlug,
    Membership,
    Organisation,
    Report,
    Service,
    Version,
)
from directory.models.change import OPEN


def goes_along(organisation: Organisation) -> dict[str, int]:
    """Return how many services, people, versions and so on will go along, by what they are."""
    id_ = organisation.id
    of: dict[str, Any] = {
        "services": select(func.count(Service.id)).where(Service.organisation_id == id_),
        "people": select(func.count(Membership.id)).where(
            Membership.organisation_id == id_,
            Membership.ended_at.is_(None),
            Membership.role.in_(OF_ORGANISATION),
        ),
        "versions": select(func.count(Version.id)).where(Version.organisation_id == id_),
        "reports": select(func.count(Report.id)).where(
            Report.organisation_id == id_, Report.decision == Decision.OPEN
        ),
        "claims": select(func.count(Claiming.id)).where(
            Claiming.organisation_id == id_, Claiming.decision == Decision.OPEN
        ),
        "addresses": select(func.count()).where(
            FormerSlug.kind == "organisation", FormerSlug.target_id == id_
        ),
    }
    counts = select(*(question.scalar_subquery().label(name) for name, question in of.items()))
    return dict(db.session.execute(counts).one()._mapping)


def taken_back(organisation: Organisation) -> Sequence[Change]:
    """Return the open changes of its own sections: they are taken back when it goes."""
    return db.session.scalars(
        select(Change)
        .where(Change.organisation_id == organisation.id, Change.service_id.is_(None))
        .where(Change.state.in_(OPEN))
        .order_by(Change.id)
    ).all()
