"""An entry that was public and is hidden: its address says so, and tells nothing of it."""

import pytest

from directory.domain.sections import Section
from directory.domain.terms import Publication
from directory.entries import changing
from directory.extensions import db
from directory.models import Organisation, Service
from tests.factories import Make


@pytest.fixture
def refuge(make: Make) -> Service:
    """A public service."""
    return make.service("Safe place", make.organisation("Refuge"))


def hide(entry: Organisation | Service) -> None:
    if isinstance(entry, Service):
        told = {"service_publication": "hidden"}
        changing.apply(Section.SERVICE_PUBLICATION, entry.organisation, entry, told, by=None)
    else:
        changing.apply(Section.PUBLICATION, entry, None, {"publication": "hidden"}, by=None)
    db.session.commit()


def test_a_hidden_entry_says_that_it_is_not_listed_any_more(browser, refuge: Service) -> None:
    hide(refuge.organisation)

    for endpoint, entry in (
        ("find.organisation", refuge.organisation),
        ("find.service", refuge),
    ):
        page = browser.get(endpoint, slug=entry.slug, status=410)
        assert "not listed any more" in page.text
        assert entry.name not in page.text


def test_a_hidden_service_says_so_and_its_organisation_stays(browser, refuge: Service) -> None:
    hide(refuge)

    page = browser.get("find.service", slug=refuge.slug, status=410)
    assert "Safe place" not in page.text
    browser.get("find.organisation", slug=refuge.organisation.slug)


def test_the_former_address_of_a_hidden_entry_says_so_too(browser, refuge: Service) -> None:
    old = refuge.slug
    told = {"service_name": "Another name"}
    changing.apply(Section.SERVICE, refuge.organisation, refuge, told, by=None)
    hide(refuge)

    assert old != refuge.slug
    browser.get("find.service", slug=old, status=410)


@pytest.mark.parametrize("publication", [Publication.HIDDEN, Publication.DRAFT])
def test_what_never_was_public_is_not_told_from_what_is_not_there(
    browser, make: Make, publication: Publication
) -> None:
    organisation = make.organisation("Never", publication=publication)
    service = make.service("Never", organisation, publication=publication)

    browser.get("find.organisation", slug=organisation.slug, status=404)
    browser.get("find.service", slug=service.slug, status=404)


def test_what_is_shown_again_is_there_again(browser, refuge: Service) -> None:
    hide(refuge)
    told = {"service_publication": "published"}
    changing.apply(Section.SERVICE_PUBLICATION, refuge.organisation, refuge, told, by=None)
    db.session.commit()

    assert "Safe place" in browser.get("find.service", slug=refuge.slug).text
