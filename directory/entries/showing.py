"""What the public sees of an entry, changed at once: taken down, closed, hidden, shown again.

Such an act is kept as a change that was decided on, so that the history of an entry tells of it.
The caller may say so, commits, and writes to whom it concerns.
"""

from directory.domain.sections import Section, Told
from directory.domain.terms import Publication
from directory.entries import changing
from directory.entries.drafts import open_change
from directory.entries.publishing import close
from directory.entries.written import told_now
from directory.extensions import db
from directory.models import Change, ChangeState, Organisation, Person, Service
from directory.models.organisation import now


def as_told(service: Service | None, publication: Publication) -> tuple[Section, Told]:
    """Return the section of a service, or of an organisation, that says it is shown, and so says.

    Args:
        service: which service, or None for the whole organisation.
        publication: what is said of it.

    """
    if service is None:
        return Section.PUBLICATION, {"publication": publication.value}
    return Section.SERVICE_PUBLICATION, {"service_publication": publication.value}


def put(  # noqa: PLR0917 (agreed: an entry, its section, what it should say, who says it)
    organisation: Organisation,
    service: Service | None,
    section: Section,
    told: Told,
    by: Person,
    how: str,
    *,
    decided_by: Person | None = None,
    said: str = "",
) -> None:
    """Write what the public sees of an entry; what was on its way to that is taken back.

    Args:
        organisation: whose entry.
        service: which service, or None for all of it.
        section: which section; columns that ``told`` leaves out stay as they are.
        told: what it says from now on.
        by: who says so.
        how: how it came about, for the history: "hidden", "shown", "taken down", "closed".
        decided_by: the moderator, when it is one who says so.
        said: her reason, which those who keep the entry are told.

    Raises:
        BadInputError: it cannot be stored; ``field`` is the column.
        ConflictError: somebody else was quicker, where the caller asks (:func:`publishing.as_one`).

    """
    before = told_now(organisation, service, section)
    if (waiting := open_change(organisation, service, section)) is not None:
        close(waiting, ChangeState.WITHDRAWN)
    moment = now()
    change = Change(
        organisation=organisation,
        service=service,
        section=section,
        state=ChangeState.PUBLISHED,
        told={**before, **told},
        before=dict(before),
        person=by,
        saved_at=moment,
        sent_at=moment,
        decided_at=moment,
        decided_by=decided_by,
        said=said,
    )
    db.session.add(change)
    db.session.flush()
    changing.apply(section, organisation, service, change.told, by=by, how=how, change=change)
