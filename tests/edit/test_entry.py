"""An entry as a whole: what each part says at a glance, what waits, and sending all of it."""

import pytest
from sqlalchemy import select

from directory.domain.place import Level
from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.domain.terms import Access, Audience
from directory.entries import decisions, drafts
from directory.extensions import db
from directory.models import Change, ChangeState, Version
from tests.factories import Make
from tests.pages.statements import statements


@pytest.fixture
def club(make):
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    trust = make.organisation("Pitfield Lunch", make.base(ward, hackney, (533_000, 183_500)))
    make.service(
        "Tuesday lunch",
        trust,
        serves=[ward],
        categories=["lunch-club"],
        audiences=[Audience.OLDER_PEOPLE],
        age_from=60,
        access=[Access.STEP_FREE],
    )
    return trust


@pytest.fixture
def ann(club, make, browser):
    person = make.person("ann@example.org", Role.OWNER, club, name="Ann")
    browser.sign_in(person)
    return person


def row(page, title):
    """What stands beside the title of a section."""
    link = next(each for each in page.select(".sections a") if each.get_text() == title)
    return " ".join(link.find_parent("li").get_text(" ").split())


def save(club, section, told, by, service=True):
    change = drafts.save(club, club.services[0] if service else None, section, told, by)
    db.session.commit()
    return change


def test_each_part_says_at_a_glance_what_it_says_in_words(browser, ann, club):
    page = browser.open(f"/edit/{club.slug}")

    assert row(page, "Who it is for") == "Who it is for Older people · From age 60"
    assert row(page, "Which streets it serves").endswith("the ward of Hoxton West")
    assert row(page, "Access") == "Access No steps"
    assert row(page, "Opening times") == "Opening times Nothing yet"


def test_she_sees_how_the_times_that_she_typed_were_read(browser, ann, club):
    at = f"/edit/{club.slug}/{club.services[0].slug}/section/times"
    typed = "Thu 2 to 4 (tea)\nclosed 25 December 2099"
    browser.send(browser.open(at), "main form.stack-wide", opening_times=typed, then="save")

    said = "Every Thursday, 2pm to 4pm (tea)", "Friday 25 December 2099, Closed"
    assert row(browser.open(f"/edit/{club.slug}"), "Opening times").startswith(
        f"Opening times {' · '.join(said)}"
    )
    page = browser.open(at)
    assert [each.get_text() for each in page.select("[aria-labelledby=understood] li")] == [*said]

    told = {"opening_times": "now and then", "then": "save"}
    wrong = browser.send(page, "main form.stack-wide", status=400, **told)
    assert not wrong.select("#understood")


def test_what_her_draft_says_is_not_asked_for_again(browser, ann, club):
    def helps(page):
        return " ".join(page.select_one("[aria-labelledby=missing]").get_text(" ").split())

    assert "Say when it is open." in helps(browser.open(f"/edit/{club.slug}"))
    change = save(club, Section.TIMES, {"opening_times": ["Tue 11:30-14:30"]}, ann)

    page = browser.open(f"/edit/{club.slug}")

    assert "Say when it is open." not in helps(page)
    assert helps(page).endswith(
        "This is written already. The public cannot read it yet: "
        "Tuesday lunch: Opening times Saved, not sent"
    )
    drafts.send(change, Rights((Grant(Role.OWNER, organisation_id=club.id),)), ann)
    db.session.commit()
    assert helps(browser.open(f"/edit/{club.slug}")).endswith(
        "Opening times Waiting for a moderator"
    )


def test_what_is_on_its_way_is_read_there_and_beside_what_the_public_reads(browser, ann, club):
    change = save(club, Section.ACCESS, {"access": ["hearing_loop"]}, ann)
    assert "Hearing loop Saved, not sent" in row(browser.open(f"/edit/{club.slug}"), "Access")

    at = f"/edit/{club.slug}/{club.services[0].slug}/section/access"
    page = browser.open(at)
    assert "No steps" in page.select_one(".notice del").get_text()
    assert "Hearing loop" in page.select_one(".notice ins").get_text()
    assert "not sent yet" in page.select_one(".notice").get_text()

    browser.send(browser.open(f"/edit/{club.slug}"), f"form[action$='/{change.id}/send']")
    assert "waits for a moderator" in browser.open(at).select_one(".notice").get_text()


