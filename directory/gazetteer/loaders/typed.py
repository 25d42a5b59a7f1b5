"""Our own ``areas.csv`` and ``streets.csv``, which somebody types; see docs/gazetteer.md."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.domain.street_lines import Spot
from directory.gazetteer.loaders import area_store, street_store
from directory.gazetteer.loaders.area_record import AreaRecord, Parent
from directory.gazetteer.loaders.area_store import TYPED
from directory.gazetteer.loaders.cells import (
    FARTHEST_EAST,
    FARTHEST_NORTH,
    day,
    level_of,
    metres,
    postcode_key,
    several,
    words,
)
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError
from directory.gazetteer.loaders.street_record import StreetRecord, kind_of_street

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}")
_LEVELS = (
    Level.PATCH,
    Level.WARD,
    Level.NEIGHBOURHOOD,
    Level.BOROUGH,
    Level.REGION,
    Level.NATION,
)


def _reader(job: Job) -> Callable[[list[str]], Mapping[str, str]]:
    header = job.head.header

    def read(cells: list[str]) -> Mapping[str, str]:
        if len(cells) != len(header):
            raise BadRowError(f"has {len(cells)} columns, and should have {len(header)}")
        return dict(zip(header, cells, strict=True))

    return read


def code(cell: str) -> str:
    """Return the code of an area.

    Raises:
        BadRowError: it is none: letters, digits and dashes, up to 60 of them.

    """
    found = cell.strip()
    if not _CODE.fullmatch(found):
        raise BadRowError(f"{cell[:20]!r} is not a code")
    return found


@dataclass(frozen=True, slots=True)
class TypedAreas:
    """``areas.csv``."""

    name: str = "typed areas"
    order: int = 30

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header."""
        return head.has("code", "level", "name")

    def load(self, job: Job) -> None:
        """Load the rows."""
        read = _reader(job)
        # What the file itself lists, so that a code's level is known wherever it stands in it.
        levels = _levels(job)
        job.stream(
            job.rows(has_header=True),
            lambda cells: _area(read(cells), levels),
            area_store.save,
            size=500,
        )


def _levels(job: Job) -> dict[str, Level]:
    header = job.head.header
    code_at, level_at = header.index("code"), header.index("level")
    return {
        cells[code_at].strip(): Level(cells[level_at].strip().lower())
        for _, cells in job.rows(has_header=True)
        if len(cells) == len(header) and cells[level_at].strip().lower() in list(_LEVELS)
    }


def _area(row: Mapping[str, str], levels: Mapping[str, Level]) -> AreaRecord:
    level = row["level"].strip().lower()
    if level not in list(_LEVELS):
        raise BadRowError(f"{level[:20]!r} is not a level; it is one of {', '.join(_LEVELS)}")
    name = words(row["name"])
    if not place_key(name):
        raise BadRowError("has no name")
    east = metres(row.get("easting", ""), FARTHEST_EAST)
    north = metres(row.get("northing", ""), FARTHEST_NORTH)
    return AreaRecord(
        code=code(row["code"]),
        level=Level(level),
        name=name,
        source=TYPED,
        kind=words(row.get("kind", ""), 40),
        aliases=tuple(words(each) for each in several(row.get("aliases", ""))),
        former=tuple(words(each) for each in several(row.get("former_names", ""))),
        welsh=words(row.get("welsh_name", "")),
        parents=_parents(row, Level(level), levels),
        borders=tuple(code(each) for each in several(row.get("borders", ""))),
        outline=outline(row.get("outline", "")),
        point=(east, north) if east is not None and north is not None else None,
        starts_on=day(row.get("starts_on", "")),
        ends_on=day(row.get("ends_on", "")),
    )


def _parents(
    row: Mapping[str, str], level: Level, levels: Mapping[str, Level]
) -> tuple[Parent, ...]:
    found = []
    for column, certainty in (
        ("inside", Certainty.CERTAIN),
        ("probably_inside", Certainty.PROBABLE),
        ("partly_inside", Certainty.PART),
    ):
        for each in several(row.get(column, "")):
            parent = levels.get(code(each)) or level_of(each)
            if parent is None:
                raise BadRowError(f"{column} names {each[:20]!r}, which is not in this file")
            if parent.rank < level.rank and certainty is not Certainty.PART:
                raise BadRowError(f"a {level} cannot be inside a {parent}")
            found.append(Parent(each, parent, certainty))
    return tuple(found)


def spots(cell: str, mark: str) -> list[Spot]:
    """Return the points of a cell: "533000 183000", several parted by the mark.

    Raises:
        BadRowError: one is not two numbers, or not in Great Britain.

    """
    found = []
    for each in several(cell, mark):
        numbers = each.split()
        if len(numbers) != 2:
            raise BadRowError(f"{each[:30]!r} is not an easting and a northing")
        east, north = metres(numbers[0], FARTHEST_EAST), metres(numbers[1], FARTHEST_NORTH)
        assert east is not None
        assert north is not None
        found.append((east, north))
    return found


def outline(cell: str) -> BaseGeometry | None:
    """Return a polygon, or None for an empty cell.

    Raises:
        BadRowError: a part has fewer than three corners.

    """
    parts = [spots(part, ",") for part in several(cell)]
    if any(len(part) < 3 for part in parts):
        raise BadRowError("has an outline with fewer than three corners")
    polygons = [Polygon(part) for part in parts]
    if not polygons:
        return None
    whole = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    found: BaseGeometry = shapely.make_valid(whole)
    if not found.geom_type.endswith("Polygon"):
        raise BadRowError("has an outline whose sides cross")
    return found


@dataclass(frozen=True, slots=True)
class TypedStreets:
    """``streets.csv``."""

    name: str = "typed streets"
    order: int = 50

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header."""
        return head.has("name", "wards") and not head.has("level")

    def load(self, job: Job) -> None:
        """Load the rows."""
        read = _reader(job)
        job.stream(
            job.rows(has_header=True),
            lambda cells: _street(read(cells)),
            street_store.save,
            size=500,
        )


def _street(row: Mapping[str, str]) -> StreetRecord:
    name = words(row["name"], 160)
    if not place_key(name):
        raise BadRowError("has no name")
    identifier, own = _identity(row.get("code", "").strip())
    certain = [code(each) for each in several(row["wards"])]
    probable = [code(each) for each in several(row.get("probable_wards", ""))]
    neighbourhoods = [code(each) for each in several(row.get("neighbourhoods", ""))]
    return StreetRecord(
        name=name,
        source=TYPED,
        kind=words(row.get("kind", ""), 40).replace("street", "") or kind_of_street(name),
        identifier=identifier,
        code=own,
        aliases=tuple(words(each) for each in several(row.get("aliases", ""))),
        points=tuple(spots(row.get("points", ""), "|")),
        boroughs=tuple(code(each) for each in several(row.get("boroughs", ""))),
        wards=dict.fromkeys(probable, Certainty.PROBABLE)
        | dict.fromkeys(certain, Certainty.CERTAIN),
        neighbourhoods=dict.fromkeys(neighbourhoods, Certainty.CERTAIN),
        postcodes=tuple(postcode_key(each) for each in several(row.get("postcodes", ""))),
    )


def _identity(cell: str) -> tuple[str, str]:
    """Return a publisher's identifier, or a code of the typist's own."""
    if cell.isdigit() and len(cell) <= 8:
        return f"usrn-{int(cell)}", ""
    if cell.startswith("osgb"):
        return code(cell), ""
    return "", code(cell) if cell else ""
