"""Two entries are merged: nothing of either is lost, and all is done or nothing."""

from sqlalchemy import select

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import changing
from directory.entries.versions import versions_of
from directory.extensions import Base, db
from directory.models import (
    Change,
    Contact,
    FoundCount,
    Identifier,
    Membership,
    NotTheSame,
    Organisation,
    Report,
    Service,
)
from directory.models.organisation import now
from directory.search import Question, index
from tests.browser import Browser
from tests.factories import Make
from tests.moderate.conftest import Patch, acts, letters, merge


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
