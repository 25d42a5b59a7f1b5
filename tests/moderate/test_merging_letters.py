"""Letters that asked whether an entry is right, after it was merged with another."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.extensions import db
from directory.models import Asked, Confirmation, Organisation, StillRight
from directory.people import Purpose
from directory.people.links import new_link
from tests.browser import Browser
from tests.factories import Make
from tests.moderate.conftest import Patch, merge

MARCH, JUNE = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (3, 6))
LETTERS = {
    "an answer about the one that goes counts": ((3, MARCH, None), (0, MARCH, JUNE), (0, False)),
    "and so does one about the one that stays": ((0, MARCH, JUNE), (3, JUNE, None), (0, False)),
    "of two that nobody answers neither does": ((4, MARCH, None), (3, JUNE, None), (3, True)),
    "that nobody kept the one that goes is no answer": ((3, MARCH, None), None, (3, True)),
    "letters go along to one that nobody kept": (None, (2, JUNE, None), (2, False)),
    "nobody was ever asked": (None, None, None),
}


@pytest.mark.parametrize("what", LETTERS)
def test_letters_that_ask_whether_it_is_right_go_along(
    what: str, patch: Patch, twin: Organisation, browser: Browser
) -> None:
    for organisation, told in zip((patch.club, twin), LETTERS[what], strict=False):
        if told is not None:
            unanswered, asked, answered = told
            db.session.add(
                StillRight(
                    organisation_id=organisation.id,
                    unanswered=unanswered,
                    asked_at=asked,
                    answered_at=answered,
                )
            )
            organisation.silent_since = asked.date() if unanswered > 2 else None
    db.session.commit()

    merge(browser, patch, twin)

    row = db.session.scalars(select(StillRight)).one_or_none()
    is_silent = patch.club.silent_since is not None
    assert (row and (row.unanswered, is_silent)) == LETTERS[what][2]
    assert row is None or row.organisation_id == patch.club.id
    if "answer" in what and row and not is_silent:
        assert row.answered_at == JUNE


def test_a_letter_about_the_one_that_goes_asks_about_the_one_that_stays(
    patch: Patch, twin: Organisation, make: Make, browser: Browser
) -> None:
    ann = make.person("ann@example.org", Role.OWNER, twin)
    keys = []
    for person, asked in ((ann, [twin]), (patch.keeper, [twin, patch.club])):
        key, link = new_link(Purpose.STILL_RIGHT, person.email, subject_id=person.id)
        db.session.add_all(Asked(link=link, organisation_id=each.id) for each in asked)
        keys.append(key)
    db.session.commit()

    merge(browser, patch, twin)

    assert len(db.session.scalars(select(Asked)).all()) == 2
    for key in keys:
        page = browser.open(f"/edit/still-right/{key}")
        assert [each.get_text() for each in page.select("main h2 a")] == ["The Lunch Club"]


def test_that_the_words_of_the_one_that_goes_were_right_says_nothing_of_the_other(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    (teas,) = twin.services
    db.session.add_all(
        Confirmation(
            organisation_id=twin.id, service_id=service_id, section=section, on=date(2026, 6, 1)
        )
        for service_id, section in ((None, Section.BASES), (teas.id, Section.SERVICE))
    )
    db.session.commit()

    merge(browser, patch, twin)

    kept = db.session.scalars(select(Confirmation)).one()
    assert (kept.organisation_id, kept.service_id) == (patch.club.id, teas.id)
