"""What waits for the sample's moderator, so that she can try her work at once.

Changes (two that may be approved together), a request to keep an entry, two reports of visitors, an
entry that may be a double and a web address that does not answer.
Each is put there once: what was decided stays decided when the demonstration is started again.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from directory import audit
from directory.domain.rights import Grant, Rights, Role
from directory.domain.sections import Section
from directory.entries import alike, drafts
from directory.entries.queue import put_request_in_queue
from directory.extensions import db
from directory.importers.loading import load_organisations
from directory.models import (
    BrokenLink,
    Change,
    Claiming,
    Decision,
    Organisation,
    Person,
    Report,
    ReportKind,
    Service,
)
from directory.people.granting import person_with

AGAIN = Path(__file__).parents[1] / "data" / "demo" / "again.csv"
CLUB = "demo-lunch-pitfield"
CHANGES: tuple[tuple[str, Section, dict[str, str]], ...] = (
    (
        "tuesday-hot-lunch",
        Section.SERVICE,
        {
            "service_name": "Tuesday hot lunch and bingo",
            "summary": "Two courses, a cup of tea and bingo for people over 55.",
        },
    ),
    ("film-and-a-biscuit", Section.STATUS, {"status": "paused", "status_note": "Until January."}),
    ("lunch-on-your-step", Section.CONTACTS, {"phone": "020 7946 0177"}),
)
"""Of which service of the club, which section, and what it should say."""
BROKEN = "https://pitfield-lunch.example.org/menu"
CLAIMED, CLAIMANT = "demo-nuttall-boxing", "carl@demo.example"
REPORTS = (
    (
        CLUB,
        ReportKind.WRONG_CONTACT,
        "",
        "I rang twice. A man says it is a florist, and has been since Easter.",
        2,
        "",
    ),
    (
        CLAIMED,
        ReportKind.NOT_HERE,
        "Kingsland Road",
        "They told my son that they only take young people from Hoxton.",
        1,
        "",
    ),
    (
        CLUB,
        ReportKind.OTHER,
        "",
        "The side door has a bell now, which you need to know if you use a wheelchair.",
        33,
        "Thank you: we have asked the club to add it.",
    ),
)
"""Which entry, what is wrong, where, in whose words, how many days ago, and what was answered."""


def load() -> None:
    """Put there what is not there yet."""
    if _organisation("demo-again-pitfield") is None:
        load_organisations(AGAIN)
    club, claimed = _organisation(CLUB), _organisation(CLAIMED)
    if club is None or claimed is None:
        return
    _changes(club)
    _claim(claimed)
    for ref, kind, place, told, days, said in REPORTS:
        _report(club if ref == CLUB else claimed, kind, place, told, days, said)
    db.session.commit()
    while alike.compare_some():
        pass


def _changes(club: Organisation) -> None:
    """Let the club's owner say something else of her services, and send it."""
    if db.session.scalar(select(Change.id).where(Change.organisation_id == club.id).limit(1)):
        return
    owner = person_with("ann@demo.example")
    for ref, section, told in CHANGES:
        service = db.session.scalars(select(Service).where(Service.ref == f"{CLUB}-{ref}")).one()
        change = drafts.save(club, service, section, told, owner)
        drafts.send(change, Rights((Grant(Role.OWNER, club.id),)), owner)
    link = {"trouble": "did not answer", "since": _ago(9)}
    db.session.add(BrokenLink(organisation_id=club.id, address=BROKEN, **link))


def _claim(claimed: Organisation) -> None:
    person = person_with(CLAIMANT)
    if db.session.scalar(select(Claiming.id).where(Claiming.person_id == person.id).limit(1)):
        return
    person.name = person.name or "Carl Demo"
    asked = Claiming(
        organisation=claimed,
        person=person,
        who="I have coached there on Saturdays since 2011.",
        how_to_check="Ring the club and ask for Carl. My name is on the noticeboard too.",
        asked_at=_ago(3),
    )
    db.session.add(asked)
    db.session.flush()
    put_request_in_queue(asked)
    audit.note("claimed", "organisation", claimed.id, by=person, organisation_id=claimed.id)


def _report(  # noqa: PLR0917 (a row of the table above)
    about: Organisation, kind: ReportKind, place: str, told: str, days: int, said: str
) -> None:
    if db.session.scalar(select(Report.id).where(Report.told == told).limit(1)):
        return
    report = Report(organisation=about, kind=kind, place=place, told=told, at=_ago(days))
    if said:
        moderator: Person = person_with("mo@demo.example")
        report.decision, report.said = Decision.ACCEPTED, said
        report.decided_at, report.decided_by_id = _ago(days - 2), moderator.id
    db.session.add(report)
    put_request_in_queue(report)
    audit.note("reported", "report", report.id, organisation_id=about.id, kind=kind.value)


def _ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _organisation(ref: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.ref == ref))
