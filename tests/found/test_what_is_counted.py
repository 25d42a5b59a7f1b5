"""What a page of results adds to the counts, and what adds nothing."""

from collections import Counter
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask

from directory.domain.rights import Role
from directory.extensions import db
from directory.find.counting import need_of
from directory.find.tally import NOBODY, Tally
from directory.models import FoundCount, NobodyCount, Organisation
from directory.search import index
from tests.browser import Browser
from tests.counting import statements
from tests.factories import Make
from tests.pages.scene import Scene

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}


def ask(app: Flask, path: str = "/find", headers: dict[str, str] = FIREFOX, **asked: object) -> int:
    """Ask as a visitor would; return the status."""
    query = urlencode(asked, doseq=True)
    return app.test_client().get(f"{path}?{query}", headers=headers).status_code


def named(counts: Tally) -> Counter[tuple[str, str, str]]:
    """What was counted: the organisation ("" for nobody), the need and the area."""
    db.session.rollback()
    names = {each.id: each.name for each in db.session.query(Organisation)} | {NOBODY: ""}
    return Counter(
        {(names[k.organisation_id], k.need, k.area_code): n for k, n in counts.held().items()}
    )


def test_each_organisation_that_is_shown_counts_once(
    app: Flask, counts: Tally, scene: Scene, make: Make
) -> None:
    trust = scene.nearest.organisation
    make.service("Sunday lunch club", trust, serves=[scene.street])
    index.rebuild()

    with time_machine.travel("2026-10-31 23:30:00+00:00", tick=False):
        assert ask(app, q="lunch club", where="Orsman Road") == 200

    assert named(counts) == {
        ("Shoreditch Trust", "lunch-club", scene.ward.code): 1,
        ("Cazenove Club", "lunch-club", scene.ward.code): 1,
    }
    assert {key.month.isoformat() for key in counts.held()} == {"2026-10-01"}


@pytest.mark.parametrize(
    ("words", "chosen", "need"),
    [
        ("lunch club", [], "lunch-club"),
        ("Luncheon club", [], "lunch-club"),
        ("I need help with debt", [], "debt"),
        ("zither", [], ""),
        ("help", [], ""),
        ("", [], ""),
        ("", ["debt"], "debt"),
        ("", ["debt", "food"], ""),
    ],
)
def test_a_need_is_a_kind_of_help_and_never_words(
    app: Flask, words: str, chosen: list[str], need: str
) -> None:
    assert need_of(words, chosen) == need


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "lunch"},
        {"q": "lunch", "where": "Orsman Road", "cost": "free"},
        {"q": "lunch", "where": "Orsman Road", "here": "1"},
        {"q": "lunch", "where": "Orsman Road", "category": "lunch-club"},
        {"where": "Orsman Road", "category": ["lunch-club", "food"]},
    ],
)
def test_without_a_place_and_when_filters_are_ticked_nothing_more_counts(
    app: Flask, counts: Tally, scene: Scene, asked: dict[str, object]
) -> None:
    assert ask(app, **asked) == 200
    assert not counts.held()


def test_a_ring_that_is_opened_counts_for_those_it_adds(
    app: Flask, counts: Tally, scene: Scene
) -> None:
    ask(app, q="lunch", where="Orsman Road", further=["3", "4"])

    assert [name for name, _, _ in named(counts)] == ["Lunch for Britain"]


def test_a_further_page_counts_for_those_on_it(app: Flask, counts: Tally, scene: Scene) -> None:
    app.config["PAGE_SIZE"] = 1
    ask(app, q="lunch", where="Orsman Road", page=2)

    assert [name for name, _, _ in named(counts)] == ["Cazenove Club"]


def test_the_map_the_api_and_a_place_do_not_count(app: Flask, counts: Tally, scene: Scene) -> None:
    assert ask(app, "/find/map", q="lunch", where="Orsman Road") == 200
    assert ask(app, "/api/find", q="lunch", where="Orsman Road") == 200
    assert ask(app, f"/places/street/{scene.street.slug}") == 200
    app.test_client().head("/find?q=lunch&where=Orsman+Road", headers=FIREFOX)

    assert not counts.held()


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/140.0"},
        {"User-Agent": ""},
        FIREFOX | {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_in_advance_do_not_count(
    app: Flask, counts: Tally, scene: Scene, headers: dict[str, str]
) -> None:
    ask(app, headers=headers, q="lunch", where="Orsman Road")
    assert not counts.held()


def test_those_who_are_signed_in_do_not_count(
    app: Flask, counts: Tally, scene: Scene, make: Make
) -> None:
    browser = Browser(app)
    browser.sign_in(make.person(role=Role.OWNER, organisation=scene.nearest.organisation))
    browser.get("find.results", q="lunch", where="Orsman Road")
    assert not counts.held()


def test_what_serves_nobody_here_counts_as_nobody(app: Flask, counts: Tally, scene: Scene) -> None:
    ask(app, where="Orsman Road", category="debt")
    ask(app, q="zither lessons", where="Orsman Road")
    assert named(counts) == {("", "debt", scene.ward.code): 1, ("", "", scene.ward.code): 1}


def test_a_slip_of_the_pen_is_not_a_gap(app: Flask, counts: Tally, scene: Scene) -> None:
    ask(app, q="lumch", where="Orsman Road")
    assert not counts.held()


def test_what_only_others_from_far_away_offer_is_not_nobody(
    app: Flask, counts: Tally, scene: Scene, make: Make
) -> None:
    britain = scene.further.organisation
    make.service("Debt line", britain, anywhere=True, categories=["debt"])
    index.rebuild()
    ask(app, where="Orsman Road", category="debt")
    assert not counts.held()


def test_a_street_counts_as_its_ward_and_a_borough_as_itself(
    app: Flask, counts: Tally, scene: Scene
) -> None:
    ask(app, q="lunch", where="Hackney")
    assert {area for _, _, area in named(counts)} == {scene.borough.code}


def test_counting_asks_the_database_nothing(app: Flask, counts: Tally, scene: Scene) -> None:
    sent: list[int] = []
    for seconds in (0, 3_600):
        app.config["COUNT_FOUND_SECONDS"] = seconds
        ask(app, q="lunch", where="Orsman Road")
        with statements() as seen:
            ask(app, q="lunch", where="Orsman Road")
        sent.append(len(seen))
    assert counts.held()
    assert sent[0] == sent[1]


def test_where_counting_is_off_nothing_is_counted(app: Flask, counts: Tally, scene: Scene) -> None:
    app.config["COUNT_FOUND_SECONDS"] = 0
    ask(app, q="lunch", where="Orsman Road")
    assert not counts.held()


def test_nothing_is_kept_but_month_organisation_need_area_and_number() -> None:
    found = set(FoundCount.__table__.columns.keys())
    assert found == {"organisation_id", "month", "need", "area_code", "count"}
    assert set(NobodyCount.__table__.columns.keys()) == found - {"organisation_id"}
