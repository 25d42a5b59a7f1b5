"""What moderators do with a whole entry: hide it with a reason, show it again, ask its keepers."""

from datetime import UTC, datetime, timedelta

from directory import audit, post
from directory.domain.terms import Publication
from directory.entries import decisions, showing
from directory.entries.publishing import as_one
from directory.errors import BadInputError, ConflictError
from directory.extensions import db, take_turn
from directory.models import Organisation, Person, Service
from directory.people.asking import ask_about
from directory.queries.keepers import keepers
from directory.queries.still_right import rounds

ASKED_AGAIN = timedelta(days=7)


def hide(organisation: Organisation, service: Service | None, reason: str, by: Person) -> int:
    """Hide an entry, or one service of it, at once; those who keep it are told why.

    Returns how many they are. The reason stays with the entry's history, where they read it too.

    Raises:
        BadInputError: no reason is given, or too long a one, or it never was public.
        ConflictError: it is hidden already.

    """
    words = decisions.reason(reason, "Say why: those who keep the entry are told.")
    entry = _now(service if service is not None else organisation)
    if entry.publication is Publication.DRAFT:
        raise BadInputError("It is not public yet: there is nothing to hide.")
    if entry.publication is Publication.HIDDEN:
        raise ConflictError("It is hidden already. Your reason was not sent.")
    with as_one(lambda: None):
        _publish(organisation, service, Publication.HIDDEN, words, by)
        told = keepers(organisation.id)
        for person in told:
            post.write("entry_hidden", person, said=words, **_named(organisation, service))
        db.session.commit()
    return len(told)


def show(organisation: Organisation, service: Service | None, by: Person) -> None:
    """Show a hidden entry, or a service of it, to the public again.

    Raises:
        ConflictError: it is not hidden.

    """
    entry = _now(service if service is not None else organisation)
    if entry.publication is not Publication.HIDDEN:
        raise ConflictError("It is not hidden.")
    with as_one(lambda: None):
        _publish(organisation, service, Publication.PUBLISHED, "", by)
        for person in keepers(organisation.id):
            post.write("entry_shown", person, **_named(organisation, service))
        db.session.commit()


def ask_to_check(organisation: Organisation, by: Person) -> int:
    """Ask those who keep an entry, now, whether it is still right; return how many they are.

    It is the letter that they get each quarter, and counts as one.

    Raises:
        BadInputError: nobody keeps it, or the public does not see it.
        ConflictError: somebody wrote to them a few days ago.

    """
    take_turn(f"asking {organisation.slug}")
    people = keepers(organisation.id)
    if not people:
        raise BadInputError("Nobody keeps this entry, so there is nobody to write to.")
    if organisation.publication is not Publication.PUBLISHED:
        raise BadInputError("The public does not see this entry, so there is nothing to confirm.")
    asked = rounds([organisation.id]).get(organisation.id)
    if asked and asked.asked_at and asked.asked_at > datetime.now(UTC) - ASKED_AGAIN:
        raise ConflictError("They were asked within the last week.")
    ask_about(organisation, people)
    audit.note(
        "asked to check", "organisation", organisation.id, by=by, organisation_id=organisation.id
    )
    db.session.commit()
    return len(people)


def _now(entry: Organisation | Service) -> Organisation | Service:
    """Return an entry as it is now, and held: of two moderators the second waits, and is told."""
    take_turn(f"what is shown of {entry.slug}")
    return entry


def _publish(
    organisation: Organisation,
    service: Service | None,
    publication: Publication,
    reason: str,
    by: Person,
) -> None:
    """Write what the public sees of an entry, as a change that was decided on with its reason."""
    section, told = showing.as_told(service, publication)
    how = "hidden" if publication is Publication.HIDDEN else "shown"
    showing.put(organisation, service, section, told, by, how, decided_by=by, said=reason)


def _named(organisation: Organisation, service: Service | None) -> dict[str, str]:
    return {
        "organisation": organisation.name,
        "service": service.name if service is not None else "",
        "slug": organisation.slug,
    }


def wide_and_right(service: Service, by: Person, *, seen: str) -> None:
    """Remember that a very wide coverage is right, until it changes.

    Args:
        service: whose.
        by: the moderator.
        seen: the moment of the last edit that she has read, as a form holds it.

    Raises:
        ConflictError: it was edited since, or somebody has said that it is right.

    """
    if service.edited_at.isoformat() != seen:
        raise ConflictError("It says something else than what you read. Look at it again.")
    if service.wide_and_right_on is not None:
        raise ConflictError("This was found right already.")
    service.wide_and_right_on = datetime.now(UTC).date()
    audit.note(
        "found the coverage right",
        "service",
        service.id,
        by=by,
        organisation_id=service.organisation_id,
    )
    db.session.commit()
