"""A visitor says that an entry is wrong: no account, no cookie, nothing kept of who she is."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Area, AuditEntry, Report, ReportArea, Service
from directory.report.actions import MOST_OPEN
from directory.search import index
from tests.browser import Browser
from tests.factories import Make


@pytest.fixture
def lunch(make: Make) -> Service:
    hackney = make.borough("Hackney", code="E09000012")
    club = make.organisation("The Lunch Club", make.base(borough=hackney), slug="club")
    return make.service("Lunch", club, slug="lunch")


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id)))


@pytest.mark.parametrize(("kind", "slug"), [("organisation", "club"), ("service", "lunch")])
def test_every_entry_leads_to_the_form_and_the_form_back(
    lunch: Service, browser: Browser, kind: str, slug: str
) -> None:
    entry = browser.get(f"find.{kind}", slug=slug)
    link = entry.find("a", string="Something is wrong here")
    form = browser.open(str(link["href"]))

    answer = browser.send(form, kind="closed", told="Shut since May.")

    assert "Thank you. We will look at it." in browser.follow(answer).words
    (kept,) = reports()
    assert (kept.kind, kept.told) == ("closed", "Shut since May.")
    assert kept.organisation_id == lunch.organisation_id
    assert kept.service_id == (lunch.id if kind == "service" else None)
    assert db.session.scalars(select(ReportArea.area_code)).all() == ["E09000012"]


def test_nothing_is_kept_of_who_said_so_and_no_cookie_is_given(
    lunch: Service, browser: Browser, make: Make
) -> None:
    browser.sign_in(make.person("known@example.org", name="Known"))

    answer = browser.post("/report/service/lunch", {"kind": "closed"})

    assert "Set-Cookie" not in answer.answer.headers
    columns = set(Report.__table__.columns.keys())
    assert columns == {
        "id", "organisation_id", "service_id", "kind", "told", "place", "at", "decision",
        "decided_at", "decided_by_id", "said", "revision",
    }  # fmt: skip
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "reported")).one()
    assert noted.person_id is None
    assert "known" not in str(noted.details).lower()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Choose what is wrong."),
        ({"kind": "nonsense"}, "Choose what is wrong."),
        ({"kind": "other"}, "Tell us what is wrong."),
        ({"kind": "closed", "told": "x" * 1_001}, "1,000 letters or fewer"),
        ({"kind": "closed", "place": "x" * 201}, "200 letters or fewer"),
    ],
)
def test_a_report_that_cannot_be_used_is_told_kindly(
    lunch: Service, browser: Browser, told: dict[str, str], words: str
) -> None:
    page = browser.post("/report/service/lunch", told, status=400)

    assert words in page.words
    assert reports() == []


def test_what_was_typed_is_there_again_and_is_never_markup(
    lunch: Service, browser: Browser
) -> None:
    page = browser.post(
        "/report/service/lunch", {"told": "<b>bold</b>", "place": "<i>"}, status=400
    )

    assert page.select_one("textarea").get_text().strip() == "<b>bold</b>"
    assert not page.select("main b, main i")


def test_the_same_words_twice_are_one_report(lunch: Service, browser: Browser) -> None:
    for _ in range(3):
        browser.post("/report/service/lunch", {"kind": "closed", "told": "Shut."})

    assert len(reports()) == 1


def test_an_entry_cannot_be_buried_in_reports(lunch: Service, browser: Browser) -> None:
    for number in range(MOST_OPEN + 3):
        browser.post("/report/service/lunch", {"kind": "other", "told": f"No. {number}"})

    assert len(reports()) == MOST_OPEN


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.HIDDEN])
def test_what_is_not_public_cannot_be_reported_or_guessed(
    lunch: Service, browser: Browser, publication: Publication
) -> None:
    lunch.publication = publication
    db.session.commit()

    browser.open("/report/service/lunch", status=404)
    browser.post("/report/service/lunch", {"kind": "closed"}, status=404)
    browser.open("/report/service/not-there", status=404)
    browser.open("/report/nonsense/lunch", status=404)
    assert reports() == []


def test_a_report_begun_on_another_site_is_refused(lunch: Service, browser: Browser) -> None:
    answer = browser.client.post(
        "/report/service/lunch", data={"kind": "closed"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert reports() == []


def test_reports_are_limited(lunch: Service, another: Callable[..., Flask]) -> None:
    client = another(RATELIMIT_ENABLED=True, REPORT_RATE_LIMIT="2 per hour").test_client()
    sent = [
        client.post(
            "/report/service/lunch",
            data={"kind": "other", "told": str(number)},
            headers={"Sec-Fetch-Site": "same-origin"},
        ).status_code
        for number in range(3)
    ]

    assert sent == [303, 303, 429]


EVERYWHERE = {
    "/": "/report/",
    "/find": "/report/",
    "/find?q=lunch": "/report/?q=lunch",
    "/find?q=lunch&where=Hackney&further=4": "/report/?q=lunch&where=Hackney&further=4",
    "/find/map?q=lunch&where=Hackney": "/report/?q=lunch&where=Hackney",
    "/organisations/club": "/report/organisation/club",
    "/services/lunch": "/report/service/lunch",
    "/places/borough/{borough}": "/report/?where=Hackney",
    "/about/privacy": "/report/",
    "/account/sign-in": "/report/",
    "/nowhere": "/report/",
}
"""Public pages, and where each leads whoever finds something wrong on it."""


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_page_leads_to_saying_what_is_wrong_on_it(
    lunch: Service, browser: Browser, address: str
) -> None:
    index.rebuild()
    borough = db.session.scalars(select(Area.slug).where(Area.code == "E09000012")).one()

    status = {"/nowhere": 404, "/find": 400}.get(address, 200)
    page = browser.open(address.format(borough=borough), status=status)

    assert page.select_one(".foot a")["href"] == EVERYWHERE[address]
    browser.open(EVERYWHERE[address])


def test_from_results_she_chooses_which_and_her_place_comes_along(
    lunch: Service, browser: Browser
) -> None:
    index.rebuild()
    results = browser.open("/find?q=lunch&where=Hackney")
    link = results.find("a", string="Is something wrong with one of these?")

    page = browser.open(str(link["href"]))
    named = {a.get_text(): str(a["href"]) for a in page.select(".waits a")}

    assert named == {
        "Lunch": "/report/service/lunch?where=Hackney",
        "All of The Lunch Club": "/report/organisation/club?where=Hackney",
    }
    form = browser.open(named["Lunch"])
    assert form.select_one("#place")["value"] == "Hackney"
    browser.send(form, kind="not_here")
    assert [(each.kind, each.place) for each in reports()] == [("not_here", "Hackney")]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("q=zither", "We found nothing of that name."),
        ("where=Atlantis", "Atlantis"),
        ("q=" + "x" * 300, "letters or fewer"),
        ("q=lunch&page=900", "at most"),
    ],
)
def test_a_choice_that_finds_nothing_still_asks_for_the_name(
    lunch: Service, browser: Browser, asked: str, words: str
) -> None:
    index.rebuild()

    page = browser.open(f"/report/?{asked}")

    assert words in page.words
    assert page.select_one("#q") is not None
