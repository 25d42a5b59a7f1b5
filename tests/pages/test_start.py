"""The start page: the question in two boxes, and ways in for those who would rather look round."""

from directory.search import index
from tests.browser import Browser, query_of
from tests.factories import Make
from tests.pages.scene import lay_out


def test_it_asks_two_things_and_sends_them_to_find(browser: Browser, make: Make) -> None:
    lay_out(make)
    index.rebuild()
    page = browser.get("find.start")

    assert [each.get_text() for each in page.select("#ask label")] == [
        "What do you need?",
        "Where?",
    ]
    answer = browser.submit(page, "#ask", q="lunch", where="Orsman Road")

    assert answer.h1.get_text() == "“lunch” for Orsman Road"


def test_streets_of_the_directory_are_offered(browser: Browser, make: Make) -> None:
    lay_out(make)

    plates = browser.get("find.start").select(".plates a")

    assert {each.contents[0].strip() for each in plates} == {"Orsman Road", "Ivy Street"}
    assert all(dict(query_of(str(each["href"])))["where"] for each in plates)


def test_kinds_of_help_are_listed_by_group(browser: Browser) -> None:
    page = browser.get("find.start")

    groups = page.select(".groups > div")
    assert len(groups) >= 4
    for group in groups:
        assert group.h3.get_text()
        assert group.select("a[href*='category=']")


def test_it_counts_what_is_listed_and_nothing_else(browser: Browser, make: Make) -> None:
    lay_out(make)
    hidden = make.organisation("Not yet", publication="draft")
    make.service("Draft thing", hidden)

    tally = browser.get("find.start").select_one(".tally").get_text(" ", strip=True)

    assert tally.startswith("services 5 organisations 4")


def test_an_empty_directory_still_has_a_start(browser: Browser) -> None:
    page = browser.get("find.start")

    assert page.select(".plates, .tally") == []


def test_every_link_on_it_leads_somewhere(browser: Browser, make: Make) -> None:
    lay_out(make)
    index.rebuild()
    page = browser.get("find.start")

    for address in {str(each["href"]) for each in page.select("a[href^='/']")}:
        answer = browser.client.get(address)
        assert answer.status_code == 200, address


def test_putting_a_group_on_the_map_leads_to_adding_or_claiming_it(
    browser: Browser, make: Make
) -> None:
    start = browser.get("find.start")
    sign_in = browser.open(start.select_one("main a[href*=sign-in]")["href"])
    assert sign_in.select_one("h1").get_text() == "Add or claim your group"
    assert sign_in.select_one("input[name=next]")["value"] == "/edit/register"

    footer = browser.open(start.select_one("footer a[href*=sign-in]")["href"])
    assert footer.select_one("h1").get_text() == "Sign in"
    assert footer.select_one("input[name=next]")["value"] == "/edit/"


def test_an_account_leads_to_ones_entries_before_anything_else(
    browser: Browser, make: Make
) -> None:
    browser.sign_in(make.person("ann@example.org"))
    first, second = browser.get("account.home").select("main a")[:2]
    assert (first.get_text(), second.get_text()) == ("Your entries", "Add or claim a group")
