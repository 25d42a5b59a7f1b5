"""Views of the lists that moderators chase: not checked lately, very wide, broken links."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import people
from directory.domain.months import day_before
from directory.domain.numbers import whole
from directory.domain.place import ChainLink
from directory.domain.rings import Spot
from directory.moderate.actions import entries as actions
from directory.moderate.actions import websites
from directory.moderate.room import bp, check_organisation, my_areas
from directory.queries import doubts, entries, kept_entries, own_entries, still_right
from directory.queries.claimed import Claimed, claimed
from directory.web.access import moderators
from directory.web.local_time import local_now
from directory.web.notices import with_notice
from directory.web.paging import check_page, page_number


@bp.get("/not-checked")
@moderators
def stale() -> str:
    """List what nobody has checked for so many months, the longest ago first."""
    months = _months()
    page = page_number()
    services = kept_entries.stale(my_areas(), day_before(local_now().date(), months), page)
    check_page(page, services.pages)
    return render_template(
        "moderate/stale.html",
        services=services,
        months=months,
        rounds=still_right.rounds(each.organisation_id for each in services.rows),
    )


@bp.get("/very-wide")
@moderators
def wide() -> str:
    """List what says that it is for far more than is usual, and what to ask about it."""
    page = page_number()
    services = kept_entries.wide(my_areas(), page)
    check_page(page, services.pages)
    asked = doubts.asked_of_each([_claims(each) for each in services.rows])
    rows = [
        (service, [each.words for each in about])
        for service, about in zip(services.rows, asked, strict=True)
    ]
    return render_template("moderate/wide.html", services=services, rows=rows)


@bp.post("/very-wide/<slug>/right")
@moderators
def wide_is_right(slug: str) -> Answer:
    """Take a service off the list: it is right to say so."""
    service = entries.get_service(slug)
    check_organisation(service.organisation)
    actions.wide_and_right(service, people.me(), seen=request.form.get("seen", ""))
    return redirect(with_notice(url_for("moderate.wide"), "right"), 303)


@bp.get("/broken-links")
@moderators
def links() -> str:
    """List the web addresses that did not answer, the longest ago first."""
    page = page_number()
    found = kept_entries.broken(my_areas(), page)
    check_page(page, found.pages)
    return render_template("moderate/links.html", links=found)


@bp.post("/broken-links/<int:number>/forget")
@moderators
def forget_link(number: int) -> Answer:
    """Take an address off the list: she tried it, and it works."""
    link, organisation = kept_entries.broken_link(number)
    check_organisation(organisation)
    websites.forget(link, people.me())
    return redirect(with_notice(url_for("moderate.links"), "removed"), 303)


def _claims(service: Any) -> tuple[list[Claimed], list[Spot]]:
    """Return what a service says it is for, and the addresses beside which that may be odd."""
    areas = [
        claimed(ChainLink(each.code, each.level, each.name), is_exclusion=each.is_exclusion)
        for each in service.coverage
    ]
    return areas, [*own_entries.bases_of(service), *own_entries.sites_of(service)]


def _months() -> int:
    usual = int(current_app.config["STALE_MONTHS"])
    return min(120, max(1, whole(request.args.get("months", ""), usual, digits=3)))
