"""Streets linked to wards and postcodes by their addresses: exact, where there are addresses.

A ward is certain if it holds at least 2 % of a street's addresses, or three of them; fewer may be
wrong joins, and are probable. Only addresses that ONSUD lists count: the identifiers also have
historic ones.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import delete, func, select, tuple_

from directory.domain.place import Certainty, Level
from directory.extensions import db
from directory.gazetteer.loaders.links import METHODS, LinkSet, save_links
from directory.gazetteer.loaders.tables import batches, upsert
from directory.models import AddressArea, AddressStreet, PostcodeStreet, StreetIdentifier

SOURCE = "OS Open Linked Identifiers, ONSUD"
_METHOD = "identifiers"
_SHARE = 0.02
_ENOUGH = 3
_AT_ONCE = 300


def link_by_identifiers() -> int:
    """Link every street with addresses; return how many got other links than they had."""
    changed: set[str] = set()
    for usrns in _streets():
        wards, boroughs, postcodes = _addresses(usrns)
        sets = [
            LinkSet(code, level, _certainties(counts), _METHOD, SOURCE)
            for level, by_street in ((Level.WARD, wards), (Level.BOROUGH, boroughs))
            for code, counts in by_street.items()
        ]
        changed |= save_links(sets)
        changed |= _save_postcodes(postcodes)
        db.session.commit()
    return len(changed)


_Counts = dict[str, Counter[str]]


def _streets() -> Iterator[dict[int, list[str]]]:
    """Yield batches of USRNs with the streets that bear them; a street is in one batch only."""
    question = (
        select(StreetIdentifier.street_code)
        .where(StreetIdentifier.identifier.startswith("usrn-"))
        .distinct()
        .order_by(StreetIdentifier.street_code)
    )
    for codes in batches(list(db.session.scalars(question)), _AT_ONCE):
        found: dict[int, list[str]] = defaultdict(list)
        rows = db.session.execute(
            select(StreetIdentifier.identifier, StreetIdentifier.street_code).where(
                StreetIdentifier.street_code.in_(codes),
                StreetIdentifier.identifier.startswith("usrn-"),
            )
        )
        for identifier, code in rows:
            found[int(identifier.removeprefix("usrn-"))].append(code)
        yield found


def _addresses(usrns: dict[int, list[str]]) -> tuple[_Counts, _Counts, _Counts]:
    """Count each street's addresses by ward, by borough and by postcode."""
    columns = (AddressArea.ward_code, AddressArea.borough_code, AddressArea.postcode_key)
    question = (
        select(AddressStreet.usrn, *columns, func.count())
        .join(AddressArea, AddressArea.uprn == AddressStreet.uprn)
        .where(AddressStreet.usrn.in_(list(usrns)))
        .group_by(AddressStreet.usrn, *columns)
    )
    counts: tuple[_Counts, _Counts, _Counts] = (
        defaultdict(Counter),
        defaultdict(Counter),
        defaultdict(Counter),
    )
    for usrn, ward, borough, postcode, number in db.session.execute(question):
        for code in usrns[usrn]:
            for by_street, value in zip(counts, (ward, borough, postcode), strict=True):
                if value:
                    by_street[code][value] += number
    return counts


def _certainties(counts: Counter[str]) -> dict[str, Certainty]:
    least = min(_ENOUGH, _SHARE * counts.total())
    return {
        code: Certainty.CERTAIN if number >= least else Certainty.PROBABLE
        for code, number in counts.items()
    }


def _save_postcodes(postcodes: _Counts) -> set[str]:
    """Link postcodes with streets; what addresses told before and tell no more is taken away."""
    question = select(
        PostcodeStreet.postcode_key,
        PostcodeStreet.street_code,
        PostcodeStreet.certainty,
        PostcodeStreet.method,
    ).where(PostcodeStreet.street_code.in_(list(postcodes)))
    known = {
        (key, code): (sure, method) for key, code, sure, method in db.session.execute(question)
    }
    wanted = {
        (key, code): (sure, _METHOD)
        for code, counts in postcodes.items()
        for key, sure in _certainties(counts).items()
    }
    rank = METHODS.index(_METHOD)
    new = {
        pair: found
        for pair, found in wanted.items()
        if pair not in known or (known[pair] != found and METHODS.index(known[pair][1]) <= rank)
    }
    gone = [pair for pair, (_, method) in known.items() if method == _METHOD and pair not in wanted]
    for some in batches(sorted(gone), 500):
        pair = tuple_(PostcodeStreet.postcode_key, PostcodeStreet.street_code)
        db.session.execute(delete(PostcodeStreet).where(pair.in_(some)))
    upsert(
        PostcodeStreet,
        [
            {"postcode_key": key, "street_code": code, "certainty": sure, "method": method}
            for (key, code), (sure, method) in new.items()
        ],
    )
    return {code for _, code in [*new, *gone]}
