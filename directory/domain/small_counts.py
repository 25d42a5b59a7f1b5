"""Counts that may be shown: none that is small, and none from which a small one can be told.

What is counted is a cell: one organisation, month, need and ward. A cell of five or more may be
shown. Smaller ones of the same need are put together, then those of all needs; a sum that is still
small is left out altogether. Every number that is shown is a sum of such parts, so nothing that can
be subtracted from another leaves a small cell behind. While a month goes on its numbers grow by
fives, so that looking again an hour later does not tell of one search.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 5
"""A count that is smaller is not shown, and may not be worked out."""

OTHERS = "*"
"""In place of a need: several that are too small one by one."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """The cells of a need in a month: the sum of those that may be shown, and of the small ones."""

    need: str
    large: int
    small: int


def in_fives(count: int) -> int:
    """Return a count rounded down to fives."""
    return count - count % FEWEST


def shown(tallied: Iterable[Tallied], *, is_over: bool) -> Mapping[str, int]:
    """Return what may be shown of a month: how often for each need, the most first.

    Args:
        tallied: each need once; of a month that is not over, ``large`` sums cells in fives.
        is_over: whether the month is over, so that nothing is added any more.

    """
    found, rest = {}, 0
    for each in tallied:
        is_enough = each.small >= FEWEST
        rest += 0 if is_enough else each.small
        if count := each.large + (_told(each.small, is_over) if is_enough else 0):
            found[each.need] = count
    if rest >= FEWEST:
        found[OTHERS] = _told(rest, is_over)
    return dict(sorted(found.items(), key=lambda each: (each[0] == OTHERS, -each[1], each[0])))


def _told(count: int, is_over: bool) -> int:
    return count if is_over else in_fives(count)
