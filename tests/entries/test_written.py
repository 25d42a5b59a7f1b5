"""What an entry tells reads back as just that entry."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.domain.sections import PARTS, Section
from directory.domain.terms import Access, Audience, Cost, Kind, Mode, Publication, Status, WayIn
from directory.entries import changing
from directory.entries.cells import tidy
from directory.entries.difference import Became
from directory.entries.written import told_now, told_organisation, told_service
from directory.extensions import db
from directory.models import Organisation
from tests.entries.conftest import ROW, store
from tests.factories import Make

pytestmark = pytest.mark.usefixtures("places")

AREAS = (
    *("ward: Hoxton West", "ward: E05009377", "borough: Hackney", "borough: Islington", "anywhere"),
    *("street: Orsman Road", "street: High Street, Hackney", "street: High Street [high-2]"),
    *("postcode: N1 5QJ", "postcode: n17aa", "not street: Long Road", "not ward: St Peter's"),
)
PLACED = (
    {"postcode": "N1 5QJ"},
    {"postcode": "ZZ1 1ZZ"},
    {"postcode": "ZZ1 1ZZ", "ward": "Hoxton West"},
    {"postcode": "N1 7AA", "easting": 532520, "northing": 183020},
    {"easting": "533200", "northing": "183700"},
    {"easting": 1, "northing": 1, "borough": "Hackney"},
    {"street": "Orsman Road"},
    {"street": "Long Road, Hackney"},
    {"street": "High Street [high-2]"},
    {"street": "Nowhere Lane", "borough": "Islington"},
    {"ward": "Hoxton East"},
    {"borough": "E09000019"},
    {"postcode": "N1 5QJ", "ward": "St Peter's"},
    {},
)
TIMES = (
    *("Mon 10:00-12:00", "Mon-Fri 9am-5pm", "first and last Tue 18:00-20:00 (bring; a mug)"),
    *("every 2 weeks from 2026-01-07 Wed 10:00-12:00 until 2027-01-01", "Fri 21:00-07:00"),
    *("closed 2026-12-24 to 2027-01-02 (holidays)", "2026-12-24 10:00-12:00, 14:00-15:00"),
    *("Sun 00:00-24:00", "Sat 10:00-11:00 from 2026-11-02"),
)
words = st.text(
    st.characters(exclude_categories=["Cs", "Co", "Cn"]) | st.sampled_from(" ;|[]():,@-=\n"),
    max_size=24,
)
one = st.sampled_from


def some(values, most: int = 3):
    return st.lists(one(list(values)), max_size=most, unique_by=repr)


@st.composite
def addresses(draw, of: str):
    parts = dict(draw(one(PLACED)))
    parts |= {"name": draw(words), "address": draw(words), "hidden": draw(st.booleans())}
    if of == "sites":
        parts["access"] = draw(some([each.value for each in Access]))
    return parts


@st.composite
def contacts(draw):
    reach = draw(one([{"phone": "020 7946 0000"}, {"email": "a@example.org"}]))
    return {**reach, "label": draw(words)}


@st.composite
def times(draw, sites):
    named = [each["name"] for each in sites if each["name"].strip().isalnum()]
    lines = draw(some(TIMES, 5))
    return [*lines, *(f"Mon 15:00-16:00 @ {name}" for name in named if draw(st.booleans()))]


@st.composite
def rows(draw):
    """A row of a list that says anything a list may say."""
    sites = draw(st.lists(addresses("sites"), max_size=3))
    coverage = draw(some(AREAS, 6))
    ages = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=2)))
    return {
        "organisation_name": draw(words.filter(tidy)),
        "also_known_as": draw(words),
        "kind": draw(one(list(Kind))).value,
        "organisation_description": draw(words),
        "founded": draw(words),
        "organisation_website": draw(one(["", "example.org", "http://example.org/a?b=c"])),
        "identifiers": draw(some(["GB-CHC:1086812", "GB-COH:3894363", "GB-SC:sc003558"])),
        "bases": draw(st.lists(addresses("bases"), max_size=3)),
        "organisation_phone": draw(one(["", "07700 900123"])),
        "organisation_email": draw(one(["", "o@example.org"])),
        "organisation_contacts": draw(st.lists(contacts(), max_size=3)),
        "publication": draw(one(list(Publication))).value,
        "service_name": draw(words.filter(tidy)),
        "summary": draw(words),
        "description": draw(words),
        "categories": draw(some(["lunch-club", "befriending", "advice"], 2)),
        "website": draw(one(["", "https://example.org"])),
        "audiences": draw(some([each.value for each in Audience])),
        "age_from": draw(one([None, ages[0]])),
        "age_to": draw(one([None, ages[1]])),
        "eligibility": draw(words),
        "languages": draw(some(["en", "tr", "bn"])),
        "coverage": [] if all(each.startswith("not ") for each in coverage) else coverage,
        "coverage_by": draw(words),
        "sites": sites,
        "opening_times": draw(times(sites)),
        "cost": draw(one(list(Cost))).value,
        "cost_note": draw(words),
        "modes": draw(some([each.value for each in Mode])),
        "ways_in": draw(some([each.value for each in WayIn])),
        "way_in_note": draw(words),
        "access": draw(some([each.value for each in Access])),
        "access_note": draw(words),
        "phone": draw(one(["", "+44 20 7946 0000 ext 5"])),
        "email": draw(one(["", "s@example.org"])),
        "contacts": draw(st.lists(contacts(), max_size=3)),
        "status": draw(one(list(Status))).value,
        "status_note": draw(words),
        "service_publication": draw(one(list(Publication))).value,
    }


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


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(row=rows())
def test_any_entry_reads_back_as_itself_and_tells_another_the_same(app, row) -> None:
    db.session.rollback()
    number = db.session.query(Organisation).count()
    entry = store({**row, "organisation_ref": f"o{number}", "service_ref": f"s{number}"})
    make = Make()
    make.made = number * 10
    bare = make.organisation("Bare", slug=f"bare-{number}")
    other = bare, make.service("Bare", bare, slug=f"bare-{number}")
    for section in Section:
        mine, theirs = entry_of(section, *entry), entry_of(section, *other)
        told = told_now(*mine, section)

        assert changing.canonical(section, *mine, told) == told
        assert changing.apply(section, *mine, told, by=None) is Became.UNCHANGED
        changing.apply(section, *theirs, told, by=None)

        db.session.commit()
        db.session.expire_all()
        assert told_now(*theirs, section) == told
        assert changing.apply(section, *theirs, told, by=None) is Became.UNCHANGED
