"""A street as a file states it, before it is matched with the streets we know."""

import re
from dataclasses import dataclass, field

from directory.domain.place import Certainty
from directory.domain.street_lines import Spot
from directory.gazetteer.loaders.area_record import Box

_ROAD_NUMBER = re.compile(r"[ABM]\d{1,4}(\(M\))?", re.IGNORECASE)
_TITLED = re.compile(r"(?<=\w)(['\u2019])S\b")

PLACE = "place or station"
"""The kind of a name that stands among street names and is none: "Hackney Central"."""


@dataclass(slots=True)
class StreetRecord:
    """What one row, or a group of rows with one name, says of a street.

    Attributes:
        identifier: the publisher's, ``osgb…`` or ``usrn-…``; empty when it gives none.
        code: the code that a typed list asks for.
        points: on the street, metres, EPSG:27700.
        box: the box around the whole street, when the publisher tells it.
        boroughs: codes, the likeliest first; ``borough_names`` when only names are told.
        wards: what the file itself says, by code; likewise ``neighbourhoods``.
        method: how the file knows its wards; see :mod:`directory.gazetteer.loaders.links`.
        postcodes: keys of postcodes with addresses on the street.
        is_summary: somebody made it of points that we do not have; it gives only the middle one.

    """

    name: str
    source: str
    edition: str = ""
    kind: str = ""
    identifier: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    welsh: str = ""
    points: tuple[Spot, ...] = ()
    box: Box | None = None
    boroughs: tuple[str, ...] = ()
    borough_names: tuple[str, ...] = ()
    wards: dict[str, Certainty] = field(default_factory=dict)
    neighbourhoods: dict[str, Certainty] = field(default_factory=dict)
    method: str = "publisher"
    postcodes: tuple[str, ...] = ()
    is_summary: bool = False


def tidy(name: str) -> str:
    """Mend a name that a machine gave capitals: "Goldsmith'S Row"."""
    return _TITLED.sub(r"\1s", name)


def kind_of_street(name: str) -> str:
    """Return "road number" for a name like A107, else "" for a street like any other."""
    return "road number" if _ROAD_NUMBER.fullmatch(name) else ""
