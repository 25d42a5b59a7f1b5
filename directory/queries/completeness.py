"""How complete the directory is: the facts that tell "nothing there" from "nothing known"."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select

from directory.extensions import db
from directory.models import Organisation, OrganisationBase, Service
from directory.queries.services import has_listed, is_listed


@dataclass(frozen=True, slots=True)
class Counts:
    """How many organisations are listed, and how many of them a person confirmed lately."""

    organisations: int
    confirmed: int


def counts(borough: str, since: date) -> Counts:
    """Return the counts for organisations based in a borough, or in all of them when it is "".

    An organisation is listed when one of its services may be found, and confirmed when a person
    checked it, or one of these, ``since`` then.
    Work grows with the borough, not with the directory; keep the answer for a while.
    """
    checked_service = (
        select(Service.id)
        .where(Service.organisation_id == Organisation.id, Service.checked_on >= since)
        .where(is_listed())
        .exists()
    )
    is_confirmed = or_(Organisation.checked_on >= since, checked_service)
    row = db.session.execute(
        select(
            func.count(Organisation.id).label("listed"),
            func.coalesce(func.sum(case((is_confirmed, 1), else_=0)), 0).label("confirmed"),
        ).where(has_listed(), _is_in(borough))
    ).one()
    return Counts(organisations=row.listed, confirmed=row.confirmed)


def last_added_at(borough: str, category: str) -> datetime | None:
    """Return when a service was last added in a borough, of a category when one is named.

    With neither borough nor category it is the newest of all.
    """
    of_category = cast(Service.categories, String).contains(f'"{category}"', autoescape=True)
    return db.session.scalar(
        select(Service.created_at)
        .join(Service.organisation)
        .where(and_(is_listed(), _is_in(borough), *([of_category] if category else [])))
        .order_by(Service.created_at.desc(), Service.id.desc())
        .limit(1)
    )


def _is_in(borough: str) -> ColumnElement[bool]:
    """Return the condition that an organisation has a base in the borough."""
    if not borough:
        return Organisation.id.is_not(None)
    here = select(OrganisationBase.organisation_id).where(OrganisationBase.borough_code == borough)
    return Organisation.id.in_(here)
