"""Two boroughs, an entry in each, their keepers and their moderators, and things that wait."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.entries import drafts
from directory.entries.queue import put_request_in_queue
from directory.extensions import db
from directory.models import (
    Area,
    AuditEntry,
    Change,
    Claiming,
    Contact,
    FormerSlug,
    Identifier,
    Letter,
    Organisation,
    Person,
    Report,
    ReportKind,
    Service,
)
from directory.models.organisation import now
from directory.search import index
from tests.browser import Browser
from tests.factories import Make


@dataclass
class Patch:
    """Hackney with a lunch club, Islington with a shed; each with a keeper and a moderator."""

    make: Make
    hackney: Area
    islington: Area
    club: Organisation
    lunch: Service
    shed: Organisation
    tools: Service
    keeper: Person
    shedder: Person
    mod: Person
    other_mod: Person
    far_mod: Person
    admin: Person

    def change(
        self, section: Section = Section.SERVICE, *, service: Service | None = None, **told: object
    ) -> Change:
        """A change that waits: of the lunch club's words, or of what is told."""
        entry = service or self.lunch
        by = self.keeper if entry is self.lunch else self.shedder
        whose = None if section in OF_ORGANISATION else entry
        change = drafts.save(
            entry.organisation, whose, section, told or {"summary": "Puddings."}, by
        )
        drafts.send(change, Rights((Grant(Role.EDITOR, entry.organisation_id),)), by)
        db.session.commit()
        return change

    def claiming(self, organisation: Organisation | None = None) -> Claiming:
        """A stranger asks to keep an entry."""
        made = Claiming(
            organisation=organisation or self.club,
            person=self.make.person(name="Claire Claimant"),
            who="The chair",
            how_to_check="Ring the hall.",
        )
        db.session.add(made)
        put_request_in_queue(made)
        db.session.commit()
        return made

    def report(self, organisation: Organisation | None = None, **columns: object) -> Report:
        """A visitor says that it has closed."""
        columns.setdefault("kind", ReportKind.CLOSED)
        made = Report(organisation=organisation or self.club, **columns)
        db.session.add(made)
        put_request_in_queue(made)
        db.session.commit()
        return made


OF_ORGANISATION = {
    Section.ORGANISATION,
    Section.BASES,
    Section.ORGANISATION_CONTACTS,
    Section.PUBLICATION,
}


@pytest.fixture
def patch(make: Make) -> Patch:
    hackney = make.borough("Hackney", code="E09000012")
    islington = make.borough("Islington", code="E09000019")
    hoxton = make.ward("Hoxton West", hackney, code="E05009378")
    make.street("Orsman Road", hoxton, at=(533_200, 183_700))
    canonbury = make.ward("Canonbury", islington, code="E05013698")
    club = make.organisation("The Lunch Club", make.base(hoxton, hackney), slug="lunch-club")
    shed = make.organisation("The Shed", make.base(canonbury, islington), slug="shed")
    lunch = make.service("Lunch", club, slug="lunch", summary="A hot lunch.", serves=[hoxton])
    tools = make.service("Tools", shed, slug="tools", serves=[canonbury])
    index.rebuild()
    return Patch(
        make,
        hackney,
        islington,
        club,
        lunch,
        shed,
        tools,
        keeper=make.person("keeper@example.org", Role.OWNER, club, name="Kay Keeper"),
        shedder=make.person("shedder@example.org", Role.OWNER, shed),
        mod=make.person("mod@example.org", Role.MODERATOR, area=hackney, name="Mo"),
        other_mod=make.person("second@example.org", Role.MODERATOR, area=hackney),
        far_mod=make.person("far@example.org", Role.MODERATOR, area=islington),
        admin=make.person("admin@example.org", Role.ADMINISTRATOR),
    )


def letters() -> list[tuple[str, str]]:
    """What was written, and to whom."""
    found = db.session.scalars(select(Letter).order_by(Letter.id))
    return [(each.kind, each.email) for each in found]


def acts() -> list[tuple[str, str]]:
    """What the log says was done, and to what."""
    found = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(each.act, each.subject) for each in found]


def numbered(organisation: Organisation, number: str = "1086812") -> None:
    organisation.identifiers = [Identifier(scheme="GB-CHC", number=number)]
    organisation.edited_at = now()
    db.session.commit()


@pytest.fixture
def twin(patch: Patch, make: Make) -> Organisation:
    """A second entry of the lunch club, with much that the first has not."""
    twin = make.organisation(
        "Hoxton Lunches",
        make.base(borough=patch.hackney, address="2 New Road", cue="borough: Hackney [E09000012]"),
        slug="twin",
        website="https://lunches.example.org",
        description="Of the twin.",
    )
    numbered(twin)
    db.session.add(Contact(organisation_id=twin.id, phone="020 7946 0001"))
    db.session.add(FormerSlug(kind="organisation", slug="older", target_id=twin.id))
    service = make.service("Teas", twin, slug="teas")
    db.session.add(Contact(organisation_id=twin.id, service_id=service.id, phone="020 7946 0002"))
    db.session.commit()
    db.session.expire_all()
    return twin


def merge(browser: Browser, patch: Patch, twin: Organisation, status: int = 303):
    browser.sign_in(patch.mod, second_factor=True)
    at = f"/moderate/doubles/{patch.club.id}/{twin.id}/merge?keep={patch.club.id}"
    answer = browser.send(browser.open(at), 'form[action$="/merge"]', status=status)
    db.session.expire_all()
    return answer


def listed(browser: Browser, address: str) -> list[str]:
    return [each.get_text(strip=True) for each in browser.open(address).select(".waits a.strong")]
