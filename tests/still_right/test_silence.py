"""What nobody answered for ranks lower and says so, until somebody answers."""

import pytest

from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Service
from directory.search import Question, index
from tests.still_right.conftest import ask, link_in, standing, the_one


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


def test_it_stays_where_it_was_a_year_later_and_is_never_deleted(club, clock):
    silence(clock)
    for _ in range(8):
        ask()
        clock.on(92)
    assert standing(club)[1]
    assert found() == ["Lunch"]
