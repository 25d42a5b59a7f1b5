"""Nobody moderates outside her areas: every door of the room, for every role."""

import pytest

from directory.domain.rights import Role
from directory.extensions import db
from tests.browser import Browser
from tests.moderate.conftest import Patch

SENT, IN, NOT, ALSO = "sent to sign in", "in", "refused", "second step first"
ROLES = ("nobody", "keeper", "far_mod", "mod_without_second_factor", "mod", "admin")


def addresses(patch: Patch) -> dict[str, str]:
    """Every address of the room that shows something of the lunch club."""
    change, claiming, report = patch.change(), patch.claiming(), patch.report()
    twin = patch.make.organisation(
        "The Lunch Clubs", patch.make.base(borough=patch.hackney), slug="lunch-clubs"
    )
    return {
        "queue": "/moderate/",
        "change": f"/moderate/change/{change.id}",
        "claiming": f"/moderate/claiming/{claiming.id}",
        "report": f"/moderate/report/{report.id}",
        "entry": "/moderate/entry/lunch-club",
        "pair": f"/moderate/doubles/{patch.club.id}/{twin.id}",
        "mixed pair": f"/moderate/doubles/{patch.club.id}/{patch.shed.id}",
        "doubles": "/moderate/doubles",
        "stale": "/moderate/not-checked",
        "wide": "/moderate/very-wide",
        "links": "/moderate/broken-links",
        "log": "/moderate/log",
        "log as a table": "/moderate/log.csv",
        "roles": "/moderate/roles",
    }


