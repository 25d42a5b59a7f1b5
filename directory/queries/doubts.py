"""What to ask about a coverage that is far wider than an organisation's addresses suggest."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from directory import gazetteer
from directory.domain.areas_in_words import join
from directory.domain.breadth import Doubt, Told, doubts
from directory.domain.place import Level
from directory.domain.rings import Spot
from directory.queries import ground
from directory.queries.claimed import Claimed

LOOKED_AT = 500
"""Of a very long list of streets so many are looked at: enough to see where it leads."""


def asked(
    areas: Sequence[Claimed], bases: Collection[Spot], sites: Collection[Spot]
) -> list[Doubt]:
    """Return what to ask about a coverage, the widest first; about five queries."""
    return asked_of_each([(areas, (*bases, *sites))])[0]


def asked_of_each(
    entries: Sequence[tuple[Sequence[Claimed], Collection[Spot]]],
) -> list[list[Doubt]]:
    """Return what to ask about each of some coverages, with the addresses beside each.

    As many queries for a page of them as for one.
    """
    told = [_looked_at(areas) for areas, _ in entries]
    own = [{spot.borough for spot in spots if spot.borough} for _, spots in entries]
    codes = {e.code for each in told for e in each if e.level is not Level.ANYWHERE}
    held = ground.boroughs_of(codes)
    every = set().union(*own)
    beside = ground.borders(every)
    names = _names({code for each in held.values() for code in each} | every)
    return [
        doubts(
            [Told(e.level, e.name, _of(e, held)) for e in areas],
            near.union(*(beside[code] for code in near)),
            names,
            lives_in=join(sorted(names.get(code, code) for code in near)),
        )
        for areas, near in zip(told, own, strict=True)
    ]


def _looked_at(areas: Sequence[Claimed]) -> list[Claimed]:
    included = [each for each in areas if not each.is_exclusion and each.code]
    return sorted(included, key=lambda each: -each.level.rank)[:LOOKED_AT]


def _of(each: Claimed, held: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the boroughs of an area that is no larger than one."""
    return (
        held.get(each.code, frozenset()) if each.level.rank <= Level.BOROUGH.rank else frozenset()
    )


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {code: link.name for code, link in gazetteer.known(set(codes)).items()}
