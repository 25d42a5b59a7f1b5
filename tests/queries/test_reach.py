"""What a coverage means: counted by the rules that search keeps, in a few questions."""

from itertools import combinations

import pytest

from directory import gazetteer
from directory.domain.breadth import Told, doubts
from directory.domain.coverage import Claim, Coverage, serves
from directory.domain.place import ANYWHERE, ChainLink, Level
from directory.domain.rings import Ring, Spot, ring_of
from directory.models import Area
from directory.queries.claimed import Claimed, claimed, read
from directory.queries.reach import Reach, reach
from tests.counting import statements
from tests.edit.conftest import Town, town  # noqa: F401 (a fixture)
from tests.factories import Make

METRES = 800


def telling(*areas: Area, but_not: tuple[Area, ...] = ()) -> list[Claimed]:
    """These areas as they are told."""
    pairs = [*((a, False) for a in areas), *((a, True) for a in but_not)]
    return [claimed(ChainLink(a.code, a.level, a.name), is_exclusion=no) for a, no in pairs]


def base_of(town: Town) -> Spot:  # noqa: F811
    base = town.club.bases[0]
    return Spot(base.easting, base.northing, *base.area_codes)


def test_a_borough_is_its_streets_and_wards(town: Town) -> None:  # noqa: F811
    found = reach(telling(town.hackney), [base_of(town)], METRES)

    assert found == Reach(is_stated=True, streets=4, wards=2, doorstep=3, around=3, has_base=True)


def test_a_ward_less_a_street_is_part_of_a_ward(town: Town) -> None:  # noqa: F811
    told = telling(town.hoxton, but_not=(town.shepherdess,))

    found = reach(told, [base_of(town)], METRES)

    assert (found.streets, found.wards, found.wards_in_part, found.doorstep) == (2, 0, 1, 2)


def test_postcodes_are_counted_and_ringed_by_themselves(town: Town) -> None:  # noqa: F811
    told = read(["postcode: N1 6QL", "postcode: N1 5QJ"])

    found = reach(told, [base_of(town)], METRES)

    assert (found.postcodes, found.doorstep_postcodes, found.wards_in_part) == (2, 1, 2)


def test_for_everyone_no_street_is_counted_but_those_on_the_doorstep_are(town: Town) -> None:  # noqa: F811
    told = [claimed(ChainLink(ANYWHERE, Level.ANYWHERE, "anywhere"))]

    found = reach(told, [base_of(town)], METRES)

    assert (found.whole, found.streets, found.doorstep) == (("anywhere",), 0, 3)


def test_a_private_address_is_on_nobodys_doorstep(town: Town) -> None:  # noqa: F811
    hidden = Spot(533_150, 183_150, town.hoxton.code, is_hidden=True)

    found = reach(telling(town.hackney), [hidden], METRES)

    assert (found.doorstep, found.around, found.has_hidden_base) == (0, 0, True)


def test_a_postcode_is_part_of_its_street(town: Town, make: Make) -> None:  # noqa: F811
    make.postcode("N1 7AA", town.hoxton, town.hackney, street=town.nile)

    found = reach(read(["postcode: N1 7AA"]), [base_of(town)], METRES)

    assert (found.streets, found.doorstep) == (1, 1)


def test_a_street_most_of_which_is_in_a_patch_is_served_by_it(town: Town, make: Make) -> None:  # noqa: F811
    estate = make.area("The Estate", Level.PATCH, outline=make.disc(533_125, 183_100, 60))

    assert reach(telling(estate), [base_of(town)], METRES).streets == 1


def test_the_count_is_what_the_rules_say_of_each_street(town: Town) -> None:  # noqa: F811
    """Every pair of claims and every exclusion, against the rule on whole places."""
    streets = [town.pitfield, town.shepherdess, town.nile, town.orsman]
    places = [gazetteer.place_for_code(street.code) for street in streets]
    areas = [town.hackney, town.hoxton, town.haggerston, *streets]
    within = gazetteer.containing([area.code for area in areas])
    base = base_of(town)
    for first, second in combinations(areas, 2):
        for left_out in (None, *areas):
            without = (left_out,) if left_out is not None else ()
            coverage = Coverage(
                tuple(Claim(a.code, a.level, a.name, within[a.code]) for a in (first, second)),
                tuple(Claim(a.code, a.level, a.name, within[a.code]) for a in without),
            )
            served = [place for place in places if serves(coverage, place)]
            found = reach(telling(first, second, but_not=without), [base], METRES)

            at = (first.name, second.name, left_out and left_out.name)
            assert found.streets == len(served), at
            near = [p for p in served if ring_of([base], p, METRES) is Ring.DOORSTEP]
            assert found.doorstep == len(near), at


def test_more_streets_take_no_more_questions(town: Town, make: Make) -> None:  # noqa: F811
    told = telling(town.hackney)
    with statements() as few:
        reach(told, [base_of(town)], METRES)
    for number in range(60):
        make.street(f"Street {number}", town.hoxton, at=(533_400 + number, 183_700))
    with statements() as many:
        reach(told, [base_of(town)], METRES)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([Told(Level.WARD, "Hoxton West", frozenset({"h"}))], []),
        ([Told(Level.BOROUGH, "Hackney", frozenset({"h"}))], []),
        ([Told(Level.BOROUGH, "Islington", frozenset({"i"}))], []),
        ([Told(Level.STREET, "Far Road", frozenset({"l"}))], ["Some of it is in Leeds"]),
        ([Told(Level.NATION, "England")], ["all of England"]),
        ([Told(Level.ANYWHERE, "anywhere")], ["everyone, wherever they live"]),
        ([Told(Level.BOROUGH, n, frozenset({"h"})) for n in "abcd"], ["the whole of 4 boroughs"]),
        ([Told(Level.BOROUGH, n, frozenset({"h"})) for n in "abc"], []),
    ],
)
def test_only_what_is_far_wider_than_the_addresses_is_asked_about(
    told: list[Told], words: list[str]
) -> None:
    found = doubts(told, {"h", "i"}, {"l": "Leeds"}, lives_in="Hackney")

    assert len(found) == len(words)
    assert all(each in doubt.words for each, doubt in zip(words, found, strict=True))


def test_without_any_address_only_the_very_wide_is_asked_about() -> None:
    far = [Told(Level.BOROUGH, "Leeds", frozenset({"l"}))]

    assert doubts(far, set(), {}, lives_in="") == []
