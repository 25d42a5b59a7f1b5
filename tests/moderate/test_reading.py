"""What a moderator reads of what waits, before she decides on it."""

from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import ChangeState
from tests.browser import Browser
from tests.moderate.conftest import Patch


def test_the_difference_shows_what_goes_and_what_comes(patch: Patch, browser: Browser) -> None:
    change = patch.change(summary="A warm lunch.", website="https://lunch.example.org")
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    assert [each.get_text() for each in page.select(".changes del")] == ["hot"]
    assert [each.get_text() for each in page.select(".changes ins")] == [
        "warm",
        "https://lunch.example.org",
    ]
    assert "Kay Keeper" in page.words
    assert "Owner of this entry" in page.words


def test_a_coverage_that_is_far_too_wide_is_flagged(patch: Patch, browser: Browser) -> None:
    change = patch.change(Section.COVERAGE, coverage=["anywhere"])
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    flagged = page.select_one("#doubts")
    assert flagged is not None
    assert "everyone, wherever they live" in flagged.get_text()
    assert "Hackney" in flagged.get_text()


def test_a_coverage_as_one_would_expect_is_not_flagged(patch: Patch, browser: Browser) -> None:
    change = patch.change(
        Section.COVERAGE, coverage=["ward: Hoxton West [E05009378]", "borough: Hackney [E09000012]"]
    )
    browser.sign_in(patch.mod, second_factor=True)

    assert not browser.get("moderate.item", kind="change", number=change.id).select("#doubts")


def test_a_new_entry_is_read_whole_before_it_is_public(patch: Patch, browser: Browser) -> None:
    patch.club.publication = Publication.DRAFT
    patch.lunch.publication = Publication.DRAFT
    patch.club.description = "Run by neighbours."
    db.session.commit()
    change = patch.change(Section.PUBLICATION, publication="published")
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="change", number=change.id)

    assert "What the public would read" in page.words
    assert "Run by neighbours." in page.words
    assert "A hot lunch." in page.words


def test_a_claiming_is_seen_whole(patch: Patch, browser: Browser) -> None:
    claiming = patch.claiming()
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.item", kind="claiming", number=claiming.id)

    assert all(words in page.words for words in ("The chair", "Ring the hall.", "Claire Claimant"))


def test_only_what_a_moderator_let_through_counts_for_its_author(
    patch: Patch, browser: Browser
) -> None:
    for words in ("Soup.", "Stew."):
        decided = patch.change(summary=words)
        decided.state, decided.open_key = ChangeState.PUBLISHED, None
        decided.decided_by = patch.other_mod if words == "Soup." else None
        db.session.commit()
    patch.change(summary="Pie.")
    browser.sign_in(patch.mod, second_factor=True)

    queue = browser.get("moderate.queue")
    page = browser.open(str(queue.select_one("[data-open]")["href"]))

    assert "1 change approved before, 0 refused." in page.words
