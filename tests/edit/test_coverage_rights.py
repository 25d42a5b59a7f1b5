"""Nobody reaches another organisation's coverage by changing an address or a field."""

import pytest

from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import drafts
from tests.browser import Browser
from tests.edit.conftest import Town
from tests.factories import Make

READS = ("", "/paste", "/areas", "/draw")
WRITES = ("/add", "/remove", "/done", "/paste", "/areas", "/whole", "/draw")
SENT = {"where": "Hoxton West", "list": "Hoxton West", "in": "*", "shape": "{}", "line": "x"}


@pytest.mark.parametrize("page", READS)
def test_a_visitor_is_sent_to_sign_in_first(town: Town, browser: Browser, page: str) -> None:
    answer = browser.client.get(f"/edit/lunch-club/lunch/coverage{page}")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/account/")


@pytest.mark.parametrize("page", READS)
def test_the_owner_of_another_organisation_reads_nothing(
    town: Town, make: Make, browser: Browser, page: str
) -> None:
    other = make.organisation("Others", slug="others")
    browser.sign_in(make.person("eve@example.org", Role.OWNER, other))

    browser.open(f"/edit/lunch-club/lunch/coverage{page}", status=403)


@pytest.mark.parametrize("page", WRITES)
def test_the_owner_of_another_organisation_writes_nothing(
    town: Town, make: Make, browser: Browser, page: str
) -> None:
    other = make.organisation("Others", slug="others")
    browser.sign_in(make.person("eve@example.org", Role.OWNER, other))

    browser.post(f"/edit/lunch-club/lunch/coverage{page}", SENT, status=403)

    assert drafts.open_change(town.club, town.lunch, Section.COVERAGE) is None


@pytest.mark.parametrize("page", READS)
def test_her_own_organisation_with_a_service_of_another_is_not_there(
    town: Town, make: Make, browser: Browser, page: str
) -> None:
    other = make.organisation("Others", slug="others")
    browser.sign_in(make.person("eve@example.org", Role.OWNER, other))

    browser.open(f"/edit/others/lunch/coverage{page}", status=404)


def test_a_form_that_another_site_sent_changes_nothing(town: Town, browser: Browser) -> None:
    browser.sign_in(town.mabel)

    answer = browser.client.post(
        "/edit/lunch-club/lunch/coverage/add",
        data={"where": "Hoxton West", "way": "for"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert drafts.open_change(town.club, town.lunch, Section.COVERAGE) is None
