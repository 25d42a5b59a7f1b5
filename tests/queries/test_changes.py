"""The queue, what is open for an entry, and its history."""

from datetime import UTC, datetime, timedelta

import pytest

from directory.domain.sections import Section
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Change, ChangeArea, ChangeState, Organisation, Service, Version
from directory.queries import changes
from tests.factories import Make


@pytest.fixture
def hall(make: Make) -> Organisation:
    """An entry."""
    return make.organisation("The Hall")


@pytest.fixture
def lunch(make: Make, hall: Organisation) -> Service:
    """Its service."""
    return make.service("Lunch", hall)


def change(
    organisation: Organisation,
    *areas: str,
    minutes: int = 0,
    service: Service | None = None,
    state: ChangeState = ChangeState.WAITING,
    section: Section = Section.SERVICE,
) -> Change:
    """A change, sent so many minutes after noon."""
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=minutes)
    made = Change(
        organisation=organisation,
        service=service,
        section=section,
        state=state,
        sent_at=moment,
        saved_at=moment,
        decided_at=moment,
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(ChangeArea(change_id=made.id, area_code=code) for code in areas)
    db.session.commit()
    return made


def test_an_entry_has_its_open_changes_and_no_other(
    hall: Organisation, lunch: Service, make: Make
) -> None:
    asked = change(hall, state=ChangeState.ASKED)
    draft = change(hall, service=lunch, state=ChangeState.DRAFT)
    change(hall, state=ChangeState.PUBLISHED)
    change(make.organisation("Other"))

    assert list(changes.of_organisation(hall.id)) == [asked, draft]


def test_a_section_has_what_became_of_its_changes_the_newest_first(
    hall: Organisation, lunch: Service
) -> None:
    refused = change(hall, service=lunch, state=ChangeState.REFUSED, minutes=1)
    published = change(hall, service=lunch, state=ChangeState.PUBLISHED, minutes=2)
    change(hall, service=lunch, state=ChangeState.WAITING)
    change(hall, state=ChangeState.REFUSED)
    change(hall, service=lunch, state=ChangeState.REFUSED, section=Section.TIMES)

    assert list(changes.decided(hall.id, lunch.id, Section.SERVICE)) == [published, refused]


def test_a_history_is_of_one_section_of_one_entry_the_newest_first(
    hall: Organisation, lunch: Service
) -> None:
    def version(number: int, section: Section, service: Service | None) -> Version:
        made = Version(
            organisation_id=hall.id,
            service_id=service.id if service else None,
            section=section,
            number=number,
            told={"n": number},
        )
        db.session.add(made)
        db.session.commit()
        return made

    one, two = (version(n, Section.SERVICE, lunch) for n in (1, 2))
    version(1, Section.TIMES, lunch)
    version(1, Section.ORGANISATION, None)

    assert changes.history(hall.id, lunch.id, Section.SERVICE).rows == (two, one)
    assert changes.history(hall.id, None, Section.ORGANISATION).total == 1
    assert changes.history(hall.id, lunch.id, Section.SERVICE, 2, size=1).rows == (one,)
    assert changes.version_before(two) == one
    assert changes.version_before(one) is None
    assert changes.get_version(two.id) == two


def test_what_is_not_there_is_not_found(hall: Organisation) -> None:
    made = change(hall)

    assert changes.get(made.id) == made
    for get in (changes.get, changes.get_version):
        with pytest.raises(NotFoundError):
            get(made.id + 1)
