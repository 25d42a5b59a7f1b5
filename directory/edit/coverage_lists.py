"""Pasting a list of places, and ticking the wards, neighbourhoods and streets of a place."""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request

from directory import gazetteer
from directory.domain.place import ANYWHERE, ChainLink, Level
from directory.domain.ticking import turned
from directory.edit.actions import coverage as actions
from directory.edit.coverage_draft import Draft, draft_of, with_areas, with_ticks
from directory.edit.coverage_pasting import (
    ASKED_AT_ONCE,
    Understood,
    read_list,
    taken,
    understand,
    without,
)
from directory.edit.coverage_views import AT, FORM_BYTES, address_of, back, service_of
from directory.edit.room import bp
from directory.errors import BadInputError, ConflictError, UnknownPlaceError
from directory.queries import inside
from directory.web.access import signed_in
from directory.web.hx import render

PASTE_BYTES = 6_000_000
"""What a pasted list may take on the wire: more than is accepted, so that it can be shown again."""


@bp.get(f"{AT}/paste")
@signed_in
def coverage_paste(organisation: str, service: str) -> Response:
    """Offer a large box for a list."""
    return _paste(service_of(organisation, service))


@bp.post(f"{AT}/paste")
@signed_in
def coverage_pasted(organisation: str, service: str) -> Response:
    """Add every line that is understood, and ask about the rest; no line is lost."""
    request.max_content_length = request.max_form_memory_size = PASTE_BYTES
    found = service_of(organisation, service)
    draft = draft_of(found)
    text = request.form.get("list", "")
    pairs, answered = taken(request.form.getlist("choice"))
    try:
        read = without(read_list(text), answered) if text.strip() or not pairs else []
        understood = understand(read)
        _take_choices(understood, pairs)
        after = draft
        areas = with_areas(draft, understood.links(is_exclusion=False), is_exclusion=False)
        after = Draft(areas, draft.revision)
        if left_out := understood.links(is_exclusion=True):
            after = Draft(with_areas(after, left_out, is_exclusion=True), draft.revision)
        change = actions.save(found, draft, after.areas)
    except (BadInputError, ConflictError) as error:
        return _paste(found, text=text, error=str(error))
    if understood.is_all_known:
        return back(found, change)
    return _paste(found, text=understood.left, understood=understood)


def _take_choices(understood: Understood, pairs: list[tuple[str, str]]) -> None:
    """Add the places that were ticked beside a line that may mean several."""
    known = gazetteer.known({code for code, _ in pairs})
    for code, line in pairs:
        if code in known:
            item = read_list(line)[0]
            understood.known.append((item, known[code]))


def _paste(
    service: Any,
    *,
    text: str = "",
    error: str = "",
    understood: Understood | None = None,
) -> Response:
    return render(
        "edit/coverage_paste.html",
        status=400 if error else 200,
        service=service,
        text=text,
        error=error,
        unsure=understood.unsure[:ASKED_AT_ONCE] if understood else [],
        unknown=understood.unknown if understood else [],
        later=len(understood.later) if understood else 0,
        understood=len(understood.known) if understood else 0,
    )


@bp.get(f"{AT}/areas")
@signed_in
def coverage_areas(organisation: str, service: str) -> Response:
    """List the wards and neighbourhoods of a borough, or the streets of one of these, to tick."""
    found = service_of(organisation, service)
    where = request.args.get("in", "") or _own_borough(found)
    try:
        place = gazetteer.resolve(where) if where else None
    except (UnknownPlaceError, BadInputError) as error:
        return _areas(found, None, error=error, where=where)
    return _areas(found, place)


@bp.post(f"{AT}/areas")
@signed_in
def coverage_ticked(organisation: str, service: str) -> Response:
    """Take what was ticked, and leave out what was unticked, of a list that was shown."""
    request.max_form_memory_size = FORM_BYTES
    found = service_of(organisation, service)
    draft = draft_of(found)
    place = gazetteer.place_for_code(request.form.get("in", ""))
    shown = _holders(inside.parts_of(place))
    claims, gone = turned(draft.ticks, shown, request.form.getlist("code"))
    links = gazetteer.known(claims | gone).values()
    try:
        after = actions.save(found, draft, with_ticks(draft, claims, gone, links))
    except (BadInputError, ConflictError) as error:
        return _areas(found, place, error=error)
    return back(found, after)


@bp.post(f"{AT}/whole")
@signed_in
def coverage_whole(organisation: str, service: str) -> Response:
    """Take all of a place whose parts are listed, to untick some of them then."""
    found = service_of(organisation, service)
    draft = draft_of(found)
    place = gazetteer.place_for_code(request.form.get("in", ""))
    link = ChainLink(place.code, place.level, place.name)
    actions.save(found, draft, with_areas(draft, [link], is_exclusion=False))
    return redirect(address_of(found, "edit.coverage_areas", **{"in": place.code}), 303)  # type: ignore[return-value]


def _own_borough(service: Any) -> str:
    """Return the borough of the organisation's first base that is known, by code."""
    codes = (base.borough_code for base in service.organisation.bases)
    return next((code for code in codes if code), "")


def _holders(parts: inside.Parts) -> Mapping[str, frozenset[str]]:
    return {each.code: each.holders | {ANYWHERE} for each in parts.every}


def _areas(
    service: Any,
    place: Any,
    *,
    error: UnknownPlaceError | BadInputError | ConflictError | None = None,
    where: str = "",
) -> Response:
    parts = inside.parts_of(place) if place is not None else None
    draft = draft_of(service)
    ticks, holders = draft.ticks, _holders(parts) if parts else {}
    return render(
        "edit/coverage_areas.html",
        status=400 if error else 200,
        service=service,
        place=place,
        parts=parts,
        is_whole=place is not None and ticks.is_ticked(place.code, place.and_anywhere),
        is_named=place is not None and place.code in ticks.included,
        line=next((e.line for e in draft.included if place and e.code == place.code), ""),
        ticked={code for code in holders if ticks.is_ticked(code, holders[code])},
        where=where,
        error=str(error) if error else "",
        choices=getattr(error, "choices", ()),
        boroughs=inside.boroughs_around(place) if place is not None else [],
        level=Level,
    )
