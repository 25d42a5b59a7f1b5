"""The areas that a service is for, in words: "Orsman Road and 12 more streets; all of Hackney"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from directory.domain.place import Level

# For each level: what goes before one name, before several, and what several are called.
_PHRASES: dict[Level, tuple[str, str, str]] = {
    Level.STREET: ("", "", "streets"),
    Level.POSTCODE: ("the postcode ", "the postcodes ", "postcodes"),
    Level.PATCH: ("", "", "places"),
    Level.WARD: ("the ward of ", "the wards of ", "wards"),
    Level.NEIGHBOURHOOD: ("the neighbourhood of ", "the neighbourhoods of ", "neighbourhoods"),
    Level.BOROUGH: ("all of ", "all of ", "boroughs"),
    Level.REGION: ("all of ", "all of ", "regions"),
    Level.NATION: ("all of ", "all of ", "nations"),
}
EVERYONE = "everyone, wherever they live"


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas by level: the names of some of them, and how many there are of each level."""

    names: Mapping[Level, Sequence[str]] = field(default_factory=dict)
    totals: Mapping[Level, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether there are any."""
        return any(self.totals.values())


def in_words(areas: Areas) -> str:
    """Return the areas as a phrase, the most specific first; nothing when there are none."""
    return join(
        [
            _phrase(level, areas.names[level], areas.totals[level])
            for level in sorted(areas.totals, key=lambda level: level.rank)
        ]
    )


def join(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"; with semicolons when a part has a comma or an and."""
    if len(parts) < 2:
        return "".join(parts)
    if any("," in part or " and " in part for part in parts):
        return "; ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _phrase(level: Level, names: Sequence[str], total: int) -> str:
    if level is Level.ANYWHERE:
        return EVERYONE
    one, several, noun = _PHRASES[level]
    more = total - len(names)
    listed = [*names, f"{more:,} more {noun if more > 1 else noun.removesuffix('s')}"]
    before = one if total == 1 else several
    return before + _list(listed if more > 0 else list(names))


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
