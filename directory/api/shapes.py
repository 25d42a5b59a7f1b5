"""Answers as plain dictionaries, in the shapes of :mod:`directory.api.schemas`."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import current_app, url_for

from directory.answers import Answer, Completeness, FindForm, Result, RingAnswer
from directory.domain.coverage import Extent, Served
from directory.domain.place import Choice, Place


def answer(said: Answer, form: FindForm) -> dict[str, Any]:
    """Return an answer; without a place its services stand alone, and there are no rings."""
    more = said.page < said.pages
    return {
        "query": said.question.words,
        "where": where(said.place) if said.place else None,
        "summary": said.summary,
        "total": said.total,
        "shown_total": said.shown_total,
        "page": said.page,
        "pages": said.pages,
        "next": _absolute("api.find") + f"?{form.query(page=said.page + 1)}" if more else None,
        "rings": [_ring(each) for each in said.rings],
        "services": [] if said.place else _services(said.results),
        "nearby_not_serving": said.nearby_not_serving,
        "nearby": _services(said.nearby),
        "did_you_mean": said.did_you_mean,
        "facets": {
            facet.value: [
                {"value": each.value, "label": each.label, "count": each.count} for each in choices
            ]
            for facet, choices in said.facets.items()
        },
        "completeness": _completeness(said.completeness) if said.completeness else None,
    }


def where(place: Place) -> dict[str, Any]:
    """Return a place and the areas that contain it."""
    return {
        "text": place.where,
        "level": place.level.value,
        "code": place.code,
        "name": place.name,
        "note": place.note,
        "chain": [
            {
                "level": link.level.value,
                "code": link.code,
                "name": link.name,
                "certainty": link.certainty.value,
            }
            for link in place.chain
        ],
    }


def choices(found: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return places that a text may mean."""
    return [asdict(choice) for choice in found]


def _ring(ring: RingAnswer) -> dict[str, Any]:
    return {
        "ring": ring.ring.value,
        "name": ring.name,
        "total": ring.total,
        "is_open": ring.is_open,
        "services": _services(ring.results),
    }


def _services(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [_service(result) for result in results]


def _service(result: Result) -> dict[str, Any]:
    service, organisation = result.service, result.service.organisation
    return {
        "id": service.id,
        "name": service.name,
        "url": _absolute("find.service", slug=service.slug),
        "summary": service.summary,
        "status": service.status.value,
        "organisation": {
            "id": organisation.id,
            "name": organisation.name,
            "url": _absolute("find.organisation", slug=organisation.slug),
            "based_in": result.based_in or None,
        },
        "distance_m": result.distance_m,
        "serves": _serves(result.served),
        "reason": result.reason,
        "checked_on": service.checked_on,
        "score": round(result.score, 4),
    }


def _serves(served: Served | None) -> dict[str, Any] | None:
    if served is None:
        return None
    if served.extent is Extent.NOT_STATED:
        return {"level": None, "name": None, "extent": Extent.NOT_STATED.value}
    return {"level": served.level.value, "name": served.name, "extent": served.extent.value}


def _completeness(said: Completeness) -> dict[str, Any]:
    return {
        "area": said.area_name,
        "organisations": said.organisations,
        "confirmed_within_year": said.confirmed_within_year,
        "last_added_on": said.last_added_on,
        "last_added_category": said.last_added_category,
    }


def _absolute(endpoint: str, **values: Any) -> str:
    """Return a whole address, at ``PUBLIC_URL`` when it is set."""
    public = current_app.config["PUBLIC_URL"].rstrip("/")
    if public:
        return f"{public}{url_for(endpoint, **values)}"
    return url_for(endpoint, _external=True, **values)
