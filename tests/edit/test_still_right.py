"""Is it still right? Asked by a letter each quarter, and answered without signing in."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, func, select, update

from directory.domain.rights import Role
from directory.domain.terms import Publication
from directory.edit.actions import still_right as actions
from directory.extensions import db
from directory.models import (
    Asked,
    AuditEntry,
    Confirmation,
    Contact,
    CoverageArea,
    Letter,
    Link,
    Organisation,
    Person,
    Service,
    StillRight,
)
from directory.people import asking, erase
from directory.people.granting import end_membership
from directory.queries import still_right as queries
from directory.search import Question, index

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def letters_can_be_sent(app):
    app.config["SMTP_URL"] = "smtp://localhost"


@pytest.fixture
def clock():
    with time_machine.travel(FIRST, tick=False) as traveller:
        yield Clock(traveller)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def on(self, days: float) -> None:
        """So many days go by."""
        self.traveller.shift(timedelta(days=days))


@pytest.fixture
def town(clock, make):
    """A borough; what is made in it was made a year before the letters begin."""
    clock.on(-365)
    hackney = make.borough("Hackney")
    return make.ward("Hoxton West", hackney), hackney


@pytest.fixture
def club(town, make, clock):
    """A lunch club, checked long ago, and Mabel who keeps it."""
    ward, hackney = town
    club = make.organisation("The Lunch Club", make.base(ward, hackney), slug="lunch-club")
    make.service("Lunch", club, slug="lunch", serves=[ward], checked_on=date(2024, 3, 3))
    make.person("mabel@example.org", Role.OWNER, club, name="Mabel")
    clock.on(365)
    index.rebuild()
    return club


def ask() -> list[Letter]:
    """Let the worker ask whoever is due; return the letters that it wrote."""
    before = db.session.scalar(select(func.max(Letter.id))) or 0
    while asking.lower_some() or asking.ask_some():
        pass
    db.session.expire_all()
    return list(db.session.scalars(select(Letter).where(Letter.id > before).order_by(Letter.id)))


def link_in(letter: Letter) -> str:
    return re.search(r"(/edit/still-right/[\w-]+)", letter.text)[1]


def standing(club: Organisation) -> tuple[int, bool]:
    """How many letters are unanswered, and whether it ranks lower."""
    db.session.expire_all()
    return db.session.get_one(StillRight, club.id).unanswered, club.silent_since is not None


def checked(club: Organisation) -> list[date | None]:
    """When the organisation was checked, and each of its services."""
    db.session.expire_all()
    return [club.checked_on, *(each.checked_on for each in club.services)]


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


def the_one() -> Person:
    return db.session.scalars(select(Person)).one()


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


def silence(clock) -> None:
    """Three letters, and nobody answers."""
    for _ in range(3):
        assert len(ask()) == 1
        clock.on(92)


def found(words: str = "") -> list[str]:
    return [
        db.session.get_one(Service, hit.id).name for hit in index.find(Question(words=words)).hits
    ]


def test_after_three_unanswered_letters_it_ranks_lower_and_says_so(
    club, make, town, browser, clock
):
    ward, hackney = town
    other = make.organisation("Other", make.base(ward, hackney))
    make.service("Never checked", other, serves=[ward], checked_on=None)
    index.rebuild()
    assert found() == ["Lunch", "Never checked"]

    assert len(ask()) == 1
    clock.on(92)
    assert len(ask()) == 1
    clock.on(92)
    [third] = ask()
    assert "third time" in third.text
    clock.on(29)
    ask()
    assert standing(club) == (3, False)
    clock.on(2)
    ask()

    assert standing(club) == (3, True)
    assert found() == ["Never checked", "Lunch"]
    result = browser.open("/find?q=lunch").words
    assert "Not confirmed since March 2024." in result
    assert "Not confirmed since March 2024." in browser.open("/services/lunch").words
    assert "Never confirmed." in browser.open("/organisations/lunch-club").words
    assert "Not confirmed since March 2024." in str(
        browser.app.test_client().get("/api/find?q=lunch").json
    )
    assert club.publication is Publication.PUBLISHED

    # The letters go on; one answer puts it back at once.
    clock.on(61)
    [fourth] = ask()
    assert "people find it lower down now" in " ".join(fourth.text.split())
    page = browser.open(link_in(fourth))
    browser.send(page, all="yes")
    assert standing(club) == (0, False)
    assert found() == ["Lunch", "Never checked"]


def test_an_edit_of_its_people_is_an_answer_too(club, browser, clock):
    silence(clock)
    ask()
    assert standing(club)[1]
    browser.sign_in(the_one())
    page = browser.open("/edit/lunch-club/lunch/section/service")
    browser.send(page, summary="A hot lunch.", then="send")
    assert standing(club) == (0, False)


@pytest.mark.parametrize("how", ["close", "take-down"])
def test_who_ends_an_entry_has_answered_and_is_not_asked_about_it(club, browser, clock, how):
    silence(clock)
    [letter] = ask()
    browser.sign_in(the_one())
    browser.post("/edit/lunch-club/end", {"how": how})

    assert standing(club) == (0, False)
    assert "There is nothing to confirm here any more" in browser.open(link_in(letter)).words
    browser.open("/edit/lunch-club/still-right", status=404)
    assert "Is it still right?" not in browser.open("/edit/lunch-club").words
    clock.on(92)
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


def test_it_stays_where_it_was_a_year_later_and_is_never_deleted(club, clock):
    silence(clock)
    for _ in range(8):
        ask()
        clock.on(92)
    assert standing(club)[1]
    assert found() == ["Lunch"]


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
