"""The wards that an organisation covers: what happens there is its business."""

from collections.abc import Collection

from sqlalchemy import select

from directory import gazetteer
from directory.domain.place import Level
from directory.domain.terms import Status
from directory.extensions import db
from directory.models import CoverageArea, OrganisationBase, Service
from directory.queries import ground

MOST_CLAIMS = 1_000
"""Of a very long list of streets so many are looked at."""
MOST_WARDS = 1_000
"""Some three counties."""
_BY_PARTS = (Level.BOROUGH,)
_TOO_WIDE = (Level.REGION, Level.NATION, Level.ANYWHERE)


def covered(organisation_id: int) -> frozenset[str]:
    """Return the codes of the wards that its services cover, all or part, and of whole boroughs.

    What is for a whole region or for everyone, and what does not say whom it is for, counts where
    the organisation is based. Some ten questions, whatever it covers.
    """
    claims = db.session.execute(
        select(CoverageArea.code, CoverageArea.level, CoverageArea.is_exclusion)
        .join(Service, Service.id == CoverageArea.service_id)
        .where(Service.organisation_id == organisation_id, Service.status != Status.CLOSED)
        .distinct()
        .order_by(CoverageArea.level, CoverageArea.code)
        .limit(MOST_CLAIMS)
    ).all()
    for_ = {code: level for code, level, is_not in claims if not is_not and level not in _TOO_WIDE}
    if not for_:
        return _based_in(organisation_id)
    boroughs = {code for code, level in for_.items() if level in _BY_PARTS}
    small = for_.keys() - boroughs
    held = set(small).union(*gazetteer.containing(small).values()) if small else set()
    under = ground.areas_under(boroughs) if boroughs else set()
    wards = ground.wards_among(held | under)
    # A ward is left out when every service that names it says "not here".
    left_out = {code for code, _, is_not in claims if is_not} - for_.keys()
    return frozenset(sorted(wards - left_out)[:MOST_WARDS]) | boroughs


def _based_in(organisation_id: int) -> frozenset[str]:
    found: Collection[str] = db.session.scalars(
        select(OrganisationBase.ward_code)
        .where(OrganisationBase.organisation_id == organisation_id)
        .where(OrganisationBase.ward_code != "")
    ).all()
    return frozenset(found)
