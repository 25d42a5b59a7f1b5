"""What stands where an entry was: where it moved to, that it closed, or that it was taken out.

Each page leads on to others of its kind near where it was, so that nobody stands before a closed
door. A browser asks again each time: by itself it keeps 301 and 410 for good, and what closed may
open again, and what was renamed may get its old name back.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Response, redirect, url_for

from directory.domain.categories import CATEGORIES
from directory.errors import NotFoundError
from directory.pages import parts
from directory.queries import area_labels, entries
from directory.web.hx import render

if TYPE_CHECKING:
    from directory.models import Organisation, Service

MOVED = 301
GONE = 410


def closed(entry: "Organisation | Service", owner: "Organisation") -> Response:
    """Say that an entry has closed, when, and where to go on from here."""
    ended = owner if entries.is_closed(owner) else entry
    told = {"entry": entry, "organisation": owner, "since": ended.edited_at}
    return _page("find/closed.html", entry, owner, **told)


def withdrawn(entry: "Organisation | Service", owner: "Organisation") -> Response:
    """Say that an entry is not listed any more, and nothing else of it."""
    return _page("find/withdrawn.html", entry, owner)


def moved(endpoint: str, slug: str | None) -> Response:
    """Send people on to where an entry now is.

    Raises:
        NotFoundError: it was never anywhere, or may not be seen.

    """
    if slug is None:
        raise NotFoundError("There is nothing at this address, or it is no longer listed.")
    answer = redirect(url_for(endpoint, slug=slug), MOVED)
    assert isinstance(answer, Response)
    return _asked_again(answer)


def _page(
    template: str,
    entry: "Organisation | Service",
    owner: "Organisation",
    /,
    **told: Any,
) -> Response:
    areas = sorted(
        area_labels.labels(parts.base_codes(owner)).values(), key=lambda area: area.level.rank
    )
    answer = render(
        template,
        status=GONE,
        areas=areas,
        near=_nearest(areas),
        categories=[CATEGORIES[each] for each in _needs(entry, owner) if each in CATEGORIES],
        **told,
    )
    return _asked_again(answer)


def _asked_again(answer: Response) -> Response:
    answer.cache_control.no_cache = True
    return answer


def _needs(entry: "Organisation | Service", owner: "Organisation") -> Sequence[str]:
    """Return the kinds of help that people came for: of an organisation, its commonest."""
    if entry is owner:
        return entries.commonest_categories(owner.id)
    return entry.categories  # type: ignore[union-attr]


def _nearest(areas: Iterable[area_labels.AreaLabel]) -> area_labels.AreaLabel | None:
    """Return the smallest of these areas: around it is where people would have gone."""
    return next((area for area in areas if area.has_page), None)
