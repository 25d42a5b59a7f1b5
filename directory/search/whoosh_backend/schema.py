"""What is written for a document: terms with weights, columns of records, and stored text.

Whoosh is handed terms that are already analysed: one text field whose weights say which part a
word came from, the plain words of the short parts for what is still being typed, and names for
suggesting. It keeps no lengths and no positions. Areas are a column of their own.
"""

import pickle
from array import array
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from functools import lru_cache
from zlib import crc32

import numpy as np
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from directory.domain.coverage import Claim, Coverage, standing
from directory.domain.hours import Frequency
from directory.domain.place import Level, Place
from directory.search.contract import Document, Facet, TextPart
from directory.search.facets import facets_of
from directory.search.snippets import tidy
from directory.search.suggesting import fold_all, names_of
from directory.search.whoosh_backend.areas import AreasColumn, Term, pack_terms
from directory.search.whoosh_backend.columns import BETWEEN_FACETS, BytesColumn, FacetsColumn
from directory.search.words import Analysed

VERSION = 5
"""Raised when what is written changes, so that an older index is rebuilt rather than misread."""

Terms = dict[bytes, float]
Packed = tuple[
    list[str], list[tuple[str, str, str, list[int]]], list[tuple[str, str, str, list[int]]]
]

FIXED = np.dtype(
    [
        *(("id", "<i8"), ("tie", "<i8"), ("checked", "<i4"), ("length", "<i4")),
        *(("stated", "<i4"), ("silent", "<i4")),
    ]
)
SPOT = np.dtype([("easting", "<i4"), ("northing", "<i4"), ("is_site", "u1")])
HOURS = np.dtype(
    [
        ("kind", "u1"),  # 0 weekly, 1 monthly, 2 an exception
        ("weekday", "u1"),
        ("nth", "i1"),
        ("interval", "<i2"),
        ("since", "<i4"),  # ordinal of valid_from; 0 when there is none; the day of an exception
        ("until", "<i4"),
        ("opens", "<i8"),  # microseconds after midnight
        ("closes", "<i8"),
    ]
)
WEEKLY, MONTHLY, EXCEPTION = 0, 1, 2
DAY = 24 * 60 * 60 * 10**6
CLOSED = (-1, -1)
NO_END = 2**31 - 1
MOST_WEEKS = 2**15 - 1
BETWEEN_VALUES = "\x1f"
MAX_TERM = 500
FACETS = tuple(Facet)
LEVELS = {level.value: level for level in Level}
NOTHING: frozenset[str] = frozenset()
MORE = ""
"""Stands for whatever else holds a claim than the place that is asked about."""


TERM_FIELDS = ("text", "typed", "names")

SCHEMA = Schema(
    **{name: FieldType(format=Existence(), analyzer=None) for name in TERM_FIELDS},
    areas=COLUMN(AreasColumn()),
    fixed=COLUMN(BytesColumn()),
    spots=COLUMN(BytesColumn()),
    hours=COLUMN(BytesColumn()),
    facets=COLUMN(FacetsColumn()),
    order=COLUMN(BytesColumn()),
    shown=COLUMN(BytesColumn()),
)


@lru_cache(100_000)
def stem_number(stem: str) -> int:
    """Return the number that stands for a stem in a document's order of words; 0 is a gap."""
    return crc32(stem.encode()) or 1 if stem else 0


def terms_of(document: Document, analysed: Analysed) -> dict[str, Terms]:
    """Return the terms of a document, for each field of ``TERM_FIELDS``."""
    return {
        "text": {stem.encode(): weight for stem, weight in analysed.weights.items()},
        "typed": {word.encode(): weight for word, weight in analysed.typed.items()},
        "names": {name_term(name): 1.0 for name in names_of(document)},
    }


def columns_of(document: Document, analysed: Analysed) -> dict[str, bytes]:
    """Return what is kept of a document beside its terms, for each column."""
    checked = document.checked_on.toordinal() if document.checked_on else 1
    flags = (document.coverage.is_stated, document.is_silent)
    fixed = (document.id, document.tie_break, checked, analysed.length, *flags)
    shown = (
        tidy(document.text.get(TextPart.NAME, "")),
        tidy(document.text.get(TextPart.DESCRIPTION, "")),
        pack_coverage(document.coverage),
    )
    return {
        "areas": pack_terms(area_terms(document.coverage) | spot_terms(document)),
        "fixed": np.array([fixed], FIXED).tobytes(),
        "spots": spot_records(document),
        "hours": hour_records(document),
        "facets": pack_facets(facets_of(document)),
        "order": array("I", map(stem_number, analysed.sequence)).tobytes(),
        "shown": pickle.dumps(shown, 5),
    }


def name_term(name: str) -> bytes:
    """Return a name as it is kept: as it is compared, then as it is written."""
    return f"{fold_all(name)}\x00{name}".encode()[:MAX_TERM]


