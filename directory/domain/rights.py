"""Who may do what: from what somebody granted a person, never from her e-mail address."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be: for an organisation, for an area, or for the whole site."""

    OWNER = "owner"
    EDITOR = "editor"
    MODERATOR = "moderator"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"


OF_ORGANISATION = frozenset({Role.OWNER, Role.EDITOR})
OF_AREA = frozenset({Role.MODERATOR, Role.COMMISSIONER})
STAFF = frozenset({Role.MODERATOR, Role.COMMISSIONER, Role.ADMINISTRATOR})
"""Roles that need a second factor."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person has: of one organisation, of one area, or (an administrator) of all.

    Attributes:
        organisation_id: for an owner or an editor.
        area_code: for a moderator or a commissioner: a borough or any other area.
        is_trusted: an editor's changes may be published at once where the site allows it.

    """

    role: Role
    organisation_id: int | None = None
    area_code: str = ""
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything that was granted to a person; with nothing she is a visitor.

    Attributes:
        has_second_factor: whether she gave one in this session. Without it no role of staff counts.
        is_half_way: whether she set one up and has not given it yet. Until she does nothing counts:
            whoever adds a second step means that her mailbox alone is not enough.

    """

    grants: tuple[Grant, ...] = ()
    has_second_factor: bool = False
    is_half_way: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles that count now."""
        return frozenset(grant.role for grant in self._counting())

    @property
    def is_administrator(self) -> bool:
        """Say whether she may do everything."""
        return Role.ADMINISTRATOR in self.roles

    @property
    def needs_second_factor(self) -> bool:
        """Say whether a role of hers waits for a second factor."""
        return not self.has_second_factor and any(grant.role in STAFF for grant in self.grants)

    @property
    def organisations(self) -> frozenset[int]:
        """Return the organisations whose entry she may edit as one of them."""
        return frozenset(
            grant.organisation_id
            for grant in self._counting()
            if grant.role in OF_ORGANISATION and grant.organisation_id is not None
        )

    @property
    def moderated_areas(self) -> frozenset[str]:
        """Return the codes of the areas she moderates; an administrator moderates all."""
        return frozenset(g.area_code for g in self._counting() if g.role is Role.MODERATOR)

    def may_edit(self, organisation_id: int) -> bool:
        """Say whether she may change an organisation's entry."""
        return self.is_administrator or organisation_id in self.organisations

    def owns(self, organisation_id: int) -> bool:
        """Say whether she may invite, hand over and close an organisation's entry."""
        return self.is_administrator or any(
            grant.role is Role.OWNER and grant.organisation_id == organisation_id
            for grant in self._counting()
        )

    def is_trusted_by(self, organisation_id: int) -> bool:
        """Say whether her changes to this entry may be published at once."""
        return self.is_administrator or any(
            grant.is_trusted and grant.organisation_id == organisation_id
            for grant in self._counting()
        )

    def may_moderate(self, area_codes: Iterable[str]) -> bool:
        """Say whether she may decide on an entry that lies in these areas.

        An entry of which no area is known is for administrators.
        """
        return self.is_administrator or not self.moderated_areas.isdisjoint(area_codes)

    @property
    def may_moderate_something(self) -> bool:
        """Say whether there is any queue for her."""
        return self.is_administrator or bool(self.moderated_areas)

    def _counting(self) -> Iterable[Grant]:
        if self.is_half_way:
            return ()
        return (g for g in self.grants if g.role not in STAFF or self.has_second_factor)
