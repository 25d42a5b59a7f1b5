"""The audit log: every act is noted in the transaction that does it, and never changed."""

from typing import Any

from directory.extensions import db
from directory.models import AuditEntry, Person


def note(
    act: str,
    subject: str,
    subject_id: int | None = None,
    *,
    by: Person | None = None,
    organisation_id: int | None = None,
    **details: Any,
) -> None:
    """Add an act to the log, in the caller's transaction.

    Args:
        act: a verb in the past: "approved", "signed in", "invited".
        subject: what it was done to: "change", "organisation", "person", "membership", "report".
        subject_id: which.
        by: who did it; None when nobody was signed in.
        organisation_id: whose entry it concerns.
        details: what is needed to understand it later; no names or addresses of people.

    """
    db.session.add(
        AuditEntry(
            person_id=by.id if by is not None else None,
            act=act,
            subject=subject,
            subject_id=subject_id,
            organisation_id=organisation_id,
            details=details,
        )
    )
