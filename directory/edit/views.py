"""Views for keeping an entry: one's entries, an entry's sections, each section, and sending it."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import people
from directory.domain.sections import PARTS, Section, difference
from directory.edit import fields
from directory.edit.actions import sections as actions
from directory.edit.room import bp
from directory.edit.whose import Whose, whose
from directory.entries import completeness
from directory.entries.drafts import Standing, standing
from directory.errors import BadInputError, ConflictError, NotFoundError
from directory.queries import changes, kept_entries, own_entries
from directory.queries.found import latest
from directory.web.access import signed_in
from directory.web.local_time import local_now
from directory.web.notices import with_notice

OF_ORGANISATION = (Section.ORGANISATION, Section.BASES, Section.ORGANISATION_CONTACTS)
OF_SERVICE = (
    Section.SERVICE,
    Section.WHO,
    Section.COVERAGE,
    Section.SITES,
    Section.TIMES,
    Section.GETTING_IN,
    Section.ACCESS,
    Section.CONTACTS,
    Section.STATUS,
)
WITH_A_FORM = frozenset({*OF_ORGANISATION, *OF_SERVICE}) - {Section.COVERAGE}
SEND = "send"


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
    """Show an entry's sections, what is missing, and what waits."""
    found = whose(organisation)
    open_changes = changes.of_organisation(found.organisation.id)
    services = own_entries.services_of(found.organisation.id)
    return render_template(
        "edit/entry.html",
        whose=found,
        services=services,
        hidden=kept_entries.reasons(found.organisation, services),
        missing=completeness.missing(found.organisation),
        changes={(each.service_id, each.section): each for each in open_changes},
        parts=PARTS,
        of_organisation=OF_ORGANISATION,
        of_service=OF_SERVICE,
        owns=people.rights().owns(found.organisation.id),
        found=latest([found.organisation.id], local_now().date()).get(found.organisation.id),
    )


@bp.get("/<organisation>/section/<section>")
@bp.get("/<organisation>/<service>/section/<section>", endpoint="service_section")
@signed_in
def section(organisation: str, section: str, service: str = "") -> Response:
    """Show the form of a section, with what it says so far."""
    found = whose(organisation, service)
    return _form(found, _section(section, found))


@bp.post("/<organisation>/section/<section>")
@bp.post("/<organisation>/<service>/section/<section>", endpoint="save_service_section")
@signed_in
def save_section(organisation: str, section: str, service: str = "") -> Response:
    """Keep what was typed; and send it when that was asked and nothing is wrong with it."""
    found = whose(organisation, service)
    which = _section(section, found)
    told = fields.told_by(which, request.form)
    try:
        done = actions.save(
            found.organisation,
            found.service,
            which,
            told,
            revision=_number("revision"),
            seen=request.form.get("seen", ""),
            is_sent=request.form.get("then") == SEND,
        )
    except BadInputError as error:
        return _form(found, which, told, error=error)
    except ConflictError as error:
        return _form(found, which, told, conflict=error)
    return redirect(with_notice(found.address, done), 303)


@bp.post("/<organisation>/changes/<int:number>/send")
@signed_in
def send(organisation: str, number: int) -> Response:
    """Send a change that was saved."""
    found = whose(organisation)
    change = _own_change(found, number)
    try:
        done = actions.send(change)
    except BadInputError as error:
        return _form(found.with_service(change.service), change.section, change.told, error=error)
    except ConflictError as error:
        return _form(
            found.with_service(change.service), change.section, change.told, conflict=error
        )
    return redirect(with_notice(found.address, done), 303)


@bp.post("/<organisation>/changes/<int:number>/withdraw")
@signed_in
def withdraw(organisation: str, number: int) -> Response:
    """Take a change back."""
    found = whose(organisation)
    actions.withdraw(_own_change(found, number))
    return redirect(with_notice(found.address, "withdrawn"), 303)


@bp.post("/<organisation>/show")
@signed_in
def show(organisation: str) -> Response:
    """Ask that the entry be shown to the public."""
    found = whose(organisation)
    return redirect(with_notice(found.address, actions.show(found.organisation, None)), 303)


