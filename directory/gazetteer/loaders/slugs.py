"""Slugs: readable, unique in their level, and kept for ever once given."""

from collections.abc import Iterable

from slugify import slugify
from sqlalchemy import select

from directory.domain.names import APOSTROPHES
from directory.domain.place import Level
from directory.extensions import db
from directory.gazetteer.loaders.tables import batches
from directory.models import Area

_LONGEST = 180
_NO_APOSTROPHES = {ord(mark): None for mark in APOSTROPHES}
_TRIES = 9


def slug(text: str) -> str:
    """Return a text as a slug: "St Katharine's & Wapping" is "st-katharines-wapping"."""
    return slugify(text.translate(_NO_APOSTROPHES), max_length=_LONGEST) or "place"


def give_slugs(areas: Iterable[tuple[Area, str]]) -> None:
    """Give new areas their slugs. Each comes with the name of what it lies in, or "".

    A street says where it is ("orsman-road-hackney"), as few have a name of their own; the rest
    do only when they must ("victoria-liverpool"), and failing that are told apart by number.
    """
    waiting = list(areas)
    given: set[tuple[Level, str]] = set()
    for ideas_of in (_names, _numbered, _codes):
        wanted = [(area, within, ideas_of(area, within)) for area, within in waiting]
        taken = given | _taken({(area.level, idea) for area, _, ideas in wanted for idea in ideas})
        waiting = []
        for area, within, ideas in wanted:
            free = next((idea for idea in ideas if (area.level, idea) not in taken), None)
            if free is None:
                waiting.append((area, within))
                continue
            area.slug = free
            taken.add((area.level, free))
            given.add((area.level, free))


def _names(area: Area, within: str) -> list[str]:
    alone, longer = slug(area.name), slug(f"{area.name} {within}")
    return [longer] if area.level is Level.STREET else [alone, longer]


def _numbered(area: Area, within: str) -> list[str]:
    return [f"{slug(f'{area.name} {within}')}-{number}" for number in range(2, _TRIES)]


def _codes(area: Area, within: str) -> list[str]:
    return [slug(f"{area.name} {within} {area.code}")]


def _taken(pairs: set[tuple[Level, str]]) -> set[tuple[Level, str]]:
    found: set[tuple[Level, str]] = set()
    for level in {level for level, _ in pairs}:
        for some in batches(sorted(idea for each, idea in pairs if each is level)):
            question = select(Area.slug).where(Area.level == level, Area.slug.in_(some))
            found |= {(level, each) for each in db.session.scalars(question)}
    return found
