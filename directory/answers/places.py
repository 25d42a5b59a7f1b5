"""Who serves a place, grouped by need across all kinds of service, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from directory.answers.answer import Glance, Need, NeedGroup, PlaceAnswer, Result
from directory.answers.completeness import completeness_for
from directory.answers.form import FindForm
from directory.answers.results import results_for
from directory.answers.summary import subject, summary
from directory.domain.categories import CATEGORIES
from directory.domain.place import Place
from directory.domain.rings import WIDE, Ring
from directory.queries import services
from directory.search import Facet, Filters, Found, Hit, Question, index

POOL = 200
"""How many of the most local services are looked through for the first few of each need."""
SHOWN_OF_A_NEED = 3
OTHER = "Everything else"
LOCAL = (Ring.DOORSTEP, Ring.BOROUGH)


def place_page(place: Place) -> PlaceAnswer:
    """Return who serves a place: for each need the most local few, and a way to see them all.

    Two questions to the index, whatever the number of categories. The page is bounded by the list
    of categories; the whole of a need is paged at ``/find``.

    Raises:
        SearchUnavailableError: the index is missing, broken or busy.

    """
    everyone = index.find(_question(place, POOL))
    based_here = index.find(_question(place, 1, based_here=True))
    of = services.categories_of([hit.id for hit in everyone.hits])
    by_need = _by_need(everyone.hits, of)
    ids = dict.fromkeys(hit.id for slug in (*CATEGORIES, "") for hit in by_need.get(slug, ()))
    hits = {hit.id: hit for hit in everyone.hits}
    asked = FindForm(data={"where": place.where}).carried()
    results = results_for([hits[id_] for id_ in ids], place, asked=asked)
    needs = _needs(place, everyone, based_here, by_need, results)
    totals = {each.ring: each.total for each in everyone.rings}
    return PlaceAnswer(
        place=place,
        total=everyone.total,
        local_total=sum(totals.get(ring, 0) for ring in LOCAL),
        results=tuple(results),
        groups=_groups(needs, _rest(place, of, by_need, results)),
        glances=_glances(needs),
        not_local=tuple(need for need in needs if need.total and not need.local_total),
        missing=tuple(need for need in needs if not need.total),
        completeness=completeness_for(place),
        summary=summary(subject(""), place, totals, everyone.total, may=everyone.may_serve > 0),
        query=_query(place),
    )


def _question(place: Place, size: int, *, based_here: bool = False) -> Question:
    config = current_app.config
    return Question(
        place=place,
        filters=Filters(based_here=based_here),
        open_rings=frozenset(Ring),
        now=datetime.now(ZoneInfo(config["TIME_ZONE"])),
        size=size,
        doorstep_metres=config["DOORSTEP_METRES"],
    )


def _by_need(hits: Sequence[Hit], of: dict[int, tuple[str, ...]]) -> dict[str, list[Hit]]:
    """Return the first few hits of each category; "" for those of none that we know."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.id not in of:
            continue
        for slug in [slug for slug in of[hit.id] if slug in CATEGORIES] or [""]:
            if len(found[slug]) < SHOWN_OF_A_NEED:
                found[slug].append(hit)
    return found


def _needs(
    place: Place,
    everyone: Found,
    based_here: Found,
    by_need: dict[str, list[Hit]],
    results: Sequence[Result],
) -> list[Need]:
    """Return every category with its counts, in the order of the list."""
    totals = dict(everyone.facets.get(Facet.CATEGORY, ()))
    local = dict(based_here.facets.get(Facet.CATEGORY, ()))
    return [
        Need(
            slug=slug,
            name=category.name,
            total=totals.get(slug, 0),
            local_total=local.get(slug, 0),
            nearest=_nearest(by_need.get(slug, ()), totals.get(slug, 0), local.get(slug, 0), place),
            results=_chosen(by_need.get(slug, ()), results),
            query=_query(place, slug),
        )
        for slug, category in CATEGORIES.items()
    ]


def _nearest(hits: Sequence[Hit], total: int, local: int, place: Place) -> Ring | None:
    """Return the ring of the nearest service of a need, or None when there is none.

    Hits come ring by ring, so the first tells. A need of which none was looked through is said to
    be no nearer than its counts prove.
    """
    if not total:
        return None
    if hits and hits[0].ring is not None:
        ring = hits[0].ring
    else:
        ring = Ring.BOROUGH if local else Ring.FURTHER
    return Ring.BOROUGH if ring is Ring.DOORSTEP and place.level in WIDE else ring


def _rest(
    place: Place,
    of: dict[int, tuple[str, ...]],
    by_need: dict[str, list[Hit]],
    results: Sequence[Result],
) -> Need | None:
    """Return the services of no category that we know, if there are any."""
    chosen = _chosen(by_need.get("", ()), results)
    if not chosen:
        return None
    total = sum(not any(slug in CATEGORIES for slug in slugs) for slugs in of.values())
    local = sum(result.ring in LOCAL for result in chosen)
    nearest = min((result.ring for result in chosen if result.ring), default=Ring.FURTHER)
    return Need("", OTHER, total, local, nearest, chosen, _query(place))


def _chosen(hits: Iterable[Hit], results: Sequence[Result]) -> tuple[Result, ...]:
    by_id = {result.service.id: result for result in results}
    return tuple(by_id[hit.id] for hit in hits if hit.id in by_id)


def _groups(needs: Sequence[Need], rest: Need | None) -> tuple[NeedGroup, ...]:
    """Return the needs that somebody serves, in their groups."""
    by_group: dict[str, list[Need]] = {}
    for need in needs:
        if need.total:
            by_group.setdefault(CATEGORIES[need.slug].group, []).append(need)
    if rest:
        by_group[OTHER] = [rest]
    return tuple(NeedGroup(name, tuple(found)) for name, found in by_group.items())


def _glances(needs: Sequence[Need]) -> tuple[Glance, ...]:
    """Return for every group how near the nearest is, for how many of its needs."""
    by_group: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        by_group[CATEGORIES[need.slug].group].append(need)
    return tuple(
        Glance(
            name,
            doorstep=sum(need.nearest is Ring.DOORSTEP for need in found),
            borough=sum(need.nearest is Ring.BOROUGH for need in found),
            far=sum(need.nearest in (Ring.NEXT_DOOR, Ring.FURTHER) for need in found),
            missing=sum(need.nearest is None for need in found),
        )
        for name, found in by_group.items()
    )


def _query(place: Place, category: str = "") -> str:
    """Return the query string that asks ``/find`` for all of a need, in every ring."""
    chosen = [category] if category else []
    said: str = FindForm(data={"where": place.where, "category": chosen}).query()
    return said
