"""Addresses of rooms where one changes or reports an entry follow it when it is renamed."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.queries import moved
from directory.queries.entries import SHOWN

ROOMS = frozenset(("edit", "moderate", "report"))
_FIND = {"organisation": moved.organisation, "service": moved.service}


def moved_to() -> Response | None:
    """Return the way to where the entry of this address is now, or None: it has not moved.

    The rest of the address, and a form that was sent, go along; who may is asked there. What is
    not public is named to nobody but those who may see it.
    """
    told = request.view_args or {}
    if request.blueprint not in ROOMS or request.endpoint is None:
        return None
    found = {name: entry for name in told if (entry := _entry(name, told)) is not None}
    if not found or not all(map(_may_know, found.values())):
        return None
    address = url_for(request.endpoint, **told | {name: e.slug for name, e in found.items()})
    query = request.query_string.decode("ascii", "replace")
    answer = redirect(f"{address}?{query}" if query else address, 308)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _entry(name: str, told: dict[str, Any]) -> Any:
    """Return the entry that moved away from the slug in this part of the address, or None."""
    kind = name
    if name == "slug":
        kind = "service" if request.endpoint == "moderate.wide_is_right" else "organisation"
        kind = told.get("kind", kind)
    find = _FIND.get(kind)
    entry = find(told[name]) if find is not None else None
    return entry if entry is not None and entry.slug != told[name] else None


def _may_know(entry: Any) -> bool:
    owner, rights = getattr(entry, "organisation", entry), people.rights()
    is_public = entry.publication in SHOWN and owner.publication in SHOWN
    return is_public or rights.may_edit(owner.id) or rights.may_moderate_something
