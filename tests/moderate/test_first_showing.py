"""What a moderator shows for the first time: found, told of with its page, and confirmed."""

import pytest
from sqlalchemy import select

from directory.domain.confirming import ITS_PEOPLE
from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.entries import decisions
from directory.extensions import db
from directory.models import Letter
from tests.browser import Browser
from tests.moderate.conftest import Patch


@pytest.fixture
def unchecked(patch: Patch) -> Patch:
    """The lunch club, of which nobody has confirmed anything."""
    for entry in (patch.club, patch.lunch):
        entry.checked_on, entry.checked_by = None, ""
    db.session.commit()
    return patch


def shown(patch: Patch, before: Publication) -> Letter:
    """Approve that the club be shown; return the letter about it."""
    patch.club.publication = before
    db.session.commit()
    change = patch.change(Section.PUBLICATION, publication="published")
    decisions.approve(change, patch.mod)
    db.session.commit()
    return db.session.scalars(select(Letter).where(Letter.kind == "change_approved")).one()


def test_an_entry_shown_for_the_first_time_is_confirmed_by_its_people(
    unchecked: Patch, browser: Browser
) -> None:
    shown(unchecked, Publication.DRAFT)

    for entry in (unchecked.club, unchecked.lunch):
        assert entry.checked_on is not None
        assert entry.checked_by == ITS_PEOPLE
    assert "Not checked yet" not in browser.get("find.service", slug=unchecked.lunch.slug).words


def test_an_entry_that_comes_back_is_confirmed_by_nobody(unchecked: Patch) -> None:
    shown(unchecked, Publication.HIDDEN)

    assert (unchecked.club.checked_on, unchecked.lunch.checked_on) == (None, None)


def test_a_service_shown_for_the_first_time_is_confirmed_by_itself(unchecked: Patch) -> None:
    unchecked.lunch.publication = Publication.DRAFT
    db.session.commit()
    change = unchecked.change(Section.SERVICE_PUBLICATION, service_publication="published")
    decisions.approve(change, unchecked.mod)
    db.session.commit()

    assert unchecked.lunch.checked_by == ITS_PEOPLE
    assert unchecked.club.checked_on is None
    letter = db.session.scalars(select(Letter)).one()
    assert f"/services/{unchecked.lunch.slug}" in letter.text


@pytest.mark.parametrize("before", [Publication.DRAFT, Publication.HIDDEN])
def test_the_letter_says_that_it_can_be_found_and_where(patch: Patch, before: Publication) -> None:
    letter = shown(patch, before)

    assert letter.subject == f"{patch.club.name} can be found now"
    assert f"/organisations/{patch.club.slug}" in letter.text


@pytest.mark.parametrize(
    ("before", "words"), [(Publication.DRAFT, "New group"), (Publication.HIDDEN, "Back again")]
)
def test_who_asks_to_be_shown_is_named_so_in_the_line(
    patch: Patch, browser: Browser, before: Publication, words: str
) -> None:
    patch.club.publication = before
    db.session.commit()
    change = patch.change(Section.PUBLICATION, publication="published")
    browser.sign_in(patch.mod, second_factor=True)

    line = browser.get("moderate.queue")
    item = browser.get("moderate.item", kind="change", number=change.id)
    assert f"{words}: {patch.club.name}" in line.words
    assert f"{words}: {patch.club.name}" in item.select_one("h1").get_text()
