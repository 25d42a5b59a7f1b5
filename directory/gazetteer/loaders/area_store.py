"""Areas put into the tables: of two editions the later is believed, and nothing is forgotten."""

from collections.abc import Iterable
from typing import Any

from shapely import to_wkb
from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from directory.domain.names import place_key
from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.gazetteer import spelling
from directory.gazetteer.loaders.area_record import AreaRecord
from directory.gazetteer.loaders.links import LinkSet, save_links
from directory.gazetteer.loaders.report import Outcome
from directory.gazetteer.loaders.slugs import give_slugs
from directory.gazetteer.loaders.tables import batches, upsert
from directory.models import Area, AreaBorder, AreaName

TYPED = "typed"
"""The source of the files that somebody types; any publisher's word beats theirs."""


def save(records: list[AreaRecord]) -> Outcome:
    """Put a batch into the session's transaction, and count. Implied areas are not counted."""
    outcome = Outcome()
    turns: list[dict[str, AreaRecord]] = []
    for record in records:  # an area that is named twice is weighed twice
        turn = next((t for t in turns if record.code not in t), None)
        if turn is None:
            turns.append(turn := {})
        turn[record.code] = record
    for turn in turns:
        _save(turn, outcome)
    return outcome


def _save(records: dict[str, AreaRecord], outcome: Outcome) -> None:
    known = _known(records)
    new = []
    changed: set[str] = set()
    for code, record in records.items():
        area = known.get(code)
        if area is None:
            area = known[code] = Area(code=code, level=record.level, name=record.name, names=[])
            new.append((area, record.within))
            _describe(area, record)
            _name(area, record)
        elif _describe(area, record) | _name(area, record):
            changed.add(code)
    give_slugs(new)
    db.session.add_all(area for area, _ in new)
    db.session.flush()
    spelling.refresh(name.key for code in records for name in known[code].names)
    levels = {parent.code: parent.level for r in records.values() for parent in r.parents}
    changed |= save_links((link for r in records.values() for link in _links(r)), levels)
    changed |= _save_borders(records.values())
    added = {area.code for area, _ in new}
    counted = {code for code, record in records.items() if not record.is_implied}
    outcome.added += len(counted & added)
    outcome.changed += len(counted & changed - added)
    outcome.unchanged += len(counted - changed - added)


