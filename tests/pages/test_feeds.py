"""What machines that follow the site are given."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest

from directory.domain.categories import CATEGORIES
from directory.domain.terms import Publication, Status
from directory.extensions import db
from directory.feeds import sitemaps
from directory.models import Organisation
from directory.queries import sitemap
from tests.browser import wrote_nothing
from tests.pages.statements import statements

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def xml(browser, address):
    return ET.fromstring(fetch(browser, address).text)


def fetch(browser, address, status=200):
    with wrote_nothing():
        answer = browser.client.get(address)
    assert answer.status_code == status
    return answer


def addresses(tree):
    return [each.text.removeprefix("http://localhost") for each in tree.iterfind(".//s:loc", MAP)]


@pytest.fixture
def friends(make):
    return make.organisation("Friends", slug="friends")


def test_the_sitemap_lists_every_public_page_and_no_other(browser, make, friends):
    hackney = make.borough("Hackney", slug="hackney")
    hoxton = make.ward("Hoxton West", hackney, slug="hoxton-west")
    make.ward("Old Ward", hackney, slug="old-ward", ends_on=date(2014, 5, 1))
    make.street("Orsman Road", hoxton)
    make.service("Lunch", friends, slug="lunch")
    make.service("Draft", friends, slug="draft", publication=Publication.DRAFT)
    make.service("Gone", friends, slug="gone", status=Status.CLOSED)
    hidden = make.organisation("Hidden", slug="hidden", publication=Publication.HIDDEN)
    make.service("Hidden tea", hidden, slug="hidden-tea")

    assert addresses(xml(browser, "/sitemap.xml")) == [
        "/",
        "/about/how-we-rank",
        "/about/accessibility",
        "/about/privacy",
        "/about/data-protection",
        "/organisations/friends",
        "/services/lunch",
        "/places/borough/hackney",
        "/places/ward/hoxton-west",
    ]


def test_the_sitemap_says_when_an_entry_last_changed(browser, make):
    make.organisation("A", slug="a", edited_at=datetime(2026, 3, 3, tzinfo=UTC))

    tree = xml(browser, "/sitemap.xml")

    assert [each.text for each in tree.iterfind(".//s:lastmod", MAP)] == ["2026-03-03"]


def test_a_large_sitemap_is_a_list_of_parts_that_hold_every_page_once(
    browser, make, friends, monkeypatch
):
    monkeypatch.setattr(sitemap, "PART", 10)
    for name in ("parts", "part", "everything", "is_small"):
        function = getattr(sitemap, name)
        monkeypatch.setattr(function, "__defaults__", (10,))
    hackney = make.borough("Hackney")
    wards = [make.ward(f"Ward {number}", hackney) for number in range(11)]
    services = [make.service(f"Club {number}", friends) for number in range(23)]

    index = addresses(xml(browser, "/sitemap.xml"))
    listed = [each for part in index for each in addresses(xml(browser, part))]

    assert index == [f"/sitemap-{number}.xml" for number in range(1, 7)]
    expected = [f"/services/{each.slug}" for each in services]
    expected += [f"/places/ward/{each.slug}" for each in wards]
    assert len(listed) == len(set(listed))
    assert set(expected) <= set(listed)
    xml(browser, "/sitemap-6.xml")
    fetch(browser, "/sitemap-7.xml", 404)
    fetch(browser, "/sitemap-0.xml", 404)


def test_a_part_is_read_with_as_many_statements_however_long_the_directory(app, make, friends):
    make.service("One", friends)
    with statements() as few:
        list(sitemap.everything())
    db.session.add_all(
        Organisation(ref=f"r{n}", slug=f"r{n}", name=f"R {n}", kind="charity") for n in range(50)
    )
    db.session.commit()
    with statements() as many:
        list(sitemap.everything())

    assert len(many) == len(few)


def test_an_empty_directory_has_a_sitemap_too(browser):
    assert len(addresses(xml(browser, "/sitemap.xml"))) == len(sitemaps.STATIC)
    xml(browser, "/sitemap-1.xml")


def test_the_feed_tells_of_the_newest_services_first(browser, make, friends):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(3):
        make.service(
            f"Club {number}",
            friends,
            summary="Come <in> & see\x0b\ud7ff",
            categories=[next(iter(CATEGORIES))],
            created_at=start + timedelta(days=number),
            edited_at=start + timedelta(days=10 + number),
        )
    make.service("Draft", friends, publication=Publication.DRAFT)

    feed = xml(browser, "/new.atom")

    entries = feed.findall("a:entry", ATOM)
    assert [each.findtext("a:title", None, ATOM) for each in entries] == [
        "Club 2",
        "Club 1",
        "Club 0",
    ]
    assert feed.findtext("a:updated", None, ATOM) == "2026-03-13T00:00:00+00:00"
    assert entries[0].findtext("a:published", None, ATOM) == "2026-03-03T00:00:00+00:00"
    assert entries[0].findtext("a:summary", None, ATOM) == "Come <in> & see \ud7ff"
    assert entries[0].findtext("a:author/a:name", None, ATOM) == "Friends"


def test_the_feed_keeps_its_ids_when_an_entry_moves(browser, make, friends, app):
    app.config["PUBLIC_URL"] = "https://doorstep.example.org:8443/base/"
    lunch = make.service("Lunch", friends, slug="lunch")

    def ids():
        feed = xml(browser, "/new.atom")
        return [each.text for each in feed.iterfind(".//a:id", ATOM)]

    before = ids()
    lunch.slug = "dinner"
    db.session.commit()

    assert ids() == before
    assert before[0] == "tag:doorstep.example.org,2026:new"
    assert before[1].startswith("tag:doorstep.example.org,2026:service/")
    link = xml(browser, "/new.atom").find("a:entry/a:link", ATOM)
    assert link.get("href") == "https://doorstep.example.org:8443/base/services/dinner"


def test_an_empty_feed_is_a_feed(browser):
    feed = xml(browser, "/new.atom")

    assert feed.findtext("a:id", None, ATOM)
    assert feed.findtext("a:updated", None, ATOM)
    assert not feed.findall("a:entry", ATOM)


def test_the_feed_is_bounded(browser, make, friends):
    for number in range(52):
        make.service(f"Club {number}", friends)

    with statements() as sent:
        feed = xml(browser, "/new.atom")

    assert len(feed.findall("a:entry", ATOM)) == 50
    assert len(sent) == 1


def test_a_feed_that_has_not_changed_is_not_sent_again(browser, make, friends):
    make.service("Lunch", friends)
    first = browser.client.get("/new.atom")

    again = browser.client.get("/new.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_a_browser_can_learn_to_search_here(browser):
    answer = fetch(browser, "/opensearch.xml")

    tree = ET.fromstring(answer.text)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert tree.findtext("o:ShortName", None, space) == "Doorstep"
    assert tree.find("o:Url", space).get("template") == "http://localhost/find?q={searchTerms}"


def test_robots_may_read_entries_and_not_endless_searches(browser):
    said = fetch(browser, "/robots.txt").text.splitlines()

    assert "Disallow: /find?" in said
    assert "Disallow: /" not in said
    assert "Sitemap: http://localhost/sitemap.xml" in said


def test_robots_are_asked_to_leave_a_demonstration_alone(browser, app):
    app.config["DEMO"] = True

    assert "Disallow: /" in fetch(browser, "/robots.txt").text.splitlines()
