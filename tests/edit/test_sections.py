"""Editing an entry section by section: kept as one goes, sent, published, and nothing lost."""

import pytest
from sqlalchemy import select

from directory import people
from directory.domain.rights import Role
from directory.domain.sections import OF_SERVICE, WITH_A_FORM, Section
from directory.domain.terms import Publication
from directory.entries import decisions
from directory.entries.written import told_now
from directory.extensions import db
from directory.models import Change, ChangeState, Link, Organisation, Service, Version
from directory.search import Question, index


@pytest.fixture
def club(make):
    """A lunch club in Hoxton, its owner signed in nowhere yet."""
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    street = make.street("Orsman Road", ward, at=(533_000, 183_500))
    make.postcode("N1 5QJ", ward, hackney, (533_010, 183_500), street)
    trust = make.organisation("Pitfield Lunch", make.base(ward, hackney, (533_000, 183_500)))
    hall = make.site("The Hall", (533_000, 183_500), postcode="N1 5QJ")
    make.service("Tuesday lunch", trust, serves=[ward], sites=[hall], categories=["lunch-club"])
    db.session.commit()
    index.rebuild()
    return trust


@pytest.fixture
def ann(club, make, browser):
    person = make.person("ann@example.org", Role.OWNER, club)
    browser.sign_in(person)
    return person


def addresses(club):
    service = club.services[0]
    for section in sorted(WITH_A_FORM):
        if section in OF_SERVICE:
            yield section, service, f"/edit/{club.slug}/{service.slug}/section/{section}"
        else:
            yield section, None, f"/edit/{club.slug}/section/{section}"


def form(browser, address):
    return browser.open(address)


@pytest.mark.parametrize(
    ("typed", "marked", "said"),
    [
        (
            {"identifiers-GB-CHC": "07654321", "identifiers-GB-COH": "03894363"},
            "identifiers-GB-CHC",
            "“07654321” looks like a company number. Type it under Company number.",
        ),
        (
            {"identifiers-GB-CHC": "1086812", "identifiers-GB-COH": "x"},
            "identifiers-GB-COH",
            "not a number of this kind",
        ),
        ({"identifiers-other": "GB-SC:x"}, "identifiers-other", "not a number of this kind"),
    ],
)
def test_of_several_numbers_only_the_one_that_is_wrong_is_marked(
    browser, ann, club, typed, marked, said
):
    page = form(browser, f"/edit/{club.slug}/section/organisation")

    answer = browser.send(page, "main form.stack-wide", status=400, then="save", **typed)

    assert [box["id"] for box in answer.select("[aria-invalid]")] == [marked]
    assert len(answer.select("fieldset.field-wrong")) == 0
    (error,) = answer.select("#identifiers-error")
    assert said in error.text
    for name, value in typed.items():
        box = answer.select_one(f"[name={name}]")
        assert value in (box.get("value"), box.text.strip())


def test_every_section_opens_and_saved_unchanged_changes_nothing(browser, ann, club):
    for section, service, address in addresses(club):
        before = told_now(club, service, section)
        page = browser.open(address)
        browser.send(page, "main form.stack-wide", then="send")
        db.session.expire_all()
        assert told_now(club, service, section) == before, section
    assert db.session.scalars(select(Version)).all() == []


def test_what_is_saved_is_kept_and_the_public_still_reads_what_stood_there(browser, ann, club):
    address = f"/edit/{club.slug}/section/organisation"
    browser.send(
        browser.open(address),
        "main form.stack-wide",
        organisation_name="Pitfield Table",
        then="save",
    )

    assert browser.open(address).select_one("#organisation_name")["value"] == "Pitfield Table"
    assert "Saved, not sent" in browser.open(f"/edit/{club.slug}").words
    assert "Pitfield Table" not in browser.open(f"/organisations/{club.slug}").words


def test_what_is_sent_waits_for_a_moderator_and_is_found_when_she_approves(
    browser, ann, club, make
):
    address = f"/edit/{club.slug}/{club.services[0].slug}/section/service"
    browser.send(
        browser.open(address), "main form.stack-wide", service_name="Bingo and stew", then="send"
    )
    change = db.session.scalars(select(Change)).one()
    assert change.state is ChangeState.WAITING
    assert index.find(Question("stew")).total == 0

    decisions.approve(change, make.person(role=Role.ADMINISTRATOR))
    db.session.commit()

    assert index.find(Question("stew")).total == 1


