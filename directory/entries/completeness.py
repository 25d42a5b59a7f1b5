"""What is missing from an entry, in words for the person who keeps it: what helps most, first.

What she has written and the public does not see yet is not missing: it is told apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.domain.sections import Section, Told
from directory.domain.terms import Cost, Mode, Publication, Status
from directory.entries import changing
from directory.entries.record import OrganisationRecord
from directory.errors import BadInputError
from directory.extensions import db
from directory.models import Change, CoverageArea, Organisation, Service

Missing = tuple[Section, Service | None, str]
"""A section, the service it is of (None for the organisation's own), and what to do about it."""

MOST_SERVICES = 100


@dataclass(slots=True)
class Completeness:
    """What an entry does not say yet.

    Attributes:
        missing: what nobody has written.
        written: what is on its way, each section once.

    """

    missing: list[Missing] = field(default_factory=list)
    written: list[Change] = field(default_factory=list)


def of(organisation: Organisation, changes: Iterable[Change] = ()) -> Completeness:
    """Return what an entry does not say yet; a service that closed needs nothing more.

    Args:
        organisation: whose entry.
        changes: what is on its way.

    """
    looked = _Looked(organisation, list(changes))
    looked.at_bases()
    services = _services(organisation)
    claiming = _claiming(services)
    for each in services:
        looked.at(each, _OF_SERVICE, _facts_of(each, is_claiming=each.id in claiming))
    if not services:
        words = "Add a service: people look for what you do, not for who you are."
        looked.found.missing.append((Section.SERVICE, None, words))
    looked.at(None, _OF_ORGANISATION, _facts_of_organisation(organisation))
    return looked.found


def is_on_the_map(organisation: Organisation) -> bool:
    """Say whether a base of it was found in a borough: without one no moderator looks after it."""
    return any(base.borough_code for base in organisation.bases)


class _Looked:
    """An entry being looked at, with what is on its way."""

    def __init__(self, organisation: Organisation, changes: list[Change]) -> None:
        self.found = Completeness()
        self._organisation = organisation
        self._changes = changes

    def at(self, service: Service | None, rules: "Iterable[_Rule]", facts: set[str]) -> None:
        """Look at a service, or at the organisation itself, of which these facts are known."""
        written = self._written(service)
        for section, words, needs in rules:
            lacking = needs - facts
            if lacking <= written.keys():
                self._add({written[fact].id: written[fact] for fact in lacking}.values())
            else:
                self.found.missing.append((section, service, words))

    def at_bases(self) -> None:
        """Look at where it is based, and whether that was found."""
        if is_on_the_map(self._organisation):
            return
        change = next((each for each in self._changes if each.section is Section.BASES), None)
        bases = self._organisation.bases if change is None else change.told.get("bases")
        if change is not None and _is_placed(change):
            self._add([change])
        elif bases:
            words = "We cannot find your address on the map. Check the postcode."
            self.found.missing.append((Section.BASES, None, words))
        else:
            words = "Say where you are based. Without it you come last, as if you were far away."
            self.found.missing.append((Section.BASES, None, words))

    def _written(self, service: Service | None) -> dict[str, Change]:
        """Return the facts that are on their way, each with the change that tells it."""
        own = {None} if service is None else {None, service.id}
        return {
            fact: each
            for each in self._changes
            if each.service_id in own
            for fact in _facts_told(each.told)
        }

    def _add(self, changes: Iterable[Change]) -> None:
        self.found.written += [each for each in changes if each not in self.found.written]


def _is_placed(change: Change) -> bool:
    """Say whether a base that a change tells of is found in a borough."""
    try:
        record, _ = changing.read(change.section, change.organisation, None, change.told)
    except BadInputError:
        return False
    bases = record.bases if isinstance(record, OrganisationRecord) else None
    return any(base.spot is not None and base.spot.borough for base in bases or ())


def _services(organisation: Organisation) -> list[Service]:
    return list(
        db.session.scalars(
            select(Service)
            .where(Service.organisation_id == organisation.id)
            .where(Service.publication.in_((Publication.PUBLISHED, Publication.DRAFT)))
            .where(Service.status != Status.CLOSED)
            .options(
                selectinload(Service.contacts),
                selectinload(Service.locations),
                selectinload(Service.openings),
            )
            .order_by(Service.name, Service.id)
            .limit(MOST_SERVICES)
        )
    )


def _facts_of(service: Service, *, is_claiming: bool) -> set[str]:
    """Return what a service tells already."""
    comes = bool(service.modes) and Mode.IN_PERSON not in service.modes
    return _true(
        {
            "summary": service.summary,
            "categories": service.categories,
            "coverage": is_claiming,
            "times": service.openings,
            "where": service.locations or comes,
            "reach": service.contacts or _reach(service.organisation),
            "audiences": service.audiences,
            "cost": service.cost is not Cost.UNKNOWN,
            "ways_in": service.ways_in,
            "access": service.access or service.access_note,
        }
    )


def _facts_of_organisation(organisation: Organisation) -> set[str]:
    return _true({"reach": _reach(organisation), "about": organisation.description})


def _facts_told(told: Told) -> set[str]:
    """Return the same facts of what a section will say."""
    modes = told.get("modes")
    reach = ("phone", "email", "contacts")
    return _true(
        {
            "summary": told.get("summary"),
            "categories": told.get("categories"),
            "coverage": told.get("coverage"),
            "times": told.get("opening_times"),
            "where": told.get("sites") or (modes and Mode.IN_PERSON not in modes),
            "reach": any(told.get(each) or told.get(f"organisation_{each}") for each in reach),
            "audiences": told.get("audiences"),
            "cost": told.get("cost") not in (None, "", Cost.UNKNOWN),
            "ways_in": told.get("ways_in"),
            "access": told.get("access") or told.get("access_note"),
            "about": told.get("organisation_description"),
        }
    )


def _true(facts: Mapping[str, object]) -> set[str]:
    return {name for name, is_told in facts.items() if is_told}


_Rule = tuple[Section, str, frozenset[str]]


def _rule(section: Section, words: str, *needs: str) -> _Rule:
    return section, words, frozenset(needs)


_OF_ORGANISATION = (
    _rule(
        Section.ORGANISATION_CONTACTS,
        "Give a phone number or an e-mail address, so that people can reach you.",
        "reach",
    ),
    _rule(Section.ORGANISATION, "Say in a few words who you are.", "about"),
)
_OF_SERVICE = (
    _rule(
        Section.SERVICE,
        "Say in one sentence what it is: it is what people read first.",
        "summary",
    ),
    _rule(
        Section.SERVICE,
        "Choose what kind of help it is, so that people find it by need.",
        "categories",
    ),
    _rule(
        Section.COVERAGE,
        "Say which streets or areas it is for. Now people have to ask.",
        "coverage",
    ),
    _rule(Section.TIMES, "Say when it is open.", "times"),
    _rule(Section.SITES, "Say where it happens.", "where"),
    _rule(Section.CONTACTS, "Give a phone number or an e-mail address for it.", "reach"),
    _rule(Section.WHO, "Say who it is for. If it is for everyone, say so.", "audiences"),
    _rule(Section.GETTING_IN, "Say what it costs, and how people get in.", "cost", "ways_in"),
    _rule(
        Section.ACCESS,
        "Say what helps people get in: no steps, a toilet, a hearing loop.",
        "access",
    ),
)
"""What each should tell, and the facts that tell it."""


def _claiming(services: list[Service]) -> set[int]:
    """Return the services that name any area; of thousands of areas none is fetched."""
    ids = [each.id for each in services]
    named = select(CoverageArea.service_id).where(CoverageArea.service_id.in_(ids)).distinct()
    return set(db.session.scalars(named))


def _reach(organisation: Organisation) -> bool:
    return any(each.service_id is None for each in organisation.contacts)
