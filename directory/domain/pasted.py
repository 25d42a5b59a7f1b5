"""A pasted list of places, taken apart: postcodes, streets, wards; nothing is looked up here.

One to a line, or with commas, semicolons or tabs between them. A comma may also stand inside one
place ("Orsman Road, Hackney"), so a line with commas keeps both readings, and whoever looks places
up tries the whole line first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.domain.place import Level
from directory.domain.postcodes import as_postcode

LONGEST_PASTE = 200_000
"""How many characters may be pasted at once: some ten thousand lines of postcodes."""

LONGEST_ITEM = 200
MOST_ITEMS = 5_000

_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029;|\t]+")
_BULLET = re.compile(r"^\s*(?:[-*+\u2022\u00b7\u2013\u2014\u2023]|\(?\d{1,3}[.)])\s+")
_NOT = re.compile(r"^(?:but\s+)?(?:not|except|excluding)\b[\s:,]*", re.I)
_LEVEL = re.compile(rf"^({'|'.join(Level)})s?\s*:\s*(.*)$", re.I)
_POSTCODES = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}", re.I)
_QUOTES = "\"'`\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was pasted.

    Attributes:
        line: the number of its line, from 1.
        text: what it says, without bullets, numbers, quotes and "not".
        is_exclusion: whether it said "not".
        level: the kind of area that it said ("ward: Hoxton West"), or None.
        parts: when it has commas and may be several places, each of them.

    """

    line: int
    text: str
    is_exclusion: bool = False
    level: Level | None = None
    parts: tuple[str, ...] = ()

    @property
    def postcode(self) -> str:
        """Return the key of the postcode that it is, or ""."""
        return as_postcode(self.text) if self.level in (None, Level.POSTCODE) else ""

    @property
    def said(self) -> str:
        """Return it as it could be pasted again."""
        kind = f"{self.level}: " if self.level else ""
        return f"{'not ' if self.is_exclusion else ''}{kind}{self.text}"

    def split(self) -> tuple["Item", ...]:
        """Return its parts as things of their own."""
        return tuple(Item(self.line, part, self.is_exclusion) for part in self.parts)


def items(text: str) -> list[Item]:
    """Return what was pasted, in order, each thing once; nothing that is typed can fail."""
    found: dict[tuple[str, bool, Level | None], Item] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for piece in _BREAKS.split(line):
            for item in _read(number, piece):
                key = (" ".join(item.text.split()).casefold(), item.is_exclusion, item.level)
                found.setdefault(key, item)
    return list(found.values())


def _read(number: int, piece: str) -> Iterator[Item]:
    plain, is_exclusion = _bare(piece)
    if not any(c.isalnum() for c in plain):
        return
    if said := _LEVEL.match(plain):
        yield Item(number, _tidy(said[2]), is_exclusion, Level(said[1].lower()))
        return
    units = _POSTCODES.findall(plain)
    if len(units) > 1 and not any(c.isalnum() for c in _POSTCODES.sub("", plain)):
        yield from (Item(number, " ".join(unit.split()).upper(), is_exclusion) for unit in units)
        return
    parts = tuple(part for each in plain.split(",") if (part := _tidy(each)))
    yield Item(number, plain, is_exclusion, parts=parts if len(parts) > 1 else ())


def _bare(piece: str) -> tuple[str, bool]:
    """Return a text without bullets, numbers, quotes and "not" before it, and if there was a "not".

    As often as there is one: what is shown again in the box must mean the same.
    """
    is_exclusion = False
    while True:
        plain = _tidy(_BULLET.sub("", piece))
        without = _tidy(_NOT.sub("", plain))
        if not without or without == piece:
            return plain, is_exclusion
        is_exclusion = is_exclusion or without != plain
        piece = without


def _tidy(text: str) -> str:
    """Return a text on one line without quotes or stray commas around it."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split()).strip(_QUOTES + " ,.").strip()
