"""Who is in the answer for a place when nobody said who a service is for, and who is only near."""

import pytest

from directory.domain.belonging import MAY_SERVE, how_served, is_near_but_not_for
from directory.domain.coverage import Claim, Coverage, Extent, Served, breadth
from directory.domain.place import Level
from directory.domain.rings import Spot
from tests.search.listings import (
    BOROUGH,
    EVERYWHERE,
    FAR_AWAY,
    HACKNEY,
    HOXTON,
    IN_BOROUGH,
    IN_WARD,
    ISLINGTON,
    NEXT_DOOR,
    ORSMAN,
    STREET,
)

SERVES, MAY, NEAR, NOT = "serves", "may serve", "near but not for", "not"


@pytest.mark.parametrize(
    ("claims", "exclusions", "spots", "expected"),
    [
        ([ORSMAN], [], [FAR_AWAY], SERVES),
        ([EVERYWHERE], [], [], SERVES),
        ([ISLINGTON], [], [IN_WARD], NEAR),
        ([ISLINGTON], [], [IN_BOROUGH], NOT),
        ([HOXTON], [ORSMAN], [IN_WARD], NEAR),
        ([HOXTON], [ORSMAN], [FAR_AWAY], NOT),
        ([], [], [IN_WARD], MAY),
        ([], [], [IN_BOROUGH], MAY),
        ([], [], [NEXT_DOOR], NOT),
        ([], [], [FAR_AWAY, IN_BOROUGH], MAY),
        ([], [], [], NOT),
        # It does not say who it is for, but it does say that it is not for here.
        ([], [ORSMAN], [IN_WARD], NEAR),
        ([], [HOXTON], [IN_WARD], NEAR),
        ([], [ORSMAN], [IN_BOROUGH], NOT),
        ([], [ISLINGTON], [IN_WARD], MAY),
    ],
)
def test_who_is_in_the_answer(
    claims: list[Claim], exclusions: list[Claim], spots: list[Spot], expected: str
):
    coverage = Coverage(tuple(claims), tuple(exclusions))
    served = how_served(coverage, spots, STREET)
    found = {None: NOT, MAY_SERVE: MAY}.get(served, SERVES)
    if is_near_but_not_for(coverage, iter(spots), STREET):
        assert served is None
        found = NEAR
    assert found == expected


@pytest.mark.parametrize(
    ("narrower", "broader", "place"),
    [
        ((Extent.ALL, ORSMAN), (Extent.ALL, HOXTON), STREET),
        ((Extent.ALL, HOXTON), (Extent.ALL, HACKNEY), STREET),
        ((Extent.ALL, HACKNEY), (Extent.ALL, EVERYWHERE), STREET),
        # Part of a borough: after all of that borough, before anything broader.
        ((Extent.ALL, HACKNEY), (Extent.PART, ORSMAN), BOROUGH),
        ((Extent.PART, ORSMAN), (Extent.ALL, EVERYWHERE), BOROUGH),
        # An exclusion never makes a broad claim narrower than it was.
        ((Extent.ALL, HACKNEY), (Extent.PART, HACKNEY), STREET),
        ((Extent.PART, HACKNEY), (Extent.PART, EVERYWHERE), STREET),
    ],
)
def test_the_narrower_way_of_serving_comes_first(narrower, broader, place):
    def broad(extent: Extent, claim: Claim) -> int:
        return breadth(Served(extent, claim.level, claim.code, claim.name), place)

    assert broad(*narrower) < broad(*broader)


def test_every_level_has_a_breadth_of_its_own():
    found = [breadth(Served(Extent.ALL, level, "", ""), STREET) for level in Level]
    assert found == sorted(set(found))
