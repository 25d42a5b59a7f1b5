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
    included = [each for each in areas if not each.is_exclusion and each.code]
    looked_at = sorted(included, key=lambda each: -each.level.rank)[:LOOKED_AT]
    held = ground.boroughs_of([e.code for e in looked_at if e.level is not Level.ANYWHERE])
    own = {spot.borough for spot in (*bases, *sites) if spot.borough}
    near = own | ground.beside(own) if own else set()
    names = _names({code for each in held.values() for code in each} | own)
    told = [Told(e.level, e.name, _of(e, held)) for e in looked_at]
    return doubts(told, near, names, lives_in=join(sorted(names.get(code, code) for code in own)))


def _of(each: Claimed, held: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the boroughs of an area that is no larger than one."""
    return (
        held.get(each.code, frozenset()) if each.level.rank <= Level.BOROUGH.rank else frozenset()
    )


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {code: link.name for code, link in gazetteer.known(set(codes)).items()}
