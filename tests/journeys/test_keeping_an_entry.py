"""From a new group to being found on its street: register, edit, approve, search; with axe."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Organisation
from directory.search import Question, index
from tests.factories import Make
from tests.journeys.pages import Visitor, is_signed_in

Visit = Callable[..., Visitor]


@pytest.fixture
def street(make: Make) -> str:
    hackney = make.borough("Hackney")
    ward = make.ward("Hoxton West", hackney)
    street = make.street("Shepherdess Walk", ward, at=(532_500, 183_000))
    make.postcode("N1 7QE", ward, hackney, (532_510, 183_000), street)
    index.rebuild()
    return "Shepherdess Walk"


def is_fit_for_everyone(she: Visitor) -> None:
    assert not she.scrolls_sideways()
    assert she.faults() == []


@pytest.mark.parametrize(("javascript", "width"), [(True, 390), (False, 1440)])
def test_a_new_group_is_found_on_its_street_once_a_moderator_approves(
    visit: Visit, site: str, make: Make, street: str, javascript: bool, width: int
) -> None:
    she = visit(javascript=javascript, width=width)
    is_signed_in(she, make.person("ann@example.org"), site)
    looked_at = is_fit_for_everyone if javascript else (lambda _: None)

    she.open("/edit/register")
    she.page.fill("#name", "Walk Singers")
    she.page.click("main form[method=get] button")
    she.page.click("text=Add “Walk Singers”")
    she.arrives_at("Walk Singers: your entry")
    looked_at(she)

    she.page.click("text=Where you are based")
    she.page.fill("#bases-0-address", "1 Shepherdess Walk")
    she.page.fill("#bases-0-postcode", "N1 7QE")
    looked_at(she)
    she.page.click("main button:has-text('Save')")
    she.arrives_at("Walk Singers: your entry")

    she.page.click("main >> text=Add a service >> nth=-1")
    she.page.fill("#name", "Monday choir")
    she.page.click("text=Go on")
    she.arrives_at("About the service: Monday choir")
    she.page.fill("#summary", "Sing with us. No need to read music.")
    she.page.check("input[value=arts]")
    looked_at(she)
    she.page.click("main button:has-text('Save')")

    she.page.click("text=Which streets it serves")
    she.fill_in("#where", street)
    she.page.click("button:has-text('Add this place')")
    she.page.locator("main", has_text=street).wait_for()
    she.page.wait_for_load_state("networkidle")
    she.open(f"/edit/{_slug()}")
    she.page.click("section:has-text('Monday choir') button:has-text('Save')")
    she.arrives_at("Walk Singers: your entry")
    she.page.click("button:has-text('Ask us to show Monday choir')")
    she.page.click("button:has-text('Ask us to show it')")
    she.arrives_at("Walk Singers: your entry")
    assert index.find(Question("choir")).total == 0

    mo = visit(javascript=javascript, width=width)
    moderator = make.person("mo@example.org", Role.ADMINISTRATOR)
    is_signed_in(mo, moderator, site, fully=True)
    mo.open("/moderate/")
    looked_at(mo)
    mo.page.locator("main a[href*='/moderate/change/']").first.click()
    looked_at(mo)
    mo.page.click("button[value=approve]")
    mo.page.wait_for_url(lambda address: "/moderate/change/" not in address)

    resident = visit(javascript=javascript, width=width)
    resident.open(f"/find?q=choir&where={street.replace(' ', '+')}")
    resident.sees_services("Monday choir")
    for visitor in (she, mo, resident):
        assert visitor.troubles == []


def _slug() -> str:
    found = select(Organisation.slug).where(Organisation.name == "Walk Singers")
    slug: str = db.session.scalars(found).one()
    return slug
