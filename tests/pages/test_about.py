"""The pages about the site say what the site does."""

import re

import pytest

from directory.domain.place import Level
from directory.domain.rings import DOORSTEP_METRES, RING_NAMES, Ring
from directory.web.safety import HEADERS, POLICY


def test_the_rule_of_ranking_names_every_ring_in_order(browser):
    page = browser.get("about.ranking")

    assert [h.text for h in page.select(".rule-rings h3")] == [
        f"{ring.value}. {RING_NAMES[ring]}" for ring in Ring
    ]
    assert [t.text for t in page.select("svg text")] == [
        f"{ring.value}. {RING_NAMES[ring]}" for ring in Ring
    ]


def test_the_rule_of_ranking_has_the_distance_that_is_in_force(browser, app):
    assert app.config["DOORSTEP_METRES"] == DOORSTEP_METRES
    said = browser.get("about.ranking").words
    assert f"within {DOORSTEP_METRES} metres" in said
    assert f"about {DOORSTEP_METRES // 80} minutes on foot" in said

    app.config["DOORSTEP_METRES"] = 1_200
    said = browser.get("about.ranking").words
    assert "within 1,200 metres" in said
    assert "about 15 minutes on foot" in said
    assert "800" not in said


def test_the_rule_of_ranking_has_the_levels_in_the_order_in_force(browser):
    said = browser.get("about.ranking").words
    words = {
        Level.STREET: "your street by name",
        Level.POSTCODE: "your postcode",
        Level.PATCH: "your estate",
        Level.WARD: "your ward, then",
        Level.NEIGHBOURHOOD: "your neighbourhood, then",
        Level.BOROUGH: "your borough, then",
        Level.REGION: "your region",
        Level.NATION: "your nation",
        Level.ANYWHERE: "everyone, wherever they live",
    }

    places = [said.index(words[level]) for level in Level]

    assert places == sorted(places)


def test_the_rule_of_ranking_says_what_cannot_buy_a_place(browser):
    said = browser.get("about.ranking").words

    for each in ("Money.", "Size.", "Big claims.", "never A to Z"):
        assert each in said


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_a_promise_has_a_date_and_somebody_to_write_to(browser, app, name):
    page = browser.get(f"about.{name}")
    assert re.search(r"\d{1,2} [A-Z][a-z]+ 20\d\d", page.words)
    assert "Tell the council or group that runs this copy" in page.words

    app.config["CONTACT_EMAIL"] = "hello@doorstep.example"
    assert browser.get(f"about.{name}").select_one("a[href='mailto:hello@doorstep.example']")


def test_the_accessibility_statement_says_what_was_not_tested(browser):
    page = browser.get("about.accessibility")

    assert "What we have not tested yet" in [h.text for h in page.select("h2")]
    assert "we do not claim that the site meets the guidelines in full" in page.words


def test_no_page_that_a_visitor_sees_sets_a_cookie(browser):
    for endpoint in ("about.privacy", "about.ranking", "about.accessibility", "find.start"):
        assert "Set-Cookie" not in browser.get(endpoint).answer.headers


def test_what_privacy_says_of_other_companies_is_what_the_browser_is_told(browser):
    page = browser.get("about.privacy")

    assert "We also tell your browser to refuse any such thing." in page.words
    assert "http" not in POLICY
    assert page.answer.headers["Content-Security-Policy"] == POLICY
    assert HEADERS["Referrer-Policy"] == "same-origin"


def test_what_privacy_says_of_logs_is_what_is_logged(browser, caplog):
    with caplog.at_level("INFO", logger="directory"):
        browser.client.get("/about/privacy?q=secret-need", headers={"X-Forwarded-For": "10.9.8.7"})

    line = next(record for record in caplog.records if record.getMessage() == "request")
    said = str(vars(line))
    assert line.path == "/about/privacy"
    assert "secret-need" not in said
    assert "10.9.8.7" not in said
    assert "127.0.0.1" not in said


def test_privacy_tells_the_limit_that_is_in_force(browser, app):
    app.config["SEARCH_RATE_LIMIT"] = "7 per minute"

    assert "more than 7 per minute" in browser.get("about.privacy").words


def test_the_privacy_page_says_what_is_counted_where_anything_is(browser, app):
    assert "What we count" not in browser.get("about.privacy").words

    app.config |= {"COUNT_FOUND_SECONDS": 20, "COUNTS_KEEP_MONTHS": 7}
    said = browser.get("about.privacy").words
    assert "the month, the kind of help and the ward, and nothing else" in said
    assert "We forget them after 7 months." in said
