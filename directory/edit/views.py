"""Views of one section of an entry: its form, saving and sending it, and its history."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.domain.numbers import whole
from directory.domain.sections import PARTS, WITH_A_FORM, Section, difference
from directory.domain.told_in_words import changed, label, lines, said
from directory.edit import fields
from directory.edit.actions import sections as actions
from directory.edit.coverage_views import address_of, is_too_wide
from directory.edit.read_back import times_in_words
from directory.edit.room import bp
from directory.edit.whose import Whose, whose
from directory.entries import answering
from directory.entries.drafts import Standing, standing
from directory.errors import BadInputError, ConflictError, NotFoundError
from directory.queries import changes
from directory.web.access import signed_in
from directory.web.local_time import local_now
from directory.web.notices import with_notice
from directory.web.paging import check_page, page_number

SEND, ANSWER = "send", "answer"


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
    told, then = fields.told_by(which, request.form), request.form.get("then")
    typed = request.form.get("answer", "")
    try:
        done = actions.save(
            found.organisation,
            found.service,
            which,
            told,
            revision=whole(request.form.get("revision", ""), None),
            seen=request.form.get("seen", ""),
            is_sent=then in (SEND, ANSWER),
            answer=answering.tidied(typed, is_needed=then == ANSWER),
            question=request.form.get("question", ""),
        )
    except BadInputError as error:
        return _form(found, which, told, error=error, typed=typed)
    except ConflictError as error:
        return _form(found, which, told, conflict=error, typed=typed)
    return redirect(with_notice(found.address, done), 303)


@bp.post("/<organisation>/changes/<int:number>/send")
@signed_in
def send(organisation: str, number: int) -> Response:
    """Send a change that was saved."""
    found = whose(organisation)
    change = own_change(found, number)
    if change.section is Section.COVERAGE and is_too_wide(change.service):
        # Whether it is really for so many is asked there, before it is sent.
        return redirect(address_of(change.service, _anchor="doubts"), 303)
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
    actions.withdraw(own_change(found, number))
    return redirect(with_notice(found.address, "withdrawn"), 303)


@bp.get("/<organisation>/history/<section>")
@bp.get("/<organisation>/<service>/history/<section>", endpoint="service_history")
@signed_in
def history(organisation: str, section: str, service: str = "") -> str:
    """Show what a section said, who said so and when, and what differed."""
    found = whose(organisation, service)
    which = _section(section, found)
    service_id = found.service.id if found.service else None
    page = page_number()
    batch = changes.history(found.organisation.id, service_id, which, page)
    check_page(page, batch.pages)
    shown = []
    for version in batch.rows:
        before = changes.version_before(version)
        differing = difference(before.told, version.told) if before else ()
        shown.append((version, changed(differing), () if before else said(version.told)))
    return render_template(
        "edit/history.html",
        whose=found,
        part=PARTS[which],
        batch=batch,
        shown=shown,
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


def own_change(found: Whose, number: int) -> Any:
    """Return a change of an entry that is hers.

    Raises:
        NotFoundError: there is none of this number, or it is another entry's.

    """
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
    typed: str = "",
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
        understood=times_in_words(shown, local_now().date()),
        error=error,
        conflict=conflict,
        typed=typed,
        theirs=[
            (label(each.column), lines(each.column, each.before), lines(each.column, each.after))
            for each in theirs
        ],
        on_its_way=changed(difference(stands.public, stands.told)),
        labels=fields.FIELDS,
        rows_of=fields.rows_of,
        lines_of=fields.lines_of,
        chosen_of=fields.chosen_of,
        numbers_of=fields.numbers_of,
        numbers=fields.NUMBERS,
    )
    return make_response(page, 400 if error else 409 if conflict else 200)
