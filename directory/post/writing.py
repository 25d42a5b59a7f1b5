"""Putting a letter in the outbox, in the caller's transaction."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import current_app

from directory.extensions import db
from directory.models import Letter, Person
from directory.post.rendering import render
from directory.post.settings import domain

URGENT = frozenset({"sign_in", "new_address", "invitation"})
"""Kinds that somebody sits and waits for."""
AHEAD = timedelta(days=1)
"""An urgent letter counts as due since then, and so goes before ten thousand that are not."""


def write(kind: str, to: Person | str, /, **context: Any) -> Letter | None:
    """Write a letter, to be sent once the caller has committed; if she does not, it never was.

    Args:
        kind: the name of its template in ``templates/letters/``.
        to: a person, or an address of somebody we do not know yet.
        context: what the template asks for. ``name`` is there always: what the person is called,
            or "".

    Returns:
        The letter, or None when the person was erased: nobody is there to write to.

    """
    person = to if isinstance(to, Person) else None
    if person is not None and person.erased_at is not None:
        return None
    if person is not None and person.id is None:
        db.session.flush()
    address = person.email if person is not None else str(to).strip()
    rendered = render(kind, **{"name": person.name if person is not None else "", **context})
    moment = datetime.now(UTC)
    letter = Letter(
        message_id=f"<{uuid4().hex}@{domain()}>",
        person_id=person.id if person is not None else None,
        email=address,
        kind=kind,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        written_at=moment,
        due_at=moment - AHEAD if kind in URGENT else moment,
        # A demonstration writes to nobody: its mailbox has the letter as soon as it is written.
        sent_at=moment if current_app.config["DEMO"] else None,
    )
    db.session.add(letter)
    return letter
