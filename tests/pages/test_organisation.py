"""The page of one organisation: who they are, where based, and how to check them."""

import json
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from directory.domain.terms import Cost, Kind, Publication, Status
from directory.extensions import db
from directory.models import Contact, FormerSlug, Identifier, OpeningTime
from tests.browser import squash
from tests.pages.statements import statements


@pytest.fixture
def hackney(make):
    return make.borough("Hackney")


@pytest.fixture
def hoxton(make, hackney):
    return make.ward("Hoxton East & Shoreditch", hackney, slug="hoxton-east")


@pytest.fixture
def friends(make, hoxton, hackney):
    base = make.base(hoxton, hackney, address="12 Orsman Road", postcode="N1 5QJ", name="The Hall")
    return make.organisation(
        "Orsman Road Friends",
        base,
        slug="friends",
        kind=Kind.COMMUNITY_GROUP,
        description="We run **lunch** on Mondays.",
        website="orsman.example.org",
        founded="1999",
        checked_on=date(2026, 3, 3),
        checked_by="Hackney CVS",
        edited_at=datetime(2026, 5, 1, tzinfo=UTC),
        source="https://orsman.example.org/about",
    )


def test_a_small_group_says_who_it_is_and_where_it_is_based(browser, friends):
    page = browser.get("find.organisation", slug="friends")

    assert page.h1.text == "Orsman Road Friends"
    assert "Community group" in page.words
    assert "Based in Hoxton East & Shoreditch, Hackney" in page.words
    assert "12 Orsman Road, N1 5QJ" in page.words
    assert page.select_one("a[href='/places/ward/hoxton-east']")
    assert page.select_one(".prose strong").text == "lunch"
    assert (
        page.select_one("link[rel=canonical]")["href"] == "http://localhost/organisations/friends"
    )


def test_who_checked_it_is_kept_apart_from_when_it_was_edited(browser, friends):
    page = browser.get("find.organisation", slug="friends")

    trust = squash(page.select_one(".trust").text)
    assert "Checked on 3 March 2026 by Hackney CVS." in trust
    assert "Edited on 1 May 2026." in trust


def test_an_entry_nobody_checked_says_so(browser, make):
    make.organisation("New Group", slug="new-group")

    page = browser.get("find.organisation", slug="new-group")

    assert "Not checked yet." in page.words


@time_machine.travel("2026-11-23T12:00:00+00:00")
def test_a_check_of_long_ago_is_not_shown_as_fresh(browser, make):
    make.organisation("Old Group", slug="old-group", checked_on=date(2025, 3, 3))

    page = browser.get("find.organisation", slug="old-group")

    assert "more than a year ago" in page.words
    assert page.select_one(".trust-none")


def test_a_made_up_organisation_says_so(browser, make):
    make.organisation("Pretend Pals", slug="pretend-pals", is_invented=True)

    assert (
        "This organisation is made up."
        in browser.get("find.organisation", slug="pretend-pals").words
    )


def test_it_can_be_looked_up_in_the_public_registers(browser, friends):
    friends.identifiers = [Identifier(scheme="GB-CHC", number="1086812")]
    db.session.commit()

    page = browser.get("find.organisation", slug="friends")

    link = page.select_one(".registers a")
    assert "regid=1086812" in link["href"]
    assert link["rel"] == ["nofollow", "ugc", "noopener"]
    assert "1086812" in page.select_one(".registers").text


def test_a_group_with_no_register_number_is_not_made_to_look_worse(browser, friends):
    page = browser.get("find.organisation", slug="friends")

    assert "Many small groups have none, and need none." in page.words


def test_it_shows_how_to_reach_them_and_not_how_to_reach_one_service(browser, make, friends):
    lunch = make.service("Lunch", friends)
    friends.contacts.append(Contact(label="Office", phone="020 7000 0001", email="a@b.example"))
    friends.contacts.append(Contact(phone="020 7000 0002", service_id=lunch.id))
    db.session.commit()

    page = browser.get("find.organisation", slug="friends")

    assert page.select_one("a[href='tel:+442070000001']")
    assert page.select_one("a[href^='mailto:']").text == "a@b.example"
    assert "020 7000 0002" not in page.words


