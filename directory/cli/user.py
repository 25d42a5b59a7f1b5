"""``doorstep user``: who may do what; the first administrator is made here."""

import click
from flask.cli import with_appcontext

from directory import gazetteer, people
from directory.domain.people import is_email, tidy_email
from directory.domain.rights import OF_AREA, OF_ORGANISATION, Role
from directory.errors import DoorstepError
from directory.extensions import db
from directory.queries import keepers, kept_entries


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
        entry = kept_entries.get(organisation) if organisation else None
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
@with_appcontext
def end(number: int) -> None:
    """End a role, by its number in the list."""
    try:
        membership = keepers.get_grant(number)
        people.take_role(membership)
    except DoorstepError as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(f"{membership.person.email} is no longer {membership.role.value}.")


def _check_options(role: Role, area: str, organisation: str) -> None:
    """Refuse a role without what it is of, before anything is looked up."""
    if (role in OF_AREA) != bool(area):
        raise click.UsageError("Moderators and commissioners need --area, and nobody else has one.")
    if (role in OF_ORGANISATION) != bool(organisation):
        raise click.UsageError("Owners and editors need --organisation, and nobody else has one.")
