"""An area as a file states it, before it is weighed against what is known."""

from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from directory.domain.place import Certainty, Level

Box = tuple[int, int, int, int]
"""West, south, east, north in metres, EPSG:27700."""


@dataclass(frozen=True, slots=True)
class Parent:
    """An area that holds another, or overlaps it."""

    code: str
    level: Level
    certainty: Certainty = Certainty.CERTAIN


@dataclass(slots=True)
class AreaRecord:
    """What one row or feature says of an area.

    Attributes:
        source: whose word it is: "ONS", "OS Open Names", "typed".
        edition: "2025" or "2025-10"; of two editions the later is believed. Empty is the earliest.
        method: how its links to parents are known; see :mod:`directory.gazetteer.loaders.links`.
        is_implied: it is only named by an area inside it (a ward's borough).
        has_weak_name: the name is only a number ("Hackney 027"), to be used when there is no other.

    """

    code: str
    level: Level
    name: str
    source: str
    edition: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    welsh: str = ""
    parents: tuple[Parent, ...] = ()
    borders: tuple[str, ...] = ()
    outline: BaseGeometry | None = None
    point: tuple[int, int] | None = None
    box: Box | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    method: str = "publisher"
    within: str = ""
    is_implied: bool = False
    has_weak_name: bool = False
