"""Letters of the sample that ask whether entries are still right, so that one can answer them.

One is to the owner of the lunch club. The shed's owner answered none of three, so his entry ranks
lower and says so; he has a fourth, and an answer to it puts that right.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from directory.domain.confirming import LETTERS, TIME_TO_ANSWER
from directory.extensions import db
from directory.models import Organisation, StillRight
from directory.people import asking
from directory.people.granting import person_with
from directory.search import index

ASKED, KEEPER = "demo-lunch-pitfield", "ann@demo.example"
SILENT, WHO_IS_SILENT = "demo-hoxton-shed", "sam@demo.example"


def load() -> None:
    """Put there what is not there yet: what was answered stays answered."""
    club, shed = _organisation(ASKED), _organisation(SILENT)
    if db.session.get(StillRight, shed.id) is not None:
        return
    last = datetime.now(UTC) - TIME_TO_ANSWER - timedelta(days=20)
    db.session.add(StillRight(organisation_id=shed.id, asked_at=last, unanswered=LETTERS))
    db.session.commit()
    asking.lower_some()
    asking.ask_about(shed, [person_with(WHO_IS_SILENT)])
    asking.ask_about(club, [person_with(KEEPER)])
    db.session.commit()
    index.catch_up()


def _organisation(ref: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.ref == ref)).one()
