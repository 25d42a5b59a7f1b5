"""Who is asked whether an entry is still right, when, and by which letter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from directory.domain.rights import Role
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Letter, Person
from directory.people import asking, erase
from directory.people.granting import end_membership
from tests.still_right.conftest import FIRST, ask, link_in, standing, the_one


def test_one_letter_for_each_person_however_many_entries(club, browser, make, town, clock):
    clock.on(-365)
    ward, hackney = town
    mabel = db.session.scalars(select(Person)).one()
    for number in range(12):
        other = make.organisation(f"Group {number:02}", make.base(ward, hackney))
        make.service(f"Help {number:02}", other, serves=[ward], checked_on=None)
        mabel.memberships.append(type(mabel.memberships[0])(role=Role.EDITOR, organisation=other))
    make.person("second@example.org", Role.EDITOR, club)
    db.session.commit()
    clock.on(365)

    letters = ask()

    assert sorted(each.email for each in letters) == ["mabel@example.org", "second@example.org"]
    [hers] = [each for each in letters if each.email == "mabel@example.org"]
    assert hers.subject == "Are your 13 entries still right?"
    assert "Group 09" in hers.text
    assert "And 3 more entries, on the page above." in hers.text
    # Two people were asked of the club, and that was one round.
    assert standing(club) == (1, False)

    # Five at a time, and each press leaves fewer.
    link, seen = link_in(hers), []
    for _ in range(3):
        page = browser.open(link)
        seen.append(len(page.select("section.panel")))
        browser.send(page, all="yes")
    assert seen == [5, 5, 3]
    assert browser.open(link).h1.text == "This is answered. Thank you."


def test_nobody_is_asked_twice_in_a_quarter_nor_who_confirmed_or_edited(club, browser, clock):
    assert len(ask()) == 1
    assert ask() == []
    clock.on(90)
    assert ask() == []
    clock.on(2)
    [letter] = ask()
    assert standing(club) == (2, False)
    browser.send(browser.open(link_in(letter)), all="yes")
    clock.on(90)
    assert ask() == []
    clock.on(2)
    assert len(ask()) == 1

    clock.on(60)
    browser.sign_in(the_one())
    page = browser.open("/edit/lunch-club/lunch/section/service")
    browser.send(page, summary="A hot lunch.", then="send")
    assert standing(club) == (0, False)
    clock.on(60)
    assert ask() == []


NOT_ASKED = {
    "an entry that was hidden or taken down": lambda club: setattr(
        club, "publication", Publication.HIDDEN
    ),
    "an entry that is being written": lambda club: setattr(club, "publication", Publication.DRAFT),
    "an entry that has closed": lambda club: setattr(club, "publication", Publication.CLOSED),
    "an entry that nobody keeps": lambda club: end_membership(the_one().memberships[0]),
    "a person who was erased": lambda club: erase(the_one(), None, may_leave_alone=True),
    "an entry that was checked lately": lambda club: setattr(
        club.services[0], "checked_on", date(2026, 1, 1)
    ),
    "somebody who has only just begun to keep it": lambda club: setattr(
        the_one().memberships[0], "granted_at", FIRST - timedelta(days=3)
    ),
}


@pytest.mark.parametrize("what", NOT_ASKED)
def test_who_is_not_asked(what, club):
    NOT_ASKED[what](club)
    db.session.commit()
    assert ask() == []


def test_nobody_is_asked_where_the_setting_is_0_or_no_letter_can_be_sent(club, app):
    app.config["STILL_RIGHT_DAYS"] = 0
    assert ask() == []
    app.config |= {"STILL_RIGHT_DAYS": 91, "SMTP_URL": ""}
    assert ask() == []


def test_of_a_service_that_has_closed_nothing_is_asked(club, browser, make, town, clock):
    clock.on(-365)
    make.service("Bingo", club, slug="bingo", serves=[town[0]], checked_on=None)
    clock.on(365)
    browser.sign_in(the_one())
    browser.post("/edit/lunch-club/bingo/end", {"how": "close"})
    clock.on(92)
    [letter] = ask()
    page = browser.open(link_in(letter))
    assert "Lunch" in page.words
    assert "Bingo" not in letter.text + page.words


def test_killed_between_two_people_the_worker_loses_nothing_and_asks_nobody_twice(
    club, make, clock, monkeypatch
):
    clock.on(-365)
    for number in range(4):
        make.person(f"person{number}@example.org", Role.EDITOR, club)
    clock.on(365)
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    assert asking.ask_some()

    def killed(connection):
        raise KeyboardInterrupt

    event.listen(db.engine, "commit", killed)
    with pytest.raises(KeyboardInterrupt):
        asking.ask_some()
    event.remove(db.engine, "commit", killed)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 2

    ask()
    to = list(db.session.scalars(select(Letter.email)))
    assert len(to) == len(set(to)) == 5
    assert standing(club) == (1, False)


def test_another_worker_takes_other_people(club, make, clock, monkeypatch):
    clock.on(-365)
    for number in range(5):
        make.person(f"person{number}@example.org", Role.EDITOR, club)
    clock.on(365)
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    first = asking._take(timedelta(days=91), datetime.now(UTC))
    db.session.commit()
    second = asking._take(timedelta(days=91), datetime.now(UTC))
    db.session.commit()
    assert not set(first) & set(second)
