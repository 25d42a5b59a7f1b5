"""What an entry tells reads back as just that entry."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.domain.sections import PARTS, Section
from directory.entries import changing
from directory.entries.difference import Became
from directory.entries.written import told_now, told_organisation, told_service
from directory.extensions import db
from tests.entries.conftest import ROW, store

pytestmark = pytest.mark.usefixtures("places")


def entry_of(section, organisation, service):
    return organisation, service if PARTS[section].is_of_service else None


@pytest.mark.parametrize("section", list(Section))
def test_what_a_section_tells_changes_nothing_when_it_is_stored_again(section: Section) -> None:
    entry = entry_of(section, *store(ROW))
    edited = [each.edited_at for each in entry if each]

    became = changing.apply(section, *entry, told_now(*entry, section), by=None)

    assert became is Became.UNCHANGED
    assert [each.edited_at for each in entry if each] == edited


def test_a_section_is_told_in_the_words_of_a_list() -> None:
    hall, lunch = store(ROW)

    assert told_service(lunch, Section.COVERAGE)["coverage"] == [
        "ward: Hoxton West [E05009378]",
        "postcode: N1 5QJ",
        f"not street: Shepherdess Walk [{next(c.code for c in lunch.coverage if c.is_exclusion)}]",
    ]
    assert told_service(lunch, Section.TIMES)["opening_times"] == [
        "Tue 11:30-14:30 @ The kitchen",
        "Thu 10:00-12:00 (bring a mug)",
        "closed 2026-12-29",
    ]
    assert told_organisation(hall, Section.BASES)["bases"] == [
        {"address": "12 Orsman Road", "postcode": "N1 5QJ"},
        {"name": "A safe house", "borough": "Hackney [E09000012]", "hidden": "yes"},
    ]
    assert told_organisation(hall, Section.ORGANISATION_CONTACTS) == {
        "organisation_phone": "020 7946 0000",
        "organisation_email": "",
        "organisation_contacts": [{"label": "Chair", "email": "chair@example.org"}],
    }
    assert told_service(lunch, Section.WHO)["age_from"] == "0"
