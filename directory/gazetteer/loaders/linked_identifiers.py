"""OS Open Linked Identifiers and ONSUD or NSUL: from a road to its addresses to their wards.

Each file keeps only what concerns streets that we know, so that a council's few tiles of OS Open
Names bring in its few hundred thousand addresses and not forty million.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from directory.errors import GazetteerFileError
from directory.extensions import db
from directory.gazetteer.loaders.cells import area_code, looks_like_postcode, postcode_key
from directory.gazetteer.loaders.job import Job
from directory.gazetteer.loaders.recognise import Head
from directory.gazetteer.loaders.report import BadRowError, Outcome
from directory.gazetteer.loaders.tables import upsert
from directory.models import AddressArea, AddressStreet, StreetIdentifier

_SIZE = 5_000
_TOID = re.compile(r"osgb\d{6,18}")
_USRN = re.compile(r"\d{1,8}")
_UPRN = re.compile(r"\d{1,12}")


def _pair(head: Head) -> tuple[int, int] | None:
    """Return where the two identifiers stand."""
    if not head.has("identifier_1", "identifier_2"):
        return None
    return head.header.index("identifier_1"), head.header.index("identifier_2")


def _all_match(head: Head, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    at = _pair(head)
    rows = head.first[1:]
    return (
        at is not None
        and bool(rows)
        and all(
            len(row) == len(head.header)
            and one.fullmatch(row[at[0]].strip())
            and other.fullmatch(row[at[1]].strip())
            for row in rows
        )
    )


def _identifiers(
    head: Head, one: re.Pattern[str], other: re.Pattern[str]
) -> Callable[[list[str]], tuple[str, str]]:
    at = _pair(head)
    assert at is not None
    left, right = at

    def parse(cells: list[str]) -> tuple[str, str]:
        if len(cells) != len(head.header):
            raise BadRowError(f"has {len(cells)} columns, and should have {len(head.header)}")
        pair = cells[left].strip(), cells[right].strip()
        if not one.fullmatch(pair[0]) or not other.fullmatch(pair[1]):
            raise BadRowError(f"{pair[0][:24]!r}, {pair[1][:24]!r} are not such identifiers")
        return pair

    return parse


def _refuse_useless(job: Job) -> None:
    """Say so when a file concerned nothing that we have; it will be read anew next time."""
    if not job.row.position or job.row.added + job.row.changed + job.row.unchanged:
        return
    job.row.position = 0
    db.session.commit()
    raise GazetteerFileError(
        f"{job.file.label} names no street that we know. Load OS Open Names first, then "
        "Road_TOID_Street_USRN, then BLPU_UPRN_Street_USRN, then ONSUD"
    )


@dataclass(frozen=True, slots=True)
class RoadIdentifiers:
    """``Road_TOID_Street_USRN_10``."""

    name: str = "road identifiers"
    order: int = 60

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it: a TOID and a USRN in each row."""
        return _all_match(head, _TOID, _USRN)

    def load(self, job: Job) -> None:
        """Keep the USRNs of the roads that we know."""
        parse = _identifiers(job.head, _TOID, _USRN)
        job.stream(job.rows(has_header=True), parse, _save_roads, size=_SIZE)
        _refuse_useless(job)


def _save_roads(pairs: list[tuple[str, str]]) -> Outcome:
    codes: dict[str, list[str]] = {}
    column = StreetIdentifier.identifier
    for toid, code in _rows(column, StreetIdentifier.street_code, {toid for toid, _ in pairs}):
        codes.setdefault(toid, []).append(code)
    wanted = {(f"usrn-{int(usrn)}", code) for toid, usrn in pairs for code in codes.get(toid, ())}
    known = set(_rows(column, StreetIdentifier.street_code, {usrn for usrn, _ in wanted}))
    new = sorted(wanted - known)
    upsert(StreetIdentifier, [{"identifier": one, "street_code": code} for one, code in new])
    return Outcome(added=len(new), unchanged=len(wanted) - len(new))


