"""Views of one entry for moderators: hide it with a reason, show it again, ask its keepers."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import people
from directory.domain.sections import OF_ORGANISATION, PARTS
from directory.domain.told_in_words import said
from directory.entries.publishing import at_once_sections
from directory.entries.written import told_now
from directory.errors import BadInputError, ConflictError
from directory.moderate.actions import entries as actions
from directory.moderate.actions import roles
from directory.moderate.room import bp, check_organisation, my_areas
from directory.queries import (
    changes,
    kept_entries,
    moderation,
    own_entries,
    still_right,
    suspected,
)
from directory.web.access import moderators
from directory.web.notices import with_notice


@bp.get("/entry/<slug>")
@moderators
def entry(slug: str) -> Response:
    """Show an entry, public or not, with what waits and what was said about it."""
    return _entry(slug)


@bp.post("/entry/<slug>/hide")
@moderators
def hide(slug: str) -> Answer:
    """Hide an entry, or one of its services, at once, and tell its keepers why."""
    organisation = own_entries.get_organisation(slug)
    check_organisation(organisation)
    chosen, reason = request.form.get("service", ""), request.form.get("said", "")
    service = own_entries.get_service(slug, chosen) if chosen else None
    try:
        told = actions.hide(organisation, service, reason, people.me())
    except BadInputError as error:
        return _entry(slug, status=400, trouble=error.message, reason=reason, chosen=chosen)
    except ConflictError as error:
        return _entry(slug, status=409, trouble=error.message, reason=reason, chosen=chosen)
    done = "hidden" if told else "hidden-untold"
    return redirect(with_notice(url_for("moderate.entry", slug=slug), done), 303)


@bp.post("/entry/<slug>/show")
@moderators
def show(slug: str) -> Answer:
    """Show a hidden entry, or one of its services, to the public again."""
    organisation = own_entries.get_organisation(slug)
    check_organisation(organisation)
    chosen = request.form.get("service", "")
    service = own_entries.get_service(slug, chosen) if chosen else None
    actions.show(organisation, service, people.me())
    return redirect(with_notice(url_for("moderate.entry", slug=slug), "shown-again"), 303)


@bp.post("/entry/<slug>/ask")
@moderators
def ask_to_check(slug: str) -> Answer:
    """Write to those who keep an entry that nobody has checked it for long."""
    organisation = own_entries.get_organisation(slug)
    check_organisation(organisation)
    actions.ask_to_check(organisation, people.me())
    return redirect(with_notice(url_for("moderate.entry", slug=slug), "letters-written"), 303)


@bp.post("/entry/<slug>/trust/<int:number>")
@moderators
def trust(slug: str, number: int) -> Answer:
    """Trust somebody who keeps an entry, so that some of what she changes is public at once."""
    organisation = own_entries.get_organisation(slug)
    check_organisation(organisation)
    is_trusted = request.form.get("trusted") == "yes"
    member = own_entries.get_member(organisation.id, number)
    roles.trust(member, people.me(), is_trusted=is_trusted)
    done = "trusted" if is_trusted else "not-trusted"
    return redirect(with_notice(url_for("moderate.entry", slug=slug), done), 303)


def _entry(
    slug: str, *, status: int = 200, trouble: str = "", reason: str = "", chosen: str = ""
) -> Response:
    organisation = own_entries.get_organisation(slug)
    check_organisation(organisation)
    services = kept_entries.services_of(organisation.id)
    hidden = [
        (each, kept_entries.why_hidden(organisation.id, each.id))
        for each in services
        if each.publication == "hidden"
    ]
    page = render_template(
        "moderate/entry.html",
        organisation=organisation,
        services=services,
        hidden=hidden,
        why=kept_entries.why_hidden(organisation.id),
        told=[
            (PARTS[each].title_for_others, said(told_now(organisation, None, each)))
            for each in OF_ORGANISATION
        ],
        members=own_entries.members_of(organisation.id),
        at_once=[PARTS[each].title_for_others for each in PARTS if each in at_once_sections()],
        asked=still_right.rounds([organisation.id]).get(organisation.id),
        waiting=changes.of_organisation(organisation.id),
        reports=moderation.open_reports(organisation.id),
        alike=suspected.of_organisation(organisation.id, my_areas()),
        parts=PARTS,
        trouble=trouble,
        reason=reason,
        chosen=chosen,
    )
    return make_response(page, status)
