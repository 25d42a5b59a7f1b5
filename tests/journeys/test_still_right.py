"""From a letter to "checked today", with and without JavaScript, on a phone and a desktop; axe."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Letter
from directory.people import asking
from tests.factories import Make
from tests.journeys.pages import Visitor
from tests.pages.scene import Scene

Visit = Callable[..., Visitor]


@pytest.fixture
def link(scene: Scene, make: Make) -> str:
    club = scene.nearest.organisation
    asking.ask_about(club, [make.person("mabel@example.org", Role.OWNER, club)])
    db.session.commit()
    return re.search(r"(/edit/still-right/[\w-]+)", db.session.scalars(select(Letter.text)).one())[
        1
    ]


@pytest.mark.parametrize(("javascript", "width"), [(True, 1440), (False, 320)])
def test_she_answers_with_one_press_and_everyone_sees_that_she_did(
    visit: Visit, scene: Scene, link: str, javascript: bool, width: int
) -> None:
    she = visit(javascript=javascript, width=width).open(link)
    she.arrives_at("Is this still right?")
    assert not she.scrolls_sideways()
    if javascript:
        for each in (320, 1440):
            she.resize(each)
            assert not she.scrolls_sideways()
            assert she.faults() == []
    she.page.get_by_role("button", name="All of this is still right").first.click()
    she.arrives_at("This is answered. Thank you.")
    if javascript:
        assert she.faults() == []
    she.open(f"/services/{scene.nearest.slug}")
    assert she.page.get_by_text("by its own people").count() == 1
