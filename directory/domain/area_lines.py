"""Areas as lines of a list: "ward: Hoxton West [E05009378]", "not postcode: N1 5QJ", "anywhere".

A name may mean several areas, or another one tomorrow; a code in brackets means one area for ever,
and then the name before it is only there to be read.
"""

import re
from typing import NamedTuple

from directory.domain.place import Level

NOT = "not "

_CODED = re.compile(r"(?:.*\s)?\[([^\[\]]{1,60})\]", re.S)


class AreaLine(NamedTuple):
    """A line taken apart; nothing is looked up, and ``level`` is as it was typed, in small letters.

    Attributes:
        text: a name, a code or a postcode.
        code: what stands in brackets; "" when nothing does.
        has_level: whether the line says what kind of area it is.

    """

    is_exclusion: bool
    level: str
    text: str
    code: str
    has_level: bool


def named(name: str, code: str) -> str:
    """Return a name with the code that it stands for."""
    return f"{name} [{code}]"


def code_in(text: str) -> str:
    """Return the code that a text has in brackets at its end, or ""."""
    found = _CODED.fullmatch(text.strip())
    return found[1].strip() if found else ""


def line_of(level: Level, code: str, name: str, *, is_exclusion: bool = False) -> str:
    """Return an area as a line that can be read, and that means just this area for ever."""
    if level is Level.ANYWHERE:
        said = str(level)
    elif level is Level.POSTCODE:
        said = f"{level}: {name}"
    else:
        said = f"{level}: {named(name, code)}"
    return f"{NOT}{said}" if is_exclusion else said


def parts_of(line: str) -> AreaLine:
    """Return what a line says."""
    is_exclusion = line.lower().startswith(NOT)
    level, colon, text = (line[len(NOT) :] if is_exclusion else line).partition(":")
    text = text.strip()
    plain = level.strip().lower()
    has_level = bool(colon) or plain == Level.ANYWHERE
    return AreaLine(is_exclusion, plain, text, code_in(text), has_level)
