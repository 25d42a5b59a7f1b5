"""What the start page offers to those who would rather look round than type."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from directory import gazetteer
from directory.domain.categories import CATEGORIES, GROUPS, Category
from directory.domain.place import Place
from directory.errors import DoorstepError
from directory.queries import front

STREETS = 6


@dataclass(frozen=True, slots=True)
class Welcome:
    """The kinds of help by group, a few streets that are served, and how much is listed."""

    groups: Mapping[str, Sequence[Category]]
    streets: Sequence[Place]
    tally: front.Tally


def gather() -> Welcome:
    """Return what the start page offers; kept for ``COUNTS_SECONDS``: nobody waits for it."""
    kept: tuple[float, Welcome] | None = current_app.extensions.get("doorstep-welcome")
    now = time.monotonic()
    if kept and now - kept[0] < current_app.config["COUNTS_SECONDS"]:
        return kept[1]
    found = Welcome(_groups(), tuple(_streets()), front.tally())
    current_app.extensions["doorstep-welcome"] = (now, found)
    return found


def _groups() -> dict[str, list[Category]]:
    """Return the kinds of help under their groups, both in the order of the list."""
    return {
        group: [each for each in CATEGORIES.values() if each.group == group] for group in GROUPS
    }


def _streets() -> Iterator[Place]:
    """Go through streets to try; one that the gazetteer no longer knows is passed over."""
    for code in front.streets_served(STREETS):
        try:
            yield gazetteer.place_for_code(code)
        except DoorstepError:
            continue
