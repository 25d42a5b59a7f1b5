"""Streets put into the tables: a file that knows a street better enriches it, never doubles it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shapely import to_wkb
from sqlalchemy import select

from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.domain.street_lines import Spot, line_through, middle_of, thinned
from directory.extensions import db
from directory.gazetteer import spelling
from directory.gazetteer.loaders.cells import level_of
from directory.gazetteer.loaders.links import METHODS, LinkSet, save_links
from directory.gazetteer.loaders.report import Outcome
from directory.gazetteer.loaders.slugs import give_slugs, slug
from directory.gazetteer.loaders.street_match import Known, Streets
from directory.gazetteer.loaders.street_record import StreetRecord
from directory.gazetteer.loaders.tables import batches, upsert
from directory.models import Area, AreaLink, AreaName, PostcodeStreet, StreetIdentifier

_MINTED_NAME = 38


@dataclass(slots=True)
class Around:
    """What is known of the areas that a batch of streets names."""

    boroughs_of: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Batch:
    streets: Streets
    around: Around
    known: dict[str, Known] = field(default_factory=dict)
    new: list[tuple[Area, str]] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    links: list[LinkSet] = field(default_factory=list)
    postcodes: dict[tuple[str, str], str] = field(default_factory=dict)
    identifiers: set[tuple[str, str]] = field(default_factory=set)


def save(records: list[StreetRecord]) -> Outcome:
    """Put a batch into the session's transaction; count streets, each once."""
    batch = _Batch(Streets(records), _around(records))
    for record in records:
        _take(record, batch)
    give_slugs(batch.new)
    db.session.add_all(area for area, _ in batch.new)
    db.session.flush()
    touched = batch.known.values()
    spelling.refresh(name.key for known in touched for name in known.area.names)
    batch.changed |= save_links(batch.links, _levels(records))
    batch.changed |= _save_postcodes(batch.postcodes)
    upsert(
        StreetIdentifier,
        [{"identifier": one, "street_code": code} for one, code in sorted(batch.identifiers)],
    )
    added = {area.code for area, _ in batch.new}
    return Outcome(
        added=len(added),
        changed=len(batch.changed & set(batch.known) - added),
        unchanged=len(set(batch.known) - batch.changed - added),
    )


def _take(record: StreetRecord, batch: _Batch) -> None:
    boroughs = _boroughs(record, batch.around)
    parents = {*record.wards, *record.neighbourhoods, *boroughs}
    known = batch.streets.match(record, parents)
    moved = True
    if known is None:
        known = _new(record, boroughs, batch)
    else:
        before = set(known.points)
        if _enrich(known, record):
            batch.changed.add(known.area.code)
        moved = known.points != before
    code = known.area.code
    batch.known[code] = known
    if _may_state(known, record, moved=moved):
        batch.links += _links(code, record, boroughs)
    known.parents |= parents
    if record.identifier and record.identifier not in known.identifiers:
        known.identifiers.add(record.identifier)
        batch.identifiers.add((record.identifier, code))
    batch.streets.add(known)
    for postcode in record.postcodes:
        batch.postcodes[postcode, code] = record.method


def _new(record: StreetRecord, boroughs: list[str], batch: _Batch) -> Known:
    code = record.code or record.identifier or _mint(record, boroughs, batch.streets)
    area = Area(
        code=code, level=Level.STREET, name=record.name, source=record.source, names=[], kind=""
    )
    known = Known(area)
    _enrich(known, record)
    batch.new.append((area, batch.around.names.get(boroughs[0], "") if boroughs else ""))
    return known


def _may_state(known: Known, record: StreetRecord, *, moved: bool) -> bool:
    """Say whether a file's own wards may be taken for the street's.

    A file of points says which ward each point is in. Once a street has links, those made from all
    of its points together are better, and are made anew when it gets more points.
    """
    if record.method not in ("point", "points"):
        return True
    if not any(level_of(code) is Level.WARD for code in known.parents):
        return True
    return len(known.points) <= len(record.points) and (moved or record.is_summary)


def _mint(record: StreetRecord, boroughs: list[str], streets: Streets) -> str:
    """Make a code from name and borough (failing that, the kilometre square): kept for ever."""
    where = boroughs[0].lower() if boroughs else _square(record)
    first = f"st-{slug(record.name)[:_MINTED_NAME].strip('-')}-{where}"
    taken = set(
        db.session.scalars(select(Area.code).where(Area.code.startswith(first, autoescape=True)))
    )
    code, number = first, 1
    while code in taken or streets.has_code(code):
        number += 1
        code = f"{first}-{number}"
    return code


def _square(record: StreetRecord) -> str:
    if not record.points:
        return "gb"
    east, north = min(record.points)
    return f"{east // 1000}-{north // 1000}"


def _enrich(known: Known, record: StreetRecord) -> bool:
    """Add what a record knows more; return whether there was anything."""
    area = known.area
    changed = _name(area, record) | _place(known, record)
    if record.kind and area.kind != record.kind:
        area.kind = record.kind
        changed = True
    if area.ends_on is not None and record.source == area.source:
        area.ends_on = None
        changed = True
    if record.source == area.source and record.edition > (area.edition or ""):
        area.edition = record.edition
    return changed


