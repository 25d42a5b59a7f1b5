"""Views: is it still right? From a letter, without signing in; and for those who are signed in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.domain.confirming import Group
from directory.edit.actions import still_right as actions
from directory.edit.room import bp
from directory.edit.whose import whose
from directory.errors import BadInputError, ConflictError, NotFoundError
from directory.extensions import limiter
from directory.queries import still_right as queries
from directory.queries.still_right import Entry, Part
from directory.web.access import signed_in
from directory.web.local_time import local_now
from directory.web.notices import with_notice
from directory.web.paging import page_number

if TYPE_CHECKING:
    from directory.models import Link

LIMIT = "60 per hour"
NOTHING_TICKED = "Tick what is right, or press the button that says all of it is."


@bp.get("/still-right/<key>")
def still_right(key: str) -> Response:
    """Show what a letter asks about: mail scanners open links, so nothing is written here."""
    return _page(key, people.find_link(people.Purpose.STILL_RIGHT, key))


@bp.post("/still-right/<key>")
@limiter.limit(LIMIT)
def confirm_by_link(key: str) -> Response:
    """Keep what whoever has the letter says is right."""
    link = people.find_link(people.Purpose.STILL_RIGHT, key)
    if link is None or _has_run_out(link):
        return _page(key, link)
    shown = queries.asked_by(link, 1, request.form.getlist("entry"))
    entries = queries.entries(shown.rows, local_now().date())
    answers = [(each, _ticked(each)) for each in entries]
    answers = [(each, ticked) for each, ticked in answers if _is_any(ticked)]
    if entries and not answers:
        return _page(key, link, trouble=NOTHING_TICKED, status=400)
    seen = {e.organisation.id: request.form.get(f"seen-{e.organisation.slug}", "") for e in entries}
    try:
        done = actions.confirm_by_link(link, answers, seen)
    except ConflictError as error:
        return _page(key, link, trouble=error.message, status=409)
    address = url_for("edit.still_right", key=key)
    return redirect(with_notice(address, "confirmed") if done else address, 303)


@bp.get("/<organisation>/still-right")
@signed_in
def confirm(organisation: str) -> Response:
    """Show what an entry says now, to those who keep it, to be confirmed part by part."""
    return _own_page(organisation)


@bp.post("/<organisation>/still-right")
@signed_in
def keep_confirmed(organisation: str) -> Response:
    """Keep what somebody who is signed in says is right."""
    found, entry = whose(organisation), _entry(organisation)
    ticked = _ticked(entry)
    if not _is_any(ticked):
        return _own_page(organisation, trouble=NOTHING_TICKED, status=400)
    try:
        seen = request.form.get(f"seen-{entry.organisation.slug}", "")
        actions.confirm_signed_in(entry, ticked, seen)
    except ConflictError as error:
        return _own_page(organisation, trouble=error.message, status=409)
    return redirect(with_notice(found.address, "confirmed"), 303)


def _page(key: str, link: "Link | None", *, trouble: str = "", status: int = 200) -> Response:
    if link is None:
        page = render_template("edit/still_right_lost.html", has_run_out=False)
        return make_response(page, 404)
    answered = queries.answered_by(link)
    if _has_run_out(link) and not answered:
        page = render_template("edit/still_right_lost.html", has_run_out=True)
        return make_response(page, 410)
    batch = queries.asked_by(link, _page_number())
    if not batch.rows:
        batch = queries.asked_by(link, 1)
    page = render_template(
        "edit/still_right.html",
        key=key,
        batch=batch,
        entries=[] if _has_run_out(link) else queries.entries(batch.rows, local_now().date()),
        answered=answered,
        ticks=frozenset(request.form.getlist("right")),
        trouble=trouble,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page_number() -> int:
    """Return the page that was asked for: what was answered leaves, so there may be fewer now."""
    try:
        return page_number()
    except BadInputError:
        return 1


def _own_page(organisation: str, *, trouble: str = "", status: int = 200) -> Response:
    found = whose(organisation)
    page = render_template(
        "edit/still_right_own.html",
        whose=found,
        entry=_entry(organisation),
        ticks=frozenset(request.form.getlist("right")),
        trouble=trouble,
    )
    return make_response(page, status)


def _entry(organisation: str) -> Entry:
    found = whose(organisation)
    entries = queries.entries([found.organisation.id], local_now().date())
    if not entries:
        raise NotFoundError("The public does not see this entry, so there is nothing to confirm.")
    return entries[0]


def _ticked(entry: Entry) -> list[tuple[Part, Sequence[Group]]]:
    """Return what a form says is right of an entry, part by part: all that was shown, or ticks."""
    is_all = "all" in request.form and entry.organisation.slug in request.form.getlist("entry")
    said = set(request.form.getlist("right"))
    return [
        (part, [g for g in part.groups if is_all or tick(entry, part, g) in said])
        for part in entry.parts
    ]


def tick(entry: Entry, part: Part, group: Group) -> str:
    """Return what a form says when a group is right."""
    service = f"{part.entry.slug}/" if part.is_service else ""
    return f"{entry.organisation.slug}/{service}{group.slug}"


def _is_any(ticked: Sequence[tuple[Part, Sequence[Group]]]) -> bool:
    return any(groups for _, groups in ticked)


def _has_run_out(link: "Link") -> bool:
    return link.expires_at <= datetime.now(UTC)
