"""What she has chosen to look at of all that waits: one kind of thing, one area, or everything."""

from dataclasses import dataclass
from typing import Any

from flask import request

from directory.moderate.room import my_areas
from directory.queries import area_labels, keepers, moderation
from directory.queries.area_labels import AreaLabel
from directory.queries.moderation import Areas, Beyond, Kind

NOBODYS = "none"
"""In an address: what lies in no area that anybody moderates, which is for administrators."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a page shows, and how addresses tell it.

    Attributes:
        areas: of which areas.
        kind: only things of this kind; None for all.
        area: the code of the one area that was chosen, ``NOBODYS``, or "" for all of hers.

    """

    areas: Areas
    kind: Kind | None
    area: str

    @property
    def told(self) -> dict[str, Any]:
        """Return it as parameters of an address; those that are None are left out."""
        return {"only": self.kind.value if self.kind else None, "area": self.area or None}


@dataclass(frozen=True, slots=True)
class Choice:
    """An area whose line may be looked at alone: how an address tells it, and how much waits."""

    area: str
    name: str
    count: int


def chosen() -> Line:
    """Return the line that the address asks for; what is not hers to choose chooses nothing."""
    mine, area = my_areas(), request.values.get("area", "")
    only = request.values.get("only", "")
    kind = Kind(only) if only in set(Kind) else None
    if mine is None and area == NOBODYS:
        return Line(Beyond(keepers.moderated_areas()), kind, area)
    if area in (moderated() if mine is None else mine):
        return Line(frozenset({area}), kind, area)
    return Line(mine, kind, "")


def moderated() -> frozenset[str]:
    """Return the areas that have a line of their own for her: hers, or all that have moderators."""
    mine = my_areas()
    return keepers.moderated_areas() if mine is None else mine


def choices(labels: dict[str, AreaLabel]) -> list[Choice]:
    """Return the lines that she may look at alone, by name; none when there is but one."""
    codes = moderated()
    is_all = my_areas() is None
    if len(codes) + is_all < 2:
        return []
    counts = moderation.count_by_area(codes)
    names = {code: labels[code].name if code in labels else code for code in codes}
    found = [
        Choice(code, names[code], counts[code]) for code in sorted(codes, key=names.__getitem__)
    ]
    if is_all:
        beyond = sum(moderation.counts(Beyond(codes)).values())
        found.append(Choice(NOBODYS, "No moderator\u2019s area", beyond))
    return found


def names() -> dict[str, AreaLabel]:
    """Return the areas that have a line of their own, by code."""
    return area_labels.labels(moderated())
