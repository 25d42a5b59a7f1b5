"""An administrator gives roles and ends them; the last one stays."""

import pytest
from sqlalchemy import select

from directory.extensions import db
from directory.models import Membership
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts, letters


def test_an_administrator_gives_and_ends_roles(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.admin, second_factor=True)
    page = browser.open("/moderate/roles")
    browser.send(
        page,
        'form[action="/moderate/roles"]',
        email="New@Example.org",
        role="moderator",
        area="Hackney",
    )

    given = db.session.scalars(select(Membership).order_by(Membership.id.desc())).first()
    assert (given.person.email, given.role, given.area_code) == (
        "new@example.org",
        "moderator",
        "E09000012",
    )
    assert given.granted_by_id == patch.admin.id
    page = browser.open("/moderate/roles?who=new@")
    browser.send(page, f'form[action="/moderate/roles/{given.id}/end"]')
    db.session.expire_all()
    assert given.ended_at is not None
    assert letters() == [
        ("role_granted", "new@example.org"),
        ("role_ended", "new@example.org"),
    ]
    assert [act for act, _ in acts()] == ["granted", "ended"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"email": "nobody", "role": "administrator"}, "whole e-mail address"),
        ({"email": "a@example.org", "role": "owner"}, "Choose what they may do"),
        ({"email": "a@example.org", "role": "moderator"}, "Say which area"),
        ({"email": "a@example.org", "role": "moderator", "area": "Atlantis"}, "Atlantis"),
    ],
)
def test_a_role_that_cannot_be_given_is_told_kindly(
    patch: Patch, browser: Browser, told: dict[str, str], words: str
) -> None:
    browser.sign_in(patch.admin, second_factor=True)

    page = browser.post("/moderate/roles", told, status=400)

    assert words in page.words
    assert letters() == []


def test_the_last_administrator_cannot_vanish_by_mistake(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.admin, second_factor=True)
    (held,) = patch.admin.memberships

    page = browser.post(f"/moderate/roles/{held.id}/end", status=400)

    assert "last administrator" in page.words
