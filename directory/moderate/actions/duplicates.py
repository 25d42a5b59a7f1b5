"""Entries that may be one: made one, or remembered as two."""

from sqlalchemy import delete

from directory import audit, post
from directory.entries import merging
from directory.entries.publishing import as_one
from directory.extensions import db
from directory.models import NotTheSame, Organisation, Person, Suspicion
from directory.queries.keepers import keepers


def merge(kept: Organisation, lost: Organisation, by: Person) -> None:
    """Make two entries one, and write to all who keep it.

    Raises:
        BadInputError: what they say together cannot be stored. Nothing is changed.
        ConflictError: somebody else changed one of them in this moment.

    """
    names = (lost.name, kept.name)
    try:
        with as_one(lambda: None):
            merging.merge(kept, lost, by)
            for person in keepers(kept.id):
                post.write(
                    "entries_merged",
                    person,
                    organisation=kept.name,
                    lost=names[0],
                    slug=kept.slug,
                )
            db.session.commit()
    except Exception:
        db.session.rollback()
        raise


def keep_apart(one: Organisation, other: Organisation, by: Person) -> None:
    """Remember that two entries are two, so that nobody is asked again."""
    first, second = min(one.id, other.id), max(one.id, other.id)
    if db.session.get(NotTheSame, (first, second)) is None:
        db.session.add(NotTheSame(one_id=first, other_id=second, person_id=by.id))
        audit.note(
            "kept apart",
            "organisation",
            first,
            by=by,
            organisation_id=first,
            other=second,
        )
    db.session.execute(
        delete(Suspicion).where(Suspicion.one_id == first, Suspicion.other_id == second)
    )
    db.session.commit()
