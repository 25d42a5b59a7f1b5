"""Every address that writes is walked once, and the log says so each time."""

from collections.abc import Callable, Iterator

import pyotp
from flask import Flask
from sqlalchemy import func, select

from directory import people
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries import decisions
from directory.extensions import db
from directory.models import (
    Asked,
    AuditEntry,
    BrokenLink,
    Change,
    Link,
    Organisation,
    Passkey,
    Person,
    Service,
    SignedIn,
    Version,
)
from directory.people.links import new_link
from tests.browser import Browser, fields_of
from tests.house_rules.test_routes import READING
from tests.moderate.conftest import Patch, patch

__all__ = ["patch"]

NOT_NOTED = {
    # Anybody may ask for a letter: a log that is never cut must not grow by strangers' will. The
    # link that was made is the note of it, until it is forgotten.
    "account.send_link",
    # These write nothing: they say what a shape takes in, and lead back to the entry.
    "edit.coverage_drawn",
    "edit.coverage_done",
}
Do = Callable[..., None]


def test_the_log_has_every_write(app: Flask, patch: Patch) -> None:
    walked = set()

    def do(browser: Browser, address: str, status: int = 303, **data: object) -> None:
        before = db.session.scalar(select(func.count(AuditEntry.id)))
        endpoint, _ = app.url_map.bind("localhost").match(address, method="POST")
        browser.post(address, data, status=status)
        db.session.expire_all()
        after = db.session.scalar(select(func.count(AuditEntry.id)))
        assert after > before, f"{address} is not in the log"
        walked.add(endpoint)

    for walk in (keeping, joining, moderating, being_somebody):
        walk(patch, Browser(app), do)

    writing = {r.endpoint for r in app.url_map.iter_rules() if (r.methods or set()) - READING}
    assert writing - walked == NOT_NOTED


def keeping(patch: Patch, browser: Browser, do: Do) -> None:
    """What those who keep an entry do with what it says."""
    browser.sign_in(patch.keeper)
    at, of_lunch = "/edit/lunch-club", "/edit/lunch-club/lunch"
    section(browser, do, f"{at}/section/organisation", organisation_name="The Club")
    do(browser, f"{at}/changes/{newest(Change)}/send")
    question = f"{at}/changes/{newest(Change)}/question"
    decisions.ask(db.session.get_one(Change, newest(Change)), patch.mod, "Which day?")
    db.session.commit()
    do(browser, question, **{**offered(browser, question, "main form"), "answer": "Friday."})
    do(browser, f"{at}/changes/{newest(Change)}/withdraw")
    section(browser, do, f"{of_lunch}/section/service", summary="Soup.")
    for act, told in (
        ("add", {"where": "Orsman Road"}),
        ("paste", {"list": "Canonbury"}),
        ("remove", {"level": "street"}),
        ("whole", {"in": "E09000019"}),
        ("areas", {"in": "E09000012", "code": []}),
    ):
        do(browser, f"{of_lunch}/coverage/{act}", **told)
    version = Version(
        organisation_id=patch.club.id,
        section=Section.ORGANISATION,
        number=1,
        told={"organisation_name": "The Old Club"},
        how="before",
    )
    db.session.add(version)
    db.session.commit()
    do(browser, f"{at}/versions/{version.id}/restore")
    do(browser, f"{at}/add-service", name="Tea")
    tea = db.session.scalars(select(Service.slug).where(Service.name == "Tea")).one()
    do(browser, f"{at}/{tea}/show")
    unwanted = f"{at}/{tea}/throw-away"
    do(browser, unwanted, **offered(browser, unwanted))
    section(browser, do, f"{of_lunch}/section/times", opening_times="Mon 10:00-12:00")
    do(browser, f"{at}/send")
    still_right = f"{at}/still-right"
    do(browser, still_right, **offered(browser, still_right), all="yes")
    key, link = new_link(people.Purpose.STILL_RIGHT, "k@e.org", subject_id=patch.keeper.id)
    db.session.add(Asked(link=link, organisation_id=patch.club.id))
    db.session.commit()
    by_letter = f"/edit/still-right/{key}"
    do(browser, by_letter, **offered(browser, by_letter), all="yes")
    do(browser, f"{of_lunch}/end", how="close")


