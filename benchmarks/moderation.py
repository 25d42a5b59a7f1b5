"""The moderators' line when 50,000 things wait in it: pages as she opens them, over HTTP in process.

A made-up site of 30 boroughs and 50,000 organisations: 40,000 changes, 5,000 requests and 5,000
reports wait, and 100,000 acts are in the log. An administrator sees all of it, a moderator one
borough in thirty.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, insert, text

from benchmarks.measure import Times, table
from directory.app import create_app
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.extensions import db
from directory.migrations import taking
from directory.models import (
    AuditEntry,
    Change,
    ChangeArea,
    Claiming,
    ClaimingArea,
    Organisation,
    OrganisationBase,
    Person,
    Report,
    ReportArea,
)
from directory.people.granting import grant
from tests.browser import Browser
from tests.counting import statements

BOROUGHS = 30
ITEMS = 50_000
ACTS = 100_000
ROUNDS = 15
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def run(items: int = ITEMS, postgres: str | None = None) -> str:
    """Measure the pages of the line, and return what was found as Markdown.

    Args:
        items: how many things wait.
        postgres: the address of a PostgreSQL to measure on too, in a database of its own.

    """
    rows = [("SQLite", *row) for row in _measured(items, {})]
    if postgres:
        with _database(postgres) as address:
            settings = {"SQLALCHEMY_DATABASE_URI": address}
            rows += [("PostgreSQL", *row) for row in _measured(items, settings)]
    headings = ["database", "who", "page", "median, ms", "95th percentile, ms", "statements"]
    return "\n\n".join(["## What waits for moderators", __doc__ or "", table(headings, rows)])


def _measured(items: int, settings: dict[str, str]) -> list[tuple[str, str, float, float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {"TESTING": True, "RATELIMIT_ENABLED": False, "LOG_LEVEL": "ERROR", **settings},
            instance=Path(folder),
        )
        with app.app_context():
            taking.forward()
            _build(items)
            db.session.execute(text("ANALYZE"))
            db.session.commit()
            rows = list(_rows(Browser(app)))
            db.session.remove()
            db.engine.dispose()
    return rows


@contextmanager
def _database(server: str) -> Iterator[str]:
    """Make a database on a server, and take it away again."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE doorstep_moderation"))
        yield engine.url.set(database="doorstep_moderation").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE doorstep_moderation WITH (FORCE)"))
    engine.dispose()


def _rows(browser: Browser) -> Iterator[tuple[str, str, float, float, int]]:
    last = db.session.query(Change).count()
    pages = {
        "the first page": "/moderate/",
        "page 66": "/moderate/?page=66",
        "one borough": f"/moderate/?area={_borough(1)}",
        "only reports": "/moderate/?only=report",
        "one change": f"/moderate/change/{last - last % BOROUGHS + 1 - BOROUGHS}",
        "who did what": "/moderate/log",
        "who did what to one entry": "/moderate/log?organisation=o31",
    }
    for who in ("administrator", "moderator"):
        person = db.session.query(Person).filter_by(email=f"{who}@example.org").one()
        browser.sign_in(person, second_factor=True)
        for name, address in pages.items():
            times = Times(name)
            for _ in range(ROUNDS):
                began = time.perf_counter()
                answer = browser.client.get(address)
                times.ms.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (who, name, answer.status)
            with statements() as seen:
                browser.client.get(address)
            yield who, name, times.median, times.p95, len(seen)


def _build(items: int) -> None:
    """Put an organisation, its base and one thing that waits in the database, for each item."""
    author = Person(email="author@example.org")
    admin, moderator = (Person(email=f"{w}@example.org") for w in ("administrator", "moderator"))
    db.session.add_all([author, admin, moderator])
    db.session.flush()
    grant(admin, Role.ADMINISTRATOR)
    grant(moderator, Role.MODERATOR, area_code=_borough(1))
    numbers = range(1, items + 1)
    _add(
        Organisation,
        (
            {"id": n, "ref": f"o{n}", "slug": f"o{n}", "name": f"Group {n}", "kind": "charity"}
            for n in numbers
        ),
    )
    _add(
        OrganisationBase,
        (
            {"organisation_id": n, "borough_code": _borough(n), "postcode": "N1 5QJ"}
            for n in numbers
        ),
    )
    changes, requests = items * 4 // 5, items // 10
    _add(Change, (_change(n, author.id) for n in range(1, changes + 1)))
    _add(ChangeArea, ({"change_id": n, "area_code": _borough(n)} for n in range(1, changes + 1)))
    for model, area, key, more in (
        (Claiming, ClaimingArea, "claiming_id", {"who": "Chair", "how_to_check": "Ring."}),
        (Report, ReportArea, "report_id", {"kind": "closed"}),
    ):
        ids = range(1, requests + 1)
        at = "asked_at" if model is Claiming else "at"
        own = {"person_id": author.id} if model is Claiming else {}
        _add(model, ({"id": n, "organisation_id": n, at: _at(n), **more, **own} for n in ids))
        _add(area, ({key: n, "area_code": _borough(n)} for n in ids))
    _add(AuditEntry, (_act(n, items, author.id) for n in range(1, ACTS + 1)))
    db.session.commit()


def _act(number: int, items: int, author: int) -> dict[str, object]:
    return {
        "at": _at(number),
        "person_id": author,
        "act": "edit",
        "subject": "organisation",
        "subject_id": number % items + 1,
        "organisation_id": number % items + 1,
        "details": {"section": "organisation"},
    }


def _change(number: int, author: int) -> dict[str, object]:
    return {
        "id": number,
        "organisation_id": number,
        "section": Section.ORGANISATION,
        "state": "waiting",
        "open_key": f"{number}//organisation",
        "told": {"founded": "1999"},
        "before": {"founded": ""},
        "revision": 1,
        "person_id": author,
        "sent_at": _at(number),
    }


def _at(number: int) -> datetime:
    return BEGAN + timedelta(minutes=number * 7 % 400_000)


def _borough(number: int) -> str:
    return f"E090000{number % BOROUGHS:02}"


def _add(model: type, rows: Iterator[dict[str, object]]) -> None:
    some: list[dict[str, object]] = []
    for row in rows:
        some.append(row)
        if len(some) == 2_000:
            db.session.execute(insert(model), some)
            some = []
    if some:
        db.session.execute(insert(model), some)
