"""What stands beside a difference: who says so, what can be checked, and what is odd."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import current_app

from directory.domain.breadth import Doubt
from directory.domain.identifiers import label_of, link_to
from directory.domain.rights import Role
from directory.domain.sections import (
    OF_ORGANISATION,
    OF_SERVICE,
    PARTS,
    SHOWING,
    Section,
    Told,
    difference,
)
from directory.domain.terms import Publication
from directory.domain.told_in_words import Changed, changed, said
from directory.entries.written import told_now
from directory.moderate.room import my_areas
from directory.queries import changes, claimed, doubts, moderation, own_entries, suspected
from directory.queries.keepers import keepers
from directory.queries.moderation import Item, Kind
from directory.queries.reach import Reach, reach

if TYPE_CHECKING:
    from directory.models import Change, Organisation, Report, Service

MOST_SERVICES = 10
_ROLES = {Role.OWNER: "owner", Role.EDITOR: "editor"}


@dataclass(frozen=True, slots=True)
class Said:
    """A section as it stands: its title, whose it is, and its lines under their labels."""

    title: str
    of: str
    rows: Sequence[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Number:
    """A register number, where to check it, and whether another entry has it too."""

    label: str
    number: str
    link: str


@dataclass(slots=True)
class Evidence:
    """What stands beside an item."""

    differences: list[Changed] = field(default_factory=list)
    whole: list[Said] = field(default_factory=list)
    question: str = ""
    answer: str = ""
    asked_by: Any = None
    author: Any = None
    author_role: str = ""
    author_record: dict[str, int] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    based: Sequence[tuple[str, tuple[str, ...]]] = ()
    reach: Reach | None = None
    doubts: list[Doubt] = field(default_factory=list)
    earlier: "Sequence[Change]" = ()
    reports: "Sequence[Report]" = ()
    alike: Sequence[Any] = ()
    keepers: int = 0


def of(item: Item) -> Evidence:
    """Return what stands beside an item."""
    organisation = item.row.organisation
    people_there = keepers(organisation.id)
    found = Evidence(
        author=getattr(item.row, "person", None),
        numbers=[
            Number(label_of(each.scheme), each.number, link_to(each.scheme, each.number))
            for each in organisation.identifiers
        ],
        based=said(told_now(organisation, None, Section.BASES)),
        alike=suspected.of_organisation(organisation.id, my_areas()),
        keepers=len(people_there),
        reports=moderation.open_reports(organisation.id),
    )
    if found.author is not None:
        found.author_role = _role(found.author, organisation)
        found.author_record = moderation.record_of(found.author.id)
    if item.kind is not Kind.REPORT:
        _asked_before(item, found)
    if item.kind is Kind.CHANGE:
        _of_change(item.row, found)
    else:
        found.whole = _whole(organisation, getattr(item.row, "service", None), is_short=True)
    return found


def _asked_before(item: Item, found: Evidence) -> None:
    """Put the last question and its answer there; not an answer that was kept and not sent.

    A reason for refusing stands where the question stood: then the answer stands alone.
    """
    row = item.row
    if item.state == "asked":
        return
    if item.waits or item.state == "published":
        found.question, found.asked_by = row.said, row.decided_by
    found.answer = row.answer


def _of_change(change: "Change", found: Evidence) -> None:
    organisation, service, section = change.organisation, change.service, change.section
    public = told_now(organisation, service, section)
    base = public if change.open_key is not None else change.before
    found.differences = changed(difference(base, change.told))
    found.earlier = changes.decided(
        organisation.id, service.id if service is not None else None, section
    )
    if section in SHOWING and Publication.PUBLISHED in change.told.values():
        found.whole = _whole(organisation, service, is_short=False)
    if section is Section.COVERAGE and service is not None:
        _breadth(service, change.told, found)
    elif section is Section.SERVICE_PUBLICATION and service is not None:
        _breadth(service, told_now(organisation, service, Section.COVERAGE), found)


def _breadth(service: "Service", told: Told, found: Evidence) -> None:
    """Say what a coverage means, and what is to be asked about it."""
    areas = claimed.read(told.get("coverage") or [])
    bases, sites = own_entries.bases_of(service), own_entries.sites_of(service)
    found.reach = reach(areas, bases, current_app.config["DOORSTEP_METRES"])
    found.doubts = doubts.asked(areas, bases, sites)


def _whole(
    organisation: "Organisation", service: "Service | None", *, is_short: bool
) -> list[Said]:
    """Return all that an entry says, to be read before it is shown to the public."""
    found = [_section(organisation, None, section) for section in OF_ORGANISATION]
    if is_short and service is None:
        return [each for each in found if each.rows]
    services = [service] if service is not None else organisation.services[:MOST_SERVICES]
    found += [_section(organisation, each, section) for each in services for section in OF_SERVICE]
    return [each for each in found if each.rows]


def _section(organisation: "Organisation", service: "Service | None", section: Section) -> Said:
    whose = service.name if service is not None else organisation.name
    return Said(
        PARTS[section].title_for_others, whose, said(told_now(organisation, service, section))
    )


def _role(person: Any, organisation: "Organisation") -> str:
    roles = [
        _ROLES[each.role]
        for each in person.memberships
        if each.organisation_id == organisation.id and each.ended_at is None and each.role in _ROLES
    ]
    return roles[0] if roles else ""