def _known(codes: Iterable[str]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    for some in batches(codes, 1_000):
        question = (
            select(Area)
            .where(Area.code.in_(some))
            .options(selectinload(Area.names), undefer(Area.outline))
        )
        found |= {area.code: area for area in db.session.scalars(question)}
    return found


def _describe(area: Area, record: AreaRecord) -> bool:
    """Set what a record says and is believed on; return whether anything is other than before."""
    is_newer = record.edition > (area.edition or "")
    is_believed = _is_believed(area, record)
    facts: dict[str, Any] = {
        "kind": record.kind,
        "starts_on": record.starts_on,
        **_where(record),
    }
    if not is_believed and not (record.outline is not None and area.outline_method == "wards"):
        facts = {name: value for name, value in facts.items() if not getattr(area, name)}
    changed = _set(area, {k: v for k, v in facts.items() if v not in (None, "")})
    if is_believed and (is_newer or record.source == TYPED or not area.ends_on):
        changed |= _set(area, {"ends_on": record.ends_on})
    if is_believed:
        area.source, area.edition = record.source, record.edition
    return changed


def _is_believed(area: Area, record: AreaRecord) -> bool:
    """Say whether a record outweighs what is known: a later edition, or the same publisher's."""
    if not area.edition and area.source in ("", None, TYPED):
        return True
    return record.source != TYPED and record.edition >= (area.edition or "")


def _set(area: Area, facts: dict[str, Any]) -> bool:
    changed = False
    for name, value in facts.items():
        if getattr(area, name) != value:
            setattr(area, name, value)
            changed = True
    return changed


def _where(record: AreaRecord) -> dict[str, Any]:
    """Return the columns that say where an area is."""
    found: dict[str, Any] = {}
    shape = record.outline
    box = record.box
    if shape is not None:
        found["outline"] = to_wkb(shape)
        found["outline_method"] = "publisher"
        west, south, east, north = shape.bounds
        box = box or (int(west), int(south), int(-(-east // 1)), int(-(-north // 1)))
        middle = shape.representative_point()
        found["easting"], found["northing"] = round(middle.x), round(middle.y)
    if record.point is not None:
        found["easting"], found["northing"] = record.point
        box = box or (*record.point, *record.point)
    if box is not None:
        columns = ("min_easting", "min_northing", "max_easting", "max_northing")
        found |= zip(columns, box, strict=True)
    return found


def _name(area: Area, record: AreaRecord) -> bool:
    """Bring the names up to date; return whether anything is other than before."""
    wanted: dict[str, tuple[str, str]] = {}
    for kind, names in (
        ("former", record.former),
        ("alias", record.aliases),
        ("welsh", (record.welsh,) if record.welsh else ()),
    ):
        wanted |= {_key(each): (each, kind) for each in names}
    changed = _rename(area, record, wanted)
    wanted.pop("", None)
    have = {name.key: name for name in area.names}
    for key, (text, kind) in wanted.items():
        if key not in have:
            area.names.append(AreaName(key=key, name=text, kind=kind))
            changed = True
        elif _outranks(kind, have[key]) and (have[key].name, have[key].kind) != (text, kind):
            have[key].name, have[key].kind = text, kind
            changed = True
    return changed


def _key(name: str) -> str:
    return place_key(name)[:200]


def _outranks(kind: str, name: AreaName) -> bool:
    """Say whether a record's kind of name replaces the same name of the kind that we have."""
    return kind == "name" or (name.kind != "name" and kind != "former")


def _rename(area: Area, record: AreaRecord, wanted: dict[str, tuple[str, str]]) -> bool:
    """Decide between the name we have and the record's; the other one stays as a former name."""
    key, mine = _key(record.name), _key(area.name)
    is_first = not area.names
    takes = is_first or _takes_name(area, record)
    if not takes:
        if key != mine:
            known_later = record.edition and record.edition < area.edition
            kind = "former" if known_later and not record.has_weak_name else "alias"
            wanted.setdefault(key, (record.name, kind))
        return False
    changed = not is_first and area.name != record.name
    if key != mine:
        for name in area.names:
            if name.kind == "name":
                name.kind = "alias" if _is_weak(area.name) else "former"
    area.name = record.name
    wanted[key] = (record.name, "name")
    return changed


def _takes_name(area: Area, record: AreaRecord) -> bool:
    """Say whether a record gives the name: the one that is now believed does."""
    if record.has_weak_name:
        return False
    if area.level is Level.NEIGHBOURHOOD and _is_weak(area.name):
        return True
    return (area.source, area.edition) == (record.source, record.edition)


def _is_weak(name: str) -> bool:
    """Say whether a neighbourhood's name is only a number: "Hackney 027"."""
    return name[-3:].isdigit() and name[-4:-3] == " "


def _links(record: AreaRecord) -> Iterable[LinkSet]:
    by_level: dict[Level, dict[str, Certainty]] = {}
    for parent in record.parents:
        by_level.setdefault(parent.level, {})[parent.code] = parent.certainty
    for level, parents in by_level.items():
        edition = record.edition
        yield LinkSet(record.code, level, parents, record.method, record.source, edition)


def _save_borders(records: Iterable[AreaRecord]) -> set[str]:
    """Add the borders that records state, both ways round; return the areas that got one."""
    pairs = {
        pair
        for record in records
        for other in record.borders
        for pair in ((record.code, other), (other, record.code))
    }
    if not pairs:
        return set()
    codes = sorted({one for one, _ in pairs})
    question = select(AreaBorder.code, AreaBorder.neighbour_code).where(AreaBorder.code.in_(codes))
    new = pairs - {(one, other) for one, other in db.session.execute(question)}
    upsert(
        AreaBorder,
        [{"code": one, "neighbour_code": other, "method": "publisher"} for one, other in new],
    )
    return {one for one, _ in new}
