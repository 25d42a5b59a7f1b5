"""Names and pages of areas that are known by their code."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select

from directory.domain.place import Level
from directory.extensions import db
from directory.models import Area

WITH_PAGES = (Level.STREET, Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
"""Levels whose areas have a page at ``/places/<level>/<slug>``."""


@dataclass(frozen=True, slots=True)
class AreaLabel:
    """What is shown for an area: its name, and the slug of its page where it has one."""

    code: str
    level: Level
    name: str
    slug: str

    @property
    def has_page(self) -> bool:
        """Say whether it has a page of its own."""
        return self.level in WITH_PAGES


def labels(codes: Iterable[str]) -> dict[str, AreaLabel]:
    """Return the areas we know of these codes, by code. Ask for a page's worth at most."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    found = db.session.execute(_labels(), {"codes": wanted})
    return {row.code: AreaLabel(*row) for row in found}


@cache
def _labels() -> Select[str, Level, str, str]:
    """Return the question, put together once: every page of results asks it."""
    return select(Area.code, Area.level, Area.name, Area.slug).where(
        Area.code.in_(bindparam("codes", expanding=True))
    )
