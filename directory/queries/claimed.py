"""The areas that a section "coverage" tells, read back from its lines: what they are, by name.

The lines are those of :mod:`directory.domain.area_lines`. Editing writes codes, which mean one area
for ever; lists that were loaded may tell names.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from directory import gazetteer
from directory.domain.area_lines import line_of, parts_of
from directory.domain.place import ANYWHERE, ChainLink, Level
from directory.domain.postcodes import as_postcode
from directory.errors import BadInputError, UnknownPlaceError


@dataclass(frozen=True, slots=True)
class Claimed:
    """An area that is told, or told not.

    ``line`` is how it is told; ``code`` is empty when nobody knows that area any more.
    """

    line: str
    level: Level
    code: str
    name: str
    is_exclusion: bool = False


def claimed(link: ChainLink, *, is_exclusion: bool = False) -> Claimed:
    """Return an area of the gazetteer as one that is told."""
    line = line_of(link.level, link.code, link.name, is_exclusion=is_exclusion)
    return Claimed(line, link.level, link.code, link.name, is_exclusion)


def read(lines: Iterable[str]) -> list[Claimed]:
    """Return the areas of these lines, in order, each once; two queries for every 500 codes.

    Names without a code are looked up one by one, so they should be few.
    """
    taken = [(line, parts_of(line)) for line in dict.fromkeys(lines)]
    codes = {line: _code(part.level, part.code, part.text) for line, part in taken}
    names = gazetteer.known(set(codes.values()))
    found: dict[tuple[str, bool], Claimed] = {}
    for line, part in taken:
        link = names.get(codes[line]) or _by_name(part.level, part.text)
        if link is None or link.level != part.level:
            link = ChainLink("", _level(part.level), part.text)
        each = Claimed(line, link.level, link.code, link.name, part.is_exclusion)
        found.setdefault((each.code or line, each.is_exclusion), each)
    return list(found.values())


def in_order(areas: Iterable[Claimed]) -> list[Claimed]:
    """Return areas as they are shown: largest first, then by name."""
    return sorted(areas, key=lambda each: (-each.level.rank, each.name.casefold(), each.code))


def _code(level: str, code: str, text: str) -> str:
    if level == Level.ANYWHERE:
        return ANYWHERE
    return as_postcode(text) or text if level == Level.POSTCODE else code or text


def _level(said: str) -> Level:
    return Level(said) if said in set(Level) else Level.PATCH


def _by_name(level: str, text: str) -> ChainLink | None:
    try:
        choice = gazetteer.claim_for(level, text)
    except (UnknownPlaceError, BadInputError):
        return None
    return ChainLink(choice.code, choice.level, choice.name)
