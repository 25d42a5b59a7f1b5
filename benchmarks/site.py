"""A whole site of any size in a scratch folder: database rows and index of the synthetic world."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from shapely import Point, to_wkb
from sqlalchemy import insert

from benchmarks.world import BOROUGHS, CATEGORIES, STREETS, WARDS, Street, documents
from directory.app import create_app
from directory.domain.categories import CATEGORIES as KINDS
from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.migrations import taking
from directory.models import (
    Area,
    AreaLink,
    AreaName,
    CoverageArea,
    OpeningTime,
    Organisation,
    OrganisationBase,
    Service,
    ServiceAtLocation,
    Site,
)
from directory.search import Document, Facet, TextPart, index

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KIND_OF = dict(zip(CATEGORIES, sorted(KINDS) * 2, strict=False))
"""The world's categories, as slugs that the site knows."""

Row = dict[str, Any]


def build(folder: Path, size: int) -> Flask:
    """Fill an instance folder with so many services, index them, and return the application."""
    app = create_app({"RATELIMIT_ENABLED": False, "LOG_LEVEL": "WARNING"}, instance=folder)
    with app.app_context():
        taking.forward()
        _areas()
        stream = known(size)
        while batch := list(islice(stream, 5_000)):
            _services(batch)
        db.session.commit()
        index.backend().rebuild(known(size))
    return app


def known(size: int) -> Iterator[Document]:
    """Return the world's services in categories of the site's, with no more than its tables hold."""
    for document in documents(size):
        kinds = frozenset(KIND_OF[each] for each in document.facets[Facet.CATEGORY])
        facets = {**document.facets, Facet.CATEGORY: kinds}
        yield replace(document, facets=facets, openings=(), is_silent=False)


def street_name(street: Street) -> str:
    """Return a name that only this street has."""
    return f"Street {street.borough} {street.ward} {street.street}"


def _areas() -> None:
    """Put in the boroughs, the wards, and the streets of the first ward of each borough."""
    rows: list[Row] = [
        _area("london", Level.REGION, "London"),
        _area("england", Level.NATION, "England"),
    ]
    links = [("london", "england")]
    for borough in range(BOROUGHS):
        rows.append(_area(f"b{borough}", Level.BOROUGH, f"Borough {borough}"))
        links.append((f"b{borough}", "london"))
        for ward in range(WARDS):
            rows.append(_area(f"w{borough}-{ward}", Level.WARD, f"Ward {borough} {ward}"))
            links.append((f"w{borough}-{ward}", f"b{borough}"))
        for number in range(STREETS):
            street = Street(borough, 0, number)
            rows.append(_area(street.code, Level.STREET, street_name(street), street.point))
            links.append((street.code, street.ward_code))
    names = [
        {
            "area_code": row["code"],
            "key": place_key(row["name"]),
            "name": row["name"],
            "kind": "name",
        }
        for row in rows
    ]
    db.session.execute(insert(Area), rows)
    db.session.execute(insert(AreaName), names)
    db.session.execute(
        insert(AreaLink),
        [
            {
                "child_code": child,
                "parent_code": parent,
                "certainty": Certainty.CERTAIN,
                "method": "publisher",
            }
            for child, parent in links
        ],
    )


def _area(code: str, level: Level, name: str, point: tuple[int, int] | None = None) -> Row:
    east, north = point or (None, None)
    return {
        "code": code,
        "level": level,
        "name": name,
        "slug": code,
        "easting": east,
        "northing": north,
        "min_easting": east,
        "max_easting": east,
        "min_northing": north,
        "max_northing": north,
        "outline": to_wkb(Point(*point)) if point else None,
    }


def _services(batch: list[Document]) -> None:
    organisations = {document.organisation_id: document for document in batch}
    first = not db.session.get(Organisation, batch[0].organisation_id)
    fresh = [d for id_, d in organisations.items() if first or id_ != batch[0].organisation_id]
    db.session.execute(insert(Organisation), [_organisation(document) for document in fresh])
    db.session.execute(insert(OrganisationBase), [_base(document) for document in fresh])
    db.session.execute(insert(Service), [_service(document) for document in batch])
    claims = [
        {
            "service_id": document.id,
            "code": claim.code,
            "level": claim.level,
            "name": claim.name,
            "is_exclusion": is_exclusion,
        }
        for document in batch
        for claims, is_exclusion in (
            (document.coverage.claims, False),
            (document.coverage.exclusions, True),
        )
        for claim in claims
    ]
    db.session.execute(insert(CoverageArea), claims)
    db.session.execute(insert(Site), [_site(document) for document in batch])
    db.session.execute(
        insert(ServiceAtLocation),
        [{"service_id": document.id, "site_id": document.id} for document in batch],
    )
    db.session.execute(
        insert(OpeningTime),
        [
            {
                "service_id": document.id,
                "weekday": (document.id + day) % 7,
                "opens": time(9 + document.id % 8),
                "closes": time(12 + document.id % 8),
            }
            for document in batch
            for day in (0, 2)
        ],
    )


def _organisation(document: Document) -> Row:
    return {
        "id": document.organisation_id,
        "ref": f"o{document.organisation_id}",
        "slug": f"o{document.organisation_id}",
        "name": document.text[TextPart.ORGANISATION],
        "kind": "charity",
        "publication": "published",
        "created_at": NOW,
        "edited_at": NOW,
    }


def _base(document: Document) -> Row:
    spot = document.bases[0]
    return {
        "organisation_id": document.organisation_id,
        "easting": spot.easting,
        "northing": spot.northing,
        "ward_code": spot.ward,
        "borough_code": spot.borough,
    }


def _site(document: Document) -> Row:
    spot = document.bases[0]
    return {
        "id": document.id,
        "ref": f"p{document.id}",
        "name": f"Hall {document.id}",
        "easting": spot.easting,
        "northing": spot.northing,
        "ward_code": spot.ward,
        "borough_code": spot.borough,
    }


def _service(document: Document) -> Row:
    description = document.text[TextPart.DESCRIPTION]
    return {
        "id": document.id,
        "organisation_id": document.organisation_id,
        "ref": f"s{document.id}",
        "slug": f"s{document.id}",
        "name": document.text[TextPart.NAME],
        "summary": description[:150],
        "description": description,
        "categories": sorted(document.facets[Facet.CATEGORY]),
        "cost": next(iter(document.facets[Facet.COST])),
        "audiences": [],
        "languages": ["en"],
        "access": [],
        "modes": [],
        "ways_in": ["drop_in"],
        "checked_on": document.checked_on,
        "created_at": NOW,
        "edited_at": NOW,
    }
