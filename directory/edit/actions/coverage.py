"""Saving a coverage as it is being written: each act is one commit, and loses nobody's words."""

from collections.abc import Sequence
from typing import Any

from directory import people
from directory.domain.sections import Section
from directory.edit.actions.sections import note_saved
from directory.edit.coverage_draft import COLUMN, Draft
from directory.entries import drafts
from directory.extensions import db
from directory.queries.claimed import Claimed


def save(service: Any, draft: Draft, areas: Sequence[Claimed]) -> int:
    """Keep these areas as the draft of a service's coverage; return how many more or fewer.

    Raises:
        ConflictError: somebody else saved it since ``draft`` was read; nothing is changed.

    """
    before = {each.line for each in draft.areas}
    lines = list(dict.fromkeys(each.line for each in areas))
    if before == set(lines):
        return 0
    told = {COLUMN: lines}
    note_saved(
        drafts.save(
            service.organisation, service, Section.COVERAGE, told, people.me(), draft.revision
        )
    )
    db.session.commit()
    return len(lines) - len(before)
