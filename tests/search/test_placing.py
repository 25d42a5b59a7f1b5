"""What is worked out for a place at once agrees with the rules, one document at a time."""

from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from directory.domain.coverage import Claim
from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.domain.rings import Ring, Spot
from directory.search import Document, Question, SearchBackend
from directory.search.memory_backend import MemoryBackend
from directory.search.whoosh_backend import WhooshBackend, stem
from tests.search.listings import BOROUGH, IN_BOROUGH, IN_WARD, STREET, listing

ELSEWHERE = Spot(borough="B7", nation="K")


def ask(backend: SearchBackend, place: Place, **more: int) -> tuple[list[tuple[object, ...]], int]:
    found = backend.find(Question("", place=place, open_rings=frozenset(Ring), **more))
    return [(hit.id, hit.ring, hit.served) for hit in found.hits], found.nearby_not_serving


def both(folder: Path, listings: list[Document]) -> tuple[MemoryBackend, WhooshBackend]:
    memory, index = MemoryBackend(stem), WhooshBackend(folder)
    for backend in (memory, index):
        backend.rebuild(listings)
    return memory, index


@pytest.mark.parametrize(
    "outline", [Point(inf, 0), LineString([(0, 0), (inf, 0)]), Point(nan, nan), Point(1e300, 0)]
)
def test_an_outline_without_a_size_is_not_a_broken_index(tmp_path: Path, outline: BaseGeometry):
    memory, index = both(tmp_path, [listing(1)])
    place = replace(STREET, outline=outline)
    assert ask(index, place) == ask(memory, place)


def test_what_was_kept_for_one_place_is_not_taken_for_another(tmp_path: Path):
    bases = [IN_WARD, IN_BOROUGH, Spot(700, 0, borough="B2", nation="K"), ELSEWHERE]
    out = Claim("H1", Level.NEIGHBOURHOOD, "H", frozenset({"B1", "K"}))
    listings = [listing(n, bases=(base,)) for n, base in enumerate(bases)]
    listings += [listing(n + 10, bases=(base,), serves=()) for n, base in enumerate(bases)]
    listings.append(listing(30, but_not=(out,)))
    memory, index = both(tmp_path, listings)
    sure = tuple(replace(link, certainty=Certainty.CERTAIN) for link in STREET.chain)
    unsure = (*sure[:2], ChainLink("H2", Level.NEIGHBOURHOOD, "", Certainty.PROBABLE), *sure[2:])
    doubtful = tuple(
        replace(x, certainty=Certainty.PROBABLE) if x.code == "H1" else x for x in unsure
    )
    places = [
        BOROUGH,
        STREET,
        replace(STREET, borders=()),
        replace(STREET, outline=Point(2000, 0)),
        replace(STREET, outline=None),
        replace(STREET, chain=unsure),
        replace(STREET, chain=doubtful),
        replace(STREET, level=Level.POSTCODE),
        replace(BOROUGH, chain=(*BOROUGH.chain, ChainLink("K2", Level.NATION, ""))),
        replace(
            STREET,
            chain=tuple(replace(x, level=Level.REGION) if x.code == "B1" else x for x in sure),
        ),
    ]
    for place in [*places, *places]:
        for metres in (800, 0, 300):
            found = ask(index, place, doorstep_metres=metres)
            assert found == ask(memory, place, doorstep_metres=metres)


def test_a_doorstep_is_round_and_ends_where_it_is_said(tmp_path: Path):
    spots = [
        (800, 0),
        (801, 0),
        (-800, 0),
        (-801, 0),
        (0, -800),
        (600, 600),
        (500, 500),
        (480, 640),
    ]
    memory, index = both(
        tmp_path,
        [listing(n, bases=(Spot(x, y),), sites=()) for n, (x, y) in enumerate(spots)]
        + [
            listing(n + 20, bases=(ELSEWHERE,), sites=(Spot(x, y),))
            for n, (x, y) in enumerate(spots)
        ]
        + [
            listing(n + 40, serves=(), bases=(Spot(x + 3000, y),)) for n, (x, y) in enumerate(spots)
        ],
    )
    for place in (STREET, replace(STREET, outline=LineString([(-1, 0), (0.5, 0)])), BOROUGH):
        assert ask(index, place) == ask(memory, place)
    assert {id_ for id_, ring, _ in ask(index, STREET)[0] if ring == 1} == {0, 2, 4, 6, 7}


def test_an_empty_outline_is_near_nobody(tmp_path: Path):
    memory, index = both(tmp_path, [listing(1)])
    assert ask(index, replace(STREET, outline=Point())) == ask(
        memory, replace(STREET, outline=Point())
    )


def test_of_several_claims_near_by_the_most_specific_counts(tmp_path: Path):
    street = Claim("S1", Level.STREET, "s", frozenset({"W1", "B1"}))
    ward = Claim("W1", Level.WARD, "w", frozenset({"B1"}))
    within = Claim("P", Level.PATCH, "p", frozenset({"S1"}))
    memory, index = both(
        tmp_path,
        [
            listing(1, serves=(ward, street), tie_break=9),
            listing(2, serves=(ward,), tie_break=5),
            listing(3, serves=(street,), but_not=(within,), tie_break=1),
            listing(4, serves=(street,), tie_break=8),
            listing(5, serves=(ward,), but_not=(within,), tie_break=0),
        ],
    )
    assert ask(index, STREET) == ask(memory, STREET)


def test_a_claim_that_was_taken_back_touches_nothing_and_is_no_reason(tmp_path: Path):
    gone = Claim("S1", Level.STREET, "a taken back", frozenset({"W1", "B1"}))
    stays = Claim("S2", Level.STREET, "b stays", frozenset({"W2", "B1"}))
    patch = Claim("P1", Level.PATCH, "in B1", frozenset({"B1"}))
    out = Claim("W1", Level.WARD, "w", frozenset({"B1"}))
    around = Claim("B1", Level.BOROUGH, "b", frozenset({"K"}))
    memory, index = both(
        tmp_path,
        [
            listing(1, serves=(gone,), but_not=(out,)),
            listing(2, serves=(gone, stays), but_not=(out,)),
            listing(3, serves=(patch, stays), but_not=(around,)),
        ],
    )
    # A place that another of its level holds is not ruled out by itself.
    doubled = replace(BOROUGH, chain=(*BOROUGH.chain, ChainLink("B7", Level.BOROUGH, "")))

    for place in (BOROUGH, doubled):
        assert ask(index, place) == ask(memory, place)
    assert [(id_, served.name) for id_, _, served in ask(index, BOROUGH)[0]] == [(2, "b stays")]
    assert (3, "b stays") in [(id_, served.name) for id_, _, served in ask(index, doubled)[0]]
