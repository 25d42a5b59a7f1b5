"""Entries that may be one: found within bounds, decided by a person, remembered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from directory.domain.likeness import Traits, Why, host_of, name_key, reasons
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import alike, changing
from directory.entries.versions import versions_of
from directory.extensions import Base, db
from directory.models import (
    Asked,
    Change,
    Confirmation,
    Contact,
    FormerSlug,
    FoundCount,
    Identifier,
    Membership,
    NotTheSame,
    Organisation,
    Report,
    Service,
    StillRight,
    Suspicion,
)
from directory.models.organisation import now
from directory.people import Purpose
from directory.people.links import new_link
from directory.search import Question, index
from tests.browser import Browser
from tests.factories import Make
from tests.moderate.conftest import Patch, acts, letters

HALL = Traits(
    1, name_key("The Hoxton Hall Trust"), "hackney", "N15QJ", "hall.org", {"GB-CHC:1086812"}
)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Traits(2, "quite another", "camden", numbers={"GB-CHC:1086812"}), {Why.NUMBER}),
        (Traits(2, "quite another", "hackney", numbers={"GB-COH:1086812"}), set()),
        (Traits(2, name_key("Hoxton Hall Trust Ltd"), "hackney"), {Why.NAME}),
        (Traits(2, name_key("Hoxton Hall Trsut"), "hackney"), {Why.NAME}),
        (Traits(2, name_key("Hoxton Hall Trust"), "camden"), set()),
        (
            Traits(2, name_key("Hoxton Hall Trust Choir"), "hackney", "N15QJ"),
            {Why.NAME, Why.ADDRESS},
        ),
        (Traits(2, "quite another", "hackney", "N15QJ"), set()),
        (Traits(2, "quite another", "camden", host="hall.org"), {Why.WEBSITE}),
        (Traits(2, "quite another", "camden"), set()),
    ],
)
def test_two_are_suspected_for_a_reason(other: Traits, why: set[Why]) -> None:
    assert set(reasons(HALL, other)) - {Why.NAME} == why - {Why.NAME}
    assert set(reasons(other, HALL)) == set(reasons(HALL, other))
    if Why.ADDRESS not in why:
        assert set(reasons(HALL, other)) == why


def test_a_website_that_many_share_tells_nothing() -> None:
    other = Traits(2, "quite another", "camden", host="hall.org")

    assert reasons(HALL, other, shared_hosts={"hall.org"}) == ()


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("https://www.Hall.org/about", "hall.org"),
        ("hall.org", "hall.org"),
        ("http://hall.org:8080", "hall.org"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_a_website_is_compared_by_its_host(website: str, host: str) -> None:
    assert host_of(website) == host


def pairs() -> set[tuple[str, str, str]]:
    names = dict(db.session.execute(select(Organisation.id, Organisation.slug)).all())
    return {
        (names[each.one_id], names[each.other_id], each.reasons)
        for each in db.session.scalars(select(Suspicion))
    }


def numbered(organisation: Organisation, number: str = "1086812") -> None:
    organisation.identifiers = [Identifier(scheme="GB-CHC", number=number)]
    organisation.edited_at = now()
    db.session.commit()


def test_doubles_are_found_once_and_again_when_they_are_edited(patch: Patch, make: Make) -> None:
    twin = make.organisation("Lunch Club", make.base(borough=patch.hackney), slug="twin")
    assert alike.compare_some() == 3
    assert pairs() == {("lunch-club", "twin", "name")}
    assert alike.compare_some() == 0

    numbered(patch.club)
    numbered(twin)
    twin.name = "Quite Another"
    db.session.commit()
    assert alike.compare_some() == 2
    assert pairs() == {("lunch-club", "twin", "number")}


def test_a_shared_hall_and_a_shared_website_make_no_doubles(patch: Patch, make: Make) -> None:
    names = ["Chess", "Yoga", "Choir", "Scouts", "Karate", "Knitting", "Bingo"]
    for name in names:
        base = make.base(borough=patch.hackney, postcode="N1 5QJ")
        make.organisation(name, base, website="https://facebook.com/" + name)

    alike.compare_some()

    assert pairs() == set()


def test_the_likest_come_first_and_only_those_of_her_areas(
    patch: Patch, make: Make, browser: Browser
) -> None:
    make.organisation("The Lunch Club", make.base(borough=patch.hackney), slug="twin")
    same = make.organisation("Elevenses", make.base(borough=patch.hackney), slug="same")
    numbered(patch.club)
    numbered(same)
    make.organisation("The Sheds", make.base(borough=patch.islington), slug="sheds")
    alike.compare_some()
    browser.sign_in(patch.mod, second_factor=True)

    shown = [
        " ".join(a.get_text().split()) for a in browser.open("/moderate/doubles").select(".waits a")
    ]

    assert shown == ["The Lunch Club and Elevenses", "The Lunch Club and The Lunch Club"]


def test_not_the_same_is_remembered(patch: Patch, make: Make, browser: Browser) -> None:
    twin = make.organisation("Lunch Club", make.base(borough=patch.hackney), slug="twin")
    alike.compare_some()
    browser.sign_in(patch.mod, second_factor=True)

    browser.post(f"/moderate/doubles/{twin.id}/{patch.club.id}/not-the-same")
    assert pairs() == set()

    for each in (patch.club, twin):
        each.edited_at = now() + timedelta(seconds=1)
    db.session.commit()
    alike.compare_some()
    assert pairs() == set()
    assert ("kept apart", "organisation") in acts()


@pytest.fixture
def twin(patch: Patch, make: Make) -> Organisation:
    """A second entry of the lunch club, with much that the first has not."""
    twin = make.organisation(
        "Hoxton Lunches",
        make.base(borough=patch.hackney, address="2 New Road", cue="borough: Hackney [E09000012]"),
        slug="twin",
        website="https://lunches.example.org",
        description="Of the twin.",
    )
    numbered(twin)
    db.session.add(Contact(organisation_id=twin.id, phone="020 7946 0001"))
    db.session.add(FormerSlug(kind="organisation", slug="older", target_id=twin.id))
    service = make.service("Teas", twin, slug="teas")
    db.session.add(Contact(organisation_id=twin.id, service_id=service.id, phone="020 7946 0002"))
    db.session.commit()
    db.session.expire_all()
    return twin


def merge(browser: Browser, patch: Patch, twin: Organisation, status: int = 303):
    browser.sign_in(patch.mod, second_factor=True)
    at = f"/moderate/doubles/{patch.club.id}/{twin.id}/merge?keep={patch.club.id}"
    answer = browser.send(browser.open(at), 'form[action$="/merge"]', status=status)
    db.session.expire_all()
    return answer


def test_side_by_side_shows_both_and_asks_which_stays(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open(f"/moderate/doubles/{twin.id}/{patch.club.id}")

    assert "2 New Road" in page.words
    assert "Charity number 1086812" in page.words
    at = f"/moderate/doubles/{twin.id}/{patch.club.id}/merge"
    assert len(page.select("main form[method=get] input[name=keep]")) == 2
    assert "Choose which one stays." in browser.open(at, status=400).words
    assert "Choose which one stays." in browser.post(at, status=400).words


def test_what_merging_does_is_read_before_it_is_done(
    patch: Patch, twin: Organisation, make: Make, browser: Browser
) -> None:
    make.person("ann@example.org", Role.OWNER, twin)
    patch.report(twin)
    twin.publication = "published"
    patch.club.publication = "hidden"
    db.session.commit()
    browser.sign_in(patch.mod, second_factor=True)

    page = browser.open(f"/moderate/doubles/{patch.club.id}/{twin.id}/merge?keep={patch.club.id}")

    put_in = " ".join(each.get_text() for each in page.select("ins"))
    for words in ("Hoxton Lunches", "https://lunches.example.org", "2 New Road", "020 7946 0001"):
        assert words in put_in
    for words in (
        "/organisations/twin leads to the one that stays",
        "The one that stays is not public",
        "1 service",
        "1 person who keeps it",
        "1 report of visitors",
        "2 people get a letter",
        "This cannot be undone.",
    ):
        assert words in page.words
    assert db.session.get(Organisation, twin.id) is not None


def test_who_merges_what_another_said_are_two_is_told_first(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    pair = f"/moderate/doubles/{patch.club.id}/{twin.id}"
    browser.sign_in(patch.mod, second_factor=True)
    asked = browser.open(f"{pair}/merge?keep={patch.club.id}")
    browser.sign_in(patch.other_mod, second_factor=True)
    browser.post(f"{pair}/not-the-same")
    browser.sign_in(patch.mod, second_factor=True)

    told = browser.send(asked, 'form[action$="/merge"]', status=409)

    assert "second@example.org has decided this already. These two are not" in told.words
    assert db.session.get(Organisation, twin.id) is not None
    again = browser.post(f"{pair}/not-the-same", status=409)
    assert "second@example.org has decided this already." in again.words
    # Whoever has read it may know better.
    known = browser.open(f"{pair}/merge?keep={patch.club.id}")
    assert "second@example.org said on" in known.words
    browser.send(known, 'form[action$="/merge"]')


def test_who_comes_to_a_pair_that_was_merged_is_told(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    gone = twin.id
    merge(browser, patch, twin)
    browser.sign_in(patch.other_mod, second_factor=True)

    page = browser.post(f"/moderate/doubles/{patch.club.id}/{gone}/not-the-same", status=404)

    assert "Perhaps somebody has merged them." in page.words


def test_a_pair_across_areas_is_for_whoever_looks_after_both(
    patch: Patch, make: Make, browser: Browser
) -> None:
    numbered(patch.club)
    numbered(patch.shed)
    alike.compare_some()
    change = patch.change()
    browser.sign_in(patch.mod, second_factor=True)

    assert not browser.open("/moderate/doubles").select(".waits a")
    evidence = browser.open(f"/moderate/change/{change.id}")
    assert "The Shed (outside your areas: an administrator decides)" in evidence.words
    assert not evidence.select('a[href*="/moderate/doubles/"]')
    browser.sign_in(patch.admin, second_factor=True)
    assert len(browser.open("/moderate/doubles").select(".waits a")) == 1


def test_a_merged_entry_has_all_that_both_had_and_says_what_it_said(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    gone = twin.id
    patch.club.description = "Run by neighbours."
    db.session.commit()

    merge(browser, patch, twin)

    assert db.session.get(Organisation, gone) is None
    club = patch.club
    assert sorted(each.name for each in club.services) == ["Lunch", "Teas"]
    assert (club.name, club.also_known_as) == ("The Lunch Club", "Hoxton Lunches")
    assert club.description == "Run by neighbours."
    assert club.website == "https://lunches.example.org"
    assert [(each.scheme, each.number) for each in club.identifiers] == [("GB-CHC", "1086812")]
    assert "2 New Road" in [each.address for each in club.bases]
    assert len(club.bases) == 2
    assert {each.phone for each in club.contacts} == {"020 7946 0001", "020 7946 0002"}
    assert {each.organisation_id for each in db.session.scalars(select(Contact))} == {club.id}
    assert ("merged", "organisation") in acts()
    assert letters() == [("entries_merged", "keeper@example.org")]


def test_the_old_addresses_lead_to_the_one_that_stays(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    merge(browser, patch, twin)

    for slug in ("twin", "older"):
        answer = browser.client.get(f"/organisations/{slug}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == "/organisations/lunch-club"
    assert "The Lunch Club" in browser.open("/services/teas").words


def test_what_was_merged_is_found_under_its_new_name(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    merge(browser, patch, twin)
    index.catch_up()

    teas = db.session.scalars(select(Service).where(Service.slug == "teas")).one()
    assert teas.id in {
        hit.id for hit in index.find(Question(words="neighbour lunch club")).hits
    } | {hit.id for hit in index.find(Question(words="lunch club")).hits}


def test_people_history_reports_and_counts_come_along(
    patch: Patch, twin: Organisation, make: Make, browser: Browser
) -> None:
    month = now().date().replace(day=1)
    both = make.person("both@example.org", Role.EDITOR, twin)
    held = Membership(person_id=both.id, role=Role.EDITOR, organisation_id=patch.club.id)
    third = make.organisation("Third", slug="third")
    db.session.add_all(
        [
            held,
            NotTheSame(one_id=twin.id, other_id=third.id),
            *(
                FoundCount(month=month, organisation_id=o.id, need="", area_code="x", count=7)
                for o in (patch.club, twin)
            ),
        ]
    )
    db.session.commit()
    changing.apply(Section.ORGANISATION, twin, None, {"founded": "1999"}, by=both)
    changing.apply(Section.ORGANISATION, patch.club, None, {"also_known_as": "LC"}, by=both)
    db.session.commit()
    patch.report(twin)
    change = patch.change(
        service=db.session.scalars(select(Service).where(Service.slug == "teas")).one()
    )

    merge(browser, patch, twin)

    club = patch.club
    active = [m for m in both.memberships if m.ended_at is None]
    assert [each.organisation_id for each in active] == [club.id]
    assert club.founded == "1999"
    history = versions_of(Section.ORGANISATION, club, None, most=10)
    assert "1999" in [each.told["founded"] for each in history[1:]]
    assert len({each.number for each in history}) == len(history)
    assert history[0].how == "merged"
    assert {each.organisation_id for each in db.session.scalars(select(Report))} == {club.id}
    assert (change.organisation_id, change.open_key) == (
        club.id,
        f"{club.id}/{change.service_id}/service",
    )
    assert db.session.get(NotTheSame, (min(club.id, third.id), max(club.id, third.id)))
    (count,) = db.session.scalars(select(FoundCount))
    assert (count.organisation_id, count.count) == (club.id, 14)


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


def test_an_open_change_of_the_one_that_goes_is_taken_back_not_lost(
    patch: Patch, twin: Organisation, make: Make, browser: Browser
) -> None:
    from directory.domain.rights import Grant, Rights
    from directory.entries import drafts

    ann = make.person("ann@example.org", Role.OWNER, twin)
    change = drafts.save(twin, None, Section.ORGANISATION, {"founded": "1999"}, ann)
    drafts.send(change, Rights((Grant(Role.OWNER, twin.id),)), ann)
    db.session.commit()
    number = change.id

    merge(browser, patch, twin)

    kept = db.session.get(Change, number)
    assert (kept.state, kept.open_key, kept.organisation_id) == ("withdrawn", None, patch.club.id)
    assert kept.told["founded"] == "1999"


def test_nothing_is_half_merged_when_it_cannot_be_done(
    patch: Patch, twin: Organisation, browser: Browser
) -> None:
    # A company number that is the other's charity number is a slip, and is refused.
    patch.club.identifiers = [Identifier(scheme="GB-COH", number="01086812")]
    db.session.commit()

    browser.sign_in(patch.mod, second_factor=True)
    at = f"/moderate/doubles/{patch.club.id}/{twin.id}/merge"
    assert "slip" in browser.open(f"{at}?keep={patch.club.id}", status=400).words

    page = browser.post(at, {"keep": patch.club.id}, status=400)

    assert "slip" in page.words
    db.session.expire_all()
    assert db.session.get(Organisation, twin.id) is not None
    assert [each.name for each in patch.club.services] == ["Lunch"]
    assert ("merged", "organisation") not in acts()


def test_an_entry_is_not_merged_with_itself(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    browser.open(f"/moderate/doubles/{patch.club.id}/{patch.club.id}", status=404)


HANGS_ON_AN_ENTRY = {
    "base": "joined with those of the one that stays",
    "identifier": "joined",
    "contact": "joined; those of services go along",
    "service": "goes along",
    "membership": "goes along, each role once",
    "change": "goes along; open ones of its own sections are taken back",
    "version": "goes along, in one order of time",
    "confirmation": "goes along with its service; of its own sections it ends",
    "claiming": "goes along",
    "report": "goes along",
    "broken_link": "goes along",
    "found_count": "added up",
    "not_the_same": "counts for the one that stays",
    "suspicion": "found anew",
    "likeness": "found anew",
    "asked": "goes along, once for each letter",
    "still_right": "an answer of either's people counts",
}
"""Every table of what belongs to an organisation, and what becomes of it when two are merged."""


def test_nothing_that_hangs_on_an_entry_is_forgotten_when_two_are_merged() -> None:
    hanging = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "organisation"
    }

    assert hanging - HANGS_ON_AN_ENTRY.keys() == set(), "let these go along, in entries/moving.py"
    assert HANGS_ON_AN_ENTRY.keys() - hanging == set()
