"""Who is served: every combination of coverage, exclusion and place level, by name (DESIGN 2).

The world of these tables: Orsman Road lies in the ward Hoxton East; Kingsland Road in Hoxton East
and Haggerston, and probably in Dalston. Both boroughs, Hackney and Islington, lie in London.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.coverage import Claim, Coverage, Extent, serves
from directory.domain.place import ANYWHERE, Certainty, ChainLink, Level, Place

LEVELS = {
    "Orsman Road": Level.STREET,
    "Kingsland Road": Level.STREET,
    "Shepherdess Walk": Level.STREET,
    "N1 5QJ": Level.POSTCODE,
    "Colville Estate": Level.PATCH,
    "Hoxton East": Level.WARD,
    "Hoxton West": Level.WARD,
    "Haggerston": Level.WARD,
    "Dalston": Level.WARD,
    "Barnsbury": Level.WARD,
    "Kingsland Basin": Level.NEIGHBOURHOOD,
    "Hackney": Level.BOROUGH,
    "Islington": Level.BOROUGH,
    "London": Level.REGION,
    "England": Level.NATION,
    "anywhere": Level.ANYWHERE,
}

SURE, PERHAPS = Certainty.CERTAIN, Certainty.PROBABLE
UP = {
    "Orsman Road": {"Colville Estate": SURE, "Hoxton East": SURE, "Kingsland Basin": SURE},
    "Kingsland Road": {"Hoxton East": SURE, "Haggerston": SURE, "Dalston": PERHAPS},
    "Shepherdess Walk": {"Hoxton West": SURE},
    "N1 5QJ": {
        "Orsman Road": SURE,
        "Colville Estate": SURE,
        "Hoxton East": SURE,
        "Kingsland Basin": SURE,
    },
    "Colville Estate": {"Hoxton East": SURE},
    "Kingsland Basin": {"Hackney": SURE},
    "Hoxton East": {"Hackney": SURE},
    "Hoxton West": {"Hackney": SURE},
    "Haggerston": {"Hackney": SURE},
    "Dalston": {"Hackney": SURE},
    "Barnsbury": {"Islington": SURE},
    "Hackney": {"London": SURE},
    "Islington": {"London": SURE},
    "London": {"England": SURE},
    "England": {},
}
# A ward and a neighbourhood overlap, and neither holds the other.
OVERLAPS = {"Hoxton East": {"Kingsland Basin"}, "Kingsland Basin": {"Hoxton East"}}


def chain_of(name: str) -> dict[str, Certainty]:
    """All that contains a place, and how surely; a probable step makes the rest probable."""
    found = {name: SURE}
    for parent, certainty in UP[name].items():
        for code, further in chain_of(parent).items():
            sure = SURE if certainty is further is SURE else PERHAPS
            found[code] = SURE if SURE in (sure, found.get(code)) else sure
    return found


def place(name: str) -> Place:
    """A place of the world, with its chain."""
    links = [ChainLink(code, LEVELS[code], code, sure) for code, sure in chain_of(name).items()]
    links.sort(key=lambda link: link.level.rank)
    return Place(where=name, level=LEVELS[name], code=name, name=name, chain=tuple(links))


def claim(name: str) -> Claim:
    """A claim on an area of the world."""
    if name == "anywhere":
        return Claim(ANYWHERE, Level.ANYWHERE, "anywhere")
    within = set(chain_of(name)) - {name}
    for overlapped in OVERLAPS.get(name, ()):
        within |= {overlapped, *chain_of(overlapped)}
    return Claim(name, LEVELS[name], name, frozenset(within))


def coverage(*names: str) -> Coverage:
    """Coverage in short: "Hoxton West", "-Shepherdess Walk"."""
    return Coverage(
        tuple(claim(name) for name in names if not name.startswith("-")),
        tuple(claim(name[1:]) for name in names if name.startswith("-")),
    )


ALL, PART, NO = Extent.ALL, Extent.PART, None

TABLE = [
    # (what the service says it is for, where I asked, how much of it is served, by which claim)
    # the place itself, at every level
    (["Orsman Road"], "Orsman Road", ALL, "Orsman Road"),
    (["N1 5QJ"], "N1 5QJ", ALL, "N1 5QJ"),
    (["Hoxton East"], "Hoxton East", ALL, "Hoxton East"),
    (["Kingsland Basin"], "Kingsland Basin", ALL, "Kingsland Basin"),
    (["Hackney"], "Hackney", ALL, "Hackney"),
    # an area of its chain
    (["Colville Estate"], "Orsman Road", ALL, "Colville Estate"),
    (["Hoxton East"], "Orsman Road", ALL, "Hoxton East"),
    (["Kingsland Basin"], "Orsman Road", ALL, "Kingsland Basin"),
    (["Hackney"], "Orsman Road", ALL, "Hackney"),
    (["London"], "Orsman Road", ALL, "London"),
    (["England"], "Orsman Road", ALL, "England"),
    (["anywhere"], "Orsman Road", ALL, "anywhere"),
    (["Orsman Road"], "N1 5QJ", ALL, "Orsman Road"),
    (["Hackney"], "Hoxton East", ALL, "Hackney"),
    (["London"], "Hackney", ALL, "London"),
    # the most specific claim is the reason
    (["Hackney", "Orsman Road", "Hoxton East"], "Orsman Road", ALL, "Orsman Road"),
    (["anywhere", "Hackney"], "Orsman Road", ALL, "Hackney"),
    # a street in several wards is served by each, and by a ward it is probably in
    (["Haggerston"], "Kingsland Road", ALL, "Haggerston"),
    (["Dalston"], "Kingsland Road", ALL, "Dalston"),
    # something inside a larger place: part of it
    (["Orsman Road"], "Hoxton East", PART, "Orsman Road"),
    (["Orsman Road"], "Hackney", PART, "Orsman Road"),
    (["N1 5QJ"], "Hoxton East", PART, "N1 5QJ"),
    (["Colville Estate"], "Hackney", PART, "Colville Estate"),
    (["Hoxton East"], "Hackney", PART, "Hoxton East"),
    (["Kingsland Basin"], "Hoxton East", PART, "Kingsland Basin"),
    (["Hoxton East"], "Kingsland Basin", PART, "Hoxton East"),
    (["N1 5QJ"], "Orsman Road", PART, "N1 5QJ"),
    # elsewhere is not an answer
    (["Hoxton West"], "Orsman Road", NO, ""),
    (["Shepherdess Walk"], "Orsman Road", NO, ""),
    (["Islington"], "Orsman Road", NO, ""),
    (["Barnsbury"], "Hackney", NO, ""),
    # exclusions: the place itself, or all that holds it
    (["Hoxton West", "-Shepherdess Walk"], "Shepherdess Walk", NO, ""),
    (["Hackney", "-Hoxton West"], "Shepherdess Walk", NO, ""),
    (["Hackney", "-Hoxton West"], "Hoxton West", NO, ""),
    (["anywhere", "-London"], "Orsman Road", NO, ""),
    (["Hackney", "-Orsman Road"], "N1 5QJ", NO, ""),
    (["Orsman Road", "-Hackney"], "Orsman Road", NO, ""),
    # exclusions: some of the place
    (["Hoxton West", "-Shepherdess Walk"], "Hoxton West", PART, "Hoxton West"),
    (["Hackney", "-Hoxton West"], "Hackney", PART, "Hackney"),
    (["Hackney", "-Shepherdess Walk"], "Hoxton West", PART, "Hackney"),
    # a street half in an excluded ward is half served; one that is only probably in it, too
    (["Hackney", "-Haggerston"], "Kingsland Road", PART, "Hackney"),
    (["Hackney", "-Haggerston", "-Hoxton East"], "Kingsland Road", NO, ""),
    (["Hackney", "-Dalston"], "Kingsland Road", PART, "Hackney"),
    # an exclusion elsewhere changes nothing
    (["Hackney", "-Hoxton West"], "Orsman Road", ALL, "Hackney"),
    (["Hackney", "-Islington"], "Hackney", ALL, "Hackney"),
    # a claim that was itself taken back serves no part of anything
    (["Hoxton West", "-Hoxton West"], "Hackney", NO, ""),
    (["Hoxton West", "Orsman Road", "-Hoxton West"], "Hackney", PART, "Orsman Road"),
    # nor does one that was taken back by the ward or the street that surely holds it
    (["Shepherdess Walk", "-Hoxton West"], "Hackney", NO, ""),
    (["Shepherdess Walk", "Orsman Road", "-Hoxton West"], "Hackney", PART, "Orsman Road"),
    (["Colville Estate", "-Hoxton East"], "Kingsland Basin", NO, ""),
    (["Hoxton West", "-Hackney"], "London", NO, ""),
    (["N1 5QJ", "-Orsman Road"], "Hackney", NO, ""),
    # but a street in several wards is taken back only with all of them
    (["Kingsland Road", "-Hoxton East"], "Hackney", PART, "Kingsland Road"),
    (["Kingsland Road", "-Hoxton East", "-Haggerston"], "Hackney", PART, "Kingsland Road"),
    (["Kingsland Road", "-Hoxton East", "-Haggerston", "-Dalston"], "Hackney", NO, ""),
    # and what overlaps a ward reaches beyond it
    (["Kingsland Basin", "-Hoxton East"], "Hackney", PART, "Kingsland Basin"),
    # an estate holds Orsman Road too, and nothing here says that all of it is in the ward
    (["Orsman Road", "-Hoxton East"], "Hackney", PART, "Orsman Road"),
    # nothing stated is not decided here
    ([], "Orsman Road", NO, ""),
    (["-Hoxton West"], "Orsman Road", NO, ""),
]


@pytest.mark.parametrize(("said", "where", "extent", "by"), TABLE)
def test_a_service_serves_a_place(
    said: list[str], where: str, extent: Extent | None, by: str
) -> None:
    served = serves(coverage(*said), place(where))

    assert (served.extent if served else None) == extent
    assert (served.name if served else "") == by


@given(
    claims=st.lists(st.sampled_from([*UP, "anywhere"]), max_size=5),
    exclusions=st.lists(st.sampled_from([*UP]), max_size=3),
    where=st.sampled_from([*UP]),
    seed=st.integers(),
)
def test_the_order_in_which_areas_are_named_changes_nothing(
    claims, exclusions, where, seed
) -> None:
    said = [*claims, *(f"-{name}" for name in exclusions)]
    shuffled = random.Random(seed).sample(said, len(said))

    assert serves(coverage(*said), place(where)) == serves(coverage(*shuffled), place(where))


@given(
    claims=st.lists(st.sampled_from([*UP, "anywhere"]), min_size=1, max_size=5),
    exclusions=st.lists(st.sampled_from([*UP]), max_size=3),
    more=st.sampled_from([*UP]),
    where=st.sampled_from([*UP]),
)
def test_an_exclusion_never_makes_a_service_serve_more(claims, exclusions, more, where) -> None:
    said = [*claims, *(f"-{name}" for name in exclusions)]
    before = serves(coverage(*said), place(where))
    after = serves(coverage(*said, f"-{more}"), place(where))

    if before is None:
        assert after is None
    elif before.extent is PART:
        assert after is None or after.extent is PART
