"""What ticking and unticking an area in a list means for what is claimed and what is left out.

In a list of the streets of a ward that is claimed, every street is ticked; to untick one is to
leave it out: "all of Hoxton West, but not Shepherdess Walk".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ticks:
    """The codes that are claimed, and those that are left out."""

    included: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)

    def is_ticked(self, code: str, holders: Collection[str]) -> bool:
        """Say whether an area is served whole: itself or a holder claimed, and none left out."""
        every = {code, *holders}
        return not self.included.isdisjoint(every) and self.excluded.isdisjoint(every)

    def turn(self, code: str, holders: Collection[str], *, on: bool) -> None:
        """Tick or untick an area; nothing happens when it is so already."""
        if self.is_ticked(code, holders) is on:
            return
        if not on:
            self.included.discard(code)
            if self.is_ticked(code, holders):
                self.excluded.add(code)
            return
        self.excluded.discard(code)
        if not self.is_ticked(code, holders):
            self.included.add(code)


def turned(
    ticks: Ticks, shown: Mapping[str, Collection[str]], ticked: Iterable[str]
) -> tuple[set[str], set[str]]:
    """Return what is claimed and left out after a list was sent.

    ``shown`` are the areas of the list with what holds each of them; what was not shown stays.
    """
    wanted = set(ticked)
    after = Ticks(set(ticks.included), set(ticks.excluded))
    for code, holders in shown.items():
        after.turn(code, holders, on=code in wanted)
    return after.included, after.excluded
