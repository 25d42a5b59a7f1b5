"""Questions that a moderator asks of whoever keeps an entry, or asks to keep it."""

from directory.entries import decisions
from directory.extensions import db
from directory.models import Change, Claiming
from tests.moderate.conftest import Patch

FORM = "main form.stack-wide"
AT = "/edit/lunch-club/lunch/section/service"


def asked(patch: Patch, question: str = "Which day?", **of: object) -> Change:
    """A change of the lunch club's that a moderator has a question about."""
    change = patch.change(**of)
    ask(patch, change, question)
    return change


def ask(patch: Patch, change: Change, question: str) -> None:
    decisions.ask(change, patch.mod, question)
    db.session.commit()


def page_of(change: Change) -> str:
    return f"/edit/{change.organisation.slug}/changes/{change.id}/question"


def asked_claim(patch: Patch, question: str = "Which number?") -> Claiming:
    """A stranger's request to keep the club, which a moderator has a question about."""
    claiming = patch.claiming()
    claiming.decision, claiming.said = "asked", question
    claiming.decided_by = patch.mod
    db.session.commit()
    return claiming
