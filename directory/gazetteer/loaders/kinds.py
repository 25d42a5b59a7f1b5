"""Every kind of file that we can load, and the order in which they are best loaded."""

from collections.abc import Iterator
from typing import Any, Protocol

from directory.errors import GazetteerFileError
from directory.gazetteer.loaders.boundaries import Boundaries
from directory.gazetteer.loaders.cells import looks_like_postcode
from directory.gazetteer.loaders.grouped_streets import GroupedStreets
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.linked_identifiers import (
    AddressDirectory,
    AddressIdentifiers,
    RoadIdentifiers,
)
from directory.gazetteer.loaders.names_lists import NamesList
from directory.gazetteer.loaders.open_names import OpenNames
from directory.gazetteer.loaders.postcodes import CodePoint, Directory, TypedPostcodes
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.street_points import StreetPoints
from directory.gazetteer.loaders.typed import TypedAreas, TypedStreets


class Kind(Protocol):
    """One kind of file. Areas (10 to 39) come before postcodes (40), streets (50), chains (60)."""

    @property
    def name(self) -> str:
        """What it is, in words."""

    @property
    def order(self) -> int:
        """When it is loaded, among the files of one command."""

    def load(self, job: Job) -> None:
        """Load the rest of the file."""


_PLAIN: tuple[type[Any], ...] = (
    CodePoint,
    OpenNames,
    TypedAreas,
    TypedStreets,
    TypedPostcodes,
    GroupedStreets,
    StreetPoints,
    RoadIdentifiers,
    AddressIdentifiers,
    AddressDirectory,
)

NEEDS = {
    RoadIdentifiers().name: (OpenNames().name,),
    AddressIdentifiers().name: (OpenNames().name, TypedStreets().name, RoadIdentifiers().name),
    AddressDirectory().name: (
        OpenNames().name,
        TypedStreets().name,
        RoadIdentifiers().name,
        AddressIdentifiers().name,
    ),
}
"""Of a file of these kinds we keep what concerns known streets: it is read again when a file of
those kinds has brought more."""

KNOWN = (
    "Code-Point Open, ONSPD, NSPL, ONS names and codes, boundaries (GeoJSON), OS Open Names, "
    "street points, grouped streets, OS Open Linked Identifiers, ONSUD or NSUL, "
    "or one of our own lists (docs/gazetteer.md)"
)


def kind_of(head: Head) -> Kind | None:
    """Return what a file is, or None when it is nothing that we load.

    Raises:
        GazetteerFileError: it is nearly something that we load, and what is wrong can be told.

    """
    found = next(_candidates(head), None)
    if found is None:
        _tell_what_is_nearly_right(head)
    return found


def _candidates(head: Head) -> Iterator[Kind]:
    if head.is_json:
        yield from (Boundaries(),) if Boundaries.matches(head) else ()
    elif head.first:
        yield from (kind() for kind in _PLAIN if kind.matches(head))
        yield from filter(None, (Directory.of(head), NamesList.of(head)))


def _tell_what_is_nearly_right(head: Head) -> None:
    row = head.first[0] if head.first else ()
    if len(row) > 3 and looks_like_postcode(row[0]) and row[1].isdigit():
        raise GazetteerFileError(
            f"{head.label} looks like Code-Point Open, but has {len(row)} columns, not 10"
        )
    if len(row) > 20 and row[0].startswith("osgb"):
        raise GazetteerFileError(
            f"{head.label} looks like OS Open Names, but has {len(row)} columns, not 34"
        )
