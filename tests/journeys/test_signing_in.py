"""Signing in, in a real browser: by a link, and with a passkey that a real authenticator made."""

from collections.abc import Callable

from sqlalchemy import select

from directory.domain.rights import Role
from directory.extensions import db
from directory.models import Letter, Passkey
from tests.factories import Make
from tests.journeys.pages import Visitor

Visit = Callable[..., Visitor]


def link_of_the_last_letter(site: str) -> str:
    """Return the link in the letter that was written last, on the site as it is served here."""
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    path = letter.text.partition("/account/link/")[2].split()[0]
    return f"{site}/account/link/{path}"


def signs_in(she: Visitor, site: str, email: str) -> None:
    she.open("/account/sign-in")
    she.page.fill("#email", email)
    she.page.click("text=Send me a link")
    she.arrives_at("Look in your e-mail")
    she.open(link_of_the_last_letter(site))
    she.page.click("main button[type=submit]")


def test_a_volunteer_signs_in_without_a_password(visit: Visit, site: str, make: Make) -> None:
    for javascript in (True, False):
        she = visit(javascript=javascript, width=390)
        signs_in(she, site, "ann@example.org")
        she.arrives_at("Your account")
        she.page.click("text=Sign out")
        she.page.wait_for_url("**/?notice=signed-out")
        assert she.troubles == []


def test_a_moderator_makes_a_passkey_and_signs_in_with_it(
    visit: Visit, site: str, make: Make
) -> None:
    site = site.replace("127.0.0.1", "localhost")
    person = make.person("mo@example.org", Role.MODERATOR, area=make.borough("Hackney"))
    she = visit()
    she.page.goto(f"{site}/account/sign-in")
    devtools = she.page.context.new_cdp_session(she.page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    def by_link(then: str) -> None:
        she.page.goto(f"{site}/account/sign-in")
        she.page.fill("#email", person.email)
        she.page.click("text=Send me a link")
        she.arrives_at("Look in your e-mail")
        she.page.goto(link_of_the_last_letter(site))
        she.page.click("main button[type=submit]")
        she.arrives_at(then)

    by_link("Your account")
    she.page.goto(f"{site}/account/security")
    she.page.fill("#name", "My phone")
    she.page.click("text=Add a passkey")
    she.arrives_at("Write these codes down")
    assert db.session.scalars(select(Passkey.name)).all() == ["My phone"]

    she.page.context.clear_cookies()
    by_link("One more step")
    she.page.click("text=Use my passkey")
    she.page.wait_for_url("**notice=second-factor")
    assert she.troubles == []
    # The next visitor in this window has no such phone.
    devtools.detach()