def joining(patch: Patch, browser: Browser, do: Do) -> None:
    """Registering, claiming, and who may edit."""
    browser.sign_in(patch.keeper)
    do(browser, "/edit/register", name="New Choir", kind="community_group")
    choir = db.session.scalars(
        select(Organisation.slug).where(Organisation.name == "New Choir")
    ).one()
    do(browser, f"/edit/{choir}/show")
    do(browser, "/edit/claim/shed", who="Chair", how="Ring")
    team = "/edit/lunch-club/team"
    do(browser, f"{team}/invite", email="one@example.org")
    do(browser, f"{team}/invitations/{newest(Link)}/end")
    key = people.make_link(people.Purpose.INVITATION, "two@e.org", subject_id=patch.club.id)
    db.session.commit()
    do(Browser(browser.app), f"/edit/invitation/{key}")
    two = db.session.scalars(select(Person).where(Person.email == "two@e.org")).one()
    for act in ("owner", "editor", "end"):
        do(browser, f"{team}/{two.memberships[0].id}/{act}")


def moderating(patch: Patch, browser: Browser, do: Do) -> None:
    """Visitors' reports, and all that moderators and administrators decide."""
    do(browser, "/report/organisation/lunch-club", kind="closed")
    browser.sign_in(patch.admin, second_factor=True)
    report = patch.report()
    do(browser, f"/moderate/report/{report.id}", act="refuse", revision=1)
    times = patch.change(Section.TIMES, service=patch.tools, opening_times="Mon 10:00-12:00")
    do(browser, "/moderate/approve-ticked", change=f"{times.id}-{times.revision}")
    for act in ("ask", "hide", "show"):
        do(browser, f"/moderate/entry/lunch-club/{act}", said="No.")
    seen = patch.lunch.edited_at.isoformat()
    keeps = patch.keeper.memberships[0].id
    do(browser, f"/moderate/entry/lunch-club/trust/{keeps}", trusted="yes")
    do(browser, "/moderate/very-wide/lunch/right", seen=seen)
    broken = BrokenLink(organisation_id=patch.club.id, address="https://x.example", trouble="404")
    db.session.add(broken)
    db.session.commit()
    do(browser, f"/moderate/broken-links/{broken.id}/forget")
    do(browser, "/moderate/roles", email="mo@e.org", role="administrator")
    mo = db.session.scalars(select(Person).where(Person.email == "mo@e.org")).one()
    do(browser, f"/moderate/roles/{mo.memberships[0].id}/end")
    twin = patch.make.organisation("The Lunch Clubs")
    pair = f"/moderate/doubles/{patch.club.id}/{twin.id}"
    do(browser, f"{pair}/not-the-same")
    do(browser, f"{pair}/merge", keep=patch.club.id, knows_apart="on")
    do(browser, "/edit/shed/end", how="take-down")


def being_somebody(patch: Patch, browser: Browser, do: Do) -> None:
    """What a person does with her own account, to the end."""
    person = patch.make.person("ada@example.org", Role.MODERATOR, area=patch.hackney)
    key = people.make_link(people.Purpose.SIGN_IN, person.email)
    db.session.commit()
    do(browser, f"/account/link/{key}")
    do(browser, "/account/name", name="Ada")
    for other in ("others", "all"):
        browser.sign_in(person)
        browser.sign_in(person)
        if other == "others":
            do(browser, f"/account/sessions/{min(sessions(person))}/end")
        do(browser, f"/account/sessions/end-{other}")
    browser.sign_in(person)
    do(browser, "/account/sign-out")
    browser.sign_in(person)
    do(browser, "/account/security/passkey", 400, told="{}")
    secret = pyotp.random_base32()
    do(browser, "/account/security/app", 200, secret=secret, code=pyotp.TOTP(secret).now())
    do(browser, "/account/security/recovery-codes", 200)
    for which in ("code", "recovery", "passkey"):
        do(browser, f"/account/second-factor/{which}", 400, code="0", told="{}")
    person.passkeys.append(Passkey(credential_id=b"1", public_key=b"2"))
    db.session.commit()
    do(browser, f"/account/security/passkey/{newest(Passkey)}/remove")
    do(browser, "/account/security/app/remove")
    do(browser, "/account/erase", email=person.email)


def section(browser: Browser, do: Do, address: str, **told: str) -> None:
    """Change something in the form of a section, and save it."""
    do(browser, address, **{**offered(browser, address), **told})


def offered(
    browser: Browser,
    address: str,
    selector: str = "main form.stack-wide, main form[action$=throw-away]",
) -> dict[str, object]:
    """What a page's form sends when nothing is changed."""
    form = browser.open(address).select_one(selector)
    assert form is not None
    return fields_of(form)


def newest(model: type) -> int:
    """The number of what was made last."""
    return int(db.session.scalar(select(func.max(model.id))))  # type: ignore[attr-defined]


def sessions(person: Person) -> Iterator[int]:
    """The numbers of somebody's sessions."""
    yield from db.session.scalars(select(SignedIn.id).where(SignedIn.person_id == person.id))
