"""What it means that an entry is confirmed: its groups of sections, dates, and letters unanswered.

An entry is *confirmed* when a person says that it is still right; it is *edited* when its words
change. Neither ever stands for the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from directory.domain.sections import Section

LETTERS = 3
"""So many letters in a row without an answer, and the entry ranks lower."""

TIME_TO_ANSWER = timedelta(days=30)
"""How long after the last of them its people still have, before it does."""

ITS_PEOPLE = "its own people"
"""Who confirmed an entry, as the public reads it: nobody's name is given away."""

THIS_SITE = "those who run this site"
"""The same, when somebody did it who does not keep the entry."""

CONFIRMED_HERE = frozenset({ITS_PEOPLE, THIS_SITE})


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that are confirmed with one tick: what one person knows by heart, or looks up.

    ``title`` speaks to those who keep the entry; ``title_for_others`` of them, to everybody else.
    """

    slug: str
    title: str
    sections: tuple[Section, ...]
    others: str = ""

    @property
    def title_for_others(self) -> str:
        """Return what everybody else reads."""
        return self.others or self.title


OF_ORGANISATION: Mapping[str, Group] = MappingProxyType(
    {
        each.slug: each
        for each in (
            Group("about", "Who you are", (Section.ORGANISATION,), "Who they are"),
            Group("base", "Where you work from", (Section.BASES,), "Where they work from"),
            Group(
                "contacts",
                "How to reach you",
                (Section.ORGANISATION_CONTACTS,),
                "How to reach them",
            ),
        )
    }
)
"""The groups of an organisation's own sections."""

OF_SERVICE: Mapping[str, Group] = MappingProxyType(
    {
        each.slug: each
        for each in (
            Group("times", "When it is open", (Section.TIMES, Section.STATUS)),
            Group("where", "Where it happens", (Section.SITES, Section.ACCESS)),
            Group("for", "Which streets and people it is for", (Section.COVERAGE, Section.WHO)),
            Group(
                "contacts",
                "How to get in touch, and what it costs",
                (Section.CONTACTS, Section.GETTING_IN),
            ),
            Group("about", "What it is", (Section.SERVICE,)),
        )
    }
)
"""The groups of a service's sections, what changes most often first."""


def groups_of(*, is_service: bool) -> Mapping[str, Group]:
    """Return the groups of a service, or of an organisation."""
    return OF_SERVICE if is_service else OF_ORGANISATION


def checked_on(
    before: date | None, confirmed: Mapping[Section, date], *, is_service: bool
) -> date | None:
    """Return the day since which all of an entry is known to be right, as far as anybody said.

    Args:
        before: the day on which all of it was checked last.
        confirmed: when each section was confirmed last.
        is_service: whether it is a service.

    """
    days = [
        max((day for day in (before, confirmed.get(section)) if day), default=None)
        for group in groups_of(is_service=is_service).values()
        for section in group.sections
    ]
    known = [day for day in days if day]
    return min(known) if len(known) == len(days) else before


def later_groups(
    checked: date | None, confirmed: Mapping[Section, date], *, is_service: bool
) -> list[tuple[Group, date]]:
    """Return the groups that were confirmed after all of the entry was, each with its day."""
    found = []
    for group in groups_of(is_service=is_service).values():
        days = [confirmed[each] for each in group.sections if each in confirmed]
        if len(days) == len(group.sections) and min(days) > (checked or date.min):
            found.append((group, min(days)))
    return found
