"""Entries that may be one, until a person says so; :mod:`directory.entries.alike` finds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from directory.domain.likeness import Why
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import NotTheSame, Organisation, Suspicion
from directory.queries.batch import Batch, start
from directory.queries.in_areas import lies_in

PAIRS_A_PAGE = 20
MOST_BESIDE = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that may be one, and why; the one of the smaller number first.

    ``apart`` is what a person said before: that they are two.
    """

    one: Organisation
    other: Organisation
    reasons: tuple[Why, ...]
    apart: NotTheSame | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Another organisation that may be the same as the one that is looked at.

    ``may_open`` says whether it lies in the asker's areas too, so that she may decide.
    """

    organisation: Organisation
    reasons: tuple[Why, ...]
    may_open: bool


def pairs(areas: Collection[str] | None, page: int) -> Batch[Pair]:
    """Return a page of pairs that lie in these areas, both of each, the likest first.

    A pair across areas is for whoever looks after both: an administrator at least.
    """
    one, other = aliased(Organisation), aliased(Organisation)
    chosen = (
        select(Suspicion, one, other)
        .join(one, one.id == Suspicion.one_id)
        .join(other, other.id == Suspicion.other_id)
        .where(*_in(areas))
    )
    found = db.session.execute(
        chosen.order_by(Suspicion.strength.desc(), Suspicion.one_id, Suspicion.other_id)
        .limit(PAIRS_A_PAGE)
        .offset(start(page, PAIRS_A_PAGE))
    )
    rows = tuple(Pair(a, b, reasons_of(each)) for each, a, b in found)
    return Batch(rows, count(areas), page, PAIRS_A_PAGE)


def count(areas: Collection[str] | None) -> int:
    """Return how many pairs wait for somebody to say whether they are one."""
    question = select(func.count()).select_from(Suspicion).where(*_in(areas))
    return db.session.scalar(question) or 0


def of_organisation(organisation_id: int, areas: Collection[str] | None) -> Sequence[Alike]:
    """Return the few entries likest to this one."""
    is_it = or_(Suspicion.one_id == organisation_id, Suspicion.other_id == organisation_id)
    is_other = or_(
        and_(Suspicion.one_id == organisation_id, Organisation.id == Suspicion.other_id),
        and_(Suspicion.other_id == organisation_id, Organisation.id == Suspicion.one_id),
    )
    found = (
        select(Suspicion, Organisation, true() if areas is None else lies_in(areas))
        .join(Organisation, is_other)
        .where(is_it)
        .order_by(Suspicion.strength.desc(), Organisation.id)
        .limit(MOST_BESIDE)
    )
    return [
        Alike(organisation, reasons_of(each), bool(may_open))
        for each, organisation, may_open in db.session.execute(found)
    ]


def get(one_id: int, other_id: int) -> Pair:
    """Return two organisations that somebody looks at side by side, suspected or not.

    Raises:
        NotFoundError: one of them is not there, or both are one.

    """
    first, second = min(one_id, other_id), max(one_id, other_id)
    one, other = db.session.get(Organisation, first), db.session.get(Organisation, second)
    if one is None or other is None or one is other:
        raise NotFoundError("There are no such two entries. Perhaps somebody has merged them.")
    held = db.session.get(Suspicion, (first, second))
    apart = db.session.get(NotTheSame, (first, second))
    return Pair(one, other, reasons_of(held) if held is not None else (), apart)


def reasons_of(suspicion: Suspicion) -> tuple[Why, ...]:
    """Return why two are suspected to be one."""
    return tuple(Why(each) for each in suspicion.reasons.split())


def _in(areas: Collection[str] | None) -> list[ColumnElement[bool]]:
    if areas is None:
        return []
    found = select(Organisation.id).where(lies_in(areas))
    return [
        exists(found.where(Organisation.id == Suspicion.one_id)),
        exists(found.where(Organisation.id == Suspicion.other_id)),
    ]
