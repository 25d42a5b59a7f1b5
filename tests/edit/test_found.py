"""What became of an entry: how often it was found, what found nobody there, what visitors said."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from directory.domain.categories import CATEGORIES
from directory.domain.place import Level
from directory.domain.rights import Role
from directory.domain.terms import Publication
from directory.edit.found_houses import street
from directory.extensions import db
from directory.models import (
    Area,
    CoverageArea,
    Decision,
    FoundCount,
    NobodyCount,
    Report,
    ReportKind,
)
from directory.queries import covered_wards
from directory.queries.found import Month
from tests.browser import Browser, Page
from tests.counting import statements
from tests.edit.conftest import Town
from tests.factories import Make

TODAY = "2026-11-23 12:00:00+00:00"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def in_november() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def mabel(town: Town, browser: Browser) -> Browser:
    """The browser of the club's keeper."""
    browser.sign_in(town.mabel)
    return browser


def count(town: Town, number: int, need: str = "lunch-club", month: date = OCTOBER) -> None:
    """Let the club have been found so many times in Hoxton West."""
    db.session.add(
        FoundCount(
            organisation_id=town.club.id,
            month=month,
            need=need,
            area_code=town.hoxton.code,
            count=number,
        )
    )
    db.session.commit()


def nobody(area: Area, need: str, number: int) -> None:
    db.session.add(NobodyCount(area_code=area.code, month=OCTOBER, need=need, count=number))
    db.session.commit()


def look(browser: Browser, **more: object) -> Page:
    return browser.get("edit.found", organisation="lunch-club", **more)


def rows_of(page: Page, heading: str) -> list[tuple[str, str]]:
    cells = page.select(f"section[aria-labelledby={heading}] tbody tr")
    return [(row.th.get_text(strip=True), row.td.get_text(strip=True)) for row in cells]


def test_it_says_at_a_glance_how_often_she_was_found(town: Town, mabel: Browser) -> None:
    count(town, 61)
    count(town, 48, month=date(2026, 9, 1))
    page = look(mabel)

    assert "October 2026 61 times" in page.words
    assert "13 more than in September." in page.words
    assert "Most often they looked in Hoxton West." in page.words
    assert "Found 61 times in October." in mabel.get("edit.home").words
    entry = mabel.get("edit.entry", organisation="lunch-club")
    assert "Found 61 times in October." in entry.words
    assert entry.select_one("a[href='/edit/lunch-club/found']")


def test_needs_and_wards_are_told_of_the_month_she_chose(town: Town, mabel: Browser) -> None:
    count(town, 40)
    count(town, 12, need="debt")
    count(town, 3, need="food")
    count(town, 4, need="repair")
    count(town, 9, month=date(2026, 9, 1))
    page = look(mabel)

    assert rows_of(page, "needs") == [
        ("Lunch clubs", "40"),
        (CATEGORIES["debt"].name, "12"),
        ("Other kinds of help, a few times each", "7"),
    ]
    assert rows_of(page, "areas") == [("Hoxton West", "52"), ("Other places", "7")]
    assert rows_of(look(mabel, month="2026-09"), "needs") == [("Lunch clubs", "9")]


def test_the_drawing_and_the_table_say_the_same(town: Town, mabel: Browser) -> None:
    count(town, 1_061)
    count(town, 17, month=NOVEMBER)
    page = look(mabel)

    drawn = [str(each["aria-label"]) for each in page.select(".houses a")]
    assert len(drawn) == 12
    assert drawn[-2:] == ["October 2026: 1,061 times", "November 2026: at least 15 times so far"]
    assert drawn[0] == "December 2025: fewer than 5 times"
    assert rows_of(page, "months")[-2:] == [
        ("October 2026", "1,061"),
        ("November 2026", "15 or more, so far"),
    ]


def test_a_lit_window_stands_for_a_round_number() -> None:
    for most, window in ((0, 5), (5, 5), (60, 5), (61, 10), (121, 20), (240, 20), (601, 100)):
        drawn = street([Month(OCTOBER, True, {"": most}), Month(NOVEMBER, False, {})])
        assert (drawn.window, drawn.houses[1].lit) == (window, 0)
        assert drawn.houses[0].lit <= 12
        assert drawn.houses[0].lit * window >= most


def test_who_was_not_found_yet_is_told_when_there_will_be_something(
    town: Town, mabel: Browser
) -> None:
    count(town, 4)
    page = look(mabel)
    assert "Nothing to show yet" in page.words
    assert "Look again after 1 December." in page.words
    assert "See how often people find you" in mabel.get("edit.home").words

    town.club.publication = Publication.DRAFT
    db.session.commit()
    assert "it is not shown to the public" in look(mabel).words


@pytest.mark.parametrize(
    ("month", "status"),
    [("2026-12", 404), ("2024-10", 404), ("2026-13", 400), ("x", 400), ("2024-11", 200)],
)
def test_only_months_that_are_kept_can_be_asked_for(
    town: Town, mabel: Browser, month: str, status: int
) -> None:
    look(mabel, month=month, status=status)


def test_gaps_are_those_of_the_wards_she_covers(town: Town, mabel: Browser, make: Make) -> None:
    town.lunch.coverage = [covers(town.pitfield)]
    db.session.commit()
    nobody(town.hoxton, "dementia", 17)
    nobody(town.hoxton, "repair", 4)
    nobody(town.haggerston, "debt", 50)
    nobody(town.hoxton, "", 8)
    page = look(mabel)

    (gap,) = page.select(".found-gaps li")
    assert " ".join(gap.get_text().split()).endswith("15 times or more, in Hoxton West")
    assert "5 searches or more in words that fit no kind of help" in page.words


