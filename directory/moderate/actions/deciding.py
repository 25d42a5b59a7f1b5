"""Decisions on what waits: changes, requests to keep an entry, visitors' reports.

Of two moderators the first stands and the second is told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from directory import audit, people, post
from directory.domain.rights import Rights, Role
from directory.domain.sections import PARTS
from directory.entries import decisions
from directory.entries.publishing import as_one, at_once_sections
from directory.errors import BadInputError, ConflictError, DoorstepError, NotAllowedError
from directory.extensions import db
from directory.models import Claiming, Decision, Person, Report
from directory.queries import moderation
from directory.queries.keepers import keepers
from directory.queries.moderation import Item, Kind

MOST_AT_ONCE = 50


def decide(item: Item, act: str, said: str, *, by: Person, rights: Rights, revision: int) -> None:
    """Approve, ask about or refuse what waits.

    Args:
        item: what.
        act: "approve", "ask" or "refuse".
        said: the question or the reason, which is sent.
        by: the moderator.
        rights: what she may do.
        revision: of what she read.

    Raises:
        BadInputError: a question or a reason is missing, or far too long, or there is no such act.
        ConflictError: somebody decided before, or it says something else than what she read.
        NotAllowedError: she wrote it herself, or it is outside her areas.

    """
    _check(item, act, rights, by)
    if item.kind is Kind.CHANGE:
        _change(item, act, said, by, revision)
    else:
        _request(item.row, act, said, by, revision)
    db.session.commit()


def approve_safe(items: Sequence[tuple[int, int]], *, by: Person, rights: Rights) -> list[str]:
    """Approve several changes of sections that trusted editors may publish at once.

    Each is decided on by itself: one that cannot be is left, and the others stand.

    Args:
        items: numbers of changes, with the revision of each that she saw.
        by: the moderator.
        rights: what she may do.

    Returns:
        Which were left, and why.

    """
    left = []
    for number, revision in items[:MOST_AT_ONCE]:
        name = ""
        try:
            item = moderation.get(Kind.CHANGE, number)
            name = f"{item.row.organisation.name}: "
            if not is_safe(item):
                raise NotAllowedError("This has to be looked at by itself.")
            decide(item, "approve", "", by=by, rights=rights, revision=revision)
        except DoorstepError as error:
            db.session.rollback()
            left.append(f"{name}{error.message}")
    return left


def is_safe(item: Item) -> bool:
    """Say whether a change may be approved with others: its section is one published at once.

    Not when somebody answered a question about it: the answer has to be read.
    """
    is_change = item.kind is Kind.CHANGE
    return is_change and item.row.section in at_once_sections() and not item.row.answer


def safe_parts() -> list[str]:
    """Return what the sections are called whose changes may be approved with others."""
    chosen = at_once_sections()
    return list(
        dict.fromkeys(part.title_for_others for section, part in PARTS.items() if section in chosen)
    )


def _check(item: Item, act: str, rights: Rights, by: Person) -> None:
    if act not in _ACTS:
        raise BadInputError("Approve, ask or refuse.", field="act")
    if not rights.may_moderate(moderation.areas_of(item)):
        raise NotAllowedError("This is outside the areas that you look after.")
    is_own = getattr(item.row, "person_id", None) == by.id
    if is_own and not rights.is_administrator:
        raise NotAllowedError("You wrote this yourself: another moderator has to look at it.")


def _change(item: Item, act: str, said: str, by: Person, revision: int) -> None:
    if act == "approve":
        decisions.approve(item.row, by, revision=revision)
    elif act == "ask":
        decisions.ask(item.row, by, said, revision=revision)
    else:
        decisions.refuse(item.row, by, said, revision=revision)


def _request(request: Claiming | Report, act: str, said: str, by: Person, revision: int) -> None:
    if request.decision is not Decision.OPEN:
        told = decisions.already(_ALREADY[request.decision], request.decided_by, by)
        raise ConflictError(f"{told} Your own decision was not kept.")
    if revision != request.revision:
        raise ConflictError("This says something else than what you read. Look at it again.")
    is_claiming = isinstance(request, Claiming)
    is_needed = act != "approve" and (is_claiming or act == "ask")
    words = decisions.reason(said, "Say why: it is sent." if is_needed else "")
    with as_one(lambda: None):
        request.decision, request.said = _ACTS[act], words
        request.decided_at, request.decided_by = datetime.now(UTC), by
        if isinstance(request, Claiming) and act == "ask":
            request.answer = ""
        subject = "claiming" if is_claiming else "report"
        audit.note(_DONE[act], subject, request.id, by=by, organisation_id=request.organisation_id)
        if isinstance(request, Claiming):
            _settle_claiming(request, by)
        else:
            _settle_report(request)
        db.session.flush()


def _settle_claiming(claiming: Claiming, by: Person) -> None:
    """Let the entry be hers, when it is; and write to her."""
    if claiming.decision is Decision.ACCEPTED:
        people.give_role(
            claiming.person.email, Role.OWNER, organisation_id=claiming.organisation_id, by=by
        )
    post.write(
        f"claim_{claiming.decision.value}",
        claiming.person,
        organisation=claiming.organisation.name,
        slug=claiming.organisation.slug,
        said=claiming.said,
    )


def _settle_report(report: Report) -> None:
    """Tell those who keep the entry what a visitor said, unless it was not so."""
    if report.decision is Decision.REFUSED:
        return
    for person in keepers(report.organisation_id):
        post.write(
            f"report_{report.decision.value}",
            person,
            organisation=report.organisation.name,
            service=report.service.name if report.service is not None else "",
            slug=report.organisation.slug,
            wrong=report.kind.value,
            told=report.told,
            place=report.place,
            said=report.said,
        )


_ACTS = {"approve": Decision.ACCEPTED, "ask": Decision.ASKED, "refuse": Decision.REFUSED}
_DONE = {"approve": "approved", "ask": "asked", "refuse": "refused"}
_ALREADY = {
    Decision.ACCEPTED: "approved",
    Decision.ASKED: "asked about",
    Decision.REFUSED: "refused",
}
