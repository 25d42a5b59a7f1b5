"""The log of what was done: searched within her areas, and saved as a table."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from directory import audit
from directory.entries import merging
from directory.extensions import db
from directory.models import AuditEntry
from directory.models.organisation import now
from directory.queries import log
from tests.browser import Browser
from tests.moderate.conftest import Patch


def rows(page) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in page.select(".log-act")]


@pytest.fixture
def noted(patch: Patch) -> None:
    """Acts in both boroughs, by two people, on two days."""
    audit.note("approved", "change", 1, by=patch.mod, organisation_id=patch.club.id)
    audit.note("refused", "change", 2, by=patch.other_mod, organisation_id=patch.club.id)
    audit.note("hidden", "organisation", 3, by=patch.far_mod, organisation_id=patch.shed.id)
    audit.note("signed in", "person", 4, by=patch.mod)
    db.session.add(
        AuditEntry(
            act="merged",
            subject="organisation",
            organisation_id=patch.club.id,
            at=now() - timedelta(days=400),
        )
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["merged", "refused", "approved"]),
        ({"who": "mo"}, ["approved"]),
        ({"who": "second@"}, ["refused"]),
        ({"act": "refused"}, ["refused"]),
        ({"subject": "organisation"}, ["merged"]),
        ({"organisation": "lunch-club", "since": "2026-01-01"}, ["refused", "approved"]),
        ({"organisation": "shed"}, []),
        ({"until": "2026-01-01"}, ["merged"]),
        ({"organisation": "lunch cl"}, ["merged", "refused", "approved"]),
        ({"organisation": "http://x.org/organisations/lunch-club", "act": "merged"}, ["merged"]),
        ({"who": "%"}, []),
    ],
)
def test_the_log_is_searched_within_her_areas(
    patch: Patch, noted: None, browser: Browser, asked: dict[str, str], expected: list[str]
) -> None:
    patch.other_mod.name = "Second"
    patch.mod.name = "Mo"
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.log", **asked)

    assert [each.get_text() for each in page.select(".log-act strong")] == expected


def test_what_was_done_and_to_what_are_chosen_from_lists_in_plain_words(
    patch: Patch, noted: None, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.log", act="refused", subject="an old word")

    chosen = [each.get_text() for each in page.select("select option[selected]")]
    assert chosen == ["Refused", "an old word"]
    assert "Took a change back" in page.select_one("select[name=act]").get_text()
    assert "A visitor's report" in page.select_one("select[name=subject]").get_text()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since": "1/3/2026"}, "Type a day like 2026-03-31."),
        ({"until": "0001-01-01"}, "Type a day like 2026-03-31."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "This is before the first day."),
    ],
)
def test_a_day_that_is_none_is_told_kindly_and_finds_nothing(
    patch: Patch, noted: None, browser: Browser, asked: dict[str, str], words: str
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.get("moderate.log", status=400, **asked)

    assert words in page.words
    assert [page.select_one(f"#{name}")["value"] for name in asked] == list(asked.values())
    assert rows(page) == []
    browser.get("moderate.log_csv", status=400, **asked)


def test_what_was_done_to_an_entry_is_found_after_it_was_merged_twice(
    patch: Patch, browser: Browser
) -> None:
    one, other = (patch.make.organisation(each, slug=each) for each in ("first", "second"))
    audit.note("edit", "organisation", one.id, organisation_id=one.id)
    db.session.flush()
    merging.merge(other, one, patch.mod)
    merging.merge(patch.club, other, patch.mod)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    found = [each.get_text() for each in browser.get("moderate.log").select(".log-act strong")]

    assert found[0] == "merged"
    assert found[-1] == "edit"
    for name in ("first", "lunch-club"):
        assert len(rows(browser.get("moderate.log", organisation=name))) == len(found)
    browser.sign_in(patch.far_mod, second_factor=True)
    assert rows(browser.get("moderate.log")) == []


def test_a_table_that_ends_early_says_so_and_can_be_gone_on_with(patch: Patch) -> None:
    for number in range(5):
        audit.note("edit", "organisation", number, organisation_id=patch.club.id)
    db.session.commit()
    asked = log.Asked(act="edit")

    first = list(log.every(asked, None, ZoneInfo("UTC"), most=3))
    rest = list(log.every(asked, None, ZoneInfo("UTC"), before=first[-1], most=3))

    assert [each.subject_id for each in (*first[:-1], *rest)] == [4, 3, 2, 1, 0]


def test_an_administrator_sees_all_of_the_log(patch: Patch, noted: None, browser: Browser) -> None:
    browser.sign_in(patch.admin, second_factor=True)

    assert len(rows(browser.get("moderate.log"))) == 5


def test_a_long_log_goes_on_from_where_one_stopped(patch: Patch, browser: Browser) -> None:
    for number in range(60):
        audit.note("edit", "organisation", number, organisation_id=patch.club.id)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    first = browser.get("moderate.log", act="edit")
    older = browser.open(str(first.select_one("a[rel=next]")["href"]))

    assert (len(rows(first)), len(rows(older))) == (50, 10)
    assert not older.select("a[rel=next]")


def test_the_log_is_saved_as_a_table_that_no_spreadsheet_runs(
    patch: Patch, browser: Browser
) -> None:
    patch.mod.name = '=HYPERLINK("http://bad.example","x")'
    audit.note("approved", "change", 1, by=patch.mod, organisation_id=patch.club.id, why="a,b\n=c")
    audit.note("@act", "-subject", organisation_id=patch.club.id)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    answer = browser.client.get("/moderate/log.csv")
    table = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [each["who"] for each in table][1].startswith("'=HYPERLINK")
    assert (table[0]["act"], table[0]["subject"]) == ("'@act", "'-subject")
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
