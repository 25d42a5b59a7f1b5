"""The public rule of ranking, in words, beside the code that it tells of."""

from dataclasses import dataclass

from directory.domain.place import Level
from directory.domain.rings import RING_NAMES, Ring

METRES_A_MINUTE = 80
"""How far people walk in a minute, as maps for walkers reckon it."""

LEVEL_WORDS = {
    Level.STREET: "your street by name",
    Level.POSTCODE: "your postcode",
    Level.PATCH: "your estate or patch",
    Level.WARD: "your ward",
    Level.NEIGHBOURHOOD: "your neighbourhood",
    Level.BOROUGH: "your borough",
    Level.REGION: "your region",
    Level.NATION: "your nation",
    Level.ANYWHERE: "everyone, wherever they live",
}


@dataclass(frozen=True, slots=True)
class RingRule:
    """A ring as the public page tells it."""

    ring: Ring
    name: str
    rule: str


def rings(metres: int) -> list[RingRule]:
    """Return the rings in order, each with its rule; ``metres`` is how far ring 1 reaches."""
    rules = {
        Ring.DOORSTEP: f"They are based in your ward or neighbourhood, or within {metres:,} metres "
        f"of your street. That is about {minutes(metres)} minutes on foot.",
        Ring.BOROUGH: "They are based in the same borough as you.",
        Ring.NEXT_DOOR: "They are based in a borough that touches yours.",
        Ring.FURTHER: "They are based anywhere else, or we do not know where.",
    }
    return [RingRule(ring, RING_NAMES[ring], rules[ring]) for ring in Ring]


def levels() -> list[str]:
    """Return what a service can say it is for, in words, the most exact first."""
    return [LEVEL_WORDS[level] for level in Level]


def minutes(metres: int) -> int:
    """Return how long a walk is, in whole minutes."""
    return max(1, round(metres / METRES_A_MINUTE))
