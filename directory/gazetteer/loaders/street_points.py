"""Street names with points on them: one row a point, or one row a street."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from directory.domain.grid import EAST, NORTH, SOUTH, WEST, to_grid
from directory.domain.names import SUFFIXES, place_key
from directory.domain.place import Certainty, Level
from directory.domain.street_lines import Spot, clusters
from directory.extensions import db
from directory.gazetteer.loaders import street_store
from directory.gazetteer.loaders.cells import (
    FARTHEST_EAST,
    FARTHEST_NORTH,
    area_code,
    metres,
    words,
)
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError, Outcome
from directory.gazetteer.loaders.street_record import PLACE, StreetRecord, kind_of_street, tidy
from directory.gazetteer.loaders.tables import batches
from directory.models import Area, AreaName

POLICE = "data.police.uk"
_SIZE = 300
_MOST_IN_GROUP = 5_000
_ON_OR_NEAR = "on or near "
_NO_STREET = {
    "",
    "no location",
    "parking area",
    "supermarket",
    "shopping area",
    "petrol station",
    "park/open space",
    "nightclub",
    "sports/recreation area",
    "hospital",
    "further/higher educational building",
    "pedestrian subway",
    "theatre/concert hall",
    "conference/exhibition centre",
    "police station",
    "bus/coach station",
    "airport/airfield",
    "race track",
    "road",
    "prison",
    "stadium",
}
"""What the police write where a crime was on no street (data.police.uk/about)."""

_ENDINGS = ("lanes", "row", "hill", "green", "way", "common", "fields", "market", "side", "end")

_Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class StreetPoints:
    """One row a point: street name, position, perhaps ward and borough; any police.uk file."""

    name: str = "street points"
    order: int = 51

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header."""
        has_name = head.has("street_name") or head.has("location", "falls within")
        where = head.has("easting", "northing")
        where = where or head.has("lon", "lat") or head.has("longitude", "latitude")
        return has_name and where and not head.has("ward_codes_certain")

    def load(self, job: Job) -> None:
        """Load the points, the rows of one name that stand together at a time."""
        columns = {name: number for number, name in enumerate(job.head.header)}
        places = _place_keys()

        def parse(rows: list[_Row]) -> list[StreetRecord]:
            found = _streets(job, columns, rows)
            for street in found:
                if place_key(street.name) in places:
                    street.kind = PLACE
            return found

        job.stream(_groups(job, columns), parse, save_groups, size=_SIZE, rows_in=len)


def _groups(job: Job, columns: Mapping[str, int]) -> Iterator[tuple[int, list[_Row]]]:
    """Yield the rows of one name that stand together, with the line of the first."""
    named = columns.get("street_name", columns.get("location", 0))

    def key(row: _Row) -> str:
        return place_key(row[1][named]) if named < len(row[1]) else ""

    for _, rows in groupby(job.rows(has_header=True), key):
        for held in batches(rows, _MOST_IN_GROUP):
            yield held[0][0], held


def _place_keys() -> set[str]:
    """Return the names of wards and the like: where one stands for a street, it is a station.

    Names that end as streets do ("Green Street") are left out: there the street is meant.
    """
    endings = {*SUFFIXES.values(), *_ENDINGS}
    levels = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
    question = (
        select(AreaName.key)
        .join(Area, Area.code == AreaName.area_code)
        .where(Area.level.in_(levels))
        .distinct()
    )
    return {key for key in db.session.scalars(question) if key.split()[-1] not in endings}


def save_groups(groups: list[list[StreetRecord]]) -> Outcome:
    """Save the streets of several names."""
    return street_store.save([record for group in groups for record in group])


@dataclass(frozen=True, slots=True)
class _Point:
    name: str
    spot: Spot
    ward: str
    borough: str


def _streets(job: Job, columns: Mapping[str, int], rows: list[_Row]) -> list[StreetRecord]:
    """Return the streets of one name: points that are far apart are on different ones."""
    points: list[_Point] = []
    for line, cells in rows:
        if len(cells) != len(columns):
            reason = f"has {len(cells)} columns, and should have {len(columns)}"
            job.reject(line, reason, cells)
            continue
        row = {name: cells[number] for name, number in columns.items()}
        try:
            point = _point(row)
        except BadRowError as error:
            job.reject(line, str(error), cells)
            continue
        if point is None:
            job.pass_over("on no street, or with no position")
        else:
            points.append(point)
    return [_street(group, points) for group in clusters(point.spot for point in points)]


def _point(row: Mapping[str, str]) -> _Point | None:
    name = words(row.get("street_name", row.get("location", "")), 160)
    if name.lower().startswith(_ON_OR_NEAR):
        name = name[len(_ON_OR_NEAR) :]
    spot = _spot(row)
    if name.lower() in _NO_STREET or not place_key(name) or spot is None:
        return None
    return _Point(
        tidy(name), spot, area_code(row.get("ward_code", "")), area_code(row.get("lad_code", ""))
    )


def _spot(row: Mapping[str, str]) -> Spot | None:
    """Return where a row is: on the grid if it says so, else by longitude and latitude."""
    east = metres(row.get("easting", ""), FARTHEST_EAST)
    north = metres(row.get("northing", ""), FARTHEST_NORTH)
    if east is not None and north is not None:
        return east, north
    lon, lat = row.get("lon", row.get("longitude", "")), row.get("lat", row.get("latitude", ""))
    if not lon.strip() or not lat.strip():
        return None
    try:
        west_east, south_north = float(lon), float(lat)
    except ValueError:
        raise BadRowError(f"{lon[:20]!r}, {lat[:20]!r} is not a position") from None
    if not (WEST <= west_east <= EAST and SOUTH <= south_north <= NORTH):
        raise BadRowError(f"the position {lon[:20]}, {lat[:20]} is not in Great Britain")
    on_grid = to_grid(west_east, south_north)
    return round(float(on_grid[0])), round(float(on_grid[1]))


def _street(spots: list[Spot], points: list[_Point]) -> StreetRecord:
    here = set(spots)
    mine = [point for point in points if point.spot in here]
    boroughs = [point.borough for point in mine if point.borough]
    names = [point.name for point in mine]
    name = max(sorted(set(names)), key=lambda each: (names.count(each), "'" in each))
    return StreetRecord(
        name=name,
        source=POLICE,
        kind=kind_of_street(name),
        points=tuple(spots),
        boroughs=tuple(sorted(set(boroughs), key=lambda code: (-boroughs.count(code), code))),
        wards=dict.fromkeys(sorted({p.ward for p in mine if p.ward}), Certainty.CERTAIN),
        method="points" if len(spots) > 1 else "point",
    )
