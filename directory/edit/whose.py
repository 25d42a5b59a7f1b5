"""Whose entry a request is about, and whether it is hers to edit: asked first by every view."""

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from directory import people
from directory.entries.publishing import is_draft
from directory.entries.queue import areas_of
from directory.errors import NotAllowedError, NotFoundError
from directory.queries import entries, own_entries


@dataclass(frozen=True, slots=True)
class Whose:
    """An organisation that the person may edit, and one of its services when one was named."""

    organisation: Any
    service: Any = None

    @property
    def address(self) -> str:
        """Return the address of the entry's own page here."""
        return url_for("edit.entry", organisation=self.organisation.slug)

    @property
    def at(self) -> dict[str, str]:
        """Return what addresses of its sections are made from."""
        named = {"organisation": self.organisation.slug}
        return {**named, "service": self.service.slug} if self.service else named

    @property
    def is_draft(self) -> bool:
        """Say whether it never was public, so that what is saved need not be sent."""
        return is_draft(self.organisation, self.service)

    def with_service(self, service: Any) -> "Whose":
        """Return the same with a service."""
        return replace(self, service=service)


def whose_to_see(organisation: str) -> Whose:
    """Return an entry to look at: for its own people, and for the moderators of its areas.

    Raises:
        NotFoundError: there is none, or it is not public, and she is neither.
        NotAllowedError: she is neither.

    """
    named, rights = Whose(own_entries.get_organisation(organisation)), people.rights()
    if not rights.may_edit(named.organisation.id) and not (
        rights.moderated_areas and rights.may_moderate(areas_of(named.organisation))
    ):
        raise _not_hers(
            named, "Only the people of this organisation, and its moderators, see this."
        )
    return named


def whose(organisation: str, service: str = "") -> Whose:
    """Return the entry that an address names.

    Raises:
        NotFoundError: there is none, or it is neither public nor hers.
        NotAllowedError: it is not hers to edit.

    """
    if service:
        found = own_entries.get_service(organisation, service)
        named = Whose(found.organisation, found)
    else:
        named = Whose(own_entries.get_organisation(organisation))
    if not people.rights().may_edit(named.organisation.id):
        raise _not_hers(named, "Only the people of this organisation may change its entry.")
    return named


def owned(organisation: str, service: str = "") -> Whose:
    """Return the entry that an address names, for an act that is its owners' alone.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: she is not an owner.

    """
    found = whose(organisation, service)
    if not people.rights().owns(found.organisation.id):
        raise NotAllowedError("Only an owner of this entry may do that.")
    return found


def _not_hers(named: Whose, said: str) -> NotAllowedError | NotFoundError:
    """Return what a stranger is told: that a draft is there is nobody else's business either."""
    asked = [each for each in (named.organisation, named.service) if each is not None]
    is_public = all(each.publication in entries.SHOWN for each in asked)
    return NotAllowedError(said) if is_public else NotFoundError("There is no such entry.")
