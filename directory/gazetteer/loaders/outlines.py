"""The outlines of all live areas of a level, ready to be asked what lies in them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from sqlalchemy import select

from directory.domain.place import Level
from directory.extensions import db
from directory.models import Area

Shapes = NDArray[np.object_]


class Outlines:
    """Codes and outlines of one level, and a tree to search them by place."""

    def __init__(self, level: Level) -> None:
        """Fetch them: some 700 for London, some 8,000 wards for the country."""
        self.level = level
        question = (
            select(Area.code, Area.outline)
            .where(Area.level == level, Area.ends_on.is_(None), Area.outline.is_not(None))
            .order_by(Area.code)
        )
        rows = db.session.execute(question).all()
        self.codes: list[str] = [code for code, _ in rows]
        self.shapes: Shapes = shapely.from_wkb(np.array([wkb for _, wkb in rows], dtype=object))
        shapely.prepare(self.shapes)
        self._tree = STRtree(self.shapes)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.codes)

    def touching(self, shapes: Shapes, within: float = 0) -> Iterator[tuple[int, str]]:
        """Yield which of the shapes touch which areas, or come within so many metres."""
        if not len(self.codes) or not len(shapes):
            return
        found: Any
        if within:
            found = self._tree.query(shapes, predicate="dwithin", distance=within)
        else:
            found = self._tree.query(shapes, predicate="intersects")
        for number, area in zip(*found.tolist(), strict=True):
            yield number, self.codes[area]

    def bounds(self) -> tuple[int, int, int, int]:
        """Return the box around them all, in metres."""
        west, south, east, north = shapely.total_bounds(self.shapes)
        return int(west), int(south), int(east) + 1, int(north) + 1
