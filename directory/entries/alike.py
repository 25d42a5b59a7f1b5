"""Finding entries that may be one: a few at a time, each compared with a bounded number of others.

What an entry may be told by is kept (Likeness) and looked up by number, website, postcode and the
names of its borough, so that never all are compared with all. A person decides on what is found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from directory.domain.likeness import (
    Traits,
    host_of,
    name_key,
    nearness,
    reasons,
    strength,
)
from directory.domain.terms import Publication
from directory.extensions import db
from directory.models import Identifier, Likeness, NotTheSame, Organisation, Suspicion
from directory.models.organisation import now

AT_ONCE = 50
MOST_NAMES = 5_000
"""So many names of one borough are compared: no borough lists more, and no run takes for ever."""
MOST_SHARING = 5
"""A website that more than so many share ("facebook.com") tells nothing about two of them."""
MOST_AT_ONE = 200
"""So many at one postcode or website are compared: a hall may be home to dozens."""
MOST_FOUND = 20
_NEAR_ENOUGH = 70.0


def compare_some(most: int = AT_ONCE) -> int:
    """Compare entries that were written or edited since they last were; return how many."""
    due = list(
        db.session.scalars(
            select(Organisation)
            .outerjoin(Likeness, Likeness.organisation_id == Organisation.id)
            .where(or_(Likeness.at.is_(None), Likeness.at < Organisation.edited_at))
            .where(Organisation.publication != Publication.CLOSED)
            .options(selectinload(Organisation.bases), selectinload(Organisation.identifiers))
            .order_by(Organisation.id)
            .limit(most)
        )
    )
    found = {each.id: _traits(each) for each in due}
    for traits in found.values():
        _keep_traits(traits)
    db.session.flush()
    names: dict[str, list[tuple[int, str]]] = {}
    for traits in found.values():
        if traits.borough not in names:
            names[traits.borough] = _names_of(traits.borough)
        _suspect(traits, names[traits.borough])
    db.session.commit()
    return len(due)


def _traits(organisation: Organisation) -> Traits:
    base = organisation.bases[0] if organisation.bases else None
    return Traits(
        id=organisation.id,
        name_key=name_key(organisation.name)[:220],
        borough=base.borough_code if base is not None else "",
        postcode=base.postcode.replace(" ", "").upper() if base is not None else "",
        host=host_of(organisation.website)[:300],
        numbers=_numbers(organisation.identifiers),
    )


def _numbers(identifiers: Iterable[Identifier]) -> frozenset[str]:
    return frozenset(f"{each.scheme}:{each.number}" for each in identifiers)


def _keep_traits(traits: Traits) -> None:
    db.session.merge(
        Likeness(
            organisation_id=traits.id,
            name_key=traits.name_key,
            borough_code=traits.borough,
            postcode=traits.postcode,
            host=traits.host,
            at=now(),
        )
    )


def _names_of(borough: str) -> list[tuple[int, str]]:
    found = db.session.execute(
        select(Likeness.organisation_id, Likeness.name_key)
        .where(Likeness.borough_code == borough)
        .order_by(Likeness.organisation_id)
        .limit(MOST_NAMES)
    )
    return [(id_, key) for id_, key in found]


def _suspect(traits: Traits, names: list[tuple[int, str]]) -> None:
    """Write down whom an entry may be the same as, instead of what was written down before."""
    is_its = or_(Suspicion.one_id == traits.id, Suspicion.other_id == traits.id)
    db.session.execute(delete(Suspicion).where(is_its))
    near = {id_ for id_, key in names if nearness(traits.name_key, key) >= _NEAR_ENOUGH}
    on_host = _sharing(Likeness.host, traits.host)
    at_address = _sharing(Likeness.postcode, traits.postcode)
    shared = (traits.host,) if len(on_host) > MOST_SHARING else ()
    candidates = near | at_address | _with_numbers(traits) | (set() if shared else on_host)
    others = _load(candidates - {traits.id} - _apart(traits.id))
    found = [(each.id, reasons(traits, each, shared_hosts=shared)) for each in others]
    likely = sorted(
        ((id_, why) for id_, why in found if why), key=lambda each: (-strength(each[1]), each[0])
    )
    for id_, why in likely[:MOST_FOUND]:
        db.session.add(
            Suspicion(
                one_id=min(traits.id, id_),
                other_id=max(traits.id, id_),
                reasons=" ".join(why),
                strength=strength(why),
            )
        )
    db.session.flush()


def _sharing(column: InstrumentedAttribute[str], value: str) -> set[int]:
    """Return who has the same value: a bounded number of them."""
    if not value:
        return set()
    return set(
        db.session.scalars(
            select(Likeness.organisation_id)
            .where(column == value)
            .order_by(Likeness.organisation_id)
            .limit(MOST_AT_ONE)
        )
    )


def _with_numbers(traits: Traits) -> set[int]:
    """Return who has a number that this one has."""
    found: dict[str, set[int]] = defaultdict(set)
    numbers = {each.partition(":")[2] for each in traits.numbers}
    rows = db.session.execute(
        select(Identifier.scheme, Identifier.number, Identifier.organisation_id)
        .where(Identifier.number.in_(sorted(numbers)))
        .where(Identifier.scheme.in_(sorted({each.partition(":")[0] for each in traits.numbers})))
        .order_by(Identifier.id)
        .limit(MOST_FOUND * 5)
    )
    for scheme, number, id_ in rows:
        found[f"{scheme}:{number}"].add(id_)
    return set().union(*(ids for key, ids in found.items() if key in traits.numbers))


def _load(ids: Collection[int]) -> list[Traits]:
    if not ids:
        return []
    numbers: dict[int, set[str]] = defaultdict(set)
    for each in db.session.scalars(
        select(Identifier).where(Identifier.organisation_id.in_(sorted(ids)))
    ):
        numbers[each.organisation_id].add(f"{each.scheme}:{each.number}")
    rows = db.session.scalars(
        select(Likeness)
        .where(Likeness.organisation_id.in_(sorted(ids)))
        .order_by(Likeness.organisation_id)
        .limit(MOST_NAMES)
    )
    return [
        Traits(
            each.organisation_id,
            each.name_key,
            each.borough_code,
            each.postcode,
            each.host,
            frozenset(numbers[each.organisation_id]),
        )
        for each in rows
    ]


def _apart(id_: int) -> set[int]:
    """Return those of which a person said that they are not the same as this one."""
    rows = db.session.execute(
        select(NotTheSame.one_id, NotTheSame.other_id).where(
            or_(NotTheSame.one_id == id_, NotTheSame.other_id == id_)
        )
    )
    return {other if one == id_ else one for one, other in rows}
