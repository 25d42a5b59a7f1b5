"""Closing an entry or taking it down, at once; each act is one commit, and returns its notice.

To show it again is another matter: that waits for a moderator (docs/decisions/015).
"""

from directory import people, post
from directory.domain.sections import Section, Told
from directory.domain.terms import Publication, Status
from directory.edit.actions.sections import answered
from directory.entries import changing, showing
from directory.entries.publishing import as_one
from directory.errors import ConflictError
from directory.extensions import db
from directory.models import Organisation, Service
from directory.queries.entries import SHOWN, is_closed
from directory.queries.keepers import keepers

CLOSED, TAKEN_DOWN = "closed", "taken-down"


def close(organisation: Organisation, service: Service | None, note: str) -> str:
    """Say that an organisation, or one service, has closed; its page stays and says so.

    Raises:
        BadInputError: the words for visitors cannot be kept; ``field`` is "status_note".
        ConflictError: the public does not see it, or reads already that it has closed.

    """
    entry = organisation if service is None else service
    _check_shown(organisation, service)
    if is_closed(entry):
        raise ConflictError("It is closed already.")
    if service is None:
        _put(
            organisation,
            None,
            Section.PUBLICATION,
            {"publication": Publication.CLOSED.value},
            "closed",
        )
    else:
        told = {"status": Status.CLOSED.value, "status_note": note.strip()}
        changing.check(Section.STATUS, organisation, service, told)
        _put(organisation, service, Section.STATUS, told, "closed")
    return CLOSED


def take_down(organisation: Organisation, service: Service | None) -> str:
    """Take an organisation, or one service, out of the directory; its address says only so.

    Raises:
        ConflictError: the public does not see it.

    """
    _check_shown(organisation, service)
    section, told = showing.as_told(service, Publication.HIDDEN)
    _put(organisation, service, section, told, "taken down")
    return TAKEN_DOWN


def _check_shown(organisation: Organisation, service: Service | None) -> None:
    shown = [organisation.publication] + ([service.publication] if service is not None else [])
    if any(each not in SHOWN for each in shown):
        raise ConflictError("The public does not see it: there is nothing to take away.")


def _put(
    organisation: Organisation, service: Service | None, section: Section, told: Told, how: str
) -> None:
    """Write it, and tell the others who keep the entry."""
    with as_one(lambda: None):
        showing.put(organisation, service, section, told, people.me(), how)
        answered(organisation)
        for person in keepers(organisation.id):
            if person.id != people.me().id:
                post.write(
                    "entry_ended",
                    person,
                    organisation=organisation.name,
                    service=service.name if service is not None else "",
                    slug=organisation.slug,
                    by=people.me().called,
                    how=how,
                )
        db.session.commit()
