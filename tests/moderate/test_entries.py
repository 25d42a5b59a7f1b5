"""Hiding with a reason that is told; lists of what is stale, wide or broken; roles; the log."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from directory import audit
from directory.domain.sections import Section
from directory.domain.terms import Kind, Publication
from directory.entries import changing, merging
from directory.extensions import db
from directory.models import (
    Area,
    AuditEntry,
    BrokenLink,
    Letter,
    Membership,
    StillRight,
    Version,
    WebsiteLook,
)
from directory.models.organisation import now
from directory.moderate.actions import websites
from directory.people.current import COOKIE
from directory.queries import kept_entries, log
from directory.search import Question, index
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters

LONG_AGO = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_hidden_is_gone_at_once_and_its_keepers_are_told_why(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/entry/lunch-club")

    browser.send(page, 'form[action$="/hide"]', said="The hall burnt down.")
    index.catch_up()

    browser.open("/organisations/lunch-club", status=410)
    assert patch.lunch.id not in {h.id for h in index.find(Question(words="lunch")).hits}
    (letter,) = db.session.scalars(select(Letter))
    assert (letter.kind, letter.email) == ("entry_hidden", "keeper@example.org")
    assert "The hall burnt down." in letter.text
    assert kept_entries.why_hidden(patch.club.id) == "The hall burnt down."
    assert "The hall burnt down." in browser.open("/moderate/entry/lunch-club").words
    assert [each.how for each in db.session.scalars(select(Version))] == ["before", "hidden"]
    assert ("hidden", "organisation") in acts()


@pytest.mark.parametrize(
    ("is_kept", "said", "button"),
    [
        (True, "Those who keep the entry are told why.", "It is so: tell them"),
        (False, "Nobody keeps this entry, so nobody was written to.", "It is so"),
    ],
)
def test_nobody_is_said_to_be_told_where_nobody_keeps_the_entry(
    patch: Patch, browser: Browser, *, is_kept: bool, said: str, button: str
) -> None:
    entry = patch.club
    if not is_kept:
        entry = patch.make.organisation("Unkept", *patch.club.bases, slug="unkept")
        patch.make.service("Tea", entry)
    report = patch.report(entry)
    browser.sign_in(patch.admin, second_factor=True)

    item = browser.open(f"/moderate/report/{report.id}")
    assert item.select_one("button[value=approve]").get_text() == button

    page = browser.open(f"/moderate/entry/{entry.slug}")
    done = browser.follow(browser.send(page, 'form[action$="/hide"]', said="Gone."))
    assert f"Hidden. {said}" in done.words


def test_one_service_may_be_hidden_alone(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": "No.", "service": "lunch"})

    browser.open("/services/lunch", status=410)
    browser.open("/organisations/lunch-club")
    page = browser.open("/moderate/entry/lunch-club")
    browser.send(page, 'form[action$="/show"]')
    browser.open("/services/lunch")
    assert letters() == [
        ("entry_hidden", "keeper@example.org"),
        ("entry_shown", "keeper@example.org"),
    ]


PUBLIC = (
    "/find?q=lunch",
    "/find?q=lunch&where=Hoxton+West",
    "/find?where=Orsman+Road",
    "/organisations/lunch-club",
    "/services/lunch",
    "/places/ward/{ward}",
    "/api/find?q=lunch&where=Hoxton+West",
    "/new.atom",
    "/sitemap.xml",
    "/report/?q=lunch",
)
"""Everywhere that the public, and machines, may meet an entry."""


@pytest.mark.parametrize("service", ["", "lunch"])
def test_what_is_hidden_is_nowhere_any_more_and_back_when_it_is_shown(
    patch: Patch, browser: Browser, service: str
) -> None:
    patch.lunch.name, patch.lunch.slug = "Zabaglione lunch", "lunch"
    db.session.commit()
    index.rebuild()
    ward = patch.lunch.coverage[0].code
    slug = db.session.scalars(select(Area.slug).where(Area.code == ward)).one()

    def met() -> set[str]:
        answers = {a: browser.client.get(a.format(ward=slug)).text.lower() for a in PUBLIC}
        return {a for a, t in answers.items() if "zabaglione" in t or "/services/lunch<" in t}

    before = met()
    assert before == set(PUBLIC)
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/hide", {"said": "Not so.", "service": service})
    browser.client.delete_cookie(COOKIE)
    assert met() == set()

    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/show", {"service": service})
    browser.client.delete_cookie(COOKIE)
    assert met() == before


@pytest.mark.parametrize("service", ["", "lunch"])
def test_those_who_keep_an_entry_read_on_its_own_page_why_it_is_hidden(
    patch: Patch, browser: Browser, service: str
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    told = {"said": "The hall burnt down.", "service": service}
    browser.post("/moderate/entry/lunch-club/hide", told)
    browser.sign_in(patch.keeper)
    assert "The hall burnt down." in browser.get("edit.entry", organisation="lunch-club").words

    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/show", {"service": service})
    browser.sign_in(patch.keeper)
    assert "burnt" not in browser.get("edit.entry", organisation="lunch-club").words


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001])
def test_nothing_is_hidden_without_a_reason_that_can_be_sent(
    patch: Patch, browser: Browser, reason: str
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": reason}, status=400)

    browser.open("/organisations/lunch-club")
    assert letters() == []


def test_who_hides_second_is_told_and_her_reason_is_not_sent(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/hide", {"said": "First."})

    page = browser.post("/moderate/entry/lunch-club/hide", {"said": "Second."}, status=409)

    assert "It is hidden already. Your reason was not sent." in page.words
    assert "First." in page.words
    assert "You had written: Second." in page.words
    assert len(letters()) == 1


def test_a_service_of_another_entry_cannot_be_hidden_through_hers(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/hide", {"said": "x", "service": "tools"}, status=404)

    assert patch.tools.publication == "published"


def test_keepers_are_asked_to_check_but_not_every_day(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.post("/moderate/entry/lunch-club/ask")
    browser.post("/moderate/entry/lunch-club/ask", status=409)

    assert letters() == [("still_right", "keeper@example.org")]


def test_moderators_see_how_many_letters_nobody_answered(patch: Patch, browser: Browser) -> None:
    patch.lunch.checked_on = date(2020, 1, 1)
    db.session.add(StillRight(organisation_id=patch.club.id, asked_at=LONG_AGO, unanswered=3))
    patch.club.silent_since = date(2026, 4, 1)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    said = "asked 1 March 2026, 3 letters unanswered"
    assert said in browser.open("/moderate/not-checked").words
    page = browser.open("/moderate/entry/lunch-club").words
    assert said.capitalize() in page
    assert "It ranks lower since 1 April 2026." in page
    # What she asks is the letter of the quarter, and counts as one.
    browser.post("/moderate/entry/lunch-club/ask")
    assert db.session.get_one(StillRight, patch.club.id).unanswered == 4
    assert "4 letters unanswered" in browser.open("/moderate/not-checked").words
    assert patch.keeper.asked_at is not None


def test_nobody_is_asked_about_what_the_public_does_not_see(patch: Patch, browser: Browser) -> None:
    patch.club.publication = Publication.HIDDEN
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)
    browser.post("/moderate/entry/lunch-club/ask", status=400)
    assert letters() == []


def listed(browser: Browser, address: str) -> list[str]:
    return [each.get_text(strip=True) for each in browser.open(address).select(".waits a.strong")]


def test_what_nobody_checked_lately_is_listed_the_longest_ago_first(
    patch: Patch, browser: Browser
) -> None:
    today = now().date()
    never = patch.make.service("Never", patch.club, checked_on=None)
    patch.make.service("Lately", patch.club, checked_on=today)
    patch.lunch.checked_on = date(2020, 1, 1)
    patch.tools.checked_on = date(2019, 1, 1)
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    assert listed(browser, "/moderate/not-checked") == [never.name, "Lunch"]
    assert listed(browser, "/moderate/not-checked?months=120") == [never.name]
    browser.open("/moderate/not-checked?months=nonsense")


def test_what_is_very_wide_is_listed_with_what_is_odd(patch: Patch, browser: Browser) -> None:
    make = patch.make
    make.border(patch.hackney, patch.islington)
    far = make.borough("Far Away", code="E09000033")
    make.service("For all", patch.club, anywhere=True)
    make.service("Far", patch.club, serves=[far])
    make.service("Beside", patch.club, serves=[patch.islington])
    national = make.organisation("Nation", make.base(borough=patch.hackney), kind=Kind.NATIONAL)
    make.service("Helpline", national, anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.open("/moderate/very-wide")

    assert set(listed(browser, "/moderate/very-wide")) == {"For all", "Far"}
    assert "It says that it is for everyone" in page.words
    assert "Far Away" in page.words


def look(answers: dict[str, str]):
    asked: list[str] = []

    def _look(address: str) -> str:
        asked.append(address)
        return answers.get(address, "")

    return _look, asked


def test_a_website_is_listed_when_it_did_not_answer_twice_a_day_apart(
    patch: Patch, browser: Browser
) -> None:
    patch.club.website = "https://gone.example.org"
    patch.lunch.website = "https://gone.example.org"
    patch.shed.website = "https://fine.example.org"
    db.session.commit()
    ask, asked = look({"https://gone.example.org": "did not answer"})

    assert websites.look_at_some(ask) == 2
    assert websites.look_at_some(ask) == 0
    assert db.session.scalars(select(BrokenLink)).all() == []
    _a_day_passes()
    assert websites.look_at_some(ask) == 1
    assert asked == ["https://fine.example.org", *["https://gone.example.org"] * 2]

    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/broken-links")
    assert listed(browser, "/moderate/broken-links") == ["The Lunch Club", "The Lunch Club"]
    assert "did not answer" in page.words
    browser.sign_in(patch.far_mod, second_factor=True)
    assert listed(browser, "/moderate/broken-links") == []


def test_a_website_that_answers_again_leaves_the_list(patch: Patch, browser: Browser) -> None:
    patch.club.website = "https://gone.example.org"
    db.session.commit()
    for _ in range(2):
        websites.look_at_some(lambda _: "did not answer")
        _a_day_passes()
    assert len(db.session.scalars(select(BrokenLink)).all()) == 1

    websites.look_at_some(lambda _: "")

    assert db.session.scalars(select(BrokenLink)).all() == []


def test_she_may_take_an_address_off_the_list_only_where_she_moderates(
    patch: Patch, browser: Browser
) -> None:
    link = BrokenLink(organisation_id=patch.club.id, address="https://x.example", trouble="gone")
    db.session.add(link)
    db.session.commit()
    browser.sign_in(patch.far_mod, second_factor=True)
    browser.post(f"/moderate/broken-links/{link.id}/forget", status=403)

    browser.sign_in(patch.mod, second_factor=True)
    browser.send(browser.open("/moderate/broken-links"), 'form[action$="/forget"]')

    assert db.session.scalars(select(BrokenLink)).all() == []


def _a_day_passes() -> None:
    for each in db.session.scalars(select(WebsiteLook)):
        each.looked_at -= timedelta(days=1, minutes=1)
    db.session.commit()


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


def test_an_administrator_gives_and_ends_roles(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.admin, second_factor=True)
    page = browser.open("/moderate/roles")
    browser.send(
        page,
        'form[action="/moderate/roles"]',
        email="New@Example.org",
        role="moderator",
        area="Hackney",
    )

    given = db.session.scalars(select(Membership).order_by(Membership.id.desc())).first()
    assert (given.person.email, given.role, given.area_code) == (
        "new@example.org",
        "moderator",
        "E09000012",
    )
    assert given.granted_by_id == patch.admin.id
    page = browser.open("/moderate/roles?who=new@")
    browser.send(page, f'form[action="/moderate/roles/{given.id}/end"]')
    db.session.expire_all()
    assert given.ended_at is not None
    assert letters() == [
        ("role_granted", "new@example.org"),
        ("role_ended", "new@example.org"),
    ]
    assert [act for act, _ in acts()] == ["granted", "ended"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"email": "nobody", "role": "administrator"}, "whole e-mail address"),
        ({"email": "a@example.org", "role": "owner"}, "Choose what they may do"),
        ({"email": "a@example.org", "role": "moderator"}, "Say which area"),
        ({"email": "a@example.org", "role": "moderator", "area": "Atlantis"}, "Atlantis"),
    ],
)
def test_a_role_that_cannot_be_given_is_told_kindly(
    patch: Patch, browser: Browser, told: dict[str, str], words: str
) -> None:
    browser.sign_in(patch.admin, second_factor=True)

    page = browser.post("/moderate/roles", told, status=400)

    assert words in page.words
    assert letters() == []


def test_the_last_administrator_cannot_vanish_by_mistake(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.admin, second_factor=True)
    (held,) = patch.admin.memberships

    page = browser.post(f"/moderate/roles/{held.id}/end", status=400)

    assert "last administrator" in page.words


def test_what_is_right_to_be_wide_is_not_asked_again_until_it_says_something_else(
    patch: Patch, browser: Browser
) -> None:
    everyone = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)
    browser.send(browser.open("/moderate/very-wide"))

    assert listed(browser, "/moderate/very-wide") == []
    assert db.session.scalars(select(AuditEntry.act)).all()[-1] == "found the coverage right"

    row = {"coverage": ["anywhere", "not borough: Islington"]}
    changing.apply(Section.COVERAGE, patch.club, everyone, row, by=patch.mod)
    db.session.commit()
    assert listed(browser, "/moderate/very-wide") == ["For all"]


def test_what_changed_since_she_read_it_is_not_called_right(patch: Patch, browser: Browser) -> None:
    wide = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/very-wide")
    wide.edited_at += timedelta(seconds=1)
    db.session.commit()

    assert "something else than what you read" in browser.send(page, status=409).words
    assert wide.wide_and_right_on is None
    page = browser.open("/moderate/very-wide")
    browser.send(page)
    assert "right already" in browser.send(page, status=409).words


def test_a_moderator_of_elsewhere_cannot_call_it_right(patch: Patch, browser: Browser) -> None:
    wide = patch.make.service("For all", patch.club, slug="for-all", anywhere=True)
    browser.sign_in(patch.far_mod, second_factor=True)
    browser.post("/moderate/very-wide/for-all/right", status=403)
    assert wide.wide_and_right_on is None


def test_a_section_speaks_of_those_who_keep_it_to_a_moderator(
    patch: Patch, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open("/moderate/entry/lunch-club")
    assert "Where they are based" in page.words
    assert "Where you are based" not in page.words
