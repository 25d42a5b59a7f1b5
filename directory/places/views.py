"""Views of the places room: who serves a street, a ward, a neighbourhood, a borough."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, redirect, url_for

from directory import gazetteer
from directory.answers import FindForm, place_page
from directory.domain.place import Level
from directory.domain.rings import UNKNOWN_DISTANCE
from directory.errors import NotFoundError
from directory.extensions import limiter
from directory.places import surroundings
from directory.queries import around
from directory.queries.area_labels import WITH_PAGES
from directory.web import limits, maps
from directory.web.hx import render
from directory.web.paging import page_number

if TYPE_CHECKING:
    from directory.answers import Result
    from directory.models import Service

bp = Blueprint("places", __name__)

MOVED = 301
MARKED = 12


@bp.get("/<level>/<slug>")
@limiter.limit(limits.searches)
def place(level: str, slug: str) -> Response:
    """One place: who serves it, by need, what is missing, and what lies around it."""
    known = _level(level)
    try:
        found = gazetteer.place_by_slug(known, slug)
    except NotFoundError:
        return _moved(known, slug)
    around_it = surroundings.gather(found, page_number("streets"))
    answer = place_page(found)
    metres = current_app.config["DOORSTEP_METRES"]
    marked = nearest(answer.results)
    return render(
        "places/place.html",
        place=found,
        answer=answer,
        around=around_it,
        form=FindForm(data={"where": found.where}),
        metres=metres,
        numbers={service.id: number for number, service in marked},
        picture=maps.picture(found, marked, metres),
    )


def nearest(results: "Sequence[Result]") -> "list[tuple[int, Service]]":
    """Return the services to mark on the map, numbered from 1: few enough to be told apart.

    One of each organisation: all that a busy hall does would be one mark, and nobody else's.
    """
    near = sorted(
        results,
        key=lambda x: (x.ring or 0, UNKNOWN_DISTANCE if x.distance_m is None else x.distance_m),
    )
    first = {x.service.organisation_id: x.service for x in reversed(near)}
    chosen = [x.service for x in near if first[x.service.organisation_id] is x.service]
    return list(enumerate(chosen[:MARKED], start=1))


def _level(text: str) -> Level:
    """Return a level whose areas have pages.

    Raises:
        NotFoundError: there is no such level, or its areas have no pages.

    """
    level = next((each for each in WITH_PAGES if each.value == text), None)
    if level is None:
        raise NotFoundError("We have pages for streets, wards, neighbourhoods and boroughs.")
    return level


def _moved(level: Level, slug: str) -> Response:
    """Send people on to where a renamed place now is.

    Raises:
        NotFoundError: no place of this level ever had that name, or several had.

    """
    area = around.find_moved(level, slug)
    if area is None or area.slug == slug:
        raise NotFoundError(f"We do not know a {level.value} at this address.")
    answer = redirect(url_for("places.place", level=area.level.value, slug=area.slug), MOVED)
    assert isinstance(answer, Response)
    # Browsers keep a 301 for good where nothing is said; a place may be renamed back.
    answer.cache_control.no_cache = True
    return answer
