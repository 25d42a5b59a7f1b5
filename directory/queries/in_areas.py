"""Which organisations lie in some areas: by their bases, else by what their services are for."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select

from directory.models import AreaLink, CoverageArea, Organisation, OrganisationBase, Service

_PARTS = (
    OrganisationBase.ward_code,
    OrganisationBase.neighbourhood_code,
    OrganisationBase.borough_code,
    OrganisationBase.region_code,
    OrganisationBase.nation_code,
)


def lies_in(areas: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that an organisation lies in one of these areas.

    One whose addresses nobody has placed lies where its coverage says: in the areas that it tells,
    and in those right above them.
    """
    codes = sorted(areas)
    own = select(OrganisationBase.id).where(OrganisationBase.organisation_id == Organisation.id)
    placed = or_(*(part != "" for part in _PARTS))
    based = or_(*(part.in_(codes) for part in _PARTS))
    below = select(AreaLink.child_code).where(AreaLink.parent_code.in_(codes))
    covered = (
        select(CoverageArea.id)
        .join(Service, Service.id == CoverageArea.service_id)
        .where(Service.organisation_id == Organisation.id, CoverageArea.is_exclusion.is_(False))
        .where(or_(CoverageArea.code.in_(codes), CoverageArea.code.in_(below)))
    )
    return or_(exists(own.where(based)), and_(~exists(own.where(placed)), exists(covered)))
