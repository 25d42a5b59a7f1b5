"""Entries that may be one: made one, or remembered as two."""

from sqlalchemy import delete, func, select

from directory import audit, post
from directory.entries import merging
from directory.entries.decisions import already
from directory.entries.publishing import as_one
from directory.errors import ConflictError
from directory.extensions import db, take_turn
from directory.models import NotTheSame, Organisation, Person, Suspicion
from directory.queries.keepers import keepers


def merge(kept: Organisation, lost: Organisation, by: Person, *, knows_apart: bool) -> None:
    """Make two entries one, and write to all who keep it.

    Args:
        kept: the one that stays.
        lost: the one that goes.
        by: the moderator.
        knows_apart: whether she has read that somebody said that they are two.

    Raises:
        BadInputError: what they say together cannot be stored. Nothing is changed.
        ConflictError: somebody else changed one of them in this moment, or said meanwhile that
            they are two.

    """
    key = _key(kept, lost)
    take_turn("making two entries one")
    if db.session.scalar(select(func.count()).where(Organisation.id.in_(key))) != 2:
        raise ConflictError("They are one already.")
    names = (lost.name, kept.name)
    apart = db.session.get(NotTheSame, key)
    if apart is not None and not knows_apart:
        raise _already_apart(apart, by)
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
    """Remember that two entries are two, so that nobody is asked again.

    Raises:
        ConflictError: somebody has said so before.

    """
    first, second = _key(one, other)
    apart = db.session.get(NotTheSame, (first, second))
    if apart is not None:
        raise _already_apart(apart, by)
    with as_one(lambda: None):
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


def _key(one: Organisation, other: Organisation) -> tuple[int, int]:
    return min(one.id, other.id), max(one.id, other.id)


def _already_apart(apart: NotTheSame, by: Person) -> ConflictError:
    return ConflictError(f"{already('decided', apart.person, by)} These two are not the same.")
