"""Views of entries that may be one: side by side, merged, or kept as two for good."""

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import people
from directory.domain.sections import OF_ORGANISATION, PARTS, difference
from directory.domain.told_in_words import changed, said
from directory.entries import merging
from directory.entries.written import told_now
from directory.errors import BadInputError, ConflictError
from directory.moderate.actions import duplicates as actions
from directory.moderate.room import bp, check_organisation, my_areas
from directory.queries import kept_entries, suspected
from directory.queries.keepers import keepers
from directory.queries.merging import goes_along, taken_back
from directory.queries.suspected import Pair
from directory.web.access import moderators
from directory.web.notices import with_notice
from directory.web.paging import check_page, page_number

if TYPE_CHECKING:
    from directory.models import Organisation


@bp.get("/doubles")
@moderators
def duplicates() -> str:
    """List pairs of entries that may be one, the likest first."""
    page = page_number()
    pairs = suspected.pairs(my_areas(), page)
    check_page(page, pairs.pages)
    return render_template("moderate/duplicates.html", pairs=pairs)


@bp.get("/doubles/<int:one>/<int:other>")
@moderators
def pair(one: int, other: int) -> Response:
    """Show two entries side by side."""
    return _page(_pair(one, other))


@bp.get("/doubles/<int:one>/<int:other>/merge")
@moderators
def before_merging(one: int, other: int) -> Response:
    """Show all that merging would do, before it is done for good."""
    found = _pair(one, other)
    try:
        kept, lost = _chosen(found)
        told = merging.foreseen(kept, lost)
    except BadInputError as error:
        return _page(found, error.message)
    rows = [
        row
        for section, text in told.items()
        for row in changed(difference(told_now(kept, None, section), text))
    ]
    return make_response(
        render_template(
            "moderate/merge.html",
            pair=found,
            kept=kept,
            lost=lost,
            rows=rows,
            along=goes_along(lost),
            taken_back=taken_back(lost),
            written_to=len({each.id for o in (kept, lost) for each in keepers(o.id)}),
            parts=PARTS,
        )
    )


@bp.post("/doubles/<int:one>/<int:other>/merge")
@moderators
def merge(one: int, other: int) -> Answer:
    """Make two entries one: the one that is chosen stays, with all that the other had."""
    found = _pair(one, other)
    try:
        kept, lost = _chosen(found)
        actions.merge(kept, lost, people.me(), knows_apart="knows_apart" in request.form)
    except BadInputError as error:
        return _page(_pair(one, other), error.message)
    except ConflictError as error:
        return _page(_pair(one, other), error.message, status=409)
    return redirect(with_notice(url_for("moderate.entry", slug=kept.slug), "merged"), 303)


@bp.post("/doubles/<int:one>/<int:other>/not-the-same")
@moderators
def not_the_same(one: int, other: int) -> Answer:
    """Remember that two entries are two."""
    found = _pair(one, other)
    try:
        actions.keep_apart(found.one, found.other, people.me())
    except ConflictError as error:
        return _page(_pair(one, other), error.message, status=409)
    return redirect(with_notice(url_for("moderate.duplicates"), "not-the-same"), 303)


def _chosen(found: Pair) -> tuple["Organisation", "Organisation"]:
    """Return the one that stays and the one that goes.

    Raises:
        BadInputError: neither was chosen to stay.

    """
    keep = request.values.get("keep", "")
    if keep == str(found.one.id):
        return found.one, found.other
    if keep == str(found.other.id):
        return found.other, found.one
    raise BadInputError("Choose which one stays.", field="keep")


def _pair(one: int, other: int) -> Pair:
    """Return two entries that are both hers to decide on.

    Raises:
        NotFoundError: one is not there.
        NotAllowedError: one lies in none of her areas.

    """
    found = suspected.get(one, other)
    check_organisation(found.one)
    check_organisation(found.other)
    return found


def _page(found: Pair, trouble: str = "", *, status: int = 400) -> Response:
    both = (found.one, found.other)
    told = [{s: dict(said(told_now(each, None, s))) for s in OF_ORGANISATION} for each in both]
    rows = [
        (name, [sides[section].get(name, ()) for sides in told])
        for section in OF_ORGANISATION
        for name in dict.fromkeys([*told[0][section], *told[1][section]])
    ]
    page = render_template(
        "moderate/pair.html",
        pair=found,
        both=both,
        rows=rows,
        services=[kept_entries.services_of(each.id) for each in both],
        keepers=[len(keepers(each.id)) for each in both],
        trouble=trouble,
    )
    return make_response(page, status if trouble else 200)
