"""The people who keep an entry, and what else was granted to whom."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from directory.domain.rights import OF_ORGANISATION, STAFF, Role
from directory.errors import NotFoundError
from directory.extensions import db
from directory.models import Membership, Person
from directory.queries.batch import Batch, start

MOST_KEEPERS = 50
GRANTS_A_PAGE = 50


def keepers(organisation_id: int) -> Sequence[Person]:
    """Return the owners and editors of an entry, the owners first."""
    found = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .where(Membership.role.in_(OF_ORGANISATION), Person.erased_at.is_(None))
        .options(joinedload(Membership.person))
        .order_by(Membership.role != Role.OWNER, Membership.id)
        .limit(MOST_KEEPERS)
    )
    return list(dict.fromkeys(each.person for each in found))


def granted(text: str, page: int, *, is_staff: bool = True) -> Batch[Membership]:
    """Return a page of the roles that people have, those of staff or of organisations.

    Args:
        text: a part of the person's name or address; "" for all.
        page: from 1.
        is_staff: moderators, commissioners and administrators; else owners and editors.

    """
    roles = STAFF if is_staff else OF_ORGANISATION
    conditions: list[ColumnElement[bool]] = [
        Membership.ended_at.is_(None),
        Membership.role.in_(roles),
    ]
    if text:
        is_like = Person.email.icontains(text, autoescape=True)
        conditions.append(or_(is_like, Person.name.icontains(text, autoescape=True)))
    chosen = select(Membership).join(Membership.person).where(*conditions)
    found = db.session.scalars(
        chosen.options(joinedload(Membership.person), joinedload(Membership.organisation))
        .order_by(Membership.role, Person.email, Membership.id)
        .limit(GRANTS_A_PAGE)
        .offset(start(page, GRANTS_A_PAGE))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Batch(tuple(found), total, page, GRANTS_A_PAGE)


def moderated_areas() -> frozenset[str]:
    """Return the codes of the areas that somebody moderates."""
    found = select(Membership.area_code).where(
        Membership.role == Role.MODERATOR, Membership.ended_at.is_(None)
    )
    return frozenset(code for code in db.session.scalars(found.distinct()) if code)


def get_grant(membership_id: int) -> Membership:
    """Return a role that somebody has or had.

    Raises:
        NotFoundError: there is none.

    """
    found = db.session.get(Membership, membership_id)
    if found is None:
        raise NotFoundError("There is no such role.")
    return found


def with_address(email: str) -> Person | None:
    """Return whoever has this e-mail address, in the form in which addresses are kept."""
    return db.session.scalar(select(Person).where(Person.email == email))
