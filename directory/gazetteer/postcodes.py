"""A postcode as a place: its point, and the areas it lies in by its file and by their polygons."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely import Point
from sqlalchemy import or_, select

from directory.domain.place import Certainty, ChainLink, Level
from directory.domain.postcodes import formatted
from directory.extensions import db
from directory.gazetteer import uk_postcodes
from directory.gazetteer.chain import Links, chunks, climb, merged
from directory.gazetteer.outlines import holding_point
from directory.models import Area, Postcode, PostcodeStreet

_BY_POLYGON = (Level.WARD, Level.NEIGHBOURHOOD, Level.PATCH, Level.BOROUGH)


@dataclass(frozen=True, slots=True)
class Unit:
    """A postcode that is known: by its row in the gazetteer, or from the package for all the UK.

    ``codes`` are those its publisher gives, by level; easting and northing metres, EPSG:27700.
    """

    key: str
    codes: Mapping[Level, str]
    easting: int | None = None
    northing: int | None = None
    retired: str = ""
    is_bare: bool = False

    @property
    def point(self) -> Point | None:
        """Return where it is, when that is known."""
        if self.easting is None or self.northing is None:
            return None
        return Point(self.easting, self.northing)


def find(key: str) -> Unit | None:
    """Return a postcode by its key: from our own table, else from the package of all the UK's."""
    row = db.session.get(Postcode, key)
    if row is None:
        listed = uk_postcodes.find(key)
        if listed is None:
            return None
        codes = {Level.BOROUGH: listed.borough_code} if listed.borough_code else {}
        return Unit(key, codes, listed.easting, listed.northing, is_bare=True)
    return _unit(row)


def _unit(row: Postcode) -> Unit:
    codes = {
        Level.WARD: row.ward_code,
        Level.NEIGHBOURHOOD: row.neighbourhood_code,
        Level.BOROUGH: row.borough_code,
        Level.NATION: row.nation_code,
    }
    given = {level: code for level, code in codes.items() if code}
    retired = f"{row.retired_on:%B %Y}" if row.retired_on else ""
    return Unit(row.key, given, row.easting, row.northing, retired)


def find_all(keys: Collection[str]) -> dict[str, Unit]:
    """Return the postcodes of our own table that have these keys: one query for every 500."""
    found = {}
    for chunk in chunks(sorted(set(keys))):
        rows = db.session.scalars(select(Postcode).where(Postcode.key.in_(chunk)))
        found.update({row.key: _unit(row) for row in rows})
    return found


def starts(unit: Unit) -> dict[str, Certainty]:
    """Return the areas that a postcode lies in directly, and how surely.

    The code in the file is certain: it agrees with the polygons for 99.8 % of postcodes, and it is
    the polygon that is drawn more coarsely. Any other ward within 25 m of the point is probable.
    """
    found = dict.fromkeys(unit.codes.values(), Certainty.CERTAIN)
    if unit.easting is None or unit.northing is None:
        return found
    for held in holding_point(unit.easting, unit.northing, _BY_POLYGON):
        is_given = held.level in unit.codes
        if held.level is Level.WARD:
            sure = Certainty.PROBABLE if is_given else held.certainty
            found.setdefault(held.code, sure)
        elif held.certainty is Certainty.CERTAIN and not is_given:
            found.setdefault(held.code, Certainty.CERTAIN)
    return found


def links_of(unit: Unit) -> Links:
    """Return the chain of a postcode, by code: itself, its streets and all that hold it."""
    lies_in = starts(unit)
    links: Links = {
        code: ChainLink(code, level, code) for level, code in unit.codes.items()
    } | merged(lies_in, climb(lies_in))
    links[unit.key] = ChainLink(unit.key, Level.POSTCODE, formatted(unit.key))
    for link in _streets(unit.key):
        links[link.code] = link
    return links


def _streets(key: str) -> Iterator[ChainLink]:
    """Yield the streets that a postcode has addresses on; their other wards are not its own."""
    rows = db.session.execute(
        select(Area.code, Area.level, Area.name, PostcodeStreet.certainty)
        .join(PostcodeStreet, PostcodeStreet.street_code == Area.code)
        .where(PostcodeStreet.postcode_key == key)
    )
    for code, level, name, certainty in rows:
        yield ChainLink(code, level, name, certainty)


def units_between(ranges: Sequence[tuple[str, str]], limit: int) -> list[Unit]:
    """Return the first postcodes in use whose keys lie in these ranges."""
    if not ranges:
        return []
    rows = db.session.scalars(
        select(Postcode)
        .where(
            or_(*(Postcode.key.between(first, last) for first, last in ranges)),
            Postcode.retired_on.is_(None),
        )
        .order_by(Postcode.key)
        .limit(limit)
    )
    return [_unit(row) for row in rows]
