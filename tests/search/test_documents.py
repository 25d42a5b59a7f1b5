"""How a service looks to the index: the public's view of it, with all that ranks it."""

from datetime import date, time

import pytest

from directory.domain.coverage import Claim, Coverage
from directory.domain.hours import Frequency, Opening, OpeningException
from directory.domain.place import ANYWHERE, Level
from directory.domain.rings import Spot
from directory.domain.terms import Cost, Kind, Publication, Status
from directory.extensions import db
from directory.models import OpeningTime, OpeningTimeException
from directory.search import Facet, TextPart
from directory.search.index.documents import BATCH, all_documents, documents, plain, tie_break
from tests.factories import Make


def test_a_service_is_written_as_the_public_sees_it(make: Make):
    hackney = make.borough("Hackney")
    hoxton = make.ward("Hoxton East", hackney)
    street = make.street("Orsman Road", hoxton)
    base = make.base(hoxton, hackney, at=(533_000, 183_000), is_hidden=True)
    organisation = make.organisation(
        "Hoxton Friends", base, also_known_as="HF", kind=Kind.COMMUNITY_GROUP
    )
    site = make.site("Hall", at=(533_100, 183_100), ward_code=hoxton.code, access=["step_free"])
    service = make.service(
        "Stop smoking",
        organisation,
        serves=[hoxton],
        but_not=[street],
        anywhere=True,
        sites=[site],
        summary="Help to **stop**",
        description="See [our page](https://example.org)",
        eligibility="For anyone",
        categories=["health"],
        audiences=["women"],
        languages=["tr"],
        access=["bsl"],
        ways_in=["drop_in"],
        cost=Cost.FREE,
        checked_on=date(2026, 3, 3),
    )
    service.openings = [OpeningTime(weekday=0, opens=time(9), closes=time(17), nth=0)]
    service.exceptions = [OpeningTimeException(day=date(2026, 12, 25))]
    db.session.commit()

    (document,) = documents([service.id])

    assert (document.id, document.organisation_id) == (service.id, organisation.id)
    assert document.text[TextPart.NAME] == "Stop smoking"
    assert document.text[TextPart.ORGANISATION] == "Hoxton Friends\nHF"
    assert {"Women", "Turkish"} <= set(document.text[TextPart.CATEGORIES].split())
    said = " ".join(document.text[TextPart.DESCRIPTION].split())
    assert said == "Help to stop See our page For anyone"
    assert document.coverage == Coverage(
        claims=(
            Claim(hoxton.code, Level.WARD, "Hoxton East", frozenset({hackney.code})),
            Claim(ANYWHERE, Level.ANYWHERE, "anywhere"),
        ),
        exclusions=(
            Claim(street.code, Level.STREET, "Orsman Road", frozenset({hoxton.code, hackney.code})),
        ),
    )
    assert document.bases == (
        Spot(533_000, 183_000, ward=hoxton.code, borough=hackney.code, is_hidden=True),
    )
    assert document.sites == (Spot(533_100, 183_100, ward=hoxton.code),)
    assert document.facets == {
        Facet.CATEGORY: frozenset({"health"}),
        Facet.AUDIENCE: frozenset({"women"}),
        Facet.COST: frozenset({"free"}),
        Facet.ACCESS: frozenset({"bsl", "step_free"}),
        Facet.LANGUAGE: frozenset({"tr"}),
        Facet.KIND: frozenset({"community_group"}),
        Facet.WAY_IN: frozenset({"drop_in"}),
    }
    assert document.openings == (Opening(0, time(9), time(17), Frequency.WEEKLY),)
    assert document.exceptions == (OpeningException(date(2026, 12, 25)),)
    assert document.checked_on == date(2026, 3, 3)
    assert document.tie_break == tie_break(service.ref)


@pytest.mark.parametrize(
    ("organisation", "service", "status", "is_listed"),
    [
        (Publication.PUBLISHED, Publication.PUBLISHED, Status.RUNNING, True),
        (Publication.PUBLISHED, Publication.PUBLISHED, Status.PAUSED, True),
        (Publication.PUBLISHED, Publication.PUBLISHED, Status.CLOSED, False),
        (Publication.PUBLISHED, Publication.DRAFT, Status.RUNNING, False),
        (Publication.PUBLISHED, Publication.HIDDEN, Status.RUNNING, False),
        (Publication.HIDDEN, Publication.PUBLISHED, Status.RUNNING, False),
        (Publication.CLOSED, Publication.PUBLISHED, Status.RUNNING, False),
    ],
)
def test_only_what_is_public_and_not_closed_is_listed(
    make: Make, organisation: Publication, service: Publication, status: Status, is_listed: bool
):
    owner = make.organisation("Hoxton Friends", publication=organisation)
    made = make.service("Chess", owner, publication=service, status=status)
    assert bool(documents([made.id])) is is_listed
    assert bool(list(all_documents())) is is_listed


def test_all_documents_come_in_batches_and_each_once(make: Make, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("directory.search.index.documents.BATCH", 3)
    owner = make.organisation("Hoxton Friends")
    made = [make.service(f"Chess {n}", owner).id for n in range(7)]
    assert [each.id for each in all_documents()] == made
    assert [each.id for each in documents([*reversed(made), made[0], 999])] == made
    assert BATCH > 3


def test_a_service_that_names_no_language_is_found_under_none(make: Make):
    service = make.service("Chess", make.organisation("Hoxton Friends"))
    (document,) = documents([service.id])
    assert document.facets[Facet.LANGUAGE] == set()


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("# Lunch\n\n- soup\n- bread", "Lunch soup bread"),
        ("**Soup** and `bread`", "Soup and bread"),
        ("see [our page](https://example.org/a_b) now", "see our page now"),
        ("1. first\n2. second", "first second"),
        ("open 10 - 12, snake_case, 2*3", "open 10 - 12, snake_case, 2 3"),
        ("[" * 5000, "[" * 5000),
    ],
)
def test_marks_of_markdown_are_not_words(markdown: str, words: str):
    assert plain(markdown).split() == words.split()


def test_ties_are_broken_by_a_hash_that_never_changes():
    assert tie_break("service-1") == 274635136642258915
    assert 0 <= tie_break("") < 2**63
