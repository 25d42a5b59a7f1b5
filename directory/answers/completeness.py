"""The facts beside a thin answer, kept for a few minutes: they are counts, and change slowly."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import current_app

from directory.answers.answer import Completeness
from directory.domain.categories import CATEGORIES
from directory.domain.place import Level, Place
from directory.queries import completeness as queries

EVERYWHERE = "this directory"
KEPT = 2_000
YEAR = timedelta(days=365)
T = TypeVar("T")


def completeness_for(place: Place | None, category: str = "") -> Completeness:
    """Return how complete the directory is in the place's borough, or altogether.

    ``category`` is a slug; without a borough it is not asked about, as that question would be put
    to the whole directory.
    """
    borough, name = _borough(place)
    kind = category if borough and category in CATEGORIES else ""
    today = datetime.now(ZoneInfo(current_app.config["TIME_ZONE"])).date()
    counts = _kept(("counts", borough, today), lambda: queries.counts(borough, today - YEAR))
    added = _kept(("added", borough, kind), lambda: queries.last_added_at(borough, kind))
    return Completeness(
        area_name=name,
        organisations=counts.organisations,
        confirmed_within_year=counts.confirmed,
        last_added_on=_local_day(added),
        last_added_category=CATEGORIES[kind].name if kind else "",
    )


def category_meant(words: str) -> str:
    """Return the slug of the category that these words are the name or a synonym of, or ""."""
    return _categories_by_word().get(" ".join(words.replace('"', " ").lower().split()), "")


@lru_cache(maxsize=1)
def _categories_by_word() -> dict[str, str]:
    by_synonym = {word.lower(): slug for slug, each in CATEGORIES.items() for word in each.synonyms}
    return by_synonym | {each.name.lower(): slug for slug, each in CATEGORIES.items()}


def _borough(place: Place | None) -> tuple[str, str]:
    """Return the code and name of the borough that surely holds the place."""
    codes = place.certain_codes(Level.BOROUGH) if place else ()
    if place is None or not codes:
        return "", EVERYWHERE
    return codes[0], next(link.name for link in place.chain if link.code == codes[0])


def _local_day(moment: datetime | None) -> date | None:
    return moment and moment.astimezone(ZoneInfo(current_app.config["TIME_ZONE"])).date()


def _kept(key: tuple[Any, ...], count: Callable[[], T]) -> T:
    """Return what was counted within the last ``COUNTS_SECONDS``, or count it now."""
    kept: OrderedDict[Any, tuple[float, Any]] = current_app.extensions.setdefault(
        "doorstep completeness", OrderedDict()
    )
    at, value = kept.get(key, (0.0, None))
    if not at or time.monotonic() - at >= current_app.config["COUNTS_SECONDS"]:
        value = count()
        kept[key] = (time.monotonic(), value)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    found: T = value
    return found