def _name(area: Area, record: StreetRecord) -> bool:
    have = {name.key for name in area.names}
    wanted = {place_key(record.name)[:200]: (record.name, "alias" if have else "name")}
    for alias in record.aliases:
        wanted.setdefault(place_key(alias)[:200], (alias, "alias"))
    if record.welsh:
        wanted.setdefault(place_key(record.welsh)[:200], (record.welsh, "welsh"))
    wanted.pop("", None)
    new = {key: each for key, each in wanted.items() if key not in have}
    for key, (text, kind) in new.items():
        area.names.append(AreaName(key=key, name=text, kind=kind))
    return bool(new)


def _place(known: Known, record: StreetRecord) -> bool:
    """Add points, and widen the box; return whether the street is now elsewhere."""
    area = known.area
    points = set(thinned(known.points | set(record.points)))
    edges = [box for box in (known.box, record.box) if box is not None]
    spots: list[Spot] = sorted(points)
    if spots:
        east, north = zip(*spots, strict=True)
        edges.append((min(east), min(north), max(east), max(north)))
    if not edges:
        return False
    west, south, far_east, far_north = zip(*edges, strict=True)
    box = (min(west), min(south), max(far_east), max(far_north))
    if points == known.points and box == known.box:
        return False
    known.points, known.box = points, box
    area.min_easting, area.min_northing, area.max_easting, area.max_northing = box
    if points:
        area.outline = to_wkb(line_through(points))
        area.outline_method = "points" if len(points) > 1 else "point"
        area.easting, area.northing = middle_of(points)
    return True


def _links(code: str, record: StreetRecord, boroughs: list[str]) -> list[LinkSet]:
    found: list[LinkSet] = []
    sure = dict.fromkeys(boroughs, Certainty.CERTAIN)
    for level, parents in (
        (Level.WARD, record.wards),
        (Level.NEIGHBOURHOOD, record.neighbourhoods),
        (Level.BOROUGH, sure),
    ):
        if parents:
            found.append(
                LinkSet(code, level, parents, record.method, record.source, record.edition)
            )
    return found


def _levels(records: list[StreetRecord]) -> dict[str, Level]:
    """Return the levels of areas whose codes do not tell: the column they stand in does."""
    levels: dict[str, Level] = {}
    for record in records:
        levels |= dict.fromkeys(record.wards, Level.WARD)
        levels |= dict.fromkeys(record.neighbourhoods, Level.NEIGHBOURHOOD)
        levels |= dict.fromkeys(record.boroughs, Level.BOROUGH)
    return levels


def _boroughs(record: StreetRecord, around: Around) -> list[str]:
    """Return the codes of a street's boroughs: as told, by name, or through its certain wards."""
    named = [
        around.by_name[k] for n in record.borough_names if (k := place_key(n)) in around.by_name
    ]
    found = [*record.boroughs, *named]
    if not found:
        certain = [ward for ward, sure in record.wards.items() if sure is Certainty.CERTAIN]
        found = [b for ward in certain or record.wards for b in around.boroughs_of.get(ward, [])]
    return list(dict.fromkeys(found))


def _around(records: list[StreetRecord]) -> Around:
    """Learn which boroughs the wards of a batch lie in, and what boroughs are called."""
    found = Around()
    wards = {ward for record in records for ward in record.wards}
    for some in batches(sorted(wards), 1_000):
        question = (
            select(AreaLink.child_code, AreaLink.parent_code)
            .outerjoin(Area, Area.code == AreaLink.parent_code)
            .where(AreaLink.child_code.in_(some))
            .where((Area.level == Level.BOROUGH) | Area.code.is_(None))
            .order_by(AreaLink.parent_code)
        )
        for ward, parent in db.session.execute(question):
            if level_of(parent) in (Level.BOROUGH, None):
                found.boroughs_of.setdefault(ward, []).append(parent)
    called = (
        select(Area.code, Area.name, AreaName.key)
        .join(AreaName, AreaName.area_code == Area.code)
        .where(Area.level == Level.BOROUGH)
        .order_by(Area.ends_on.is_(None), Area.code)
    )
    for code, name, key in db.session.execute(called):
        found.names[code] = name
        found.by_name[key] = code  # one that has not ended comes last, and stays
    return found


def _save_postcodes(pairs: Mapping[tuple[str, str], str]) -> set[str]:
    """Link postcodes with streets; return the streets that got or bettered a link."""
    rows = []
    rank: Callable[[str], int] = METHODS.index
    for some in batches(sorted(pairs), 1_000):
        streets = {code for _, code in some}
        question = select(
            PostcodeStreet.postcode_key, PostcodeStreet.street_code, PostcodeStreet.method
        ).where(PostcodeStreet.street_code.in_(streets))
        known = {(key, code): method for key, code, method in db.session.execute(question)}
        for key, code in some:
            method = pairs[key, code]
            if (key, code) not in known or rank(known[key, code]) < rank(method):
                rows.append(
                    {
                        "postcode_key": key,
                        "street_code": code,
                        "certainty": Certainty.CERTAIN,
                        "method": method,
                    }
                )
    upsert(PostcodeStreet, rows)
    return {row["street_code"] for row in rows}
