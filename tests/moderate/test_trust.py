"""Trust: a moderator says whose opening times may be public at once, and may take it back."""

from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Change, ChangeState, Membership
from directory.people.granting import grant
from tests.browser import Browser
from tests.moderate.conftest import Patch, acts

ENTRY = "/moderate/entry/lunch-club"


def sent(browser: Browser, patch: Patch, times: str) -> ChangeState:
    """What became of new opening times that the keeper sends."""
    browser.sign_in(patch.keeper)
    at = f"/edit/{patch.club.slug}/{patch.lunch.slug}/section/times"
    browser.send(browser.open(at), "main form.stack-wide", opening_times=times, then="send")
    return db.session.scalars(select(Change.state).order_by(Change.id.desc())).first()


def trust(browser: Browser, patch: Patch, button: str) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    page = browser.open(ENTRY)
    assert button in page.words
    browser.send(page, "form[action*='/trust/']", trusted="yes" if button == "Trust" else "no")


def test_who_is_trusted_publishes_at_once_until_trust_is_taken_back(
    patch: Patch, browser: Browser
) -> None:
    trust(browser, patch, "Trust")
    assert sent(browser, patch, "Tue 12:00-14:00") is ChangeState.PUBLISHED
    assert "trusted" in browser.open(f"/edit/{patch.club.slug}/team").words

    trust(browser, patch, "Trust no longer")
    assert sent(browser, patch, "Tue 13:00-15:00") is ChangeState.WAITING
    assert {("trusted", "membership"), ("trusted no longer", "membership")} <= set(acts())


def test_the_page_says_what_trust_is_about(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    browser.app.config["AT_ONCE_SECTIONS"] = "times"
    assert "is public at once in: opening times." in browser.open(ENTRY).words
    browser.app.config["AT_ONCE_SECTIONS"] = ""
    assert "is public at once in: nothing." in browser.open(ENTRY).words


def test_nobody_trusts_herself_nor_outside_her_areas_nor_who_is_of_another_entry(
    patch: Patch, browser: Browser
) -> None:
    member = db.session.scalars(
        select(Membership).where(Membership.person_id == patch.keeper.id)
    ).one()
    at = f"{ENTRY}/trust/{member.id}"
    browser.sign_in(patch.far_mod, second_factor=True)
    browser.post(at, {"trusted": "yes"}, status=403)
    browser.sign_in(patch.mod, second_factor=True)
    browser.post(at.replace("lunch-club", patch.shed.slug), {"trusted": "yes"}, status=403)
    browser.sign_in(patch.admin, second_factor=True)
    browser.post(at.replace("lunch-club", patch.shed.slug), {"trusted": "yes"}, status=404)

    browser.sign_in(patch.keeper)
    browser.post(at, {"trusted": "yes"}, status=403)
    own = patch.make.person("both@example.org", Role.OWNER, patch.club)
    db.session.refresh(own)
    mine = own.memberships[0].id
    grant(own, Role.MODERATOR, area_code=patch.hackney.code)
    db.session.commit()
    browser.sign_in(own, second_factor=True)
    browser.post(f"{ENTRY}/trust/{mine}", {"trusted": "yes"}, status=403)
    assert not any(db.session.scalars(select(Membership.is_trusted)))
