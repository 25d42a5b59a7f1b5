"""How the Office for National Statistics heads its columns, whatever the year.

``WD25CD``, ``WD25NM`` and ``WD25NMW`` are a ward's code, its name and its Welsh name; other levels
likewise. The year in the header is the edition.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from directory.domain.place import Level
from directory.gazetteer.loaders.area_record import AreaRecord, Parent
from directory.gazetteer.loaders.cells import area_code, level_of, words
from directory.gazetteer.loaders.job import today
from directory.gazetteer.loaders.report import BadRowError

SOURCE = "ONS"

UNITED_KINGDOM = "K02000001"
NATIONS = {
    "E": ("E92000001", "England"),
    "W": ("W92000004", "Wales"),
    "S": ("S92000003", "Scotland"),
    "N": ("N92000002", "Northern Ireland"),
}
"""By the letter that starts every code of the nation's."""

_STEMS = (
    ("wd", Level.WARD),
    ("msoa", Level.NEIGHBOURHOOD),
    ("lad", Level.BOROUGH),
    ("rgn", Level.REGION),
    ("ctry", Level.NATION),
)
_KINDS = {"E09": "London borough", "E08": "metropolitan borough", "E07": "district"}
_HOUSE_NAME = re.compile(r"msoa(\d\d)?hclnm")
_CENSUS_2021 = date(2021, 3, 21)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what, for one level."""

    level: Level
    code: str
    name: str = ""
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file is a list of, and what else each of its rows tells.

    Attributes:
        own: the columns of the areas listed: of the most specific level there is.
        above: the columns of the areas that hold them.
        house: the column of the House of Commons Library's name for a neighbourhood.

    """

    own: Columns
    above: tuple[Columns, ...]
    house: str = ""
    house_welsh: str = ""
    former_house: str = ""
    census: str = ""
    is_current: str = ""


def layout_of(header: Iterable[str]) -> Layout | None:
    """Return what a header (lower case) is of, or None when it has no code with its name."""
    names = set(header)
    found = [columns for stem, level in _STEMS if (columns := _columns(stem, level, names))]
    if not found or not found[0].name:
        return None
    houses = sorted(name for name in names if _HOUSE_NAME.fullmatch(name))
    house = next(
        (name for name in houses if name[4:6] in ("hc", "21")), houses[-1] if houses else ""
    )
    return Layout(
        own=found[0],
        above=tuple(found[1:]),
        house=house,
        house_welsh=f"{house}w" if f"{house}w" in names else "",
        former_house=next((name for name in houses if name != house), ""),
        census="msoa21cd" if found[0].code == "msoacd" and "msoa21cd" in names else "",
        is_current="current" if "current" in names else "",
    )


def _columns(stem: str, level: Level, names: set[str]) -> Columns | None:
    """Find a level's columns: without a year, as in lists of all codes ever, else the newest."""
    codes = sorted(n for n in names if re.fullmatch(rf"{stem}(\d\d)?cd(_active)?", n))
    if not codes:
        return None
    plain = [code for code in (f"{stem}cd", f"{stem}cd_active") if code in codes]
    code = plain[0] if plain else codes[-1]
    name = code.replace("cd", "nm", 1) if stem != "msoa" else code[:-2] + "nm"
    return Columns(
        level,
        code,
        name if name in names else "",
        f"{name}w" if f"{name}w" in names else "",
    )


def edition_of(layout: Layout, otherwise: str) -> str:
    """Return the year in the header of the codes listed; a list without one has no edition.

    ``otherwise`` is what the file's name tells, which may tell the month, too.
    """
    year = re.search(r"\d\d", layout.own.code)
    if year is None:
        return ""
    return otherwise if otherwise[2:4] == year[0] else f"20{year[0]}"


def records(layout: Layout, row: Mapping[str, str], edition: str) -> list[AreaRecord]:
    """Return the areas that a row names: what it lists first, then those that hold it.

    Raises:
        BadRowError: the row has no code or no name, or a code of another level.

    """
    own = _named(layout.own, row, edition)
    if own is None:
        raise BadRowError("has no code or no name")
    above = [found for each in layout.above if (found := _named(each, row, edition))]
    above += _nation(own, above)
    _set_parents([own, *above])
    _name_neighbourhood(own, layout, row)
    if layout.is_current and row[layout.is_current].strip().upper() == "FALSE":
        own.ends_on = today()
    for area in above:
        area.is_implied = True
        area.ends_on = None
    return [own, *above]


def _named(columns: Columns, row: Mapping[str, str], edition: str) -> AreaRecord | None:
    code = area_code(row[columns.code])
    # Lists for all nations repeat a nation's code where it has no regions.
    if not code or level_of(code) is not columns.level:
        if code and level_of(code) is None:
            raise BadRowError(f"{code} is not the code of a {columns.level.value}")
        return None
    name = words(row[columns.name]) if columns.name else ""
    return AreaRecord(
        code=code,
        level=columns.level,
        name=name or code,
        source=SOURCE,
        edition=edition,
        kind=_KINDS.get(code[:3], ""),
        welsh=words(row[columns.welsh]) if columns.welsh else "",
        has_weak_name=not name,
    )


def _nation(own: AreaRecord, above: list[AreaRecord]) -> list[AreaRecord]:
    """Return the nation, which every code tells, and the United Kingdom, where they are missing."""
    found = []
    code, name = NATIONS.get(own.code[0], ("", ""))
    if code and code not in {own.code, *(each.code for each in above)}:
        found.append(AreaRecord(code, Level.NATION, name, SOURCE))
    if code:
        found.append(
            AreaRecord(
                UNITED_KINGDOM,
                Level.NATION,
                "United Kingdom",
                SOURCE,
                kind="state",
                aliases=("UK",),
            )
        )
    return found


def _set_parents(chain: list[AreaRecord]) -> None:
    """Link each area to the next above it. Wards and neighbourhoods stand side by side."""
    for area in chain:
        above = [x for x in chain if x.level.rank > area.level.rank and x.level is not _BESIDE]
        if above:
            nearest = min(x.level.rank for x in above)
            area.parents = tuple(Parent(x.code, x.level) for x in above if x.level.rank == nearest)
            area.parents = tuple(p for p in area.parents if p.code != UNITED_KINGDOM)
            area.within = next((x.name for x in above if x.code == area.parents[0].code), "")
        elif area.code != UNITED_KINGDOM:
            area.parents = (Parent(UNITED_KINGDOM, Level.NATION),)


_BESIDE = Level.NEIGHBOURHOOD


def _name_neighbourhood(own: AreaRecord, layout: Layout, row: Mapping[str, str]) -> None:
    if own.level is not Level.NEIGHBOURHOOD:
        return
    number = own.name
    house = words(row[layout.house]) if layout.house else ""
    if house:
        own.name, own.aliases = house, (number,)
    else:
        own.has_weak_name = True
    if layout.house_welsh:
        own.welsh = words(row[layout.house_welsh])
    if layout.former_house and (former := words(row[layout.former_house])) not in ("", own.name):
        own.former = (former,)
    if layout.census and not row[layout.census].strip():
        own.ends_on = _CENSUS_2021
