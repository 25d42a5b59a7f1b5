"""What became of an entry: how often it was found, what found nobody, what visitors reported."""

import re
from datetime import date

from flask import current_app, render_template, request, url_for

from directory import people
from directory.domain.categories import CATEGORIES
from directory.domain.months import first_of, month_before
from directory.domain.small_counts import OTHERS
from directory.edit.found_houses import street
from directory.edit.room import bp
from directory.edit.whose import Whose, whose_to_see
from directory.errors import BadInputError, NotFoundError
from directory.queries import area_labels, covered_wards
from directory.queries import found as queries
from directory.web.access import signed_in
from directory.web.local_time import local_now
from directory.web.paging import check_page, page_number

A_YEAR = 12
GAPS_SHOWN = 12
NAMES_SHOWN = 4
_MONTH = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")


@bp.get("/<organisation>/found")
@signed_in
def found(organisation: str) -> str:
    """Show how often an entry was found, for what and where, and what visitors reported of it."""
    whose = whose_to_see(organisation)
    id_, today = whose.organisation.id, local_now().date()
    this, oldest = first_of(today), _oldest(today)
    chosen = _month(this, oldest)
    last = this if chosen is None or chosen > month_before(this, A_YEAR) else chosen
    wanted = [month_before(last, back) for back in reversed(range(A_YEAR))]
    months = queries.months([id_], wanted, today)[id_]
    month = months[chosen or _telling(months, this)]
    areas = queries.areas(id_, month.month, today)
    gaps = queries.gaps(covered_wards.covered(id_), month_before(this, A_YEAR))
    page = page_number()
    reports = queries.reports(id_, page)
    check_page(page, reports.pages)
    codes = [code for code, _ in areas] + [c for gap in gaps for c in gap.areas[:NAMES_SHOWN]]
    return render_template(
        "edit/found.html",
        organisation=whose.organisation,
        entry=_entry(whose),
        month=month,
        before=months.get(month_before(month.month)),
        street=street(list(months.values())),
        is_empty=not any(each.total for each in months.values()),
        needs=_needs(month),
        areas=areas,
        elsewhere=month.total - sum(count for _, count in areas),
        gaps=[gap for gap in gaps if gap.need in CATEGORIES][:GAPS_SHOWN],
        unnamed=next((gap.count for gap in gaps if gap.need == ""), 0),
        places=area_labels.labels(codes),
        categories=CATEGORIES,
        names_shown=NAMES_SHOWN,
        earlier=month_before(wanted[0]) if wanted[0] > oldest else None,
        later=min(month_before(last, -A_YEAR), this) if last < this else None,
        next_month=month_before(this, -1),
        reports=reports,
        keep_months=current_app.config["COUNTS_KEEP_MONTHS"],
    )


def _entry(whose: Whose) -> str:
    """Return the address of the entry for her who looks: a moderator does not edit it."""
    if people.rights().may_edit(whose.organisation.id):
        return whose.address
    return url_for("moderate.entry", slug=whose.organisation.slug)


def _needs(month: queries.Month) -> list[tuple[str, int]]:
    """Return what people looked for, in words, each with how often; what is vague comes last."""
    named = [(CATEGORIES[n].name, count) for n, count in month.needs.items() if n in CATEGORIES]
    vague = sum(c for n, c in month.needs.items() if n not in CATEGORIES and n != OTHERS)
    rest = [("Anything, or something in other words", vague)] if vague else []
    if others := month.needs.get(OTHERS, 0):
        rest.append(("Other kinds of help, a few times each", others))
    return named + rest


def _oldest(today: date) -> date:
    return month_before(first_of(today), current_app.config["COUNTS_KEEP_MONTHS"])


def _telling(months: dict[date, queries.Month], this: date) -> date:
    """Return the month to show first: the last one that is over, unless only this one has any."""
    last = month_before(this)
    return this if months[this].total and not months[last].total else last


def _month(this: date, oldest: date) -> date | None:
    """Return the month that the address asks for, or None.

    Raises:
        BadInputError: it is not a month.
        NotFoundError: it is yet to come, or its counts are forgotten.

    """
    said = request.args.get("month", "")
    if not said:
        return None
    parts = _MONTH.fullmatch(said)
    if parts is None:
        raise BadInputError("A month is written like 2026-03.", field="month")
    month = date(int(parts[1]), int(parts[2]), 1)
    if not oldest <= month <= this:
        raise NotFoundError("We have no counts of that month.")
    return month
