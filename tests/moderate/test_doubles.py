"""Entries that may be one: found within bounds, decided by a person, remembered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory.domain.likeness import Traits, Why, host_of, name_key, reasons
from directory.entries import alike
from directory.extensions import db
from directory.models import Organisation, Suspicion
from directory.models.organisation import now
from tests.browser import Browser
from tests.factories import Make
from tests.moderate.conftest import Patch, acts, merge, numbered

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