def test_a_trusted_editor_publishes_opening_times_at_once_and_a_new_name_not(browser, club, make):
    browser.sign_in(make.person("ed@example.org", Role.EDITOR, club, is_trusted=True))
    service = club.services[0]
    at = f"/edit/{club.slug}/{service.slug}/section"
    browser.send(
        browser.open(f"{at}/times"),
        "main form.stack-wide",
        opening_times="Tue 11:30-14:30",
        then="send",
    )
    browser.send(
        browser.open(f"{at}/service"), "main form.stack-wide", service_name="New", then="send"
    )

    states = db.session.execute(select(Change.section, Change.state)).all()
    assert dict(map(tuple, states)) == {
        Section.TIMES: ChangeState.PUBLISHED,
        Section.SERVICE: ChangeState.WAITING,
    }


WRONG = [
    ("times", {"opening_times": "every now and then"}, "opening_times"),
    ("service", {"service_name": ""}, "service_name"),
    ("service", {"website": "javascript:alert(1)"}, "website"),
    ("contacts", {"email": "not an address"}, "email"),
    ("who", {"age_from": "minus one"}, "age_from"),
    ("service", {"categories": ["lunch-club", "food", "debt", "advice"]}, "categories"),
]


@pytest.mark.parametrize(("section", "typed", "column"), WRONG)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_comes_back(
    browser, ann, club, section, typed, column
):
    address = f"/edit/{club.slug}/{club.services[0].slug}/section/{section}"
    page = browser.send(
        browser.open(address), "main form.stack-wide", status=400, then="send", **typed
    )

    assert page.select_one(f"#{column}-error")
    again = browser.open(address)
    for name, value in typed.items():
        fields = again.select(f"[name={name}]")
        if isinstance(value, list):
            assert {x["value"] for x in fields if x.has_attr("checked")} == set(value)
        else:
            assert (fields[0].get("value") or fields[0].get_text().strip()) == value
    assert db.session.scalars(select(Change.state)).all() == [ChangeState.DRAFT]


def test_what_comes_back_has_no_characters_that_no_one_can_see(browser, ann, club):
    address = f"/edit/{club.slug}/{club.services[0].slug}/section/times"
    page = browser.open(address)
    typed = {"opening_times": "every\x00 now and\u202e then\r\nor \x07never"}
    browser.send(page, "main form.stack-wide", status=400, then="send", **typed)

    box = browser.open(address).select_one("[name=opening_times]")
    assert box.get_text().split("\n")[-2:] == ["every now and then", "or never"]


def test_of_two_people_the_second_is_shown_the_difference_and_loses_nothing(
    browser, ann, club, make
):
    address = f"/edit/{club.slug}/section/organisation"
    hers = browser.open(address)
    browser.sign_in(make.person("ed@example.org", Role.EDITOR, club))
    browser.send(
        browser.open(address), "main form.stack-wide", organisation_name="His name", then="save"
    )

    browser.sign_in(ann)
    page = browser.send(
        hers, "main form.stack-wide", status=409, organisation_name="Her name", then="save"
    )
    assert page.select_one("#organisation_name")["value"] == "Her name"
    assert "His name" in page.select_one("table").get_text()
    browser.send(page, "main form.stack-wide", then="save")
    assert browser.open(address).select_one("#organisation_name")["value"] == "Her name"


def test_an_old_version_is_restored_by_editing(browser, ann, club, make):
    club.publication = Publication.DRAFT  # so that what is sent is written at once
    db.session.commit()
    address = f"/edit/{club.slug}/section/organisation"
    for name in ("First", "Second"):
        browser.send(
            browser.open(address), "main form.stack-wide", organisation_name=name, then="send"
        )
        club = db.session.get(Organisation, club.id)
        address = f"/edit/{club.slug}/section/organisation"
    page = browser.open(f"/edit/{club.slug}/history/organisation")
    assert "Second" in page.words
    assert "ann@example.org" in page.words
    browser.send(page, "section:nth-of-type(2) form")
    assert browser.open(address).select_one("#organisation_name")["value"] == "First"


def test_a_change_is_taken_back(browser, ann, club):
    address = f"/edit/{club.slug}/section/organisation"
    browser.send(browser.open(address), "main form.stack-wide", organisation_name="X", then="send")
    browser.send(browser.open(f"/edit/{club.slug}"), "form[action$=withdraw]")
    assert db.session.scalars(select(Change.state)).all() == [ChangeState.WITHDRAWN]