def area_terms(coverage: Coverage) -> dict[Term, int]:
    """Return the areas a service names, as terms that weigh the level of the claim.

    Areas that contain or overlap a claim are touched by it, unless an exclusion takes it back. The
    most specific claim counts.
    """
    terms: dict[Term, int] = {}
    for claim in coverage.claims:
        _keep_least(terms, ("c", claim.code), claim)
    for claim in standing(coverage):
        for code in claim.within:
            _keep_least(terms, ("t", code), claim)
    for claim in coverage.exclusions:
        _keep_least(terms, ("x", claim.code), claim)
        for code in claim.within:
            _keep_least(terms, ("w", code), claim)
    return terms


def _keep_least(terms: dict[Term, int], term: Term, claim: Claim) -> None:
    terms[term] = min(claim.level.rank, terms.get(term, claim.level.rank))


def spot_terms(document: Document) -> dict[Term, int]:
    """Return the areas that bases, and bases or sites, lie in."""
    terms: dict[Term, int] = {}
    for whose, spots in (("b", document.bases), ("a", document.bases + document.sites)):
        for spot in spots:
            codes = (spot.ward, spot.neighbourhood, spot.borough, spot.region, spot.nation)
            for kind, code in zip("wnort", codes, strict=True):
                # Nothing closer than the borough is kept of a hidden address.
                if code and not (spot.is_hidden and kind in "wn"):
                    terms[whose + kind, code] = 0
    return terms


def spot_records(document: Document) -> bytes:
    """Return the coordinates of bases and sites that are known and not hidden."""
    records = [
        (spot.easting, spot.northing, is_site)
        for is_site, spots in ((0, document.bases), (1, document.sites))
        for spot in spots
        if spot.easting is not None and spot.northing is not None and not spot.is_hidden
    ]
    return np.array(records, SPOT).tobytes()


def hour_records(document: Document) -> bytes:
    """Return the opening times and exceptions of a document."""
    records = [
        (
            MONTHLY if o.frequency is Frequency.MONTHLY else WEEKLY,
            o.weekday,
            o.nth,
            min(o.interval, MOST_WEEKS),
            o.valid_from.toordinal() if o.valid_from else 0,
            o.valid_to.toordinal() if o.valid_to else NO_END,
            *_session(o.opens, o.closes),
        )
        for o in document.openings
    ]
    for e in document.exceptions:
        day = e.day.toordinal()
        session = _session(e.opens, e.closes)
        records.append((EXCEPTION, e.day.weekday(), 0, 1, day, day, *session))
    return np.array(records, HOURS).tobytes()


def _session(opens: time | None, closes: time | None) -> tuple[int, int]:
    """Return when it opens and closes; a time that closes before it opens runs past midnight."""
    if opens is None or closes is None:
        return CLOSED
    until = microseconds(closes)
    return microseconds(opens), until if closes > opens else until + DAY


def microseconds(moment: time) -> int:
    """Return how long after midnight a time of day is."""
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 10**6 + moment.microsecond


def pack_facets(facets: Mapping[Facet, frozenset[str]]) -> bytes:
    """Return the values of every facet, as :class:`FacetsColumn` wants them."""
    return BETWEEN_FACETS.join(
        BETWEEN_VALUES.join(sorted(filter(str.isprintable, facets.get(facet, ())))).encode()
        for facet in FACETS
    )


def unpack_values(packed: bytes) -> list[str]:
    """Return the values of one facet."""
    return packed.decode().split(BETWEEN_VALUES) if packed else []


def pack_coverage(coverage: Coverage) -> Packed:
    """Return who a service is for in little room: area codes once, then numbers for them.

    A claim that an exclusion takes back is kept without what holds it, which it does not touch.
    """
    table: dict[str, int] = {}
    stands = set(standing(coverage))
    touching = tuple(
        claim if claim in stands else replace(claim, within=NOTHING) for claim in coverage.claims
    )

    def packed(claims: tuple[Claim, ...]) -> list[tuple[str, str, str, list[int]]]:
        return [
            (
                claim.code,
                claim.level.value,
                claim.name,
                [table.setdefault(code, len(table)) for code in sorted(claim.within)],
            )
            for claim in claims
        ]

    claims, exclusions = packed(touching), packed(coverage.exclusions)
    return list(table), claims, exclusions


def unpack_coverage(packed: Packed, place: Place) -> Coverage:
    """Return the coverage as far as it bears on a place."""
    table, claims, exclusions = packed
    number = table.index(place.code) if place.code in table else -1
    bears, here = place.and_anywhere, frozenset({place.code})
    return Coverage(
        tuple(
            Claim(code, LEVELS[level], name, frozenset({place.code, MORE}))
            if number in within
            else Claim(code, LEVELS[level], name)
            for code, level, name, within in claims
            if code in bears or number in within
        ),
        tuple(
            Claim(code, LEVELS[level], name, here if number in within else NOTHING)
            for code, level, name, within in exclusions
        ),
    )
