"""``doorstep user``: who may do what; the first administrator is made here."""

from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from directory import audit, gazetteer, people, post
from directory.domain.people import is_email, tidy_email
from directory.domain.rights import OF_AREA, OF_ORGANISATION, Role
from directory.errors import DoorstepError
from directory.extensions import db
from directory.people import second_factor
from directory.queries import keepers, own_entries

if TYPE_CHECKING:
    from directory.models import Person


@click.group()
def user() -> None:
    """Give people roles, list them, and end them."""


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice([each.value for each in Role]))
@click.option("--area", default="", help="For moderators and commissioners: its name or code.")
@click.option("--organisation", default="", help="For owners and editors: the slug of the entry.")
@click.option("--trusted", is_flag=True, help="An editor whose changes may be public at once.")
@with_appcontext
def grant(email: str, role: str, area: str, organisation: str, trusted: bool) -> None:
    """Give whoever has this e-mail address a role. She signs in by a link sent to it."""
    chosen = Role(role)
    address = tidy_email(email)
    if not is_email(address):
        raise click.UsageError(f"“{email}” is not a whole e-mail address.")
    _check_options(chosen, area, organisation)
    try:
        place = gazetteer.resolve(area) if area else None
        entry = own_entries.get_organisation(organisation) if organisation else None
        given = people.give_role(
            address,
            chosen,
            area_code=place.code if place is not None else "",
            organisation_id=entry.id if entry is not None else None,
            is_trusted=trusted,
        )
    except DoorstepError as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    of = place.name if place is not None else entry.name if entry is not None else "everything"
    click.echo(f"{given.id}  {address} is {chosen.value} of {of} now.")


@user.command("list")
@click.argument("text", default="")
@click.option("--organisations", is_flag=True, help="Owners and editors instead of staff.")
@click.option("--page", type=click.IntRange(1, 100_000), default=1, show_default=True)
@with_appcontext
def list_(text: str, organisations: bool, page: int) -> None:
    """List who has which role; TEXT is a part of a name or an address."""
    found = keepers.granted(text, page, is_staff=not organisations)
    for each in found.rows:
        of = each.area_code or (each.organisation.name if each.organisation is not None else "")
        click.echo(f"{each.id}  {each.person.email}  {each.role.value}  {of}".rstrip())
    click.echo(f"Page {found.page} of {found.pages}, {found.total} in all.")


@user.command()
@click.argument("number", type=int)
@click.option("--leave-alone", is_flag=True, help="Though it is an entry's last owner.")
@with_appcontext
def end(number: int, leave_alone: bool) -> None:
    """End a role, by its number in the list."""
    try:
        membership = keepers.get_grant(number)
        people.take_role(membership, may_leave_alone=leave_alone)
    except DoorstepError as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(f"{membership.person.email} is no longer {membership.role.value}.")


@user.command("held")
@click.argument("email")
@with_appcontext
def held_(email: str) -> None:
    """Say how many records of each kind tell of whoever has this e-mail address."""
    for each in people.held(_known(email)):
        click.echo(f"{each.number:>6,}  {each.kept.title}")


@user.command()
@click.argument("email")
@with_appcontext
def export(email: str) -> None:
    """Write all that is held about a person as JSON, for a request that came by post."""
    person = _known(email)
    audit.note("exported", "person", person.id)
    db.session.commit()
    for piece in people.everything(person):
        click.echo(piece, nl=False)


@user.command("lost-second-step")
@click.argument("email")
@click.confirmation_option(prompt="Are you sure that it is she who asks?")
@with_appcontext
def lost_second_step(email: str) -> None:
    """Let somebody who lost her app, passkeys and codes set up a second step again.

    Make sure first that it is she: until she has, her mailbox alone lets her in. She is signed out
    everywhere, and told by letter.
    """
    person = _known(email)
    second_factor.start_again(person)
    audit.note("took second factors away", "person", person.id)
    post.write("second_step_gone", person)
    db.session.commit()
    click.echo(f"{person.email} may set up a second step again.")


@user.command()
@click.argument("email")
@click.option("--leave-alone", is_flag=True, help="Though she is a last owner or administrator.")
@click.confirmation_option(prompt="This cannot be undone. Erase this person?")
@with_appcontext
def erase(email: str, leave_alone: bool) -> None:
    """Erase a person: what is hers goes, what was done stays without her name."""
    person = _known(email)
    try:
        people.erase(person, None, may_leave_alone=leave_alone)
    except DoorstepError as error:
        raise click.ClickException(f"{error} (--leave-alone)") from None
    db.session.commit()
    click.echo(f"Erased. The log and the versions know her as number {person.id}.")


@user.command()
@click.argument("text")
@click.argument("organisation")
@with_appcontext
def strike(text: str, organisation: str) -> None:
    """Take TEXT, a name or a number, out of all earlier versions of the entry ORGANISATION.

    Change what the entry says now first: this leaves it alone.
    """
    try:
        number = people.strike(own_entries.get_organisation(organisation), text)
    except DoorstepError as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(f"Taken out of {number} versions and changes.")


def _known(email: str) -> "Person":
    person = keepers.with_address(tidy_email(email))
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return person


def _check_options(role: Role, area: str, organisation: str) -> None:
    """Refuse a role without what it is of, before anything is looked up."""
    if (role in OF_AREA) != bool(area):
        raise click.UsageError("Moderators and commissioners need --area, and nobody else has one.")
    if (role in OF_ORGANISATION) != bool(organisation):
        raise click.UsageError("Owners and editors need --organisation, and nobody else has one.")