def test_hidden_addresses_and_their_points_survive_the_form(browser, ann, club):
    base = club.bases[0]
    base.is_hidden, base.address = True, "12 Secret Street"
    db.session.commit()
    before = told_now(club, None, Section.BASES)
    address = f"/edit/{club.slug}/section/bases"
    browser.send(browser.open(address), "main form.stack-wide", then="send")
    db.session.expire_all()
    assert told_now(club, None, Section.BASES) == before


DOORS = [
    "/edit/{org}",
    "/edit/{org}/preview",
    "/edit/{org}/{service}/preview",
    "/edit/{org}/team",
    "/edit/{org}/add-service",
    "/edit/{org}/section/organisation",
    "/edit/{org}/history/organisation",
    "/edit/{org}/changes/{change}/question",
    "/edit/{org}/{service}/section/service",
    "/edit/{org}/{service}/history/service",
]
WRITES = [
    "/edit/{org}/section/organisation",
    "/edit/{org}/{service}/section/service",
    "/edit/{org}/add-service",
    "/edit/{org}/show",
    "/edit/{org}/{service}/show",
    "/edit/{org}/team/invite",
    "/edit/{org}/team/{member}/owner",
    "/edit/{org}/team/{member}/editor",
    "/edit/{org}/team/invitations/{invitation}/end",
    "/edit/{org}/team/{member}/end",
    "/edit/{org}/changes/{change}/send",
    "/edit/{org}/changes/{change}/question",
    "/edit/{org}/changes/{change}/withdraw",
    "/edit/{org}/versions/{version}/restore",
]


@pytest.fixture
def theirs(club, make, browser, ann):
    """Ann's draft and version, and a stranger who is signed in and owns another entry."""
    browser.send(
        browser.open(f"/edit/{club.slug}/section/organisation"),
        "main form.stack-wide",
        organisation_name="Hers",
        then="save",
    )
    version = Version(
        organisation_id=club.id, section=Section.ORGANISATION, number=1, told={}, how="before"
    )
    db.session.add(version)
    db.session.commit()
    people.make_link(people.Purpose.INVITATION, "bob@example.org", subject_id=club.id)
    db.session.commit()
    other = make.organisation("Other")
    browser.sign_in(make.person("eve@example.org", Role.OWNER, other))
    names = {
        "org": club.slug,
        "service": club.services[0].slug,
        "member": ann.memberships[0].id,
        "invitation": db.session.scalars(select(Link.id)).one(),
        "change": db.session.scalars(select(Change.id)).one(),
        "version": version.id,
    }
    return names, other


@pytest.mark.parametrize("door", DOORS)
def test_nobody_reads_the_draft_of_another_organisation(browser, theirs, door):
    names, _ = theirs
    browser.open(door.format(**names), status=403)


@pytest.mark.parametrize("door", WRITES)
def test_nobody_writes_to_the_entry_of_another_organisation(browser, theirs, door):
    names, other = theirs
    browser.post(door.format(**names), {"email": "eve@example.org", "name": "x"}, status=403)
    # Nor by naming her own organisation and another's change, version or member.
    own = {**names, "org": other.slug}
    if any(
        part in door for part in ("{member}", "{change}", "{version}", "{service}", "{invitation}")
    ):
        browser.post(door.format(**own), {"email": "x"}, status=404)
    assert db.session.scalars(select(Change.told)).one()["organisation_name"] == "Hers"
    assert len(db.session.scalars(select(Service)).all()) == 1
    assert people.open_links(
        people.Purpose.INVITATION, db.session.scalars(select(Link.subject_id)).one()
    )


@pytest.mark.parametrize("door", [*DOORS, *(each for each in WRITES if "{org}" in each)])
def test_that_a_draft_is_there_is_told_to_nobody_else(browser, theirs, club, door):
    names, _ = theirs
    club.publication = Publication.DRAFT
    db.session.commit()
    answers = [
        browser.client.open(
            door.format(**{**names, "org": slug}),
            method="POST" if door in WRITES else "GET",
            headers={"Sec-Fetch-Site": "same-origin"},
        ).status_code
        for slug in (club.slug, "no-such-entry")
    ]
    assert answers == [404, 404]