def test_a_moderators_question_stands_where_it_is_answered(browser, ann, club, make):
    mod = make.person(role=Role.ADMINISTRATOR)
    for section, told in (
        (Section.ACCESS, {"access": ["hearing_loop"]}),
        (Section.COVERAGE, {"coverage": ["borough: Hackney"]}),
    ):
        change = save(club, section, told, ann)
        drafts.send(change, Rights((Grant(Role.OWNER, club.id),)), ann)
        decisions.ask(change, mod, f"Really, {section}?")
    db.session.commit()
    at = f"/edit/{club.slug}/{club.services[0].slug}"

    assert "Really, access?" in browser.open(f"{at}/section/access").words
    page = browser.open(f"{at}/coverage")
    assert "Really, coverage?" in page.words
    browser.send(page, "form[action$='/done']")
    states = dict(map(tuple, db.session.execute(select(Change.section, Change.state))))
    assert states[Section.COVERAGE] is ChangeState.WAITING


def test_all_that_is_saved_is_sent_at_once_and_what_is_wrong_stays(browser, ann, club):
    save(club, Section.ACCESS, {"access": ["hearing_loop"]}, ann)
    save(club, Section.SERVICE, {"service_name": "Lunch"}, ann)
    page = browser.open(f"/edit/{club.slug}")
    assert "2 parts are saved and not sent." in page.words
    answer = browser.send(page, f"form[action='/edit/{club.slug}/send']")
    assert "notice=sent" in answer.answer.location
    assert set(db.session.scalars(select(Change.state))) == {ChangeState.WAITING}

    save(club, Section.TIMES, {"opening_times": ["now and then"]}, ann)
    save(club, Section.WHO, {"age_from": "55"}, ann)
    answer = browser.post(f"/edit/{club.slug}/send")
    assert "notice=some-left" in answer.answer.location
    left = select(Change.section).where(Change.state == ChangeState.DRAFT)
    assert db.session.scalars(left).all() == [Section.TIMES]


def test_a_coverage_that_is_far_too_wide_is_asked_about_wherever_it_is_sent_from(
    browser, ann, club, make: Make
):
    make.area("England", Level.NATION, code="E92000001")
    change = save(club, Section.COVERAGE, {"coverage": ["nation: England"]}, ann)
    save(club, Section.WHO, {"age_from": "55"}, ann)

    answer = browser.post(f"/edit/{club.slug}/changes/{change.id}/send")
    assert answer.answer.location.endswith("/coverage#doubts")
    assert "some-left" in browser.post(f"/edit/{club.slug}/send").answer.location
    page = browser.open(f"/edit/{club.slug}/{club.services[0].slug}/coverage")
    browser.send(page, "form[action$='/done']", status=400)
    assert change.state is ChangeState.DRAFT

    browser.send(page, "form[action$='/done']", sure="yes")
    assert change.state is ChangeState.WAITING


def test_history_says_who_when_and_what_and_leads_to_older_ones(browser, ann, club):
    service = club.services[0]
    for number in range(1, 23):
        db.session.add(
            Version(
                organisation_id=club.id,
                service_id=service.id,
                section=Section.ACCESS,
                number=number,
                told={"access": ["step_free", "bsl"][: 1 + number % 2], "access_note": ""},
                how="before" if number == 1 else "edit",
                person_id=ann.id,
            )
        )
    db.session.commit()
    at = f"/edit/{club.slug}/{service.slug}/history/access"
    page = browser.open(at)
    assert "by Ann" in page.words
    assert "British Sign Language" in page.select_one("del, ins").get_text()
    assert "Version 22 now" in page.words
    older = browser.open(page.find("a", string="Older ones")["href"])
    assert "What stood there at first" in older.words
    assert older.select("section:last-of-type .facts")
    assert "There are only 2 pages here." in browser.open(f"{at}?page=3", status=404).words
    assert "Pages are numbered" in browser.open(f"{at}?page=two", status=400).words
    browser.send(older, "section:last-of-type form")
    assert db.session.scalars(select(Change.told)).one()["access"] == ["step_free", "bsl"]


def test_an_entry_with_many_services_asks_the_database_no_more_often(browser, ann, club, make):
    slug, ward = club.slug, make.ward("Haggerston", make.borough("Islington"))

    def asked():
        db.session.expire_all()
        with statements() as seen:
            browser.open(f"/edit/{slug}")
        return len(seen)

    one = asked()
    for number in range(8):
        make.service(f"Number {number}", club, serves=[ward])
    assert asked() <= one + 2


def test_the_head_of_a_page_to_write_on_has_no_search_box_that_takes_its_room(browser, ann, club):
    for address in (f"/edit/{club.slug}", "/account/"):
        assert browser.open(address).select("header form[role=search]") == []
    assert browser.open(f"/organisations/{club.slug}").select("header form[role=search]")
