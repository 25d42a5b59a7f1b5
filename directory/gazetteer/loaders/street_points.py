"""Street names with points on them: one row a point, or one row a street."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from shapely import Point, from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from directory.domain.grid import EAST, NORTH, SOUTH, WEST, to_grid
from directory.domain.names import place_key
from directory.domain.place import Certainty
from directory.domain.street_lines import Spot, clusters
from directory.extensions import db
from directory.gazetteer.loaders import street_store
from directory.gazetteer.loaders.cells import (
    FARTHEST_EAST,
    FARTHEST_NORTH,
    area_code,
    metres,
    several,
    words,
)
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError, Outcome
from directory.gazetteer.loaders.street_record import PLACE, StreetRecord, kind_of_street, tidy
from directory.models import Area

POLICE = "data.police.uk"
_SIZE = 300
_MOST_APART = 50
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
        named = columns.get("street_name", columns.get("location", 0))

        def key(row: _Row) -> str:
            cells = row[1]
            return place_key(cells[named]) if named < len(cells) else ""

        def groups() -> Iterator[tuple[int, list[_Row]]]:
            for _, rows in groupby(job.rows(has_header=True), key):
                held: list[_Row] = []
                for row in rows:
                    held.append(row)
                    if len(held) == _MOST_IN_GROUP:
                        yield held[0][0], held
                        held = []
                if held:
                    yield held[0][0], held

        def parse(rows: list[_Row]) -> list[StreetRecord]:
            return _streets(job, columns, rows)

        job.stream(groups(), parse, _save, size=_SIZE, rows_in=len)


def _save(groups: list[list[StreetRecord]]) -> Outcome:
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


@dataclass(frozen=True, slots=True)
class GroupedStreets:
    """One row a street, made of such points: its wards, certain and within 25 m, and its middle."""

    name: str = "grouped streets"
    order: int = 52

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header."""
        return head.has("street_name", "mid_easting", "mid_northing", "ward_codes_certain")

    def load(self, job: Job) -> None:
        """Load the rows. Their postcodes are guesses by distance, right in 43 %, and left alone."""
        header = job.head.header
        near = _Nearness()

        def parse(cells: list[str]) -> list[StreetRecord]:
            if len(cells) != len(header):
                raise BadRowError(f"has {len(cells)} columns, and should have {len(header)}")
            return _grouped(dict(zip(header, cells, strict=True)), near)

        job.stream(job.rows(has_header=True), parse, _save, size=_SIZE)


def _grouped(row: Mapping[str, str], near: "_Nearness") -> list[StreetRecord]:
    """Return a row's street; or several, where its wards are not all in one piece."""
    name = tidy(words(row["street_name"], 160))
    if not place_key(name):
        raise BadRowError("has no name")
    east = metres(row["mid_easting"], FARTHEST_EAST)
    north = metres(row["mid_northing"], FARTHEST_NORTH)
    certain = [area_code(each) for each in several(row["ward_codes_certain"], ";")]
    probable = [area_code(each) for each in several(row.get("ward_codes_probable_25m", ""), ";")]
    pieces = near.pieces([code for code in certain if code])
    middle = (east, north) if east is not None and north is not None else None
    is_place = row.get("kind", "") == "place_or_station"
    at = near.piece_at(pieces, middle)
    return [
        StreetRecord(
            name=name,
            source=POLICE,
            kind=PLACE if is_place else kind_of_street(name),
            points=(middle,) if middle is not None and number == at else (),
            borough_names=several(row.get("boroughs", ""), ";") if len(pieces) == 1 else (),
            wards=dict.fromkeys(piece, Certainty.CERTAIN)
            | dict.fromkeys(near.beside(piece, probable, pieces), Certainty.PROBABLE),
            method="points",
            is_summary=True,
        )
        for number, piece in enumerate(pieces)
    ]


class _Nearness:
    """Which wards touch, as far as their outlines are known."""

    def __init__(self) -> None:
        self._shapes: dict[str, BaseGeometry | None] = {}

    def pieces(self, wards: list[str]) -> list[list[str]]:
        """Return the wards in groups that hang together; unknown wards hang with the first."""
        groups: list[list[str]] = []
        for ward in wards:
            touching = [g for g in groups if any(self._touch(ward, other) for other in g)]
            groups = [g for g in groups if g not in touching]
            groups.append([*(code for g in touching for code in g), ward])
        return [sorted(group) for group in groups] or [[]]

    def piece_at(self, pieces: list[list[str]], middle: Spot | None) -> int:
        """Return which of the pieces a point is in."""
        if middle is None or len(pieces) == 1:
            return 0
        away = [
            min(
                (s.distance(Point(middle)) for code in piece if (s := self._shape(code))),
                default=float("inf"),
            )
            for piece in pieces
        ]
        return away.index(min(away))

    def beside(
        self, piece: list[str], probable: Iterable[str], pieces: list[list[str]]
    ) -> list[str]:
        """Return the probable wards that touch a piece."""
        codes = [code for code in probable if code]
        if len(pieces) == 1:
            return codes
        return [code for code in codes if any(self._touch(code, other) for other in piece)]

    def _touch(self, one: str, other: str) -> bool:
        here, there = self._shape(one), self._shape(other)
        return here is None or there is None or here.distance(there) <= _MOST_APART

    def _shape(self, code: str) -> BaseGeometry | None:
        if code not in self._shapes:
            outline = db.session.scalar(select(Area.outline).where(Area.code == code))
            self._shapes[code] = from_wkb(outline) if outline else None
        return self._shapes[code]