@bp.post("/<organisation>/<service>/show")
@signed_in
def show_service(organisation: str, service: str) -> Response:
    """Ask that a service be shown to the public."""
    found = whose(organisation, service)
    return redirect(
        with_notice(found.address, actions.show(found.organisation, found.service)), 303
    )


@bp.get("/<organisation>/preview")
@signed_in
def preview(organisation: str) -> str:
    """Show the whole entry as it would read with everything that is on its way."""
    found = whose(organisation)
    services = own_entries.services_of(found.organisation.id)
    shown = [
        (None, which, standing(found.organisation, None, which)) for which in OF_ORGANISATION
    ] + [
        (service, which, standing(found.organisation, service, which))
        for service in services[:20]
        for which in OF_SERVICE
    ]
    return render_template(
        "edit/preview.html", whose=found, shown=shown, parts=PARTS, labels=fields.FIELDS
    )


@bp.get("/<organisation>/history/<section>")
@bp.get("/<organisation>/<service>/history/<section>", endpoint="service_history")
@signed_in
def history(organisation: str, section: str, service: str = "") -> str:
    """Show what a section said, who said so and when, and what differed."""
    found = whose(organisation, service)
    which = _section(section, found)
    service_id = found.service.id if found.service else None
    page = min(max(1, _number_in_query("page")), 500)
    batch = changes.history(found.organisation.id, service_id, which, page)
    shown = []
    for version in batch.rows:
        before = changes.version_before(version)
        shown.append((version, difference(before.told if before else {}, version.told)))
    return render_template(
        "edit/history.html",
        whose=found,
        section=which,
        part=PARTS[which],
        batch=batch,
        shown=shown,
        labels=fields.FIELDS,
    )


@bp.post("/<organisation>/versions/<int:number>/restore")
@signed_in
def restore(organisation: str, number: int) -> Response:
    """Make what a section said once the text of a new change."""
    found = whose(organisation)
    version = changes.get_version(number)
    if version.organisation_id != found.organisation.id:
        raise NotFoundError("There is no such version of this entry.")
    return redirect(with_notice(found.address, actions.restore(version)), 303)


def _section(name: str, found: Whose) -> Section:
    """Return a section by its name in addresses.

    Raises:
        NotFoundError: there is none, or it is of a service and none was named, or the reverse.

    """
    if name not in {each.value for each in WITH_A_FORM | {Section.COVERAGE}}:
        raise NotFoundError("An entry has no such section.")
    which = Section(name)
    if PARTS[which].is_of_service != (found.service is not None):
        raise NotFoundError("An entry has no such section.")
    return which


def _own_change(found: Whose, number: int) -> Any:
    change = changes.get(number)
    if change.organisation_id != found.organisation.id:
        raise NotFoundError("There is no such change of this entry.")
    return change


def _form(
    found: Whose,
    which: Section,
    told: Any = None,
    *,
    error: BadInputError | None = None,
    conflict: ConflictError | None = None,
) -> Response:
    if which is Section.COVERAGE and found.service is not None:
        return redirect(
            url_for(
                "edit.coverage",
                organisation=found.organisation.slug,
                service=found.service.slug,
            ),
            303,
        )
    stands: Standing = standing(found.organisation, found.service, which)
    shown = stands.told if told is None else told
    theirs = difference(shown, conflict.theirs or {}) if conflict else ()
    page = render_template(
        "edit/section.html",
        whose=found,
        section=which,
        part=PARTS[which],
        asked=fields.fields_of(which),
        told=shown,
        stands=stands,
        error=error,
        conflict=conflict,
        theirs=theirs,
        labels=fields.FIELDS,
        rows_of=fields.rows_of,
        lines_of=fields.lines_of,
        chosen_of=fields.chosen_of,
        numbers_of=fields.numbers_of,
        numbers=fields.NUMBERS,
    )
    return make_response(page, 400 if error else 409 if conflict else 200)


def _number(name: str) -> int | None:
    told = request.form.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None


def _number_in_query(name: str) -> int:
    told = request.args.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