def test_a_refuge_keeps_its_address_to_itself(browser, make, hoxton, hackney):
    base = make.base(
        hoxton,
        hackney,
        at=(533251, 183699),
        address="9 Secret Street",
        postcode="N1 9ZZ",
        is_hidden=True,
        name="Safe House",
    )
    refuge = make.organisation("The Refuge", base, slug="refuge")
    make.service("Safe rooms", refuge, anywhere=True)

    page = browser.get("find.organisation", slug="refuge")

    html = page.answer.text
    for secret in ("Secret Street", "N1 9ZZ", "533251", "Safe House", "Hoxton East"):
        assert secret not in html
    assert "The address is kept private" in page.words
    assert "Hackney" in page.words


def test_each_service_says_who_when_where_and_for_which_streets(browser, make, friends, hoxton):
    hall = make.site("Orsman Hall")
    road = make.street("Orsman Road", hoxton)
    lunch = make.service(
        "Lunch club",
        friends,
        serves=[road],
        sites=[hall],
        cost=Cost.FREE,
        audiences=["older_people"],
        age_from=60,
        summary="A hot meal and company.",
    )
    lunch.openings = [OpeningTime(weekday=0, opens=time(12), closes=time(14))]
    db.session.commit()

    page = browser.get("find.organisation", slug="friends")

    offer = squash(page.select_one(".offer").text)
    for said in (
        "Lunch club",
        "A hot meal and company.",
        "Older people, aged 60 and over",
        "Every Monday, 12 noon to 2pm",
        "Orsman Hall",
        "Free",
        "For Orsman Road.",
    ):
        assert said in offer


def test_the_areas_of_all_its_services_are_told_once_in_words(browser, make, friends, hoxton):
    road, mews = make.street("Orsman Road", hoxton), make.street("Canal Mews", hoxton)
    make.service("Lunch", friends, serves=[road])
    make.service("Tea", friends, serves=[road, mews], but_not=[hoxton])

    page = browser.get("find.organisation", slug="friends")

    assert "Between them, their services are for Canal Mews and Orsman Road." in page.words


def test_an_organisation_that_has_not_said_whom_it_serves_is_not_made_out_to_serve_nobody(
    browser, make, friends
):
    make.service("Lunch", friends)

    page = browser.get("find.organisation", slug="friends")

    assert "They have not said which streets they serve." in page.words


def test_when_its_only_service_has_closed_it_is_not_made_out_to_serve_anybody(
    browser, make, friends, hoxton
):
    make.service("Lunch", friends, serves=[hoxton], status=Status.CLOSED)

    page = browser.get("find.organisation", slug="friends")

    assert "None of their services is running now." in page.words
    assert "Between them" not in page.words
    assert "They have not said which streets" not in page.words
    assert "listed yet" not in page.words


def test_what_is_not_public_is_not_listed(browser, make, friends):
    make.service("Open to all", friends)
    make.service("Still a draft", friends, publication=Publication.DRAFT)
    make.service("Withdrawn", friends, publication=Publication.HIDDEN)
    make.service("Long gone", friends, status=Status.CLOSED)

    page = browser.get("find.organisation", slug="friends")

    assert [h.text for h in page.select(".offer h3")] == ["Open to all"]


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.HIDDEN])
def test_a_draft_or_hidden_organisation_cannot_be_seen(browser, friends, publication):
    friends.publication = publication
    db.session.commit()

    page = browser.get("find.organisation", slug="friends", status=404)

    assert "Orsman Road Friends" not in page.answer.text


def test_a_closed_organisation_says_when_and_leads_on(browser, friends):
    friends.publication = Publication.CLOSED
    friends.edited_at = datetime(2026, 6, 1, tzinfo=UTC)
    db.session.commit()

    page = browser.get("find.organisation", slug="friends", status=410)

    assert page.h1.text == "Orsman Road Friends has closed"
    assert "1 June 2026" in page.words
    assert page.select_one("a[href='/places/ward/hoxton-east']")


def test_an_old_address_leads_to_the_new_one(browser, friends):
    db.session.add(FormerSlug(kind="organisation", slug="old-name", target_id=friends.id))
    db.session.commit()

    answer = browser.client.get("/organisations/old-name")

    assert answer.status_code == 301
    assert answer.location == "/organisations/friends"


def test_an_old_address_of_a_hidden_organisation_leads_nowhere(browser, friends):
    friends.publication = Publication.HIDDEN
    db.session.add(FormerSlug(kind="organisation", slug="old-name", target_id=friends.id))
    db.session.commit()

    browser.get("find.organisation", slug="old-name", status=404)


def test_an_address_that_never_was_says_so(browser):
    browser.get("find.organisation", slug="nobody", status=404)


def facts_on(page):
    return json.loads(page.select_one("script[type='application/ld+json']").string)


