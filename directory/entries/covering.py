"""The areas of a coverage cell, each looked up; thousands of codes cost a few questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from directory.domain.area_lines import AreaLine, line_of, parts_of
from directory.domain.place import Level
from directory.domain.postcodes import as_postcode
from directory.entries.addresses import offered
from directory.entries.cells import Row, values
from directory.entries.errors import BadRowError
from directory.entries.placing import Places
from directory.errors import BadInputError, UnknownPlaceError

MOST = 5_000
"""How many areas one service may name."""


@dataclass(frozen=True, slots=True)
class Covered:
    """An area that a service is for, or is not for.

    Attributes:
        claim: who claimed it, and when that was last confirmed, where the area has its own claim.

    """

    code: str
    level: Level
    name: str
    is_exclusion: bool
    claim: tuple[str, date | None] | None = None

    @property
    def line(self) -> str:
        """Return it as a line of a list."""
        return line_of(self.level, self.code, self.name, is_exclusion=self.is_exclusion)


def read_coverage(
    row: Row, places: Places, held: Sequence[Covered] = ()
) -> tuple[Covered, ...] | None:
    """Return the areas of a row, in order, each once; None when the list has no such column.

    Args:
        row: the row.
        places: the gazetteer.
        held: areas that the service names already. One that a newer gazetteer does not know
            any more is still understood.

    Raises:
        BadRowError: an area is not one we know, or only exclusions are named.

    """
    if "coverage" not in row:
        return None
    lines = values(row, "coverage", most=MOST)
    parts = [parts_of(line) for line in lines]
    ours = {each.line: each for each in held}
    places.learn(_code(part) for line, part in zip(lines, parts, strict=True) if line not in ours)
    found: dict[tuple[str, bool], Covered] = {}
    for line, part in zip(lines, parts, strict=True):
        area = ours.get(line) or _covered(line, part, places)
        found.setdefault((area.code, area.is_exclusion), area)
    if found and all(each.is_exclusion for each in found.values()):
        raise BadRowError("coverage: says only whom it is not for")
    return tuple(found.values())


def lines_of(areas: Iterable[Covered]) -> list[str]:
    """Return areas as lines: whom it is for before whom it is not, the largest first, by name."""
    ordered = sorted(
        areas, key=lambda a: (a.is_exclusion, -a.level.rank, a.name.casefold(), a.code)
    )
    return [each.line for each in ordered]


def _covered(line: str, part: AreaLine, places: Places) -> Covered:
    if not part.has_level:
        raise BadRowError(
            f"coverage: “{line[:80]}” does not say what it is; write it like “ward: Hoxton West”"
        )
    known = places.known(part.level, _code(part))
    if known is not None:
        return Covered(known.code, known.level, known.name, part.is_exclusion)
    if part.code:
        raise BadRowError(f"coverage: “{line[:80]}”: we do not know an area with this code")
    try:
        area = places.claim(part.level, part.text)
    except UnknownPlaceError as error:
        raise BadRowError(f"coverage: “{line[:80]}”: {error}{offered(error)}") from None
    except BadInputError as error:
        raise BadRowError(f"coverage: “{line[:80]}”: {error}") from None
    return Covered(area.code, area.level, area.name, part.is_exclusion)


def _code(part: AreaLine) -> str:
    """Return what may be the code of an area, or a postcode's key; a name is neither."""
    if part.level == Level.POSTCODE:
        return as_postcode(part.text) or part.text
    return part.code or part.text
