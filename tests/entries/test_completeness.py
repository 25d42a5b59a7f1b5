"""What is missing from an entry is said, each thing where it can be put right."""

import pytest

from directory.domain.sections import Section
from directory.domain.terms import Cost, Mode, Publication, Status
from directory.entries import changing, completeness, drafts
from directory.models import Organisation, Service
from tests import counting
from tests.entries.conftest import ROW, store
from tests.factories import Make

WHOLE = {
    **ROW,
    "cost": "free",
    "ways_in": ["drop_in"],
    "access": ["step_free"],
}


@pytest.fixture
def whole(places: None) -> Service:
    """A service of which all is told."""
    service = store(WHOLE)[1]
    assert service is not None
    return service


def missing(organisation: Organisation) -> list[completeness.Missing]:
    return completeness.of(organisation).missing


def sections(organisation: Organisation) -> list[Section]:
    return [section for section, _, _ in missing(organisation)]


def test_of_an_entry_that_says_everything_nothing_is_missing(whole: Service) -> None:
    assert missing(whole.organisation) == []


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (Section.SERVICE, {"summary": ""}),
        (Section.SERVICE, {"categories": []}),
        (Section.COVERAGE, {"coverage": []}),
        (Section.TIMES, {"opening_times": []}),
        (Section.WHO, {"audiences": []}),
        (Section.GETTING_IN, {"cost": Cost.UNKNOWN.value}),
        (Section.GETTING_IN, {"ways_in": []}),
        (Section.ACCESS, {"access": []}),
        (Section.BASES, {"bases": []}),
        (Section.BASES, {"bases": [{"postcode": "ZZ1 1ZZ"}]}),
        (Section.ORGANISATION, {"organisation_description": ""}),
    ],
)
def test_what_is_not_told_is_missing_from_its_section(
    whole: Service, section: Section, told: dict[str, object]
) -> None:
    service = whole if section not in (Section.BASES, Section.ORGANISATION) else None
    changing.apply(section, whole.organisation, service, told, by=None)

    ((found, of, words),) = missing(whole.organisation)

    assert (found, of) == (section, service)
    assert words.endswith(".")


@pytest.mark.parametrize(
    ("section", "gone", "told"),
    [
        (Section.SERVICE, {"summary": ""}, {"summary": "Lunch."}),
        (Section.SERVICE, {"categories": []}, {"categories": ["lunch-club"]}),
        (Section.COVERAGE, {"coverage": []}, {"coverage": ["anywhere"]}),
        (Section.TIMES, {"opening_times": []}, {"opening_times": ["Tue 11:30-14:30"]}),
        (Section.WHO, {"audiences": []}, {"audiences": ["adults"]}),
        (Section.GETTING_IN, {"cost": Cost.UNKNOWN.value}, {"cost": "free"}),
        (Section.GETTING_IN, {"ways_in": []}, {"ways_in": ["book"]}),
        (Section.ACCESS, {"access": []}, {"access_note": "One step."}),
        (Section.BASES, {"bases": []}, {"bases": [{"postcode": "N1 5QJ"}]}),
        (Section.BASES, {"bases": [{"postcode": "ZZ1 1ZZ"}]}, {"bases": [{"postcode": "N1 5QJ"}]}),
        (
            Section.ORGANISATION,
            {"organisation_description": ""},
            {"organisation_description": "Neighbours."},
        ),
    ],
)
def test_what_her_draft_tells_is_not_called_missing(
    whole: Service, make: Make, section: Section, gone: dict[str, object], told: dict[str, object]
) -> None:
    organisation, ann = whole.organisation, make.person("ann@example.org")
    service = whole if section not in (Section.BASES, Section.ORGANISATION) else None
    changing.apply(section, organisation, service, gone, by=None)
    assert sections(organisation) == [section]

    change = drafts.save(organisation, service, section, told, ann)

    found = completeness.of(organisation, [change])
    assert (found.missing, found.written) == ([], [change])


def test_a_draft_that_leaves_it_out_or_cannot_be_placed_leaves_it_missing(
    whole: Service, make: Make
) -> None:
    organisation, ann = whole.organisation, make.person("ann@example.org")
    changing.apply(Section.ACCESS, organisation, whole, {"access": []}, by=None)
    changing.apply(Section.BASES, organisation, None, {"bases": []}, by=None)
    changes = [
        drafts.save(organisation, whole, Section.TIMES, {"opening_times": ["Tue 9-5"]}, ann),
        drafts.save(organisation, None, Section.BASES, {"bases": [{"postcode": "ZZ1 1ZZ"}]}, ann),
    ]

    found = completeness.of(organisation, changes)

    assert [section for section, _, _ in found.missing] == [Section.BASES, Section.ACCESS]
    assert "cannot find your address" in found.missing[0][2]
    assert found.written == []


def test_a_way_to_reach_the_group_in_a_draft_is_enough_for_its_services(
    whole: Service, make: Make
) -> None:
    organisation, ann = whole.organisation, make.person("ann@example.org")
    told = {"organisation_phone": "", "organisation_contacts": []}
    changing.apply(Section.ORGANISATION_CONTACTS, organisation, None, told, by=None)
    phone = {"organisation_phone": "020 7946 0000"}
    change = drafts.save(organisation, None, Section.ORGANISATION_CONTACTS, phone, ann)

    found = completeness.of(organisation, [change])

    assert (found.missing, found.written) == ([], [change])


def test_where_it_happens_is_missing_unless_it_comes_to_people(whole: Service) -> None:
    for section, told in ((Section.TIMES, {"opening_times": []}), (Section.SITES, {"sites": []})):
        changing.apply(section, whole.organisation, whole, told, by=None)
    assert Section.SITES in sections(whole.organisation)

    changing.apply(
        Section.GETTING_IN, whole.organisation, whole, {"modes": [Mode.PHONE.value]}, by=None
    )
    assert Section.SITES not in sections(whole.organisation)


def test_one_way_to_reach_the_organisation_is_enough_for_its_services(whole: Service) -> None:
    organisation = whole.organisation
    told = {"organisation_phone": "", "organisation_contacts": []}
    changing.apply(Section.ORGANISATION_CONTACTS, organisation, None, told, by=None)
    assert {Section.ORGANISATION_CONTACTS, Section.CONTACTS} == set(sections(organisation))

    changing.apply(Section.CONTACTS, organisation, whole, {"phone": "07700 900123"}, by=None)
    assert sections(organisation) == [Section.ORGANISATION_CONTACTS]


def test_a_bare_entry_is_asked_where_it_is_and_then_for_a_service(make: Make) -> None:
    first, second = missing(make.organisation("Bare"))[:2]

    assert first[:2] == (Section.BASES, None)
    assert second[:2] == (Section.SERVICE, None)
    assert "Add a service" in second[2]


@pytest.mark.parametrize(
    "gone",
    [
        {"publication": Publication.CLOSED},
        {"publication": Publication.HIDDEN},
        {"status": Status.CLOSED},
    ],
)
def test_a_service_that_is_gone_needs_nothing_more(
    whole: Service, make: Make, gone: dict[str, object]
) -> None:
    make.service("Gone", whole.organisation, **gone)

    assert missing(whole.organisation) == []


def test_what_is_missing_costs_no_question_for_each_service(whole: Service, make: Make) -> None:
    organisation = whole.organisation
    with counting.statements() as few:
        missing(organisation)
    for number in range(5):
        make.service(f"Choir {number}", organisation)

    with counting.statements() as many:
        found = missing(organisation)

    assert len({service for _, service, _ in found}) == 5
    assert len(many) <= len(few) + 2
