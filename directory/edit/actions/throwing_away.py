"""Throwing away a service that was begun by mistake: one commit, and nothing of it is left.

Only of what never was public. What people could read is closed or taken down, and is kept.
"""

from sqlalchemy import delete, select

from directory import audit, people, post
from directory.domain.terms import Publication
from directory.entries import drafts, held
from directory.entries.publishing import as_one
from directory.errors import ConflictError
from directory.extensions import db, take_turn
from directory.models import FormerSlug, Service
from directory.queries import changes
from directory.queries.keepers import keepers
from directory.search import index

THROWN_AWAY = "thrown-away"


def seen_of(service: Service) -> str:
    """Return what stands for all that was written of a draft; a form sends it back."""
    open_now = changes.of_service(service.id)
    return drafts.fingerprint(
        {
            "edited": service.edited_at.isoformat(),
            "changes": [[each.id, each.revision] for each in open_now],
        }
    )


def throw_away(service: Service, seen: str) -> str:
    """Take a draft away for good, with all that was written of it; return the notice.

    A wish to show it that waits for a moderator is taken back first, and those of the others who
    worked on it are told.

    Args:
        service: which.
        seen: what stood for it when she looked (:func:`seen_of`).

    Raises:
        ConflictError: it is or was public, or somebody went on with it since she looked.

    """
    number, organisation_id = service.id, service.organisation_id
    with as_one(lambda: None):
        _check(service, seen)
        _tell(service)
        for change in changes.of_service(number):
            drafts.withdraw(change, people.me())
        sites = [each.site_id for each in service.locations]
        index.note_changes([number])
        audit.note("threw away", "service", number, by=people.me(), organisation_id=organisation_id)
        db.session.delete(service)
        db.session.flush()
        # Its number may be another's one day, and its addresses must not lead there.
        db.session.execute(
            delete(FormerSlug).where(FormerSlug.kind == "service", FormerSlug.target_id == number)
        )
        held.forget_unused(sites)
        db.session.commit()
    return THROWN_AWAY


def _tell(service: Service) -> None:
    """Write to the others who keep the entry, if they worked on what goes."""
    organisation, writers = service.organisation, changes.writers_of(service.id)
    for person in keepers(organisation.id):
        if person.id in writers and person.id != people.me().id:
            post.write(
                "draft_thrown_away",
                person,
                organisation=organisation.name,
                service=service.name,
                slug=organisation.slug,
                by=people.me().called,
            )


def _check(service: Service, seen: str) -> None:
    """Look again, when nobody else can write it: a moderator may just have shown it."""
    number = service.id
    take_turn(f"the draft {number}")
    stands = db.session.scalar(
        select(Service.publication).where(Service.id == number).with_for_update()
    )
    if stands is None:
        raise ConflictError("It was thrown away already.")
    if stands is not Publication.DRAFT:
        raise ConflictError(
            "Only what the public has not seen yet can be thrown away. Close it or take it down "
            "instead."
        )
    if seen != seen_of(service):
        raise ConflictError("Somebody went on with it while you looked. Nothing is thrown away.")
