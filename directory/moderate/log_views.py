"""Views of the audit log: searched, and exported as a table that no spreadsheet will run."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import (
    Response,
    current_app,
    make_response,
    render_template,
    request,
    stream_with_context,
)

from directory.domain.numbers import whole
from directory.domain.spreadsheets import writable
from directory.errors import BadInputError
from directory.moderate.log_words import ACTS, SUBJECTS
from directory.moderate.room import bp, my_areas
from directory.queries import log as queries
from directory.queries.log import Asked, Slice
from directory.web.access import moderators

if TYPE_CHECKING:
    from directory.models import AuditEntry

LONGEST = 120
COLUMNS = ("number", "at", "who", "address", "act", "subject", "subject_number")
LAST = ("organisation_number", "details")


@bp.get("/log")
@moderators
def log() -> Response:
    """Search the log of what was done to the entries of her areas."""
    try:
        asked = _asked()
    except BadInputError as error:
        return _page(Slice((), None), error)
    return _page(queries.acts(asked, my_areas(), _zone(), before=_before()))


@bp.get("/log.csv")
@moderators
def log_csv() -> Response:
    """Send what was asked for as CSV, bit by bit."""
    rows = queries.every(_asked(), my_areas(), _zone(), before=_before())
    answer = Response(stream_with_context(_lines(rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="who-did-what.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(found: Slice, error: BadInputError | None = None) -> Response:
    ids = {each.organisation_id for each in found.rows if each.organisation_id}
    page = render_template(
        "moderate/log.html",
        found=found,
        entries=queries.names(ids),
        told={name: value for name, value in _said().items() if value},
        error=error,
        most=queries.MOST_EXPORTED,
        choices={"act": ACTS, "subject": SUBJECTS},
    )
    return make_response(page, 400 if error else 200)


_FIELDS = ("who", "act", "subject", "organisation", "since", "until")


def _said() -> dict[str, str]:
    """Return what was typed into each box."""
    return {name: request.args.get(name, "").strip()[:LONGEST] for name in _FIELDS}


def _asked() -> Asked:
    """Return what is looked for.

    Raises:
        BadInputError: a day is none, or the last is before the first.

    """
    said = _said()
    since, until = _day("since", said["since"]), _day("until", said["until"])
    if since and until and until < since:
        raise BadInputError("This is before the first day.", field="until")
    return Asked(
        who=said["who"],
        act=said["act"],
        subject=said["subject"],
        organisation=said["organisation"].rstrip("/").rpartition("/")[2],
        since=since,
        until=until,
    )


def _day(name: str, text: str) -> date | None:
    """Return a day; None when none is given.

    Raises:
        BadInputError: it is none.

    """
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and not 1970 < day.year < 9000:
        raise BadInputError("Type a day like 2026-03-31.", field=name)
    return day


def _before() -> int | None:
    return whole(request.args.get("before", ""), None)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


def _lines(entries: "Iterator[AuditEntry | int]") -> Iterator[str]:
    """Write entries as lines of CSV; no cell can be taken for a formula, and no end is silent."""
    yield _line([*COLUMNS, *LAST])
    for each in entries:
        if isinstance(each, int):
            yield _line([f"There is more: ask again with before={each}"])
            return
        person = each.person
        cells = [
            each.id,
            each.at.isoformat(),
            person.called if person is not None else "",
            person.email if person is not None and person.erased_at is None else "",
            each.act,
            each.subject,
            each.subject_id if each.subject_id is not None else "",
            each.organisation_id if each.organisation_id is not None else "",
            json.dumps(each.details, ensure_ascii=False, sort_keys=True) if each.details else "",
        ]
        yield _line([writable(str(cell)) for cell in cells])


def _line(cells: list[str]) -> str:
    kept = io.StringIO()
    csv.writer(kept).writerow(cells)
    return kept.getvalue()
