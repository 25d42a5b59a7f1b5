"""What the pages of organisations and services show, made out of their entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from directory.domain import described, identifiers
from directory.domain.areas_in_words import in_words
from directory.domain.categories import CATEGORIES, Category
from directory.domain.described import labels_of
from directory.domain.hours import Opening, OpeningException
from directory.domain.terms import Access, Mode
from directory.domain.timetable import OpenState, Row, Time, changes, rows, state
from directory.queries.area_labels import AreaLabel
from directory.queries.coverage import Summary

if TYPE_CHECKING:
    from directory.models import (
        Contact,
        CoverageArea,
        Organisation,
        OrganisationBase,
        Service,
        Site,
    )

MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service is open: now or next, the usual times of each site, and days that differ."""

    state: OpenState
    tables: tuple[tuple[str, list[Row]], ...]
    changes: list[Row]

    @property
    def rows(self) -> list[Row]:
        """Return the usual times of every site together."""
        return [row for _site, table in self.tables for row in table]


@dataclass(frozen=True, slots=True)
class Card:
    """A service in brief, on its organisation's page."""

    service: "Service"
    who: str
    where: tuple[str, ...]
    hours: Hours
    serves: str
    but_not: str


@dataclass(frozen=True, slots=True)
class Based:
    """Where an organisation is based, as far as the public may know."""

    base: "OrganisationBase"
    areas: tuple[AreaLabel, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where a service happens, as far as the public may know."""

    site: "Site"
    areas: tuple[AreaLabel, ...]
    access: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A number in a public register, what to call it, and where to look it up."""

    label: str
    number: str
    link: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """Areas that one person or body said a service is for, confirmed on one day."""

    by: str
    on: date | None
    areas: "tuple[CoverageArea, ...]"


def hours(service: "Service", now: datetime) -> Hours:
    """Return a service's opening times at this local moment."""
    openings = [_opening(each) for each in service.openings]
    exceptions = [
        OpeningException(each.day, each.opens, each.closes) for each in service.exceptions
    ]
    notes = [each.note for each in service.exceptions]
    by_site: dict[int | None, list[Time]] = defaultdict(list)
    for each, opening in zip(service.openings, openings, strict=True):
        by_site[each.site_id].append(Time(opening, each.note))
    names: dict[int | None, str] = {
        link.site_id: _site_name(link.site) for link in service.locations
    }
    tables = ((names.get(site, ""), rows(times, now.date())) for site, times in by_site.items())
    return Hours(
        state(openings, exceptions, now),
        tuple((name, table) for name, table in tables if table),
        changes(zip(exceptions, notes, strict=True), now.date())[:MOST_CHANGES],
    )


def card(service: "Service", summary: Summary | None, now: datetime) -> Card:
    """Return a service in brief: who, where, when, and for which areas."""
    known = summary or Summary()
    return Card(
        service,
        who=who_for(service),
        where=where(service),
        hours=hours(service, now),
        serves=in_words(known.serves),
        but_not=in_words(known.but_not),
    )


def who_for(service: "Service") -> str:
    """Return whom a service is for, in words: "Older people and carers, aged 50 and over"."""
    return described.who_for(service.audiences, service.age_from, service.age_to)


def where(service: "Service") -> tuple[str, ...]:
    """Return the places where a service happens, and the ways in which it reaches people."""
    return (*(_site_name(link.site) for link in service.locations), *at_a_distance(service))


def at_a_distance(service: "Service") -> list[str]:
    """Return the ways in which a service reaches people who do not come to it."""
    return labels_of(Mode, [mode for mode in service.modes if mode != Mode.IN_PERSON])


def categories(service: "Service") -> list[Category]:
    """Return the kinds of help that a service is, leaving out one no longer on the list."""
    return [CATEGORIES[slug] for slug in service.categories if slug in CATEGORIES]


def venues(service: "Service", areas: Mapping[str, AreaLabel]) -> list[Venue]:
    """Return the places where a service happens, each with the areas that may be told."""
    return [
        Venue(
            link.site,
            _areas_of(link.site, areas),
            tuple(labels_of(Access, link.site.access)),
            link.note,
        )
        for link in service.locations
    ]


def based(organisation: "Organisation", areas: Mapping[str, AreaLabel]) -> list[Based]:
    """Return an organisation's bases, main one first, each with the areas that may be told."""
    return [Based(base, _areas_of(base, areas)) for base in organisation.bases]


def base_codes(organisation: "Organisation") -> set[str]:
    """Return the codes of the areas in which an organisation is based, those that may be told."""
    return {code for base in organisation.bases for code in _told_codes(base)}


def site_codes(service: "Service") -> set[str]:
    """Return the codes of the areas in which a service happens, those that may be told."""
    return {code for link in service.locations for code in _told_codes(link.site)}


def registers(organisation: "Organisation") -> list[Registered]:
    """Return an organisation's numbers, each with its name and its register's page where known."""
    return [
        Registered(
            identifiers.label_of(each.scheme),
            each.number,
            identifiers.link_to(each.scheme, each.number),
        )
        for each in organisation.identifiers
    ]


def sources(organisation: "Organisation") -> list[str]:
    """Return where we learned of an organisation: each address apart when it is only addresses."""
    words = organisation.source.split()
    if all(word.startswith(("https://", "http://")) for word in words):
        return words
    return [organisation.source]


def own_contacts(organisation: "Organisation") -> "list[Contact]":
    """Return the contacts of an organisation itself, not of one of its services."""
    return [each for each in organisation.contacts if each.service_id is None]


def contacts_of(service: "Service") -> "Sequence[Contact]":
    """Return the contacts of a service; failing any, those of its organisation."""
    return service.contacts or own_contacts(service.organisation)


def claimed(areas: "Iterable[CoverageArea]") -> list[Claimed]:
    """Put areas together that the same person claimed and confirmed on the same day."""
    groups: dict[tuple[str, date | None], list[CoverageArea]] = defaultdict(list)
    for area in areas:
        groups[(area.claimed_by, area.confirmed_on)].append(area)
    return [Claimed(by, on, tuple(found)) for (by, on), found in groups.items()]


def _areas_of(
    spot: "OrganisationBase | Site", areas: Mapping[str, AreaLabel]
) -> tuple[AreaLabel, ...]:
    return tuple(areas[code] for code in _told_codes(spot) if code in areas)


def _told_codes(spot: "OrganisationBase | Site") -> list[str]:
    """Return the areas of an address that may be told: of a hidden one, its borough alone."""
    return [spot.borough_code] if spot.is_hidden else [spot.ward_code, spot.borough_code]


def _opening(row: object) -> Opening:
    return Opening(**{name: getattr(row, name) for name in Opening.__slots__})


def _site_name(site: "Site") -> str:
    if site.is_hidden:
        return "At an address that is kept private"
    return site.name or site.address or site.postcode
