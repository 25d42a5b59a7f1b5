"""The sections of an entry: what is edited, decided on, confirmed and restored as one thing.

A section is some columns of the documented format (docs/data-formats.md), so an edit, a version,
a difference and a line of a list all say things in the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

Told = Mapping[str, Any]
"""What a section says: columns and their values, as a row of JSON holds them."""


class Section(StrEnum):
    """A part of an entry that is one page to edit."""

    ORGANISATION = "organisation"
    BASES = "bases"
    ORGANISATION_CONTACTS = "organisation-contacts"
    SERVICE = "service"
    WHO = "who"
    COVERAGE = "coverage"
    SITES = "sites"
    TIMES = "times"
    GETTING_IN = "getting-in"
    ACCESS = "access"
    CONTACTS = "contacts"
    STATUS = "status"
    PUBLICATION = "publication"
    SERVICE_PUBLICATION = "service-publication"


@dataclass(frozen=True, slots=True)
class Part:
    """What a section is called, and the columns that it is made of.

    ``title`` speaks to those who keep the entry; ``title_for_others`` of them, to everybody else.
    """

    title: str
    columns: tuple[str, ...]
    is_of_service: bool
    others: str = ""

    @property
    def title_for_others(self) -> str:
        """Return what a moderator reads."""
        return self.others or self.title


PARTS: Mapping[Section, Part] = MappingProxyType(
    {
        Section.ORGANISATION: Part(
            "About the organisation",
            (
                "organisation_name",
                "also_known_as",
                "kind",
                "organisation_description",
                "founded",
                "organisation_website",
                "identifiers",
            ),
            False,
        ),
        Section.BASES: Part("Where you are based", ("bases",), False, "Where they are based"),
        Section.ORGANISATION_CONTACTS: Part(
            "How to reach you",
            ("organisation_phone", "organisation_email", "organisation_contacts"),
            False,
            "How to reach them",
        ),
        Section.SERVICE: Part(
            "About the service",
            ("service_name", "summary", "description", "categories", "website"),
            True,
        ),
        Section.WHO: Part(
            "Who it is for",
            ("audiences", "age_from", "age_to", "eligibility", "languages"),
            True,
        ),
        Section.COVERAGE: Part("Which streets it serves", ("coverage",), True),
        Section.SITES: Part("Where it happens", ("sites",), True),
        Section.TIMES: Part("Opening times", ("opening_times",), True),
        Section.GETTING_IN: Part(
            "Cost and how to get in",
            ("cost", "cost_note", "modes", "ways_in", "way_in_note"),
            True,
        ),
        Section.ACCESS: Part("Access", ("access", "access_note"), True),
        Section.CONTACTS: Part("How to reach the service", ("phone", "email", "contacts"), True),
        Section.STATUS: Part("Running, paused or closed", ("status", "status_note"), True),
        Section.PUBLICATION: Part("Shown to the public", ("publication",), False),
        Section.SERVICE_PUBLICATION: Part("Shown to the public", ("service_publication",), True),
    }
)
"""Every section, in the order in which it is edited."""

OF_ORGANISATION = (Section.ORGANISATION, Section.BASES, Section.ORGANISATION_CONTACTS)
"""What an organisation says about itself, in order."""

SHOWING = (Section.PUBLICATION, Section.SERVICE_PUBLICATION)
"""What is no text: whether the public sees an organisation, or a service."""

OF_SERVICE = tuple(
    section for section, part in PARTS.items() if part.is_of_service and section not in SHOWING
)
"""What a service says, in order."""

WITH_A_FORM = frozenset({*OF_ORGANISATION, *OF_SERVICE}) - {Section.COVERAGE}
"""Coverage has an editor of its own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that says something else: before and after, as JSON holds them."""

    column: str
    before: Any
    after: Any


def difference(before: Told, after: Told) -> tuple[Difference, ...]:
    """Return the columns of ``after`` that differ; one that ``before`` lacks was empty."""
    return tuple(
        Difference(column, before.get(column, ""), value)
        for column, value in after.items()
        if _plain(before.get(column, "")) != _plain(value)
    )


def _plain(value: Any) -> Any:
    """Return a value as it is compared: nothing, an empty text and an empty list are the same."""
    return "" if value is None or value == [] else value
