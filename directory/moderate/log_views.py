"""Views of the audit log: searched, and exported as a table that no spreadsheet will run."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Response, current_app, render_template, request, stream_with_context

from directory.domain.spreadsheets import writable
from directory.moderate.room import bp, my_areas
from directory.queries import log as queries
from directory.queries.log import Asked
from directory.web.access import moderators

if TYPE_CHECKING:
    from directory.models import AuditEntry

LONGEST = 120
COLUMNS = ("number", "at", "who", "address", "act", "subject", "subject_number")
LAST = ("organisation_number", "details")


@bp.get("/log")
@moderators
def log() -> str:
    """Search the log of what was done to the entries of her areas."""
    asked = _asked()
    found = queries.acts(asked, my_areas(), _zone(), before=_before())
    entries = queries.names({each.organisation_id for each in found.rows if each.organisation_id})
    told = {name: value for name, value in request.args.items() if name in _FIELDS and value}
    return render_template(
        "moderate/log.html", found=found, asked=asked, entries=entries, told=told
    )


@bp.get("/log.csv")
@moderators
def log_csv() -> Response:
    """Send what was asked for as CSV, bit by bit."""
    answer = Response(
        stream_with_context(_lines(queries.every(_asked(), my_areas(), _zone()))),
        mimetype="text/csv",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="who-did-what.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


_FIELDS = ("who", "act", "subject", "organisation", "since", "until")


def _asked() -> Asked:
    said = {name: request.args.get(name, "").strip()[:LONGEST] for name in _FIELDS}
    return Asked(
        who=said["who"],
        act=said["act"],
        subject=said["subject"],
        organisation=said["organisation"],
        since=_day(said["since"]),
        until=_day(said["until"]),
    )


def _day(text: str) -> date | None:
    """Return a day, or None for what is none: a search that cannot be read finds all."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 < day.year < 9000 else None


def _before() -> int | None:
    said = request.args.get("before", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


def _lines(entries: "Iterator[AuditEntry]") -> Iterator[str]:
    """Write entries as lines of CSV; no cell can be taken for a formula."""
    yield _line([*COLUMNS, *LAST])
    for each in entries:
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
