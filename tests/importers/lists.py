"""Lists to load: one hall with one lunch club, and organisations by the dozen."""

from sqlalchemy import select

from directory.extensions import db
from directory.models import Service

HALL = {
    "organisation_ref": "hall",
    "organisation_name": "The Hall",
    "kind": "community_group",
    "bases": "address: 12 Orsman Road; postcode: N1 5QJ",
    "service_ref": "hall-lunch",
    "service_name": "Lunch club",
    "categories": "lunch-club",
    "coverage": "ward: Hoxton West | not street: Shepherdess Walk",
    "opening_times": "Tue 11:30-14:30; closed 2026-12-29",
    "sites": "name: The kitchen; postcode: N1 5QJ; access: step_free",
    "checked_on": "2026-03-03",
}
"""A row that tells much."""

LATER = {
    "service_name": "Lunch club",
    "organisation_name": "The Hall",
    "kind": "community_group",
    "organisation_ref": "hall",
    "service_ref": "hall-lunch",
}
"""A row that tells little of the same."""


def the_service() -> Service:
    """Return the only service there is."""
    return db.session.scalars(select(Service)).one()


def organisations(count: int) -> list[dict[str, object]]:
    """Return so many organisations, as JSON has them."""
    return [
        {
            "ref": f"o{n}",
            "name": f"Group {n}",
            "kind": "charity",
            "services": [{"ref": f"s{n}", "name": "Lunch", "coverage": ["borough: Hackney"]}],
        }
        for n in range(count)
    ]
