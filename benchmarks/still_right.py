"""Asking whether 10,000 entries are still right: every letter of a quarter, and what follows.

A made-up site of 10,000 organisations with two services each, opening times and streets. 8,000 people
keep them: most of them one, a hundred of them 21. SQLite, one worker; letters are written, not sent.
"""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, update

from benchmarks.measure import Times, table
from directory.app import create_app
from directory.domain.rights import Role
from directory.extensions import db
from directory.migrations import taking
from directory.models import (
    Contact,
    CoverageArea,
    Letter,
    Membership,
    OpeningTime,
    Organisation,
    OrganisationBase,
    Person,
    Service,
    StillRight,
)
from directory.people import asking
from directory.search import index
from tests.browser import Browser, fields_of

ENTRIES = 10_000
MOST_KEEP_ONE = 7_900
AT_ONCE = 2_000
LONG_AGO = datetime.now(UTC) - timedelta(days=400)
ROUNDS = 20


def run(entries: int = ENTRIES) -> str:
    """Measure a quarter's letters, and return what was found as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {
                "TESTING": True,
                "RATELIMIT_ENABLED": False,
                "LOG_LEVEL": "ERROR",
                "SMTP_URL": "smtp://localhost",
                "MAIL_FROM": "post@example.org",
                "PUBLIC_URL": "https://doorstep.example.org",
            },
            instance=Path(folder),
        )
        with app.app_context():
            taking.forward()
            _build(entries)
            index.rebuild()
            asked = list(_asked())
            answered = list(_answered(Browser(app)))
            db.session.remove()
            db.engine.dispose()
    return "\n\n".join(
        [
            "## Whether entries are still right",
            __doc__ or "",
            table(["what", "how many", "seconds", "each, ms", "longest at a time, ms"], asked),
            table(["who answers", "page, ms", "one press, ms"], answered),
        ]
    )


def _asked() -> Iterator[tuple[str, int, float, float, float]]:
    yield _timed("letters written", asking.ask_some, lambda: _count(Letter))
    yield _timed("nobody is due", asking.ask_some, lambda: 1)
    late = datetime.now(UTC) - timedelta(days=40)
    db.session.execute(update(StillRight).values(unanswered=3, asked_at=late))
    db.session.commit()
    silent = Organisation.silent_since.is_not(None)
    yield _timed("entries that rank lower", asking.lower_some, lambda: _count(Organisation, silent))
    yield _timed("services of them in the index", _catch_up, lambda: _count(Service))


def _catch_up() -> bool:
    return index.catch_up() > 0


def _timed(
    name: str, step: Callable[[], bool], count: Callable[[], int]
) -> tuple[str, int, float, float, float]:
    began, longest, is_more = time.perf_counter(), 0.0, True
    while is_more:
        at = time.perf_counter()
        is_more = step()
        longest = max(longest, time.perf_counter() - at)
    took = time.perf_counter() - began
    done = count()
    return name, done, took, took * 1000 / done, longest * 1000


def _answered(browser: Browser) -> Iterator[tuple[str, str, str]]:
    for who, letters in (("keeps one entry", "Still right?%"), ("keeps 21", "Are your 21%")):
        page, press = Times("page"), Times("press")
        found = select(Letter.text).where(Letter.subject.like(letters)).limit(ROUNDS)
        for text in db.session.scalars(found).all():
            link = re.search(r"(/edit/still-right/[\w-]+)", text)
            assert link is not None
            began = time.perf_counter()
            shown = browser.client.get(link[1])
            page.ms.append((time.perf_counter() - began) * 1000)
            assert shown.status_code == 200, shown.status
            form = browser.open(link[1]).select_one("main form")
            assert form is not None
            told = {**fields_of(form), "all": "yes"}
            began = time.perf_counter()
            browser.post(link[1], told)
            press.ms.append((time.perf_counter() - began) * 1000)
        yield who, f"{page.median:.0f} / {page.p95:.0f}", f"{press.median:.0f} / {press.p95:.0f}"


def _build(entries: int) -> None:
    numbers = range(1, entries + 1)
    _add(
        Organisation,
        (
            {"id": n, "ref": f"o{n}", "slug": f"o{n}", "name": f"Group {n}", "kind": "charity"}
            for n in numbers
        ),
    )
    _add(OrganisationBase, ({"organisation_id": n, "borough_code": "E09000012"} for n in numbers))
    services = range(1, 2 * entries + 1)
    _add(
        Service,
        (
            {
                "id": n,
                "ref": f"s{n}",
                "slug": f"s{n}",
                "organisation_id": (n + 1) // 2,
                "name": f"Lunch {n}",
                "summary": "A hot lunch for older people.",
                "checked_on": LONG_AGO.date(),
            }
            for n in services
        ),
    )
    nine, noon = (
        datetime(2026, 1, 1, 9, tzinfo=UTC).time(),
        datetime(2026, 1, 1, 12, tzinfo=UTC).time(),
    )
    _add(
        OpeningTime,
        ({"service_id": n, "weekday": n % 7, "opens": nine, "closes": noon} for n in services),
    )
    _add(
        Contact,
        (
            {"organisation_id": (n + 1) // 2, "service_id": n, "phone": "020 7946 0000"}
            for n in services
        ),
    )
    _add(
        CoverageArea,
        (
            {"service_id": n, "code": f"S{street}", "level": "street", "name": f"Street {street}"}
            for n in services
            for street in range(n, n + 5)
        ),
    )
    _keep(entries)
    db.session.commit()


def _keep(entries: int) -> None:
    ones = entries * MOST_KEEP_ONE // ENTRIES
    keeps = [(n, n) for n in range(1, ones + 1)]
    keeps += [(ones + 1 + (n - ones - 1) // 21, n) for n in range(ones + 1, entries + 1)]
    people = sorted({person for person, _ in keeps})
    _add(Person, ({"id": n, "email": f"p{n}@example.org", "name": f"Person {n}"} for n in people))
    _add(
        Membership,
        (
            {"person_id": p, "organisation_id": n, "role": Role.OWNER, "granted_at": LONG_AGO}
            for p, n in keeps
        ),
    )


def _count(model: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _add(model: type, rows: Iterator[dict[str, object]]) -> None:
    some: list[dict[str, object]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            db.session.execute(insert(model), some)
            some = []
    if some:
        db.session.execute(insert(model), some)
