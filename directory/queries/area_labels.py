"""Names and pages of areas that are known by their code."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

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
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    found = db.session.execute(
        select(Area.code, Area.level, Area.name, Area.slug).where(Area.code.in_(wanted))
    )
    return {row.code: AreaLabel(row.code, row.level, row.name, row.slug) for row in found}
