"""Which street that we know a file means: the same name, and near; never merely the same name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely import MultiPoint, from_wkb
from shapely.geometry.base import BaseGeometry
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, selectinload, undefer

from directory.domain.names import place_key
from directory.domain.place import Level
from directory.domain.street_lines import SAME_STREET_METRES, Spot, points_of
from directory.extensions import db
from directory.gazetteer.loaders.area_record import Box
from directory.gazetteer.loaders.cells import level_of
from directory.gazetteer.loaders.street_record import StreetRecord
from directory.gazetteer.loaders.tables import batches
from directory.models import Area, AreaLink, AreaName, StreetIdentifier

_MARGIN = 2_000


@dataclass(slots=True)
class Known:
    """A street that is in the tables, or about to be."""

    area: Area
    points: set[Spot] = field(default_factory=set)
    box: Box | None = None
    parents: set[str] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)

    @property
    def extent(self) -> BaseGeometry | None:
        """Return where it may be."""
        return extent(self.points, self.box)


def extent(points: Iterable[Spot], box: Box | None) -> BaseGeometry | None:
    """Return points as a shape, or the whole box where a publisher told one that is wider."""
    spots = sorted(points)
    around = shapely.box(*box) if box is not None else None
    if not spots:
        return around
    shape = MultiPoint(spots)
    if around is None or around.equals(shapely.box(*shape.bounds)):
        return shape
    return around


class Streets:
    """The streets that a batch may mean, by name key and by identifier."""

    def __init__(self, records: list[StreetRecord]) -> None:
        """Fetch them."""
        self._by_key: dict[str, list[Known]] = {}
        self._by_identifier: dict[str, Known] = {}
        self._by_code: dict[str, Known] = {}
        codes = _codes(records)
        found: dict[str, Known] = {}
        for some in batches(sorted(codes), 1_000):
            question = (
                select(Area)
                .where(Area.code.in_(some), Area.level == Level.STREET)
                .options(selectinload(Area.names), undefer(Area.outline))
            )
            found |= {area.code: _known(area) for area in db.session.scalars(question)}
        for child, parent in _pairs(AreaLink.child_code, AreaLink.parent_code, found):
            found[child].parents.add(parent)
        for street, identifier in _pairs(
            StreetIdentifier.street_code, StreetIdentifier.identifier, found
        ):
            found[street].identifiers.add(identifier)
        for _, known in sorted(found.items()):
            self.add(known)

    def add(self, known: Known) -> None:
        """Let later records of the batch find a street."""
        self._by_code[known.area.code] = known
        for name in known.area.names:
            if known not in (of_key := self._by_key.setdefault(name.key, [])):
                of_key.append(known)
        for identifier in known.identifiers:
            self._by_identifier.setdefault(identifier, known)

    def has_code(self, code: str) -> bool:
        """Say whether a code is taken."""
        return code in self._by_code

    def match(self, record: StreetRecord, parents: set[str]) -> Known | None:
        """Return the street that a record means; ``parents`` are areas it is stated to be in."""
        if record.code:
            return self._by_code.get(record.code)
        if record.identifier and (found := self._by_identifier.get(record.identifier)):
            return found
        candidates = self._by_key.get(place_key(record.name), [])
        where = extent(record.points, record.box)
        near: list[tuple[float, str, Known]] = []
        for known in candidates:
            away = _apart(known, where, set(record.wards), parents)
            if away <= SAME_STREET_METRES:
                near.append((away, known.area.code, known))
        return min(near)[2] if near else None


def _apart(known: Known, where: BaseGeometry | None, wards: set[str], parents: set[str]) -> float:
    """Return metres; with no position on either side, 0 for a ward in common, else far.

    Only where one side has no wards will a borough in common do.
    """
    extent = known.extent
    if where is not None and extent is not None:
        return float(where.distance(extent))
    has_wards = wards and any(level_of(code) is Level.WARD for code in known.parents)
    common = (wards if has_wards else parents) & known.parents
    return 0.0 if common else float("inf")


def _known(area: Area) -> Known:
    edges = (area.min_easting, area.min_northing, area.max_easting, area.max_northing)
    box = None if None in edges else edges
    points = set(points_of(from_wkb(area.outline))) if area.outline else set()
    return Known(area, points, box)  # type: ignore[arg-type]


def _codes(records: list[StreetRecord]) -> set[str]:
    """Return the codes of all streets that share a key, near enough, or an identifier."""
    codes = {record.code for record in records if record.code}
    identifiers = {record.identifier for record in records if record.identifier}
    for some in batches(sorted(identifiers | codes), 1_000):
        codes |= set(
            db.session.scalars(
                select(StreetIdentifier.street_code).where(StreetIdentifier.identifier.in_(some))
            )
        )
    keys = {place_key(record.name) for record in records}
    named = aliased(AreaName)
    for some in batches(sorted(keys), 1_000):
        question = (
            select(Area.code)
            .join(named, named.area_code == Area.code)
            .where(named.key.in_(some), Area.level == Level.STREET, *_near(records))
        )
        codes |= set(db.session.scalars(question))
    return codes


def _near(records: list[StreetRecord]) -> list[Any]:
    """Return the condition that a street lies near the batch; none when a record has no point."""
    if not all(record.points for record in records):
        return []
    east = [spot[0] for record in records for spot in record.points]
    north = [spot[1] for record in records for spot in record.points]
    inside = (
        (Area.max_easting >= min(east) - _MARGIN)
        & (Area.min_easting <= max(east) + _MARGIN)
        & (Area.max_northing >= min(north) - _MARGIN)
        & (Area.min_northing <= max(north) + _MARGIN)
    )
    return [or_(Area.easting.is_(None), inside)]


def _pairs(one: Any, other: Any, codes: Iterable[str]) -> Iterable[tuple[str, str]]:
    for some in batches(sorted(codes), 1_000):
        for row in db.session.execute(select(one, other).where(one.in_(some))):
            yield row[0], row[1]
