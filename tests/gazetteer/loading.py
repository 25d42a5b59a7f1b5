"""Small files in the publishers' layouts, typed in, and the loading of them."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from directory.domain.grid import to_degrees
from directory.extensions import db
from directory.gazetteer import loaders
from directory.gazetteer.loaders import LoadReport
from directory.models import (
    Area,
    AreaBorder,
    AreaLink,
    AreaName,
    Postcode,
    PostcodeStreet,
    StreetIdentifier,
)

KEPT = (Area, AreaName, AreaLink, AreaBorder, Postcode, PostcodeStreet, StreetIdentifier)

HOXTON_EAST, HOXTON_WEST, DE_BEAUVOIR = "E05009377", "E05009378", "E05009371"
HACKNEY, TOWER_HAMLETS = "E09000012", "E09000030"

N1_5QJ = ["N1 5QJ", "10", "533251", "183699", "E92000001", "", "", "", HACKNEY, HOXTON_EAST]
N1_5QL = ["N1 5QL", "10", "533301", "183690", "E92000001", "", "", "", HACKNEY, HOXTON_EAST]
N16_9ES = ["N16 9ES", "10", "532896", "186378", "E92000001", "", "", "", HACKNEY, "E05009369"]


def text(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def put(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(rows), "utf-8")
    return path


def put_zip(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def load(*paths: Path, **options: Any) -> LoadReport:
    """Load, and return the report on the one file that was."""
    reports = [r for r in loaders.load(paths, **options) if r.kind != WORKED_OUT]
    assert len(reports) == 1, reports
    return reports[0]


WORKED_OUT = "links, overlaps and borders"


def counts(report: LoadReport) -> tuple[int, int, int, int, int]:
    """Added, changed, unchanged, retired, rejected."""
    return report.added, report.changed, report.unchanged, report.retired, report.rejected


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that loading writes, but for the notes on loads."""
    db.session.expire_all()
    return {
        model.__tablename__: sorted(
            map(tuple, db.session.execute(db.select(*model.__table__.c))), key=repr
        )
        for model in KEPT
    }


def links(child: str) -> dict[str, tuple[str, str]]:
    """Parents of an area: code to certainty and method."""
    rows = db.session.scalars(db.select(AreaLink).where(AreaLink.child_code == child))
    return {row.parent_code: (row.certainty.value, row.method) for row in rows}


def names(code: str) -> dict[str, str]:
    rows = db.session.scalars(db.select(AreaName).where(AreaName.area_code == code))
    return {row.name: row.kind for row in rows}


def street(name: str) -> Area:
    return db.session.scalars(
        db.select(Area).where(Area.level == "street", Area.name == name)
    ).one()


def square(east: int, north: int, side: int = 1_000) -> list[tuple[int, int]]:
    """The corners of a square, south-west corner first, closed."""
    far, top = east + side, north + side
    return [(east, north), (far, north), (far, top), (east, top), (east, north)]


def wards_geojson(
    wards: Iterable[tuple[str, str, str, str, list[tuple[int, int]]]],
    year: int = 25,
    *,
    degrees: bool = True,
) -> str:
    """Ward features: code, name, borough's code and name, corners on the grid."""
    features = []
    for code, name, borough, borough_name, corners in wards:
        ring: list[Any] = [list(corner) for corner in corners]
        if degrees:
            ring = [[float(a) for a in to_degrees(east, north)] for east, north in corners]
        features.append(
            {
                "type": "Feature",
                "properties": {
                    f"WD{year}CD": code,
                    f"WD{year}NM": name,
                    f"WD{year}NMW": " ",
                    f"LAD{year}CD": borough,
                    f"LAD{year}NM": borough_name,
                },
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features})
