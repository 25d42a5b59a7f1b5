"""What was added last."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from directory.extensions import db
from directory.models import Service
from directory.queries.services import is_listed


def newest(limit: int = 50) -> list[Service]:
    """Return the services listed last, with their organisations, newest first."""
    return list(
        db.session.scalars(
            select(Service)
            .join(Service.organisation)
            .where(is_listed())
            .options(contains_eager(Service.organisation))
            .order_by(Service.created_at.desc(), Service.id.desc())
            .limit(limit)
        )
    )
