"""What is confirmed by one press, or group by group, and what the pages then say."""

from datetime import date, timedelta

from sqlalchemy import select, update

from directory.extensions import db
from directory.models import Asked, AuditEntry, Confirmation, Contact, CoverageArea, Service
from tests.still_right.conftest import FIRST, ask, checked, link_in, standing, the_one


def test_a_letter_says_what_the_entry_says_now_and_leads_to_one_press(club, browser, clock):
    db.session.add(
        Contact(organisation=club, service_id=club.services[0].id, phone="020 7946 0001")
    )
    db.session.commit()
    edited = [club.edited_at, club.services[0].edited_at]
    [letter] = ask()
    assert (letter.email, letter.kind) == ("mabel@example.org", "still_right")
    assert letter.subject == "Still right? The Lunch Club"
    assert "Hello Mabel" in letter.text
    assert "Lunch. " in letter.text
    assert "020 7946 0001" in letter.text
    assert link_in(letter) in letter.html

    page = browser.open(link_in(letter))
    assert "Checked on 3 March 2024" in page.words
    done = browser.follow(browser.send(page, all="yes"))

    assert done.h1.text == "This is answered. Thank you."
    assert checked(club) == [date(2026, 1, 5)] * 2
    assert club.services[0].checked_by == "its own people"
    assert [club.edited_at, club.services[0].edited_at] == edited
    assert standing(club) == (0, False)
    assert "Checked on 5 January 2026 by its own people" in browser.open("/services/lunch").words
    logged = select(AuditEntry.person_id).where(AuditEntry.act == "confirmed")
    assert set(db.session.scalars(logged)) == {the_one().id}


def test_opening_the_letter_writes_nothing_so_mail_scanners_answer_nothing(club, browser):
    [letter] = ask()
    for _ in range(3):
        browser.open(link_in(letter))
    assert standing(club) == (1, False)
    assert db.session.scalars(select(Asked.answered_at)).all() == [None]


def test_only_what_was_ticked_is_confirmed_and_the_page_says_which(club, browser):
    [letter] = ask()
    page = browser.open(link_in(letter))
    browser.post(
        link_in(letter),
        {
            "entry": "lunch-club",
            "seen-lunch-club": page.select_one("[name=seen-lunch-club]")["value"],
            "right": "lunch-club/lunch/times",
        },
        status=303,
    )
    assert {each.section.value for each in db.session.scalars(select(Confirmation))} == {
        "times",
        "status",
    }
    # Not all of it is known to be right, so the entry is as old as it was.
    assert checked(club) == [None, date(2024, 3, 3)]
    said = browser.open("/services/lunch").words
    assert "Checked on 3 March 2024" in said
    assert "When it is open: confirmed on 5 January 2026" in said
    assert standing(club) == (0, False)


def test_group_by_group_the_whole_entry_is_checked_since_the_oldest_of_them(club, browser, clock):
    at = "/edit/lunch-club/still-right"
    for group in ("times", "where", "for", "contacts", "about"):
        browser.sign_in(the_one())
        seen = browser.open(at).select_one("[name=seen-lunch-club]")["value"]
        told = {"seen-lunch-club": seen, "right": f"lunch-club/lunch/{group}"}
        browser.post(at, told, status=303)
        clock.on(1)
    assert checked(club) == [None, date(2026, 1, 5)]


def test_the_coverage_says_when_it_was_confirmed_and_who_claimed_it_stays(club, browser):
    db.session.execute(update(CoverageArea).values(claimed_by="Hackney CVS"))
    db.session.commit()
    [letter] = ask()
    browser.send(browser.open(link_in(letter)), all="yes")
    [area] = db.session.scalars(select(CoverageArea)).all()
    assert (area.claimed_by, area.confirmed_on) == ("Hackney CVS", date(2026, 1, 5))


def test_a_base_that_its_people_confirm_does_not_pose_as_checked_by_a_moderator(club, browser):
    [letter] = ask()
    browser.send(browser.open(link_in(letter)), all="yes")
    db.session.expire_all()
    assert [(base.checked_on, base.checked_by) for base in club.bases] == [(None, "")]


def test_a_private_address_is_in_no_letter_and_on_no_page(club, browser, make, town):
    base = club.bases[0]
    base.is_hidden, base.address, base.postcode = True, "7 Secret Row", "N1 5QJ"
    db.session.commit()
    [letter] = ask()
    page = browser.open(link_in(letter))
    assert "Secret" not in letter.text + page.words
    assert "An address that is kept private" in page.words


def test_nobody_confirms_words_that_she_did_not_see(club, browser):
    [letter] = ask()
    page = browser.open(link_in(letter))
    db.session.execute(update(Service).values(edited_at=FIRST + timedelta(minutes=1)))
    db.session.commit()
    told = browser.send(page, all="yes", status=409)
    assert "was changed while you looked" in told.words
    assert checked(club) == [None, date(2024, 3, 3)]
    browser.send(told, all="yes")
    assert checked(club) == [date(2026, 1, 5)] * 2


def test_nothing_ticked_is_told_kindly(club, browser):
    [letter] = ask()
    told = browser.send(browser.open(link_in(letter)), status=400)
    assert "Tick what is right" in told.words


def test_those_who_keep_an_entry_confirm_it_from_its_own_page_too(club, browser):
    browser.sign_in(the_one())
    page = browser.open("/edit/lunch-club")
    done = browser.follow(browser.send(page, "form[action$=still-right]", all="yes"))
    assert "last checked on 5 January 2026" in done.words
    assert checked(club) == [date(2026, 1, 5)] * 2


def test_nobody_confirms_the_entry_of_another_group(club, browser, make):
    browser.sign_in(make.person("stranger@example.org"))
    browser.open("/edit/lunch-club/still-right", status=403)
    browser.post("/edit/lunch-club/still-right", {"all": "yes"}, status=403)
    assert checked(club) == [None, date(2024, 3, 3)]
