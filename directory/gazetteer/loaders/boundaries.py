"""Ward, neighbourhood (MSOA) and borough boundaries as GeoJSON, in degrees or on the grid."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from directory.domain.grid import shape_to_grid
from directory.errors import GazetteerFileError
from directory.gazetteer.loaders.area_record import AreaRecord
from directory.gazetteer.loaders.cells import FARTHEST_EAST, FARTHEST_NORTH
from directory.gazetteer.loaders.codes_and_names import Layout, edition_of, layout_of, records
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.names_lists import Implied, save_groups
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError
from directory.gazetteer.loaders.retiring import Scope, retire_unlisted

_AREA_CODE = re.compile(r'"(?:wd|msoa|lad|rgn|ctry)(?:\d\d)?cd"\s*:', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """A FeatureCollection of areas with ONS codes."""

    name: str = "boundaries"
    order: int = 25

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it: features, with a property that is the code of an area."""
        return '"FeatureCollection"' in head.text and bool(_AREA_CODE.search(head.text))

    def load(self, job: Job) -> None:
        """Load the features; then retire what this edition no longer lists."""
        reader = _Reader(job)
        job.stream(job.features(), reader.parse, save_groups, size=100, on_known=reader.note)
        if reader.layout is not None and reader.scope is not None:
            retire_unlisted(job, reader.scope)


class _Reader:
    """Reads features; the first tells how all are laid out."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._implied = Implied()
        self.layout: Layout | None = None
        self.scope: Scope | None = None

    def parse(self, feature: dict[str, Any]) -> list[AreaRecord]:
        row = _properties(feature)
        if self.layout is None:
            self._learn(row)
        assert self.layout is not None
        assert self.scope is not None
        try:
            found = records(self.layout, row, self._job.edition)
        except KeyError as error:
            raise BadRowError(f"has no property {error}") from None
        found[0].outline = _outline(feature.get("geometry"))
        self.scope.add(found[0])
        return self._implied.fresh(found)

    def note(self, feature: dict[str, Any]) -> None:
        try:
            self.parse(feature)
        except BadRowError:
            return

    def _learn(self, row: Mapping[str, str]) -> None:
        self.layout = layout_of(row)
        if self.layout is None:
            raise GazetteerFileError(
                f"{self._job.file.label} has boundaries, but no property with their names"
            )
        self.scope = Scope(self.layout.own.level)
        header = Head(self._job.file.label, "", tuple(row), ())
        self._job.edition = edition_of(self.layout, header.edition)


def _properties(feature: dict[str, Any]) -> dict[str, str]:
    found = feature.get("properties")
    if not isinstance(found, dict):
        raise BadRowError("is not a feature with properties")
    return {str(name).lower(): "" if value is None else str(value) for name, value in found.items()}


def _outline(geometry: Any) -> BaseGeometry:
    """Return a polygon on the grid, valid and to the metre's tenth.

    Raises:
        BadRowError: it is not a polygon, or it is not in Great Britain.

    """
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadRowError("has no polygon")
    try:
        found = shape(geometry)
        bounds = found.bounds
        if found.is_empty or not np.isfinite(bounds).all():
            raise BadRowError("has an empty polygon")
        if max(abs(edge) for edge in bounds) <= 180:
            found = shape_to_grid(found)
        found = shapely.make_valid(found)
        found = shapely.transform(found, lambda corners: np.round(corners, 1))
        found = _polygons(shapely.make_valid(found))
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError):
        raise BadRowError("has a polygon that cannot be read") from None
    west, south, east, north = found.bounds if not found.is_empty else (-1, -1, -1, -1)
    if west < 0 or south < 0 or east > FARTHEST_EAST or north > FARTHEST_NORTH:
        raise BadRowError("has a polygon outside Great Britain")
    return found


def _polygons(found: BaseGeometry) -> BaseGeometry:
    """Drop the lines and points that mending may leave."""
    if found.geom_type in ("Polygon", "MultiPolygon"):
        return found
    parts = [part for part in shapely.get_parts(found) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)
