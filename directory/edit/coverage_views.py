"""Which streets a service serves: the page, and adding, taking away and being done."""

from typing import Any

from flask import Response, current_app, redirect, request, url_for

from directory import gazetteer
from directory.domain.numbers import whole
from directory.domain.pasted import Item
from directory.domain.sections import Section
from directory.edit import coverage_words
from directory.edit.actions import coverage as actions
from directory.edit.actions import sections
from directory.edit.coverage_draft import Draft, draft_of, with_areas, without
from directory.edit.coverage_pasting import look_up
from directory.edit.room import bp
from directory.edit.whose import whose
from directory.entries.drafts import open_change
from directory.entries.publishing import is_draft
from directory.errors import (
    AmbiguousPlaceError,
    BadInputError,
    ConflictError,
    UnknownPlaceError,
)
from directory.queries import doubts, own_entries
from directory.queries.reach import reach
from directory.web.access import signed_in
from directory.web.hx import render
from directory.web.notices import with_notice

AT = "/<organisation>/<service>/coverage"
LEAVE_OUT = "not"
MOST_CODES = 5_000
FORM_BYTES = 1_000_000
MOST_NAMED = 10
"""How many places are named when they were left out."""


def service_of(organisation: str, service: str) -> Any:
    """Return the service whose coverage is edited.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it is not hers to edit.

    """
    return whose(organisation, service).service


def address_of(service: Any, endpoint: str = "edit.coverage", **values: Any) -> str:
    """Return the address of a page of this editor."""
    return url_for(endpoint, organisation=service.organisation.slug, service=service.slug, **values)


def back(service: Any, after: int) -> Response:
    """Lead back to the page, which says how many places were added or taken away."""
    change: dict[str, Any] = {"added": after} if after > 0 else {"removed": -after or None}
    return redirect(address_of(service, _anchor="said", **change), 303)  # type: ignore[return-value]


@bp.get(AT)
@signed_in
def coverage(organisation: str, service: str) -> Response:
    """Show what is said so far, what it means, and the ways to say more."""
    found = service_of(organisation, service)
    return page(found, draft_of(found))


@bp.post(f"{AT}/add")
@signed_in
def coverage_add(organisation: str, service: str) -> Response:
    """Add a typed place, or places that were ticked; or leave them out."""
    request.max_form_memory_size = FORM_BYTES
    found = service_of(organisation, service)
    draft = draft_of(found)
    typed = request.form.get("where", "").strip()
    is_exclusion = request.form.get("way") == LEAVE_OUT
    codes = request.form.getlist("code")[:MOST_CODES]
    try:
        links = list(gazetteer.known(codes).values()) if codes else [look_up(Item(1, typed))]
        after = actions.save(found, draft, with_areas(draft, links, is_exclusion=is_exclusion))
    except (UnknownPlaceError, BadInputError, ConflictError) as error:
        return page(found, draft, typed=typed, error=error, is_exclusion=is_exclusion)
    if is_exclusion:
        gone = [link.code for link in links[:MOST_NAMED]]
        return redirect(address_of(found, _anchor="said", left_out=gone), 303)  # type: ignore[return-value]
    return back(found, after)


@bp.post(f"{AT}/remove")
@signed_in
def coverage_remove(organisation: str, service: str) -> Response:
    """Take away one place, or all of a level."""
    request.max_form_memory_size = FORM_BYTES
    found = service_of(organisation, service)
    draft = draft_of(found)
    level = request.form.get("level", "")
    gone = set(request.form.getlist("line"))
    gone |= {e.line for e in draft.included if level and e.level == level}
    return back(found, actions.save(found, draft, without(draft, gone)))


@bp.post(f"{AT}/done")
@signed_in
def coverage_done(organisation: str, service: str) -> Response:
    """Send what was saved, when what is very wide was meant."""
    found = service_of(organisation, service)
    draft = draft_of(found)
    if is_too_wide(found) and request.form.get("sure") != "yes":
        return page(found, draft, is_asked=True)
    at = url_for("edit.entry", organisation=organisation)
    change = open_change(found.organisation, found, Section.COVERAGE)
    if change is None or not draft.is_to_send:
        return redirect(at, 303)  # type: ignore[return-value]
    try:
        done = sections.send(change)
    except (BadInputError, ConflictError) as error:
        return page(found, draft_of(found), error=error)
    return redirect(with_notice(at, done), 303)  # type: ignore[return-value]


def is_too_wide(service: Any) -> bool:
    """Say whether to ask if a coverage is really for so many, before it is sent."""
    bases, sites = own_entries.bases_of(service), own_entries.sites_of(service)
    return bool(doubts.asked(draft_of(service).areas, bases, sites))


def page(
    service: Any,
    draft: Draft,
    *,
    typed: str = "",
    error: UnknownPlaceError | BadInputError | ConflictError | None = None,
    is_exclusion: bool = False,
    is_asked: bool = False,
) -> Response:
    """Return the page; with what is wrong about what was typed, and the places it may mean."""
    return render(
        "edit/coverage.html",
        fragment=None if error or is_asked else "edit/_said.html",
        status=400 if error or is_asked else 200,
        service=service,
        draft=draft,
        is_unseen=is_draft(service.organisation, service),
        meaning=meaning_of(service, draft),
        typed=typed,
        error=str(error) if error else "",
        choices=getattr(error, "choices", ()),
        is_several=isinstance(error, AmbiguousPlaceError),
        is_exclusion=is_exclusion,
        is_asked=is_asked,
        added=whole(request.args.get("added", ""), 0, digits=5),
        removed=whole(request.args.get("removed", ""), 0, digits=5),
        left_out=[e.name for e in draft.excluded if e.code in request.args.getlist("left_out")],
    )


def meaning_of(service: Any, draft: Draft) -> coverage_words.Meaning:
    """Return what a coverage amounts to, where it is found, and what to ask about it."""
    bases, sites = own_entries.bases_of(service), own_entries.sites_of(service)
    found = reach(draft.areas, bases, current_app.config["DOORSTEP_METRES"])
    return coverage_words.Meaning(
        coverage_words.amounts_to(found),
        coverage_words.found(found),
        tuple(doubts.asked(draft.areas, bases, sites)),
    )
