"""People of the sample, one for each role, so that everything can be tried.

They exist only where the sample is loaded. Their letters are in the mailbox of the demonstration,
and the page that asks for a second step says what their app would show.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from directory import people
from directory.domain.rights import STAFF, Role
from directory.extensions import db
from directory.models import Organisation
from directory.people.granting import person_with

FILE = Path(__file__).parents[1] / "data" / "demo" / "people.csv"
SECRET = "DEMODEMODEMODEMODEMODEMODEMODEMO"  # noqa: S105 (of people who are made up)


@dataclass(frozen=True, slots=True)
class Played:
    """Somebody that a visitor of the demonstration may be, and why she would."""

    email: str
    role: Role
    why: str


def load() -> list[Played]:
    """Make these people and grant them their roles, where they have not got them yet."""
    with FILE.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:
        person = person_with(row["email"])
        person.name = person.name or row["name"]
        role = Role(row["role"])
        if role in STAFF and not person.totp_secret:
            person.totp_secret = SECRET
        people.grant(
            person,
            role,
            organisation_id=_organisation(row["organisation_ref"]),
            area_code=row["area_code"],
            is_trusted=row["trusted"] == "yes",
        )
    db.session.commit()
    return [Played(row["email"], Role(row["role"]), row["why"]) for row in rows]


def _organisation(ref: str) -> int | None:
    if not ref:
        return None
    return db.session.scalars(select(Organisation.id).where(Organisation.ref == ref)).one()
