"""A long list asks the database no more often than a short one."""

from collections.abc import Callable

import pytest

from directory import audit
from directory.domain.sections import Section
from directory.entries import alike
from directory.extensions import db
from directory.models import BrokenLink, Identifier
from tests.browser import Browser
from tests.counting import statements
from tests.moderate.conftest import Patch


def _another(patch: Patch, number: int) -> None:
    """One more of everything that a moderator has a list of."""
    make = patch.make
    group = make.organisation(f"Group {number}", make.base(borough=patch.hackney))
    group.identifiers = [Identifier(scheme="GB-CHC", number="1086812")]
    wide = make.service("For all", group, slug=f"all-{number}", anywhere=True, checked_on=None)
    patch.change(service=wide, summary=f"Words {number}")
    patch.change(Section.STATUS, service=wide, status="paused")
    patch.report(group)
    patch.claiming(group)
    db.session.add(BrokenLink(organisation_id=group.id, address="https://x.org", trouble="gone"))
    audit.note("edit", "organisation", group.id, by=patch.mod, organisation_id=group.id)
    db.session.commit()


@pytest.fixture
def grow(patch: Patch) -> Callable[[int], None]:
    numbers = iter(range(100))

    def _grow(many: int) -> None:
        for _ in range(many):
            _another(patch, next(numbers))
        alike.compare_some()

    return _grow


LISTS = (
    "/moderate/",
    "/moderate/?only=change",
    "/moderate/doubles",
    "/moderate/very-wide",
    "/moderate/not-checked",
    "/moderate/broken-links",
    "/moderate/log",
    "/moderate/change/1",
)


def test_no_list_asks_once_for_each_row(
    patch: Patch, browser: Browser, grow: Callable[[int], None]
) -> None:
    browser.sign_in(patch.mod, second_factor=True)

    def asked() -> dict[str, int]:
        found = {}
        for address in LISTS:
            db.session.expire_all()
            with statements() as seen:
                browser.open(address)
            found[address] = len(seen)
        return found

    grow(2)
    few = asked()
    grow(5)

    assert asked() == few
    assert max(few.values()) <= 30
