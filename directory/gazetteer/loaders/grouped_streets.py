"""Street points that somebody grouped into streets: one row a street."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely import Point, from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from directory.domain.names import place_key
from directory.domain.place import Certainty
from directory.domain.street_lines import Spot
from directory.extensions import db
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
from directory.gazetteer.loaders.report import BadRowError
from directory.gazetteer.loaders.street_points import POLICE, save_groups
from directory.gazetteer.loaders.street_record import PLACE, StreetRecord, kind_of_street, tidy
from directory.models import Area

_SIZE = 300
_MOST_APART = 50
"""Two wards hang together when their outlines come as near as this, in metres."""


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

        job.stream(job.rows(has_header=True), parse, save_groups, size=_SIZE)


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
