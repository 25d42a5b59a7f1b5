"""What this room writes of entries; each act is one commit, and returns the word of its notice."""

from collections.abc import Callable

from directory import audit, people
from directory.domain.sections import Section, Told
from directory.domain.terms import Publication
from directory.entries import answering, changing, confirming, drafts, showing
from directory.entries.publishing import is_draft
from directory.entries.record import OrganisationRecord
from directory.errors import BadInputError, ConflictError
from directory.extensions import db
from directory.models import Change, ChangeState, Organisation, Service, Version
from directory.queries import changes

SAVED, SENT, PUBLISHED, SOME_LEFT = "saved", "sent", "published", "some-left"
ANSWERED = "answered"
NOT_SHOWN_YET, NOT_ON_THE_MAP = "not-shown-yet", "not-on-the-map"


def save(
    organisation: Organisation,
    service: Service | None,
    section: Section,
    told: Told,
    *,
    revision: int | None,
    seen: str,
    is_sent: bool,
    answer: str = "",
    question: str = "",
) -> str:
    """Keep what was typed, and send it when that was asked; with an answer to a question.

    Raises:
        BadInputError: it was kept, and something is wrong with it; ``field`` is the column.
        ConflictError: somebody else was quicker; nothing was kept.

    """
    if answer:
        answering.check_asked(drafts.open_change(organisation, service, section), question)
    change = drafts.save(organisation, service, section, told, people.me(), revision, seen=seen)
    if change.state is ChangeState.ASKED:
        change.answer = answer
    note_saved(change)
    db.session.commit()
    changing.check(section, organisation, service, change.told)
    done = _sent(change, answer, question) if is_sent else SAVED
    return done if _is_on_the_map(change) else NOT_ON_THE_MAP


def send(change: Change) -> str:
    """Send a change: it is published at once, or waits for a moderator.

    Raises:
        BadInputError, ConflictError: as :func:`save`; the change stays as it was.

    """
    try:
        drafts.send(change, people.rights(), people.me())
    except Exception:
        db.session.rollback()
        raise
    answered(change.organisation)
    done = _became(change)
    db.session.commit()
    return done


def send_answer(change: Change, answer: str, question: str) -> str:
    """Send what is answered to a moderator's question, with the change as it stands.

    Args:
        change: which she asks about.
        answer: what is answered.
        question: what stands for the question that was read.

    Raises:
        BadInputError: the change says what cannot be stored.
        ConflictError: nobody waits for the answer any more, or somebody else was quicker.

    """
    try:
        answering.answer(change, answer, question, people.rights(), people.me())
    except Exception:
        db.session.rollback()
        raise
    answered(change.organisation)
    db.session.commit()
    return ANSWERED


def send_all(organisation: Organisation, is_doubtful: Callable[[Change], bool]) -> str:
    """Send every change of an entry that was saved; one that cannot be sent stays as it was."""
    done, left = set(), 0
    for change in changes.of_organisation(organisation.id):
        if change.state is not ChangeState.DRAFT:
            continue
        if is_doubtful(change):
            left += 1
            continue
        try:
            done.add(send(change))
        except (BadInputError, ConflictError):
            left += 1
    if left:
        return SOME_LEFT
    return next((each for each in (SENT, PUBLISHED, NOT_SHOWN_YET) if each in done), SENT)


def withdraw(change: Change) -> None:
    """Take a change back."""
    drafts.withdraw(change, people.me())
    db.session.commit()


def show(organisation: Organisation, service: Service | None) -> str:
    """Ask that an entry, or one service of it, be shown to the public.

    With an entry that nobody has seen go the services that were begun with it: whoever asks for her
    lunch club to be shown means the lunch too.
    """
    begun: list[Service] = []
    if service is None and is_draft(organisation, None):
        begun = [s for s in organisation.services if s.publication is Publication.DRAFT]
    done = _ask_to_show(organisation, service)
    for each in begun:
        _ask_to_show(organisation, each)
    return done


def _sent(change: Change, answer: str, question: str) -> str:
    return send_answer(change, answer, question) if answer else send(change)


def _ask_to_show(organisation: Organisation, service: Service | None) -> str:
    section, told = showing.as_told(service, Publication.PUBLISHED)
    open_now = drafts.open_change(organisation, service, section)
    revision = open_now.revision if open_now is not None else None
    change = drafts.save(organisation, service, section, told, people.me(), revision)
    note_saved(change)
    if change.state is ChangeState.WAITING:
        db.session.commit()
        return SENT
    return send(change)


def restore(version: Version) -> str:
    """Make what a section said once the text of a new change, to be looked at and sent."""
    note_saved(drafts.restore(version, people.me()))
    db.session.commit()
    return SAVED


def _became(change: Change) -> str:
    """Return what became of a change that was sent; in an entry not public yet nobody reads it."""
    if change.state is not ChangeState.PUBLISHED:
        return SENT
    return NOT_SHOWN_YET if is_draft(change.organisation, change.service) else PUBLISHED


def _is_on_the_map(change: Change) -> bool:
    """Say whether every base that a change tells of was found in a borough."""
    if change.section is not Section.BASES:
        return True
    record, _ = changing.read(change.section, change.organisation, None, change.told)
    bases = record.bases if isinstance(record, OrganisationRecord) else None
    return all(base.spot is not None and base.spot.borough for base in bases or ())


def answered(organisation: Organisation) -> None:
    """Count an act as an answer to the letters that ask whether an entry is right.

    Only of those who are asked, its own people. The caller commits.
    """
    if organisation.id in people.rights().organisations:
        confirming.heard_from(organisation)


def note_saved(change: Change) -> None:
    """Note that a draft says something else now, of which nobody else has heard."""
    audit.note(
        "saved",
        "change",
        change.id,
        by=people.me(),
        organisation_id=change.organisation_id,
        section=change.section.value,
    )
