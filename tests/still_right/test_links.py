"""The link in a letter: what it may answer for, how often, and for how long."""

from datetime import date

from sqlalchemy import select

from directory.domain.rights import Role
from directory.edit.actions import still_right as actions
from directory.extensions import db
from directory.models import Letter, Link, Person
from directory.people.granting import end_membership
from directory.queries import still_right as queries
from tests.still_right.conftest import FIRST, ask, checked, link_in, the_one


def test_a_link_used_twice_changes_nothing_and_says_kindly_that_it_was_answered(
    club, browser, clock
):
    [letter] = ask()
    page = browser.open(link_in(letter))
    browser.send(page, all="yes")
    clock.on(3)
    again = browser.follow(browser.send(page, all="yes"))
    assert again.h1.text == "This is answered. Thank you."
    assert "The Lunch Club, on 5 January 2026" in again.words
    assert checked(club) == [date(2026, 1, 5)] * 2
    assert db.session.scalars(select(Link.used_at)).one() == FIRST


def test_of_two_presses_at_the_same_moment_one_is_kept(club):
    ask()
    link = db.session.scalars(select(Link)).one()
    [entry] = queries.entries([club.id], FIRST.date())
    answers = [(entry, [(part, part.groups) for part in entry.parts])]
    seen = {club.id: entry.seen}
    # Both read the page before either was kept.
    assert actions.confirm_by_link(link, answers, seen) == 1
    assert actions.confirm_by_link(link, answers, seen) == 0


def test_a_link_that_ran_out_or_was_tampered_with_confirms_nothing(club, browser, clock):
    [letter] = ask()
    link = link_in(letter)
    page = browser.open(link)
    told = {"entry": "lunch-club", "all": "yes"}
    assert browser.open(link[:-1], status=404).h1.text == "We do not know this link"
    browser.post(link[:-1], told, status=404)
    browser.post(link.replace("still-right", "invitation"), {}, status=410)
    clock.on(121)
    assert browser.open(link, status=410).h1.text == "This link has run out"
    browser.send(page, all="yes", status=410)
    assert checked(club) == [None, date(2024, 3, 3)]


def test_a_link_signs_nobody_in_and_answers_for_no_other_entry(club, browser, make, town, clock):
    clock.on(-365)
    ward, hackney = town
    other = make.organisation("Other", make.base(ward, hackney), slug="other")
    make.service("Bingo", other, slug="bingo", serves=[ward], checked_on=None)
    clock.on(365)
    [letter] = ask()
    browser.post(link_in(letter), {"entry": "other", "seen-other": "1", "all": "yes"}, status=303)
    assert browser.client.get_cookie("doorstep") is None
    assert checked(other) == [None, None]
    assert browser.open(link_in(letter)).h1.text == "Is this still right?"


def test_whoever_has_left_the_group_confirms_nothing_with_an_old_letter(club, browser):
    [letter] = ask()
    page = browser.open(link_in(letter))
    end_membership(the_one().memberships[0])
    db.session.commit()
    browser.send(page, all="yes")
    assert checked(club) == [None, date(2024, 3, 3)]
    browser.open(link_in(letter))


def test_what_is_confirmed_whole_is_answered_in_the_letters_of_colleagues_too(
    club, browser, make, clock
):
    clock.on(-365)
    make.person("second@example.org", Role.EDITOR, club)
    clock.on(365)
    first, second = ask()
    page = browser.open(link_in(first))
    told = {"right": "lunch-club/lunch/times"}
    for name in ("entry", "seen-lunch-club"):
        told[name] = page.select_one(f"[name={name}]")["value"]
    browser.post(link_in(first), told)
    assert browser.open(link_in(second)).h1.text == "Is this still right?"
    browser.send(browser.open(link_in(second)), all="yes")
    assert browser.open(link_in(second)).h1.text == "This is answered. Thank you."
    [third] = [each for each in letters_a_quarter_later(clock) if "mabel" in each.email]
    browser.sign_in(the_one_called("second@example.org"))
    browser.send(browser.open("/edit/lunch-club"), "form[action$=still-right]", all="yes")
    assert browser.open(link_in(third)).h1.text == "This is answered. Thank you."


def the_one_called(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def letters_a_quarter_later(clock) -> list[Letter]:
    clock.on(92)
    return ask()
