"""Views of an entry as a whole: one's entries, its sections at a glance, sending and showing it."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from directory import people
from directory.domain.sections import OF_ORGANISATION, OF_SERVICE, PARTS, Section
from directory.edit.actions import sections as actions
from directory.edit.coverage_views import is_too_wide
from directory.edit.glance import glance
from directory.edit.room import bp
from directory.edit.whose import Whose, whose
from directory.entries import completeness
from directory.queries import changes, kept_entries, own_entries, still_right
from directory.queries.found import latest
from directory.web.access import signed_in
from directory.web.local_time import local_now
from directory.web.notices import with_notice


@bp.get("/")
@signed_in
def home() -> str:
    """List the entries that she keeps, and what else she may do."""
    rights = people.rights()
    return render_template(
        "edit/home.html",
        entries=own_entries.entries(rights.organisations),
        found=latest(rights.organisations, local_now().date()),
        claims=own_entries.claims_of(people.me().id),
    )


@bp.get("/<organisation>")
@signed_in
def entry(organisation: str) -> str:
    """Show an entry's sections and what each says, what is missing, and what waits."""
    found = whose(organisation)
    services = own_entries.services_of(found.organisation.id)
    open_changes = changes.of_organisation(found.organisation.id)
    on_their_way = {(each.service_id, each.section): each for each in open_changes}
    whole = completeness.of(found.organisation, open_changes)
    return render_template(
        "edit/entry.html",
        whose=found,
        services=services,
        hidden=kept_entries.reasons(found.organisation, services),
        missing=whole.missing,
        written=whole.written,
        may_be_shown=bool(services) and completeness.is_on_the_map(found.organisation),
        changes=on_their_way,
        unsent=sum(each.state == "draft" for each in on_their_way.values()),
        glance=glance(found.organisation, services, on_their_way),
        parts=PARTS,
        of_organisation=OF_ORGANISATION,
        of_service=OF_SERVICE,
        still_right=_still_right(found),
        owns=people.rights().owns(found.organisation.id),
        found=latest([found.organisation.id], local_now().date()).get(found.organisation.id),
    )


@bp.post("/<organisation>/send")
@signed_in
def send_all(organisation: str) -> Response:
    """Send every change that was saved; those that something is wrong with stay."""
    found = whose(organisation)
    done = actions.send_all(found.organisation, is_doubtful=_is_doubtful)
    return redirect(with_notice(found.address, done), 303)


@bp.post("/<organisation>/show")
@bp.post("/<organisation>/<service>/show", endpoint="show_service")
@signed_in
def show(organisation: str, service: str = "") -> Response:
    """Ask that the entry, or one service of it, be shown to the public."""
    found = whose(organisation, service)
    done = actions.show(found.organisation, found.service)
    return redirect(with_notice(found.address, done), 303)


def _still_right(found: Whose) -> Any:
    """Return what may be confirmed at one press, or None of what the public does not see."""
    entries = still_right.entries([found.organisation.id], local_now().date())
    return entries[0] if entries else None


def _is_doubtful(change: Any) -> bool:
    """Say whether a change has to be asked about: a coverage that is very wide."""
    return change.section is Section.COVERAGE and is_too_wide(change.service)
