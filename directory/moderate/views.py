"""Views of the line: what waits, one thing at a time, and what is decided on it."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import people
from directory.domain.numbers import whole
from directory.domain.sections import PARTS, difference
from directory.domain.told_in_words import changed
from directory.errors import BadInputError, ConflictError, NotFoundError
from directory.moderate import evidence
from directory.moderate import line as lines
from directory.moderate.actions import deciding
from directory.moderate.room import bp, check_areas, my_areas
from directory.queries import moderation, suspected
from directory.queries.moderation import Item, Kind
from directory.web.access import moderators
from directory.web.notices import with_notice
from directory.web.paging import check_page, page_number

NOTICES = {"approve": "approved", "ask": "asked", "refuse": "refused"}


@bp.get("/")
@moderators
def queue() -> str:
    """List what waits, the oldest first."""
    return _queue()


@bp.get("/<kind>/<int:number>")
@moderators
def item(kind: str, number: int) -> Response:
    """Show one thing that waits, or that was decided on, with all that is needed to decide."""
    return _item(_get(kind, number))


@bp.post("/<kind>/<int:number>")
@moderators
def decide(kind: str, number: int) -> Answer:
    """Approve, ask or refuse, and go on to what is next in the line."""
    found = _get(kind, number)
    act, said = request.form.get("act", ""), request.form.get("said", "")
    line = lines.chosen()
    next_one = moderation.after(found, line.areas, line.kind)
    try:
        deciding.decide(
            found,
            act,
            said,
            by=people.me(),
            rights=people.rights(),
            revision=whole(request.form.get("revision", ""), 0),
        )
    except BadInputError as error:
        return _item(_get(kind, number), status=400, said=said, trouble=error.message)
    except ConflictError as error:
        return _item(_get(kind, number), status=409, said=said, trouble=error.message)
    return redirect(with_notice(_address(next_one, line), NOTICES[act]), 303)


@bp.post("/approve-ticked")
@moderators
def approve_ticked() -> Answer:
    """Approve several changes of sections that are safe to publish at once."""
    ticked = [each.partition("-") for each in request.form.getlist("change")]
    chosen = [(whole(number, 0), whole(revision, 0)) for number, _, revision in ticked]
    left = deciding.approve_safe(chosen, by=people.me(), rights=people.rights())
    if left:
        return make_response(_queue(left=left, done=len(chosen) - len(left)), 409)
    here = url_for("moderate.queue", **lines.chosen().told)
    return redirect(with_notice(here, "approved-all"), 303)


def _queue(left: list[str] | None = None, done: int = 0) -> str:
    line, names = lines.chosen(), lines.names()
    page = page_number()
    counts = moderation.counts(line.areas)
    total = counts[line.kind] if line.kind else sum(counts.values())
    items = moderation.waiting(line.areas, page, line.kind, total)
    check_page(page, items.pages)
    safe = {each.id: each.row for each in items.rows if deciding.is_safe(each)}
    return render_template(
        "moderate/queue.html",
        items=items,
        counts=counts,
        line=line,
        choices=lines.choices(names),
        areas=sorted(area.name for area in names.values()),
        is_all=my_areas() is None,
        pairs=suspected.count(my_areas()),
        safe={id_: changed(difference(row.before, row.told)) for id_, row in safe.items()},
        safe_parts=deciding.safe_parts(),
        parts=PARTS,
        left=left or [],
        done=done,
    )


def _item(found: Item, *, status: int = 200, said: str = "", trouble: str = "") -> Response:
    line = lines.chosen()
    return make_response(
        render_template(
            "moderate/item.html",
            item=found,
            evidence=evidence.of(found),
            line=line,
            next=moderation.after(found, line.areas, line.kind),
            is_own=getattr(found.row, "person_id", None) == people.me().id,
            parts=PARTS,
            said=said,
            trouble=trouble,
        ),
        status,
    )


def _get(kind: str, number: int) -> Item:
    """Return an item that is hers to decide on.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it is in none of her areas.

    """
    if kind not in set(Kind):
        raise NotFoundError("There is nothing of that kind to decide on.")
    found = moderation.get(Kind(kind), number)
    check_areas(moderation.areas_of(found))
    return found


def _address(found: Item | None, line: lines.Line) -> str:
    """Return the address of what is next; of the empty line when nothing is."""
    if found is None:
        return url_for("moderate.queue", **line.told)
    return url_for("moderate.item", kind=found.kind, number=found.id, **line.told)