@dataclass(frozen=True, slots=True)
class AddressIdentifiers:
    """``BLPU_UPRN_Street_USRN_11``."""

    name: str = "address identifiers"
    order: int = 61

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it: a UPRN and a USRN in each row."""
        return _all_match(head, _UPRN, _USRN)

    def load(self, job: Job) -> None:
        """Keep the addresses on streets that we know."""
        parse = _identifiers(job.head, _UPRN, _USRN)
        job.stream(job.rows(has_header=True), parse, _save_addresses, size=_SIZE)
        _refuse_useless(job)


def _save_addresses(pairs: list[tuple[str, str]]) -> Outcome:
    usrns = {f"usrn-{int(usrn)}" for _, usrn in pairs}
    known = {
        usrn for usrn, _ in _rows(StreetIdentifier.identifier, StreetIdentifier.street_code, usrns)
    }
    wanted = {(int(uprn), int(usrn)) for uprn, usrn in pairs if f"usrn-{int(usrn)}" in known}
    there = set(_rows(AddressStreet.uprn, AddressStreet.usrn, {uprn for uprn, _ in wanted}))
    new = sorted(wanted - there)
    upsert(AddressStreet, [{"uprn": uprn, "usrn": usrn} for uprn, usrn in new])
    return Outcome(added=len(new), unchanged=len(wanted) - len(new))


@dataclass(frozen=True, slots=True)
class AddressDirectory:
    """ONSUD or NSUL: the ward, authority and postcode of every address."""

    name: str = "ONSUD or NSUL"
    order: int = 62

    @staticmethod
    def matches(head: Head) -> bool:
        """Recognise it by its header, whatever the year."""
        return head.has("uprn") and bool(head.column(_WARD)) and bool(head.column(_BOROUGH))

    def load(self, job: Job) -> None:
        """Keep the addresses on streets that we know."""
        job.stream(job.rows(has_header=True), _address_parser(job.head), _save_areas, size=_SIZE)
        _refuse_useless(job)


_WARD, _BOROUGH, _POSTCODE = r"wd\d\dcd|osward|ward", r"lad\d\dcd|oslaua|laua", r"pcds|pcd\d?"

_AddressRow = tuple[int, str, str, str]


def _address_parser(head: Head) -> Callable[[list[str]], _AddressRow]:
    at = {
        name: head.header.index(found) for name in (_WARD, _BOROUGH) if (found := head.column(name))
    }
    uprn_at = head.header.index("uprn")
    postcode = head.column("pcds") or head.column(_POSTCODE)
    postcode_at = head.header.index(postcode) if postcode else -1

    def parse(cells: list[str]) -> _AddressRow:
        if len(cells) != len(head.header):
            raise BadRowError(f"has {len(cells)} columns, and should have {len(head.header)}")
        uprn = cells[uprn_at].strip()
        if not _UPRN.fullmatch(uprn):
            raise BadRowError(f"{uprn[:24]!r} is not a UPRN")
        key = cells[postcode_at].strip() if postcode_at >= 0 else ""
        return (
            int(uprn),
            area_code(cells[at[_WARD]]),
            area_code(cells[at[_BOROUGH]]),
            postcode_key(key) if looks_like_postcode(key) else "",
        )

    return parse


def _save_areas(rows: list[_AddressRow]) -> Outcome:
    known = {
        uprn for uprn, _ in _rows(AddressStreet.uprn, AddressStreet.usrn, {r[0] for r in rows})
    }
    wanted = {row[0]: row for row in rows if row[0] in known}
    question = select(
        AddressArea.uprn,
        AddressArea.ward_code,
        AddressArea.borough_code,
        AddressArea.postcode_key,
    ).where(AddressArea.uprn.in_(list(wanted)))
    there = {row[0]: tuple(row) for row in db.session.execute(question)}
    outcome = Outcome()
    names = ("uprn", "ward_code", "borough_code", "postcode_key")
    writing = []
    for uprn, row in wanted.items():
        if uprn not in there:
            outcome.added += 1
        elif there[uprn] != row:
            outcome.changed += 1
        else:
            outcome.unchanged += 1
            continue
        writing.append(dict(zip(names, row, strict=True)))
    upsert(AddressArea, writing)
    return outcome


def _rows(one: Any, other: Any, values: Iterable[Any]) -> list[tuple[Any, Any]]:
    question = select(one, other).where(one.in_(sorted(values)))
    return [(row[0], row[1]) for row in db.session.execute(question)]
