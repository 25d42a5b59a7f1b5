"""No small count is shown, nor can be told from what is shown, whatever was counted."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from directory.domain.months import month_before
from directory.domain.small_counts import OTHERS, Tallied, in_fives, shown
from directory.extensions import db
from directory.models import FoundCount, NobodyCount
from directory.queries import found
from tests.browser import Browser
from tests.edit.conftest import Town, town  # noqa: F401 (a fixture)

TODAY = date(2026, 11, 23)
NEEDS = ("debt", "food", "lunch-club", "")
FRESH_NEED, FRESH_AREA = "repair", "fresh"
Cells = Mapping[tuple[str, str], int]

CELLS = st.dictionaries(
    st.tuples(st.sampled_from(NEEDS), st.sampled_from(["a", "b", "c"])),
    st.one_of(st.integers(1, 4), st.integers(1, 12)),
    max_size=9,
)


@pytest.fixture
def keeper(app: Flask, town: Town) -> Iterator[tuple[Town, Browser]]:  # noqa: F811
    """The club's keeper at her pages, on a day in November."""
    with time_machine.travel(TODAY, tick=False):
        browser = Browser(app)
        browser.sign_in(town.mabel)
        yield town, browser


def put(place: Town, cells: Cells, month: date) -> None:
    """Let these be all the counts there are."""
    db.session.execute(delete(FoundCount))
    db.session.add_all(
        FoundCount(
            organisation_id=place.club.id, month=month, need=need, area_code=area, count=count
        )
        for (need, area), count in cells.items()
    )
    db.session.commit()


def others(cells: Cells) -> Iterator[Cells]:
    """For each small cell, a truth in which it is another number, or nothing."""
    for cell, count in cells.items():
        if count >= 5:
            continue
        less = {**cells, cell: count - 1}
        if not less[cell]:
            del less[cell]
        need, _ = cell
        # One search less here, and one more like it: for the same need, for another, or not at all.
        yield {**less, (need, FRESH_AREA): 1}
        yield {**less, (FRESH_NEED, FRESH_AREA): 1}
        yield less


@pytest.mark.parametrize("month", [date(2026, 10, 1), date(2026, 11, 1)])
@settings(
    max_examples=12,
    deadline=None,
    # A page is slow to ask for: the first example that fails says enough.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cells=CELLS)
def test_every_small_count_might_be_another_and_the_page_the_same(
    keeper: tuple[Town, Browser],
    month: date,
    cells: Cells,
) -> None:
    place, browser = keeper

    def page() -> str:
        said = browser.get("edit.found", organisation="lunch-club", month=f"{month:%Y-%m}")
        return browser.get("edit.home").words + said.select_one("main").decode()

    put(place, cells, month)
    said = page()
    for cell, count in cells.items():
        if count >= 5:
            continue
        for other in others({cell: count} | dict(cells)):
            if other.get(cell) == count:
                continue
            put(place, other, month)
            if page() == said:
                break
        else:
            raise AssertionError(f"the page tells that {cell} is {count}: {cells}")


@given(cells=CELLS, is_over=st.booleans())
def test_no_number_is_under_five_and_the_sums_are_of_what_is_shown(
    cells: Cells, is_over: bool
) -> None:
    large, small = dict.fromkeys(NEEDS, 0), dict.fromkeys(NEEDS, 0)
    for (need, _), count in cells.items():
        if count >= 5:
            large[need] += count if is_over else in_fives(count)
        else:
            small[need] += count
    told = shown((Tallied(need, large[need], small[need]) for need in NEEDS), is_over=is_over)

    assert all(count >= 5 for count in told.values())
    assert sum(told.values()) <= sum(cells.values())
    left_out = sum(cells.values()) - sum(told.values())
    assert left_out < 5 or not is_over
    if not is_over:
        assert all(count % 5 == 0 for count in told.values())


def test_small_ones_are_put_together_and_the_rest_left_out() -> None:
    tallied = [Tallied("debt", 12, 3), Tallied("food", 0, 6), Tallied("repair", 0, 1)]
    assert shown(tallied, is_over=True) == {"debt": 12, "food": 6}
    tallied.append(Tallied("", 0, 2))
    assert shown(tallied, is_over=True) == {"debt": 12, "food": 6, OTHERS: 6}
    assert shown(tallied, is_over=False) == {"debt": 12, "food": 5, OTHERS: 5}


def test_what_found_nobody_is_told_of_each_ward_alone_and_in_fives(app: Flask) -> None:
    for month in range(1, 13):
        db.session.add(NobodyCount(month=date(2026, month, 1), need="debt", area_code="a", count=1))
    db.session.add(NobodyCount(month=date(2026, 3, 1), need="debt", area_code="b", count=4))
    db.session.add(NobodyCount(month=date(2026, 3, 1), need="food", area_code="b", count=4))
    db.session.commit()

    (gap,) = found.gaps(["a", "b"], date(2026, 1, 1))
    assert (gap.need, gap.count, gap.areas) == ("debt", 10, ("a",))


def test_months_go_over_the_new_year() -> None:
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(date(2026, 3, 1), 15) == date(2024, 12, 1)
    assert month_before(date(2026, 12, 1), -1) == date(2027, 1, 1)
