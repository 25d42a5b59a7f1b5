"""``doorstep user``: roles from the command line, the first administrator's among them."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory import people
from directory.domain.rights import Role
from directory.extensions import db
from directory.models import AuditEntry, Letter, Membership, Organisation, Passkey, SignedIn
from tests.factories import Make


@pytest.fixture
def run(app: Flask):
    """Run the command, and return its exit status and what it said."""
    runner = app.test_cli_runner()

    def _run(*words: str) -> tuple[int, str]:
        result = runner.invoke(args=["user", *words])
        return result.exit_code, result.output

    return _run


def held() -> list[tuple[str, str, str, int | None]]:
    return [
        (each.person.email, each.role.value, each.area_code, each.organisation_id)
        for each in db.session.scalars(select(Membership).order_by(Membership.id))
        if each.ended_at is None
    ]


@pytest.fixture
def club(make: Make) -> Organisation:
    """Hackney, and a club in it."""
    hackney = make.borough("Hackney", code="E09000012")
    return make.organisation("The Club", make.base(borough=hackney), slug="club")


def test_the_first_administrator_is_made(run) -> None:
    status, said = run("grant", "Ada@Example.org", "administrator")

    assert (status, held()) == (0, [("ada@example.org", "administrator", "", None)])
    assert "ada@example.org is administrator of everything now." in said
    (noted,) = db.session.scalars(select(AuditEntry))
    assert (noted.act, noted.subject, noted.person_id) == ("granted", "membership", None)
    assert "example.org" not in str(noted.details)


@pytest.mark.parametrize("area", ["Hackney", "E09000012"])
def test_a_moderator_is_made_of_an_area_by_name_or_code(run, club: Organisation, area: str) -> None:
    assert run("grant", "mo@example.org", "moderator", "--area", area)[0] == 0

    assert held() == [("mo@example.org", "moderator", "E09000012", None)]


def test_an_editor_is_made_of_an_entry(run, club: Organisation) -> None:
    assert run("grant", "ed@example.org", "editor", "--organisation", "club", "--trusted")[0] == 0

    assert held() == [("ed@example.org", "editor", "", club.id)]
    assert db.session.scalars(select(Membership)).one().is_trusted


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("grant", "nobody", "administrator"), 2),
        (("grant", "a@example.org", "king"), 2),
        (("grant", "a@example.org", "moderator"), 2),
        (("grant", "a@example.org", "administrator", "--area", "Hackney"), 2),
        (("grant", "a@example.org", "owner"), 2),
        (("grant", "a@example.org", "moderator", "--area", "Atlantis"), 1),
        (("grant", "a@example.org", "owner", "--organisation", "not-there"), 1),
        (("end", "99"), 1),
    ],
)
def test_what_cannot_be_done_says_so_and_does_nothing(
    run, club: Organisation, words: tuple[str, ...], status: int
) -> None:
    found, said = run(*words)

    assert (found, held()) == (status, [])
    assert "Error: " in said


def test_roles_are_listed_and_ended(run, club: Organisation, make: Make) -> None:
    run("grant", "ada@example.org", "administrator")
    run("grant", "bea@example.org", "administrator")
    make.person("own@example.org", Role.OWNER, club)

    _, said = run("list")
    assert "ada@example.org  administrator" in said
    assert "2 in all" in said
    assert "own@example.org" not in said
    assert "own@example.org  owner  The Club" in run("list", "--organisations")[1]
    assert "bea@" not in run("list", "ada")[1]

    number = said.split()[0]
    assert run("end", number)[0] == 0
    assert [email for email, *_ in held()] == ["bea@example.org", "own@example.org"]
    assert run("end", number)[0] == 1


def test_the_last_owner_is_not_ended_by_mistake(run, club: Organisation) -> None:
    run("grant", "ann@example.org", "owner", "--organisation", "club")
    status, said = run("end", "1")

    assert (status, "last owner" in said) == (1, True)
    assert len(held()) == 1
    assert run("end", "1", "--leave-alone")[0] == 0
    assert held() == []


def test_the_last_administrator_is_not_erased_by_mistake(run) -> None:
    run("grant", "ada@example.org", "administrator")
    status, said = run("erase", "ada@example.org", "--yes")

    assert (status, "last administrator" in said) == (1, True)
    assert run("erase", "ada@example.org", "--yes", "--leave-alone")[0] == 0


def test_the_last_administrator_is_not_ended(run) -> None:
    run("grant", "ada@example.org", "administrator")

    status, said = run("end", "1")

    assert (status, len(held())) == (1, 1)
    assert "last administrator" in said


def test_who_lost_every_second_step_may_set_one_up_again(run, make: Make) -> None:
    mo = make.person("mo@example.org", Role.ADMINISTRATOR)
    mo.totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    mo.passkeys.append(Passkey(credential_id=b"1", public_key=b"2"))
    people.begin(mo)
    db.session.commit()

    status, said = run("lost-second-step", "mo@example.org", "--yes")

    assert (status, "may set up a second step again" in said) == (0, True)
    assert (mo.totp_secret, mo.passkeys) == ("", [])
    assert db.session.scalars(select(SignedIn)).all() == []
    assert db.session.scalars(select(Letter.kind)).all() == ["second_step_gone"]
    assert db.session.scalars(select(AuditEntry.act)).all() == ["took second factors away"]
