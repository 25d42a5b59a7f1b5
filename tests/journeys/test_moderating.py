"""A moderator at her keyboard: a key for each decision, and plain buttons where there are none."""

from collections.abc import Callable

import pytest

from directory.domain.sections import Section
from directory.extensions import db
from directory.models import Report
from tests.journeys.pages import Visitor, is_signed_in
from tests.moderate.conftest import Patch, letters, patch

__all__ = ["patch"]

Visit = Callable[..., Visitor]


@pytest.fixture
def mo(visit: Visit, patch: Patch, site: str) -> Visitor:
    """A moderator of Hackney with a keyboard."""
    she = visit()
    is_signed_in(she, patch.mod, site, fully=True)
    return she


def states(*items: object) -> list[str]:
    db.session.expire_all()
    return [str(getattr(each, "state", None) or each.decision) for each in items]


def test_one_key_approves_asks_or_refuses_and_leads_to_the_next(mo: Visitor, patch: Patch) -> None:
    first, second = patch.change(), patch.change(Section.WHO, eligibility="Over 60.")
    third = patch.report(told="Shut.")

    mo.open(f"/moderate/change/{first.id}")
    mo.press("a")
    mo.arrives_at("Who it is for: Lunch")
    mo.press("r")
    mo.has_focus("said")
    assert mo.page.inner_text("[data-keys-wanted]") == "Ctrl+Enter refuses"
    assert mo.page.inner_text(".button-wanted") == "Refuse"
    # She thinks again: beside the box stands what is sent now.
    mo.press("Escape", "q")
    assert mo.page.inner_text("[data-keys-wanted]") == "Ctrl+Enter asks"
    assert mo.page.inner_text(".button-wanted") == "Ask"
    mo.press("Escape", "r")
    # What is typed is words, and no key: "a" approves nothing here.
    mo.press("a", "l", "a", "s", "Control+Enter")
    mo.arrives_at("A visitor on The Lunch Club")
    mo.press("q")
    mo.has_focus("said")
    mo.page.keyboard.type("Is it so?")
    mo.press("Control+Enter")
    mo.arrives_at("Waiting for you")

    assert states(first, second, third) == ["published", "refused", "asked"]
    assert second.said == "alas"
    assert [kind for kind, _ in letters()] == ["change_approved", "change_refused", "report_asked"]
    assert mo.troubles == []


def test_the_list_is_walked_ticked_and_opened_by_key(mo: Visitor, patch: Patch) -> None:
    patch.report()
    safe = patch.change(Section.STATUS, status="paused")

    mo.open("/moderate/")
    mo.press("j", "j", "x")
    assert mo.page.is_checked(f"input[value='{safe.id}-{safe.revision}']")
    # The tick has the keyboard now, and keys still work.
    mo.press("k", "o")
    mo.arrives_at("A visitor on The Lunch Club")
    mo.press("l")
    mo.arrives_at("Waiting for you")


def test_a_key_held_down_or_turned_off_decides_nothing(mo: Visitor, patch: Patch) -> None:
    reports = [patch.report(told=words) for words in ("One.", "Two.", "Three.")]

    mo.open(f"/moderate/report/{reports[0].id}")
    mo.page.keyboard.down("a")
    mo.wait_for("text=Two.")
    mo.page.keyboard.down("a")
    mo.page.keyboard.up("a")
    mo.press("Shift+A", "Alt+a")
    assert states(*reports) == ["accepted", "open", "open"]

    assert mo.page.get_attribute("button[value=approve]", "aria-keyshortcuts") == "a"
    mo.page.click("text=Turn the keys off")
    mo.press("a")
    mo.open(f"/moderate/report/{reports[1].id}")
    mo.press("a", "r", "n")
    assert not mo.page.is_visible("[data-keys-help]")
    assert mo.page.get_attribute("button[value=approve]", "aria-keyshortcuts") is None
    assert mo.address.endswith(f"/moderate/report/{reports[1].id}")
    assert states(*reports) == ["accepted", "open", "open"]

    mo.page.click("text=Turn the keys on")
    mo.press("n")
    mo.wait_for("text=Three.")


def test_two_that_are_one_are_told_so_by_key(mo: Visitor, patch: Patch) -> None:
    twin = patch.make.organisation(
        "Lunch Clubs", patch.make.base(borough=patch.hackney), slug="twin"
    )

    mo.open(f"/moderate/doubles/{patch.club.id}/{twin.id}")
    mo.press("1", "m")
    mo.arrives_at("Merge these two?")
    mo.page.click("text=Leave them as they are")
    mo.arrives_at("Are these one?")
    mo.press("d")
    mo.arrives_at("Doubles")
    assert mo.troubles == []


def test_without_javascript_buttons_do_the_same_and_no_key_is_promised(
    visit: Visit, patch: Patch, site: str
) -> None:
    change, report = patch.change(), patch.report()
    she = visit(javascript=False, width=320)
    is_signed_in(she, patch.mod, site, fully=True)

    she.open(f"/moderate/change/{change.id}")
    assert not she.page.is_visible("text=Keys:")
    she.page.fill("#said", "Which day?")
    she.page.click("text=Ask")
    she.arrives_at("A visitor on The Lunch Club")
    she.page.click("text=It is not so")
    she.arrives_at("Waiting for you")

    assert states(change, report) == ["asked", "refused"]
    assert db.session.query(Report).one().decided_by_id == patch.mod.id


PAGES = {
    "queue": "/moderate/",
    "change": "/moderate/change/{change}",
    "claiming": "/moderate/claiming/{claiming}",
    "report": "/moderate/report/{report}",
    "doubles": "/moderate/doubles",
    "pair": "/moderate/doubles/{club}/{twin}",
    "merging": "/moderate/doubles/{club}/{twin}/merge?keep={club}",
    "entry": "/moderate/entry/lunch-club",
    "stale": "/moderate/not-checked",
    "wide": "/moderate/very-wide",
    "links": "/moderate/broken-links",
    "log": "/moderate/log",
}


def test_every_page_of_moderators_is_usable_by_everyone(mo: Visitor, patch: Patch) -> None:
    make = patch.make
    twin = make.organisation("Lunch Clubs", make.base(borough=patch.hackney), slug="twin")
    make.service("For all", patch.club, anywhere=True)
    patch.change(Section.STATUS, status="paused")
    numbers = {
        "change": patch.change().id,
        "claiming": patch.claiming().id,
        "report": patch.report().id,
        "club": patch.club.id,
        "twin": twin.id,
    }
    for page, address in PAGES.items():
        mo.open(address.format(**numbers))
        mo.turn_lights("on")
        for width in (1440, 320):
            mo.resize(width)
            assert not mo.scrolls_sideways(), (page, width)
        assert mo.faults() == [], page
        mo.turn_lights("off")
        assert mo.faults("color-contrast") == [], page
    assert mo.troubles == []
