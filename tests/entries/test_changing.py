"""An edit writes one section of an entry, and nothing else."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from directory.domain.sections import PARTS, Section
from directory.domain.terms import Publication
from directory.entries import changing
from directory.entries.difference import Became
from directory.entries.written import told_organisation
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import AuditEntry, FormerSlug, IndexChange, Organisation, Service, Version
from directory.queries import cards
from directory.search import Question, index
from tests.entries.conftest import ROW, apply, error_of, store
from tests.factories import Make

NOBODYS = (
    *("checked_on", "checked_by", "organisation_checked_on", "organisation_checked_by", "source"),
    *("invented", "coverage_by", "coverage_confirmed_on", "organisation_ref", "service_ref"),
    *("slug", "id", "organisation_id"),
)
"""Columns of lists, and of tables, that no section has."""


@pytest.mark.parametrize("section", list(Section))
def test_nothing_can_be_set_through_a_section_that_is_not_of_it(
    hall: Organisation, lunch: Service, section: Section
) -> None:
    entry = lunch if PARTS[section].is_of_service else hall
    others = {column for each in Section for column in PARTS[each].columns}

    for column in (*NOBODYS, *sorted(others - set(PARTS[section].columns))):
        assert error_of(section, entry, {column: "published"}).field == column


def test_a_service_of_another_organisation_is_refused(lunch: Service, make: Make) -> None:
    other = make.organisation("Another")

    with pytest.raises(BadInputError):
        changing.apply(Section.TIMES, other, lunch, {"opening_times": ""}, by=None)


def test_a_section_needs_the_kind_of_entry_it_is_of(hall: Organisation, lunch: Service) -> None:
    for section, service in ((Section.TIMES, None), (Section.BASES, lunch)):
        with pytest.raises(BadInputError):
            changing.apply(section, hall, service, {}, by=None)


@pytest.mark.parametrize(
    ("section", "told", "column", "said"),
    [
        (Section.ORGANISATION, {"organisation_name": " "}, "organisation_name", "This is missing."),
        (Section.ORGANISATION, {"kind": "club"}, "kind", "“club” is not one of"),
        (Section.ORGANISATION, {"identifiers": ["GB-CHC:x"]}, "identifiers", "Charity number"),
        (
            Section.ORGANISATION,
            {"identifiers": ["GB-CHC:1086812", "GB-COH:01086812"]},
            "identifiers",
            "one is a slip",
        ),
        (Section.BASES, {"bases": [{"postcode": "N1"}]}, "bases", "not a whole postcode"),
        (Section.PUBLICATION, {"publication": ""}, "publication", "This is missing."),
        (Section.SERVICE, {"summary": "x" * 301}, "summary", "301 characters are too many"),
        (Section.SERVICE, {"website": "javascript:alert(1)"}, "website", "not an address"),
        (Section.WHO, {"age_from": "9", "age_to": "5"}, "age_from", "9 is more than age_to, 5."),
        (Section.WHO, {"age_to": "old"}, "age_to", "not a whole number"),
        (Section.COVERAGE, {"coverage": ["ward: Atlantis"]}, "coverage", "We do not know"),
        (
            Section.COVERAGE,
            {"coverage": ["ward: Hoxton West [E999]"]},
            "coverage",
            "with this code",
        ),
        (Section.COVERAGE, {"coverage": ["ward: X [high-1]"]}, "coverage", "with this code"),
        (Section.COVERAGE, {"coverage": {"a": 1}}, "coverage", "a text was expected"),
        (Section.TIMES, {"opening_times": "whenever"}, "opening_times", "cannot be understood"),
        (Section.TIMES, {"opening_times": "Mon 9:00-10:00 @ Nowhere"}, "opening_times", "Nowhere"),
        (Section.CONTACTS, {"email": "nobody"}, "email", "not an e-mail address"),
    ],
)
def test_what_cannot_be_stored_is_said_of_the_column_to_blame(
    hall: Organisation,
    lunch: Service,
    section: Section,
    told: dict[str, object],
    column: str,
    said: str,
) -> None:
    error = error_of(section, lunch if PARTS[section].is_of_service else hall, told)

    assert error.field == column
    assert said.lower() in str(error).lower()


def test_an_edit_is_found_by_its_new_words(lunch: Service) -> None:
    apply(Section.SERVICE, lunch, {"service_name": "Pudding club"})
    index.catch_up()

    assert [hit.id for hit in index.find(Question(words="pudding")).hits] == [lunch.id]


def test_the_index_hears_of_every_service_when_their_organisation_changes(
    hall: Organisation, lunch: Service, make: Make
) -> None:
    other = make.service("Choir", hall)
    index.catch_up()

    apply(Section.ORGANISATION, hall, {"organisation_name": "The Great Hall"})

    assert set(db.session.scalars(select(IndexChange.service_id))) == {lunch.id, other.id}


def test_an_edit_leaves_what_the_page_does_not_show(lunch: Service) -> None:
    edited = lunch.edited_at

    became = apply(
        Section.COVERAGE, lunch, {"coverage": ["ward: Hoxton West", "ward: Hoxton East"]}
    )

    assert became is Became.CHANGED
    assert lunch.edited_at > edited
    assert lunch.checked_on == date(2026, 3, 3)
    today = datetime.now(UTC).date()
    assert {(c.name, c.claimed_by, c.confirmed_on) for c in lunch.coverage} == {
        ("Hoxton West", "The council", date(2026, 2, 2)),
        ("Hoxton East", "The Hall", today),
    }


def test_an_edit_of_one_column_leaves_the_others_of_its_section(hall: Organisation) -> None:
    apply(Section.ORGANISATION_CONTACTS, hall, {"organisation_email": "hall@example.org"})

    assert [(c.label, c.phone, c.email) for c in hall.contacts] == [
        ("", "020 7946 0000", "hall@example.org"),
        ("Chair", "", "chair@example.org"),
    ]


def test_a_new_phone_number_is_on_the_next_list_that_is_printed(
    hall: Organisation, lunch: Service
) -> None:
    assert [each.phone for each in cards.in_order([lunch.id])[0].contacts][:1] == ["020 7946 0000"]

    apply(Section.ORGANISATION_CONTACTS, hall, {"organisation_phone": "020 7946 0999"})
    db.session.commit()

    assert [each.phone for each in cards.in_order([lunch.id])[0].contacts][:1] == ["020 7946 0999"]


def test_a_renamed_entry_keeps_its_old_address_forwarding(lunch: Service) -> None:
    old = lunch.slug

    apply(Section.SERVICE, lunch, {"service_name": "Pudding club"})

    assert lunch.slug == "pudding-club-the-hall"
    assert db.session.get_one(FormerSlug, ("service", old)).target_id == lunch.id


def test_an_edit_that_renames_nothing_moves_no_address(hall: Organisation, make: Make) -> None:
    choir = make.service("Choir", hall, slug="an-old-address")

    apply(Section.SERVICE, choir, {"service_name": "Choir", "summary": "We sing."})
    apply(Section.TIMES, choir, {"opening_times": "Mon 10:00-12:00"})

    assert choir.slug == "an-old-address"


def test_closing_and_hiding_are_edits_with_a_history(hall: Organisation, lunch: Service) -> None:
    apply(Section.SERVICE_PUBLICATION, lunch, {"service_publication": "hidden"})
    apply(Section.PUBLICATION, hall, {"publication": "closed"})

    assert (lunch.publication, hall.publication) == (Publication.HIDDEN, Publication.CLOSED)
    told = [version.told for version in db.session.scalars(select(Version).order_by(Version.id))]
    assert told == [
        {"service_publication": "published"},
        {"service_publication": "hidden"},
        {"publication": "published"},
        {"publication": "closed"},
    ]


def test_every_version_is_kept_with_who_when_and_what(lunch: Service, make: Make) -> None:
    ann = make.person("ann@example.org")
    stood_since = lunch.edited_at

    apply(Section.SERVICE, lunch, {"summary": "A cold lunch."}, by=ann)
    apply(Section.SERVICE, lunch, {"summary": "A warm lunch."}, by=ann)

    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert [(v.number, v.how, v.person, v.told["summary"]) for v in kept] == [
        (1, "before", None, "A hot lunch."),
        (2, "edit", ann, "A cold lunch."),
        (3, "edit", ann, "A warm lunch."),
    ]
    assert kept[0].at == stood_since < kept[1].at < kept[2].at


def test_what_a_list_changed_between_two_edits_is_kept_too(lunch: Service) -> None:
    apply(Section.SERVICE, lunch, {"summary": "Edited."})
    store({**ROW, "summary": "Loaded."})
    lunch = db.session.scalars(select(Service)).one()
    apply(Section.SERVICE, lunch, {"summary": "Edited again."})

    kept = db.session.scalars(select(Version).order_by(Version.number)).all()
    assert [v.told["summary"] for v in kept] == [
        "A hot lunch.",
        "Edited.",
        "Loaded.",
        "Edited again.",
    ]


def test_an_edit_that_changes_nothing_leaves_no_trace(lunch: Service) -> None:
    index.catch_up()

    assert apply(Section.SERVICE, lunch, {"summary": "A hot lunch."}) is Became.UNCHANGED

    for model in (Version, AuditEntry, IndexChange):
        assert db.session.scalars(select(model)).all() == []


def test_the_log_says_which_columns_changed_and_never_what_they_hold(
    hall: Organisation, make: Make
) -> None:
    ann = make.person("ann@example.org")

    apply(Section.BASES, hall, {"bases": [{"address": "99 Secret Lane", "hidden": True}]}, by=ann)

    (entry,) = db.session.scalars(select(AuditEntry))
    assert (entry.act, entry.subject, entry.organisation_id) == ("edit", "organisation", hall.id)
    assert entry.details == {"section": "bases", "version": 2, "columns": ["bases"]}
    assert entry.person == ann


def test_a_shared_number_is_told_but_not_whose_entry_it_is_unless_that_is_public(
    hall: Organisation,
) -> None:
    theirs = {**ROW, "organisation_ref": "other", "service_ref": "", "organisation_name": "Other"}
    theirs = {key: value for key, value in theirs.items() if key not in _service_columns()}
    other, _ = store(theirs)
    hall = db.session.scalars(select(Organisation).where(Organisation.ref == "hall")).one()
    told = dict(told_organisation(hall, Section.ORGANISATION))
    assert any("“Other”" in each for each in changing.check(Section.ORGANISATION, hall, None, told))

    other.publication = Publication.HIDDEN
    db.session.commit()

    notes = changing.check(Section.ORGANISATION, hall, None, told)
    assert any("another entry" in each for each in notes)
    assert not any("Other" in each for each in notes)


def _service_columns() -> set[str]:
    return {
        column
        for section in Section
        if PARTS[section].is_of_service
        for column in PARTS[section].columns
    } | {"checked_on", "coverage_by", "coverage_confirmed_on"}
