"""From a resident's search to the number that a lunch club reads; with axe."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from directory import people
from directory.domain.rights import Role
from directory.extensions import db
from directory.find.counting import tally
from directory.models import FoundCount, NobodyCount, Report, ReportKind
from directory.people.current import COOKIE
from tests.factories import Make
from tests.journeys.pages import Visitor
from tests.pages.scene import Scene

Visit = Callable[..., Visitor]

SMALL = """() => [...document.querySelectorAll("main a, main summary")]
    .filter(e => e.checkVisibility() && !e.closest("p"))
    .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
    .filter(([, r]) => r.width && (r.width < 24 || r.height < 24))
    .map(([html]) => html)"""


@pytest.fixture
def counting(app: Flask) -> Iterator[None]:
    """Let what is found be counted, and written down when the test says so."""
    app.config["COUNT_FOUND_SECONDS"] = 3_600
    yield
    tally().stop()


def test_those_who_looked_for_lunch_are_counted_for_the_lunch_club(
    counting: None, visit: Visit, site: str, scene: Scene, make: Make
) -> None:
    trust = scene.nearest.organisation
    he = visit(width=390)
    he.page.set_extra_http_headers({"User-Agent": "Mozilla/5.0 Firefox/145.0"})
    for _ in range(5):
        he.open("/find?q=lunch+club&where=Orsman+Road")
    he.open("/find?q=lunch+club&where=Orsman+Road&cost=free")
    assert he.page.context.cookies() == []
    tally().write_now()

    she = visit(width=320)
    key = people.begin(make.person(role=Role.OWNER, organisation=trust))
    db.session.commit()
    she.page.context.add_cookies([{"name": COOKIE, "value": key, "url": site}])
    she.open("/edit/")
    assert "at least 5 times" in she.page.inner_text("main")
    she.page.click("text=For what, and where")
    she.arrives_at("How Shoreditch Trust was found")
    assert "Hoxton East" in she.page.inner_text("main")


def test_the_page_of_what_became_of_it_is_usable_by_everyone(
    visit: Visit, site: str, scene: Scene, make: Make
) -> None:
    trust = scene.nearest.organisation
    month = datetime.now(UTC).date().replace(day=1)
    for number in range(1, 13):
        for need, times in (("lunch-club", 7 * number), ("debt", 12), ("food", 3), ("repair", 4)):
            db.session.add(
                FoundCount(
                    organisation_id=trust.id,
                    month=date(month.year - 1, number, 1),
                    need=need,
                    area_code=scene.ward.code,
                    count=times,
                )
            )
    db.session.add(NobodyCount(month=month, need="food", area_code=scene.ward.code, count=9))
    db.session.add(Report(organisation_id=trust.id, kind=ReportKind.CLOSED))
    key = people.begin(make.person(role=Role.OWNER, organisation=trust))
    db.session.commit()

    she = visit(width=320)
    she.page.context.add_cookies([{"name": COOKIE, "value": key, "url": site}])
    she.open(f"/edit/{trust.slug}/found?month={month.year - 1}-12")
    for width in (320, 1440):
        she.resize(width)
        assert not she.scrolls_sideways(), width
        she.turn_lights("on")
        assert she.faults() == [], width
        she.turn_lights("off")
        assert she.faults("color-contrast") == [], width
    assert she.page.evaluate(SMALL) == []
    assert she.troubles == []
