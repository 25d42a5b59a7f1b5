"""OS Open Names: one tile of named and numbered roads, and of populated places, with no header."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from directory.domain.names import place_key
from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer.loaders import area_store, street_store
from directory.gazetteer.loaders.area_record import AreaRecord, Box, Parent
from directory.gazetteer.loaders.cells import FARTHEST_EAST, FARTHEST_NORTH, metres, words
from directory.gazetteer.loaders.job import Job, today
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError, Outcome
from directory.gazetteer.loaders.street_record import StreetRecord, kind_of_street
from directory.gazetteer.loaders.tables import batches
from directory.models import Area, AreaName

SOURCE = "OS Open Names"
_COLUMNS = 34
_TILE_METRES = 20_000
_MOST_RETIRED = 0.5
_FEW = 10

(_ID, _NAME, _NAME_LANGUAGE, _OTHER, _OTHER_LANGUAGE, _TYPE, _LOCAL) = (0, 2, 3, 4, 5, 6, 7)
_EAST, _NORTH, _BOX = 8, 9, slice(12, 16)
_DISTRICT, _COUNTY, _PARENT = 21, 24, 31
_SECTIONS = ("section of named road", "section of numbered road")
_ROADS = ("named road", "numbered road", *_SECTIONS)


@dataclass(frozen=True, slots=True)
class OpenNames:
    """A tile: 34 columns, an identifier first, EPSG:27700."""

    name: str = SOURCE
    order: int = 50

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its columns."""
        return all(
            len(row) == _COLUMNS and "ordnancesurvey.co.uk/id/" in row[1] and row[_TYPE]
            for row in head.first[:5]
        )

    def load(self, job: Job) -> None:
        """Load the rows; then retire the tile's roads that it no longer lists."""
        seen: set[str] = set()
        tiles: set[tuple[int, int]] = set()
        boroughs = _boroughs()

        def parse(cells: list[str]) -> StreetRecord | AreaRecord | None:
            if len(cells) != _COLUMNS:
                raise BadRowError(f"has {len(cells)} columns, and should have {_COLUMNS}")
            kind = cells[_LOCAL].strip().lower()
            if kind in _ROADS:
                road = _road(cells, kind, job.edition)
                seen.add(road.identifier)
                tiles.update((e // _TILE_METRES, n // _TILE_METRES) for e, n in road.points)
                return road
            if cells[_TYPE] == "populatedPlace":
                place = _place(cells, job.edition, boroughs)
                if place is None:
                    job.pass_over("populated places without a box around them")
                return place
            job.pass_over(f"{cells[_LOCAL].strip()[:40]} (no use to us)")
            return None

        def note(cells: list[str]) -> None:
            if len(cells) == _COLUMNS and cells[_LOCAL].strip().lower() in _ROADS:
                parse(cells)

        job.stream(job.rows(has_header=False), parse, _save, size=1_000, on_known=note)
        _retire(job, seen, tiles)


def _save(records: list[StreetRecord | AreaRecord]) -> Outcome:
    streets = street_store.save([r for r in records if isinstance(r, StreetRecord)])
    areas = area_store.save([r for r in records if isinstance(r, AreaRecord)])
    return Outcome(
        streets.added + areas.added,
        streets.changed + areas.changed,
        streets.unchanged + areas.unchanged,
    )


def _road(cells: Sequence[str], kind: str, edition: str) -> StreetRecord:
    """Return a road. A section stands for the road that it is part of, and has no code here."""
    name, welsh, alias = _names(cells)
    identifier = cells[_PARENT] if kind in _SECTIONS else cells[_ID]
    if not identifier.startswith("osgb") or not identifier[4:].isdigit():
        raise BadRowError(f"{identifier[:30]!r} is not the identifier of a road")
    return StreetRecord(
        name=name,
        source=SOURCE,
        edition=edition,
        kind="road number" if "numbered" in kind else kind_of_street(name),
        identifier=identifier,
        aliases=alias,
        welsh=welsh,
        points=(_point(cells),),
        box=_box(cells),
        borough_names=tuple(filter(None, (cells[_DISTRICT] or cells[_COUNTY],))),
        method="point",
    )


def _place(cells: Sequence[str], edition: str, boroughs: dict[str, str]) -> AreaRecord | None:
    """Return a suburb, town or village as a neighbourhood; None when we cannot tell its extent."""
    box = _box(cells)
    if box is None:
        return None
    name, welsh, alias = _names(cells)
    within = cells[_DISTRICT] or cells[_COUNTY]
    borough = boroughs.get(place_key(within), "")
    return AreaRecord(
        code=words(cells[_ID], 60),
        level=Level.NEIGHBOURHOOD,
        name=name,
        source=SOURCE,
        edition=edition,
        kind="named place",
        aliases=alias,
        welsh=welsh,
        point=_point(cells),
        box=box,
        parents=(Parent(borough, Level.BOROUGH),) if borough else (),
        within=words(within),
    )


def _names(cells: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """Return the name, its Welsh form, and other names (Gaelic, Scots)."""
    name, other = words(cells[_NAME], 160), words(cells[_OTHER], 160)
    if not place_key(name):
        raise BadRowError("has no name")
    if not other:
        return name, "", ()
    if cells[_OTHER_LANGUAGE] == "cym":
        return name, other, ()
    return name, "", (other,)


def _point(cells: Sequence[str]) -> tuple[int, int]:
    east, north = metres(cells[_EAST], FARTHEST_EAST), metres(cells[_NORTH], FARTHEST_NORTH)
    if east is None or north is None:
        raise BadRowError("has no position")
    return east, north


def _box(cells: Sequence[str]) -> Box | None:
    limits = (FARTHEST_EAST, FARTHEST_NORTH, FARTHEST_EAST, FARTHEST_NORTH)
    edges = [metres(cell, most) for cell, most in zip(cells[_BOX], limits, strict=True)]
    west, south, east, north = edges
    if west is None or south is None or east is None or north is None:
        return None
    return west, south, east, north


def _boroughs() -> dict[str, str]:
    question = (
        select(AreaName.key, Area.code)
        .join(Area, Area.code == AreaName.area_code)
        .where(Area.level == Level.BOROUGH, Area.ends_on.is_(None))
        .order_by(Area.code)
    )
    return {row[0]: row[1] for row in db.session.execute(question)}


def _retire(job: Job, seen: set[str], tiles: set[tuple[int, int]]) -> None:
    """Give an end date to the roads of the tiles that are listed no more."""
    if job.row.rejected:
        job.report.notes.append("Nothing was retired, because some rows were rejected.")
        return
    for east, north in sorted(tiles):
        west, south = east * _TILE_METRES, north * _TILE_METRES
        question = select(Area.code).where(
            Area.level == Level.STREET,
            Area.source == SOURCE,
            Area.edition <= job.edition,
            Area.ends_on.is_(None),
            Area.easting.between(west, west + _TILE_METRES - 1),
            Area.northing.between(south, south + _TILE_METRES - 1),
        )
        live = list(db.session.scalars(question))
        gone = [code for code in live if code not in seen]
        if len(gone) > _FEW and len(gone) > _MOST_RETIRED * len(live):
            continue  # only the rim of another tile, or a file that was cut short
        for some in batches(gone):
            ended = update(Area).where(Area.code.in_(some)).values(ends_on=today())
            db.session.execute(ended)
        job.retire(len(gone))
    db.session.commit()