def covers(area: Area, *, is_exclusion: bool = False) -> CoverageArea:
    return CoverageArea(code=area.code, level=area.level, name=area.name, is_exclusion=is_exclusion)


def test_what_she_covers_is_wards_whatever_she_typed(app: Flask, town: Town) -> None:
    hoxton, haggerston, hackney = town.hoxton, town.haggerston, town.hackney
    postcode = CoverageArea(code="N15QJ", level=Level.POSTCODE, name="N1 5QJ")
    everyone = CoverageArea(code="*", level=Level.ANYWHERE, name="anywhere")
    for said, wards in (
        ([covers(hoxton)], {hoxton}),
        ([covers(town.orsman)], {haggerston}),
        ([postcode], {haggerston}),
        ([covers(town.pitfield), covers(town.orsman)], {hoxton, haggerston}),
        ([covers(hackney)], {hackney, hoxton, haggerston}),
        ([covers(hackney), covers(hoxton, is_exclusion=True)], {hackney, haggerston}),
        ([covers(hoxton), covers(town.nile, is_exclusion=True)], {hoxton}),
        ([everyone], {hoxton}),
        ([], {hoxton}),
    ):
        town.lunch.coverage = list(said)
        db.session.commit()
        assert covered_wards.covered(town.club.id) == {each.code for each in wards}


def report(town: Town, decision: Decision = Decision.OPEN, **more: object) -> None:
    values: dict[str, object] = {
        "organisation_id": town.club.id,
        "kind": ReportKind.WRONG_CONTACT,
        "told": "A florist <b>answers</b>.",
        "place": "Nile Street",
        "decision": decision,
        "decided_at": datetime(2026, 11, 20, tzinfo=UTC) if decision != Decision.OPEN else None,
    }
    db.session.add(Report(**values | more))
    db.session.commit()


@pytest.mark.parametrize(
    ("decision", "tag", "words"),
    [
        (Decision.OPEN, "A moderator will look at it", False),
        (Decision.ACCEPTED, "A moderator thinks so too", True),
        (Decision.ASKED, "A moderator asks you", True),
        (Decision.REFUSED, "A moderator found nothing wrong", False),
    ],
)
def test_a_visitors_words_reach_her_when_a_moderator_has_read_them(
    town: Town, mabel: Browser, decision: Decision, tag: str, words: bool
) -> None:
    report(town, decision, said="Please ring the number yourself.")
    said = look(mabel).words

    assert "A phone number or an address is wrong" in said
    assert tag in said
    for each in ("A florist <b>answers</b>.", "Nile Street", "Please ring the number yourself."):
        assert (each in said) is words


def test_reports_are_paged(town: Town, mabel: Browser) -> None:
    for _ in range(21):
        report(town)
    assert len(look(mabel).select(".found-reports > li")) == 20
    assert len(look(mabel, page=2).select(".found-reports > li")) == 1
    look(mabel, page=3, status=404)


def test_only_her_people_her_areas_moderators_and_administrators_see_it(
    app: Flask, town: Town, make: Make
) -> None:
    count(town, 61)
    shed = make.organisation("The Shed", slug="shed")
    hackney, islington = town.hackney, make.borough("Islington")
    for person, second, status in (
        (make.person(role=Role.EDITOR, organisation=town.club), False, 200),
        (make.person(role=Role.MODERATOR, area=hackney), True, 200),
        (make.person(role=Role.MODERATOR, area=town.hoxton), True, 200),
        (make.person(role=Role.ADMINISTRATOR), True, 200),
        (make.person(role=Role.MODERATOR, area=hackney), False, 403),
        (make.person(role=Role.ADMINISTRATOR), False, 403),
        (make.person(role=Role.MODERATOR, area=islington), True, 403),
        (make.person(role=Role.COMMISSIONER, area=hackney), True, 403),
        (make.person(role=Role.OWNER, organisation=shed), False, 403),
        (make.person(), False, 403),
    ):
        browser = Browser(app)
        browser.sign_in(person, second_factor=second)
        page = look(browser, status=status)
        for link in page.select("main .crumbs a"):
            browser.open(str(link["href"]))
        assert ("61" in page.words) is (status == 200)
        browser.get("edit.found", organisation="none-such", status=404)
    assert app.test_client().get("/edit/lunch-club/found").status_code == 303


def test_what_it_asks_the_database_does_not_grow(
    app: Flask, town: Town, mabel: Browser, make: Make
) -> None:
    def asked(endpoint: str, **values: object) -> int:
        db.session.expire_all()
        with statements() as sent:
            mabel.get(endpoint, **values)
        return len(sent)

    count(town, 61)
    nobody(town.hoxton, "dementia", 17)
    cover(town, [town.hoxton])
    few = asked("edit.found", organisation="lunch-club"), asked("edit.home")
    wards = [make.ward(f"Ward {number}", town.hackney) for number in range(12)]
    cover(town, wards)
    for number in range(3, 12):
        count(town, 61, month=date(2026, number, 1), need="food")
        report(town)
    for ward in wards:
        nobody(ward, "debt", 9)
    many = asked("edit.found", organisation="lunch-club"), asked("edit.home")

    assert few == many
    assert few[0] <= 24


def cover(town: Town, wards: Sequence[Area]) -> None:
    town.lunch.coverage = [covers(each) for each in wards]
    db.session.commit()
