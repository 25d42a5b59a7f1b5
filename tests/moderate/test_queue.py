"""What waits for a moderator: of her areas, the oldest first, and each once."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Claiming, Report
from directory.models.organisation import now
from directory.people.granting import grant
from tests.browser import Browser
from tests.moderate.conftest import Patch


def titles(page) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select("[data-open]")]


def test_she_sees_what_waits_in_her_areas_the_oldest_first(patch: Patch, browser: Browser) -> None:
    patch.report()
    patch.change()
    patch.claiming()
    patch.change(service=patch.tools)
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.queue")

    assert titles(page) == [
        "The Lunch Club: closed",
        "Lunch: About the service",
        "The Lunch Club: somebody asks to keep it",
    ]
    tags = [each.get_text() for each in page.select(".waits-what > .tag:first-child")]
    assert tags == ["Report", "Change", "Request"]
    assert "The Shed" not in page.words
    browser.sign_in(patch.far_mod, second_factor=True)
    assert titles(browser.get("moderate.queue")) == ["Tools: About the service"]
    browser.sign_in(patch.admin, second_factor=True)
    assert len(titles(browser.get("moderate.queue"))) == 4


def area_chips(page) -> list[str]:
    return [" ".join(a.get_text().split()) for a in page.select("nav[aria-label='Which area'] a")]


def test_each_area_has_a_line_of_its_own(patch: Patch, browser: Browser) -> None:
    patch.report()
    patch.report(patch.shed)
    patch.report(patch.make.organisation("Nowhere"))
    grant(patch.mod, Role.MODERATOR, area_code=patch.islington.code)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    both = browser.get("moderate.queue")
    assert area_chips(both) == ["All my areas", "Hackney 1", "Islington 1"]
    assert len(titles(both)) == 2
    one = browser.get("moderate.queue", area="E09000019", only="report")
    assert titles(one) == ["The Shed: closed"]
    item = browser.open(str(one.select_one("[data-open]")["href"]))
    assert "area=E09000019" in str(item.select_one("main form[method=post]")["action"])
    # What is not hers to choose chooses nothing.
    for other in ("none", "E09000033"):
        assert len(titles(browser.get("moderate.queue", area=other))) == 2

    browser.sign_in(patch.far_mod, second_factor=True)
    assert area_chips(browser.get("moderate.queue")) == []


def test_what_no_moderator_sees_has_a_line_for_administrators(
    patch: Patch, browser: Browser
) -> None:
    patch.report()
    patch.report(patch.make.organisation("Nowhere"))
    browser.sign_in(patch.admin, second_factor=True)

    page = browser.get("moderate.queue")

    assert area_chips(page) == [
        "All areas",
        "Hackney 1",
        "Islington 0",
        "No moderator\u2019s area 1",
    ]
    assert titles(browser.get("moderate.queue", area="none")) == ["Nowhere: closed"]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("change", ["Lunch: About the service"]),
        ("report", ["The Lunch Club: closed"]),
        ("claiming", []),
        ("nonsense", ["The Lunch Club: closed", "Lunch: About the service"]),
    ],
)
def test_she_may_look_at_one_kind_only(
    patch: Patch, browser: Browser, only: str, expected: list[str]
) -> None:
    patch.report()
    patch.change()
    browser.sign_in(patch.mod, second_factor=True)

    assert titles(browser.get("moderate.queue", only=only)) == expected


def test_a_long_line_is_paged_and_no_page_is_past_its_end(patch: Patch, browser: Browser) -> None:
    for number in range(26):
        patch.report(told=f"Report {number}")
    browser.sign_in(patch.mod, second_factor=True)

    assert len(titles(browser.get("moderate.queue"))) == 25
    assert len(titles(browser.get("moderate.queue", page=2))) == 1
    browser.get("moderate.queue", page=3, status=404)


def test_things_of_the_same_moment_follow_each_other_once(patch: Patch, browser: Browser) -> None:
    moment = now()
    change, claiming = patch.change(), patch.claiming()
    reports = [patch.report(told="a"), patch.report(told="b")]
    change.sent_at = claiming.asked_at = moment
    for report in reports:
        report.at = moment
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    at, met = f"/moderate/change/{change.id}", []
    for _ in range(4):
        met.append(at)
        at = str(browser.open(at).select_one("[data-key=n]")["href"])

    assert len(set(met)) == 4
    assert at == met[0]


def test_nothing_of_a_kind_or_number_that_is_not_there_is_shown(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.open("/moderate/change/999", status=404)
    browser.open("/moderate/nonsense/1", status=404)
    assert db.session.scalars(select(Claiming)).all() == []
    assert db.session.scalars(select(Report)).all() == []
