"""What an entry says now, group by group and in brief, as anybody may read it.

A letter, and the page that it leads to, can be forwarded: so no private address is in here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from directory.domain.areas_in_words import Areas, in_words
from directory.domain.categories import CATEGORIES
from directory.domain.described import labels_of, languages_of, who_for
from directory.domain.hours import Opening
from directory.domain.identifiers import label_of
from directory.domain.terms import LABELS, Access, Mode, Status, WayIn
from directory.domain.timetable import Time, rows

LONGEST = 220
PRIVATE = "An address that is kept private"
Said = Mapping[str, tuple[str, ...]]
"""By the slug of a group: what it says, in a few short lines; none where nothing is said."""


class Summary(Protocol):
    """Who a service is for, in brief, and whom it leaves out."""

    @property
    def serves(self) -> Areas:
        """Return those it is for."""

    @property
    def but_not(self) -> Areas:
        """Return those it leaves out."""


def of_organisation(organisation: Any) -> Said:
    """Return what an organisation says of itself; its rows are read, and nothing is asked for."""
    own = [each for each in organisation.contacts if each.service_id is None]
    return _tidy(
        {
            "about": (
                organisation.name,
                organisation.also_known_as,
                LABELS[organisation.kind],
                _short(organisation.description),
                organisation.website,
                *(f"{label_of(x.scheme)} {x.number}" for x in organisation.identifiers),
            ),
            "base": map(_address, organisation.bases),
            "contacts": map(_contact, own),
        }
    )


def of_service(service: Any, summary: Summary | None, today: date) -> Said:
    """Return what a service says; its rows are read, and nothing is asked for."""
    return _tidy(
        {
            "times": (*_status(service), *_times(service, today)),
            "where": (
                *(_address(each.site) for each in service.locations),
                *labels_of(Mode, [mode for mode in service.modes if mode != Mode.IN_PERSON]),
                _sentence(labels_of(Access, service.access)),
                service.access_note,
            ),
            "for": (
                *_coverage(summary),
                who_for(service.audiences, service.age_from, service.age_to),
                _short(service.eligibility),
                _sentence(languages_of(service.languages)) if service.languages else "",
            ),
            "contacts": (
                *map(_contact, service.contacts),
                LABELS[service.cost],
                service.cost_note,
                _sentence(labels_of(WayIn, service.ways_in)),
                service.way_in_note,
            ),
            "about": (
                service.name,
                service.summary or _short(service.description),
                _sentence(CATEGORIES[x].name for x in service.categories if x in CATEGORIES),
                service.website,
            ),
        }
    )


def _tidy(said: Mapping[str, Iterable[str]]) -> Said:
    return MappingProxyType({slug: tuple(filter(None, lines)) for slug, lines in said.items()})


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rpartition(' ')[0]}…"


def _sentence(words: Iterable[str]) -> str:
    return ", ".join(words)


def _address(row: Any) -> str:
    if row.is_hidden:
        return PRIVATE
    parts = [row.name, row.address, row.postcode]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _contact(row: Any) -> str:
    said = ", ".join(part for part in (row.phone, row.email) if part)
    return f"{row.label}: {said}" if row.label else said


def _status(service: Any) -> list[str]:
    if service.status is Status.RUNNING and not service.status_note:
        return []
    return [": ".join(part for part in (LABELS[service.status], service.status_note) if part)]


def _times(service: Any, today: date) -> list[str]:
    times = [
        Time(Opening(**{name: getattr(row, name) for name in Opening.__slots__}), row.note)
        for row in service.openings
    ]
    said = [
        f"{row.when}: {row.hours}{f' ({row.note})' if row.note else ''}"
        for row in rows(times, today)
    ]
    differing = sum(each.day >= today for each in service.exceptions)
    words = "a day that differs" if differing == 1 else f"{differing} days that differ"
    return [*said, f"And {words}"] if differing else said


def _coverage(summary: Summary | None) -> list[str]:
    if summary is None or not summary.serves:
        return ["It has not said which streets it is for"]
    but_not = f", but not {in_words(summary.but_not)}" if summary.but_not else ""
    return [f"For {in_words(summary.serves)}{but_not}"]