def test_machines_read_the_same_facts(browser, make, friends, hackney):
    friends.identifiers = [Identifier(scheme="GB-CHC", number="1086812")]
    make.service("Lunch", friends, serves=[hackney])

    facts = facts_on(browser.get("find.organisation", slug="friends"))

    assert facts["@type"] == "NGO"
    assert facts["name"] == "Orsman Road Friends"
    assert facts["address"]["postalCode"] == "N1 5QJ"
    assert facts["areaServed"] == [{"@type": "AdministrativeArea", "name": "Hackney"}]
    assert facts["identifier"][0]["value"] == "1086812"
    assert "geo" not in facts


def test_machines_do_not_read_where_a_refuge_is(browser, make, hoxton, hackney):
    base = make.base(hoxton, hackney, address="9 Secret Street", is_hidden=True)
    make.organisation("The Refuge", base, slug="refuge")

    facts = facts_on(browser.get("find.organisation", slug="refuge"))

    assert "address" not in facts


HARM = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'


def test_nothing_that_a_group_writes_can_do_harm(browser, make):
    harmful = make.organisation(
        f"Bad {HARM}",
        slug="bad",
        also_known_as=HARM,
        description=(
            f"{HARM} [a](javascript:alert(1)) [b](data:text/html,x) "
            '<a hx-get="/find" hx-trigger="load" data-hx-post="/x">c</a> ![d](https://spy.example/p.png)'
            "\n\n# Not a heading of the page"
        ),
        website="javascript:alert(1)",
        founded=HARM,
        source=f"{HARM} https://fine.example/a?b=<c>",
        checked_by=HARM,
        checked_on=date(2026, 3, 3),
    )
    make.service(f"Bad {HARM}", harmful, summary=HARM)

    page = browser.get("find.organisation", slug="bad")

    assert len(page.select("script:not([src])")) == 1
    assert not page.select("main img, main [onerror], main [hx-get], main [data-hx-post]")
    schemes = {link["href"].partition(":")[0] for link in page.select("a[href*=':']")}
    assert schemes <= {"http", "https", "mailto", "tel"}
    assert facts_on(page)["name"] == f"Bad {HARM}"


def test_links_out_tell_search_engines_that_others_wrote_them(browser, make):
    make.organisation("A", slug="a", description="[us](https://us.example)", website="us.example")

    page = browser.get("find.organisation", slug="a")

    out = page.select("main a[href^='http']")
    assert {link["href"] for link in out} == {"https://us.example"}
    assert all(link["rel"] == ["nofollow", "ugc", "noopener"] for link in out)


def test_a_long_list_of_services_comes_in_pages(browser, make, friends):
    for number in range(13):
        make.service(f"Club {number:02}", friends)

    first = browser.get("find.organisation", slug="friends")
    second = browser.get("find.organisation", slug="friends", page=2)

    assert len(first.select(".offer")) == 12
    assert [h.text for h in second.select(".offer h3")] == ["Club 12"]
    assert first.select_one("a[rel=next]")["href"] == "/organisations/friends?page=2#services"


@pytest.mark.parametrize(
    ("page", "status"),
    [("0", 400), ("-1", 400), ("x", 400), ("1e9", 400), ("501", 400), ("2", 404)],
)
def test_a_page_number_that_makes_no_sense_is_told_kindly(browser, friends, page, status):
    browser.get("find.organisation", slug="friends", page=page, status=status)


def test_the_page_asks_the_database_as_often_for_twelve_services_as_for_one(
    browser, make, friends, hoxton
):
    def put(number):
        site = make.site(f"Hall {number}")
        road = make.street(f"Road {number}", hoxton)
        service = make.service(f"Club {number}", friends, serves=[road], sites=[site])
        service.openings = [OpeningTime(weekday=0, opens=time(9), closes=time(10))]
        db.session.commit()

    put(0)
    with statements() as few:
        browser.get("find.organisation", slug="friends")
    for number in range(1, 12):
        put(number)
    with statements() as many:
        browser.get("find.organisation", slug="friends")

    assert len(many) == len(few) <= 14


def test_a_closed_refuge_keeps_its_address_to_itself_too(browser, make, hoxton, hackney):
    base = make.base(hoxton, hackney, address="9 Secret Street", is_hidden=True)
    make.organisation("The Refuge", base, slug="refuge", publication=Publication.CLOSED)

    page = browser.get("find.organisation", slug="refuge", status=410)

    assert "hoxton-east" not in page.answer.text
    assert "Secret" not in page.answer.text
