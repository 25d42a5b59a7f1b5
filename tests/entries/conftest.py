"""Places to be edited in, and an entry that says much."""

import pytest
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.entries import changing, drafts
from directory.entries.batch import Batch
from directory.entries.listed import Listed
from directory.entries.placing import Places
from directory.entries.record import organisation_of, service_of
from directory.entries.written import told_service
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import Change, Organisation, Person, Service
from directory.search import index
from tests.factories import Make

ROW = {
    "organisation_ref": "hall",
    "organisation_name": "The Hall",
    "kind": "community_group",
    "organisation_description": "Run by *neighbours*.",
    "identifiers": ["GB-COH:03894363", "GB-CHC:1086812"],
    "bases": [
        {"address": "12 Orsman Road", "postcode": "N1 5QJ", "checked_on": "2026-01-05"},
        {"name": "A safe house", "borough": "Hackney", "hidden": True},
    ],
    "organisation_phone": "020 7946 0000",
    "organisation_contacts": "Chair: chair@example.org",
    "service_ref": "hall-lunch",
    "service_name": "Lunch club",
    "summary": "A hot lunch.",
    "categories": ["lunch-club"],
    "audiences": ["older_people"],
    "age_from": 0,
    "languages": ["en", "tr"],
    "coverage": ["ward: Hoxton West", "not street: Shepherdess Walk", "postcode: N1 5QJ"],
    "coverage_by": "The council",
    "coverage_confirmed_on": "2026-02-02",
    "sites": [
        {"name": "The kitchen", "postcode": "N1 5QJ", "access": ["step_free"]},
        {"name": "The yard", "street": "Shepherdess Walk, Hackney"},
    ],
    "opening_times": [
        "Tue 11:30-14:30 @ The kitchen",
        "Thu 10:00-12:00 (bring a mug); closed 2026-12-29",
    ],
    "status": "running",
    "checked_on": "2026-03-03",
}
"""An entry with a line in every section."""


def store(row: dict[str, object]) -> tuple[Organisation, Service | None]:
    """Store a row as a list is stored, and return what came of it."""
    places = Places()
    organisation, _ = organisation_of(row, places)
    service, _ = service_of(row, places)
    batch = Batch()
    listed = Listed("line 2", row, row)
    batch.tell(organisation, listed)
    batch.add(listed, organisation.ref, service)
    outcome = batch.store()
    assert not outcome.refused
    index.note_changes(outcome.changed)
    db.session.commit()
    db.session.expunge_all()
    return (
        db.session.scalars(select(Organisation).where(Organisation.ref == organisation.ref)).one(),
        db.session.scalar(select(Service).where(Service.ref == row.get("service_ref", ""))),
    )


@pytest.fixture
def places(make: Make) -> None:
    """Hackney and Islington, wards, streets (two of one name) and postcodes."""
    hackney = make.borough("Hackney", code="E09000012")
    islington = make.borough("Islington", code="E09000019")
    east = make.ward(
        "Hoxton East", hackney, code="E05009377", outline=make.disc(533200, 183700, 400)
    )
    west = make.ward(
        "Hoxton West", hackney, code="E05009378", outline=make.disc(532500, 183000, 400)
    )
    south = make.ward("St Peter's", islington, code="E05000378")
    make.street("Orsman Road", east, at=(533200, 183700))
    make.street("Shepherdess Walk", west, at=(532500, 183000))
    make.street("Long Road", east, west, at=(532900, 183400))
    make.street("High Street", east, code="high-1", at=(533300, 183700))
    make.street("High Street", south, code="high-2")
    make.postcode("N1 5QJ", east, hackney, at=(533251, 183699))
    make.postcode("N1 7AA", west, hackney, at=(532501, 183001))
    index.rebuild()


@pytest.fixture
def hall(places: None) -> Organisation:
    """The entry of the hall, with its lunch club."""
    return store(ROW)[0]


@pytest.fixture
def lunch(hall: Organisation) -> Service:
    """The hall's lunch club."""
    return hall.services[0]


def apply(section: Section, entry: Organisation | Service, told: dict[str, object], **more: object):
    service = entry if isinstance(entry, Service) else None
    organisation = entry.organisation if isinstance(entry, Service) else entry
    became = changing.apply(section, organisation, service, told, by=more.pop("by", None), **more)
    db.session.commit()
    return became


def error_of(
    section: Section, entry: Organisation | Service, told: dict[str, object]
) -> BadInputError:
    service = entry if isinstance(entry, Service) else None
    organisation = entry.organisation if isinstance(entry, Service) else entry
    with pytest.raises(BadInputError) as caught:
        changing.check(section, organisation, service, told)
    return caught.value


@pytest.fixture
def ann(make: Make, hall: Organisation) -> Person:
    """An editor of the hall."""
    return make.person("ann@example.org", Role.EDITOR, hall)


@pytest.fixture
def bob(make: Make, hall: Organisation) -> Person:
    """Another editor of the hall."""
    return make.person("bob@example.org", Role.EDITOR, hall)


def rights_of(hall: Organisation, *, is_trusted: bool = False) -> Rights:
    return Rights((Grant(Role.EDITOR, hall.id, is_trusted=is_trusted),))


def save(service: Service, summary: str, by: Person, revision: int | None = None, **more: object):
    told = {"summary": summary}
    change = drafts.save(service.organisation, service, Section.SERVICE, told, by, revision, **more)
    db.session.commit()
    return change


def send(change: Change, *, is_trusted: bool = False) -> Change:
    rights = rights_of(change.organisation, is_trusted=is_trusted)
    sent = drafts.send(change, rights, change.person)
    db.session.commit()
    return sent


def summary(service: Service) -> str:
    return told_service(service, Section.SERVICE)["summary"]
