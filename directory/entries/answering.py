"""Answers to what a moderator asked: she reads them beside her question. The caller commits.

An answer is to the question that was read, and is sent once: whoever comes too late is told.
"""

from directory import audit
from directory.domain.rights import Rights
from directory.entries import changing
from directory.entries.cells import seen, tidy
from directory.entries.decisions import LONGEST_SAID
from directory.entries.publishing import as_one, merged
from directory.entries.queue import put_in_queue
from directory.entries.written import told_now
from directory.errors import BadInputError, ConflictError, NotAllowedError
from directory.models import Change, ChangeState, Claiming, Decision, Person
from directory.models.organisation import now

ASKED = (ChangeState.ASKED, Decision.ASKED)


def tidied(text: str, *, is_needed: bool) -> str:
    """Return an answer as it is kept.

    Args:
        text: what was written.
        is_needed: whether something must have been.

    Raises:
        BadInputError: nothing was, or too much.

    """
    words = tidy(text)
    if is_needed and not seen(words):
        raise BadInputError("Write your answer first.", field="answer")
    if len(words) > LONGEST_SAID:
        raise BadInputError(
            f"Your answer has {len(words):,} characters. {LONGEST_SAID:,} are the most.",
            field="answer",
        )
    return words


def check_asked(about: Change | Claiming | None, question: str) -> None:
    """Make sure that a question still waits for an answer, and is the one that was read.

    Args:
        about: what was asked about, as it stands now; None when it is not open any more.
        question: what stands for the question that was read (:class:`Questioned`).

    Raises:
        ConflictError: it does not, or another was asked since.

    """
    if about is None:
        raise ConflictError("A moderator has decided already. Your answer was not sent.")
    state = about.state if isinstance(about, Change) else about.decision
    if state not in ASKED:
        raise ConflictError(_LATE.get(state, "Nobody waits for this answer any more."))
    if question != about.question:
        raise ConflictError("A moderator asks something else now. Your answer was not sent.")


def answer(change: Change, words: str, question: str, rights: Rights, by: Person) -> None:
    """Send a change back to the moderators, with what is answered to their question.

    It waits even where she might publish it herself: somebody asked, and wants to know. It keeps
    its place in the line.

    Args:
        change: which she asks about.
        words: what is answered.
        question: what stands for the question that was read.
        rights: of whoever answers.
        by: whoever answers.

    Raises:
        NotAllowedError: the entry is not hers to edit.
        BadInputError: the text of the change cannot be stored; ``field`` is the column.
        ConflictError: nothing is asked any more, or something else; or the public text of a column
            moved under her.

    """
    if not rights.may_edit(change.organisation_id):
        raise NotAllowedError("This entry is not one of yours.")
    check_asked(change, question)
    organisation, service, section = change.organisation, change.service, change.section
    told = changing.canonical(section, organisation, service, change.told)
    public = told_now(organisation, service, section)
    told = merged(change.before, public, told)
    with as_one(lambda: None):
        change.told, change.before = dict(told), dict(public)
        change.answer, change.person, change.saved_at = words, by, now()
        change.state = ChangeState.WAITING
        put_in_queue(change)
        audit.note(
            "answered",
            "change",
            change.id,
            by=by,
            organisation_id=organisation.id,
            section=section.value,
        )


_LATE = {
    ChangeState.WAITING: "Your answer was sent already. A moderator will look at it.",
    ChangeState.DRAFT: "This was changed since you read the question. Look at it again.",
    Decision.OPEN: "Your answer was sent already. A moderator will look at it.",
    ChangeState.PUBLISHED: "A moderator has approved this already. Your answer was not sent.",
    ChangeState.REFUSED: "A moderator has refused this already. Your answer was not sent.",
    ChangeState.WITHDRAWN: "This was taken back. Your answer was not sent.",
}