EXPECTED = {
    #                    nobody keeper far  without mod  admin
    "queue": (SENT, NOT, IN, ALSO, IN, IN),
    "change": (SENT, NOT, NOT, ALSO, IN, IN),
    "claiming": (SENT, NOT, NOT, ALSO, IN, IN),
    "report": (SENT, NOT, NOT, ALSO, IN, IN),
    "entry": (SENT, NOT, NOT, ALSO, IN, IN),
    "pair": (SENT, NOT, NOT, ALSO, IN, IN),
    "mixed pair": (SENT, NOT, NOT, ALSO, NOT, IN),
    "doubles": (SENT, NOT, IN, ALSO, IN, IN),
    "stale": (SENT, NOT, IN, ALSO, IN, IN),
    "wide": (SENT, NOT, IN, ALSO, IN, IN),
    "links": (SENT, NOT, IN, ALSO, IN, IN),
    "log": (SENT, NOT, IN, ALSO, IN, IN),
    "log as a table": (SENT, NOT, IN, ALSO, IN, IN),
    "roles": (SENT, NOT, NOT, ALSO, NOT, IN),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_which_page(patch: Patch, browser: Browser, role: str) -> None:
    found = {}
    if role == "mod_without_second_factor":
        browser.sign_in(patch.mod)
    elif role != "nobody":
        browser.sign_in(getattr(patch, role), second_factor=True)
    for name, address in addresses(patch).items():
        answer = browser.client.get(address)
        to = answer.headers.get("Location", "")
        found[name] = {
            200: IN,
            403: NOT,
            303: SENT if to.startswith("/account/sign-in") else ALSO,
        }[answer.status_code]

    assert found == {name: row[ROLES.index(role)] for name, row in EXPECTED.items()}


WRITES = {
    "change": {"act": "approve", "revision": "2"},
    "claiming": {"act": "approve", "revision": "1"},
    "report": {"act": "approve", "revision": "1"},
    "hide": {"said": "No."},
    "show": {},
    "ask": {},
    "merge": {"keep": "1"},
    "not-the-same": {},
    "ticked": {"change": "1-2"},
    "roles": {"email": "x@example.org", "role": "administrator"},
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("role", ["nobody", "keeper", "far_mod"])
def test_who_may_not_decide_changes_nothing(
    patch: Patch, browser: Browser, role: str, write: str
) -> None:
    change, claiming, report = patch.change(), patch.claiming(), patch.report()
    if role != "nobody":
        browser.sign_in(getattr(patch, role), second_factor=True)
    address = {
        "change": f"/moderate/change/{change.id}",
        "claiming": f"/moderate/claiming/{claiming.id}",
        "report": f"/moderate/report/{report.id}",
        "hide": "/moderate/entry/lunch-club/hide",
        "show": "/moderate/entry/lunch-club/show",
        "ask": "/moderate/entry/lunch-club/ask",
        "merge": f"/moderate/doubles/{patch.club.id}/{patch.shed.id}/merge",
        "not-the-same": f"/moderate/doubles/{patch.club.id}/{patch.shed.id}/not-the-same",
        "ticked": "/moderate/approve-ticked",
        "roles": "/moderate/roles",
    }[write]

    answer = browser.client.post(
        address, data=WRITES[write], headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code in (303, 403, 409), answer.status
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/account/sign-in")
    db.session.expire_all()
    assert (change.state, claiming.decision, report.decision) == ("waiting", "open", "open")
    assert patch.club.publication == "published"
    assert [each.role for each in claiming.person.memberships] == []
    assert {each.slug for each in (patch.club, patch.shed)} == {"lunch-club", "shed"}


def test_a_moderator_of_a_ward_decides_in_that_ward(patch: Patch, browser: Browser) -> None:
    ward = patch.make.ward("Haggerston", patch.hackney)
    here = patch.make.organisation("Here", patch.make.base(ward, patch.hackney))
    of_ward = patch.make.person("ward@example.org", Role.MODERATOR, area=ward)
    report, far = patch.report(here), patch.report()
    browser.sign_in(of_ward, second_factor=True)

    browser.open(f"/moderate/report/{report.id}")
    browser.open(f"/moderate/report/{far.id}", status=403)


def test_an_entry_of_no_known_place_is_for_administrators(patch: Patch, browser: Browser) -> None:
    nowhere = patch.make.organisation("Nowhere", slug="nowhere")
    report = patch.report(nowhere)
    browser.sign_in(patch.mod, second_factor=True)
    browser.open(f"/moderate/report/{report.id}", status=403)
    browser.open("/moderate/entry/nowhere", status=403)

    browser.sign_in(patch.admin, second_factor=True)
    browser.open(f"/moderate/report/{report.id}")
    assert "Nowhere" in browser.open("/moderate/").words


def test_an_entry_with_no_address_belongs_to_where_it_serves(
    patch: Patch, browser: Browser
) -> None:
    van = patch.make.organisation("The Van", slug="van")
    patch.make.service("Soup", van, serves=[patch.hackney])
    report = patch.report(van)
    browser.sign_in(patch.mod, second_factor=True)

    browser.open(f"/moderate/report/{report.id}")
    browser.open("/moderate/entry/van")


def test_a_role_that_ended_opens_nothing(patch: Patch, browser: Browser) -> None:
    browser.sign_in(patch.mod, second_factor=True)
    browser.open("/moderate/")
    patch.mod.memberships[0].ended_at = patch.mod.created_at
    db.session.commit()

    browser.open("/moderate/", status=403)


def test_a_moderator_of_several_areas_decides_in_each_until_it_is_ended(
    patch: Patch, browser: Browser
) -> None:
    here, there = patch.report(), patch.report(patch.shed)
    browser.sign_in(patch.admin, second_factor=True)
    browser.post(
        "/moderate/roles", {"email": patch.mod.email, "role": "moderator", "area": "Islington"}
    )
    areas = {each.area_code: each.id for each in patch.mod.memberships}
    assert areas.keys() == {"E09000012", "E09000019"}

    browser.sign_in(patch.mod, second_factor=True)
    words = browser.open("/moderate/").words
    assert "The Lunch Club" in words
    assert "The Shed" in words
    browser.open(f"/moderate/report/{here.id}")
    browser.open(f"/moderate/report/{there.id}")

    browser.sign_in(patch.admin, second_factor=True)
    browser.post(f"/moderate/roles/{areas['E09000019']}/end")
    browser.sign_in(patch.mod, second_factor=True)
    browser.open(f"/moderate/report/{here.id}")
    browser.open(f"/moderate/report/{there.id}", status=403)


@pytest.mark.parametrize("role", ["moderator", "commissioner", "administrator"])
def test_staff_without_their_second_step_get_nothing_of_their_role(
    patch: Patch, browser: Browser, role: str
) -> None:
    area = None if role == "administrator" else patch.hackney
    browser.sign_in(patch.make.person(f"{role}@example.org", Role(role), area=area))
    for address in ("/moderate/", "/moderate/log.csv", "/moderate/roles", "/edit/lunch-club"):
        answer = browser.client.get(address)
        is_sent = answer.headers.get("Location", "").startswith("/account/second-factor")
        assert is_sent or answer.status_code == 403, address
    assert "Moderate" not in browser.open("/").select_one("nav").get_text()
