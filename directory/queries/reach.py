"""What a coverage means before anybody saves it: how many streets, and for how many it is ring 1.

The rules are those that search keeps (domain/coverage.py, domain/rings.py), tried on every street
that may be meant. However wide the claim, only so many streets are looked at: a borough's worth
of those it names, and those around the bases.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import undefer

from directory.domain.coverage import Claim, Coverage, serves
from directory.domain.place import ChainLink, Level, Place
from directory.domain.rings import Ring, Spot, ring_of
from directory.extensions import db
from directory.gazetteer.outlines import read as read_outline
from directory.models import Area
from directory.queries import ground
from directory.queries.claimed import Claimed

UNCOUNTED = (Level.REGION, Level.NATION, Level.ANYWHERE)
"""Levels whose streets are not counted: "all of England" says more than a number."""

_MOST_PATCHES = 50
_MOST_OF = 0.5


@dataclass(frozen=True, slots=True)
class Reach:
    """What a coverage means.

    Attributes:
        streets: how many streets it serves, all of each or part.
        is_more: there are more streets than were counted.
        wards, wards_in_part: how many wards it serves wholly, and partly.
        postcodes: how many postcodes are told one by one.
        whole: names of regions and nations it is for; "anywhere" for everyone.
        doorstep, doorstep_postcodes: for how many streets, and of those postcodes, it is
            "On the doorstep".
        around: how many streets there are for which it could be, if it served them.
        has_base, has_hidden_base: whether any address of a base is known, or is not to be shown.

    """

    is_stated: bool = False
    streets: int = 0
    is_more: bool = False
    wards: int = 0
    wards_in_part: int = 0
    postcodes: int = 0
    whole: tuple[str, ...] = ()
    doorstep: int = 0
    doorstep_postcodes: int = 0
    around: int = 0
    has_base: bool = False
    has_hidden_base: bool = False


@dataclass(slots=True)
class Told:
    """A coverage, with its claims by what they may hold: so that a street asks only those."""

    coverage: Coverage
    by_code: dict[str, list[tuple[Claim, bool]]] = field(default_factory=dict)
    by_street: dict[str, list[tuple[Claim, bool]]] = field(default_factory=dict)

    def about(self, place: Place) -> Coverage:
        """Return the part of the coverage that can matter to a street.

        :func:`serves` looks at claims that name an area of its chain or lie inside it, and at
        exclusions that do or that take such a claim away; the rest cannot change its answer.
        """
        kept = [*self.by_code.get("*", ()), *self.by_street.get(place.code, ())]
        for code in place.codes():
            kept += self.by_code.get(code, ())
        return Coverage(
            tuple(claim for claim, is_exclusion in kept if not is_exclusion),
            tuple(claim for claim, is_exclusion in kept if is_exclusion),
        )


def reach(claimed: Sequence[Claimed], bases: Collection[Spot], metres: int) -> Reach:
    """Return what these areas mean for an organisation with these bases.

    ``metres`` is how far ring 1 reaches. About ten queries, and three more for every 500 streets.
    """
    known = [each for each in claimed if each.code]
    told = _told(known)
    around = [s for s in bases if not s.is_hidden]
    under = ground.areas_under(_countable(known))
    named = {each.code for each in known if each.level is Level.STREET and not each.is_exclusion}
    patches = _streets_of_patches(known)
    one_by_one = named | set(told.by_street)
    meant = one_by_one | ground.streets_in(under) | set(patches)
    near = ground.streets_about(around, metres)
    counted = set(sorted(meant)[: ground.MOST_STREETS])
    found = {p.code: p for p in _placed(counted | near, near, patches)}
    served = {code for code, place in found.items() if serves(told.about(place), place)}
    doorstep = {
        c for c in near if c in found and ring_of(around, found[c], metres) is Ring.DOORSTEP
    }
    postcodes = _postcodes(told)
    whole, part = _wards(known, under, [found[code] for code in served & one_by_one], postcodes)
    return Reach(
        is_stated=told.coverage.is_stated,
        streets=len(served if not _is_uncounted(known) else set()),
        is_more=len(meant) > ground.MOST_STREETS,
        wards=whole,
        wards_in_part=part,
        postcodes=sum(c.level is Level.POSTCODE for c in told.coverage.claims),
        whole=tuple(c.name for c in told.coverage.claims if c.level in UNCOUNTED),
        doorstep=len(doorstep & served),
        doorstep_postcodes=sum(ring_of(around, p, metres) is Ring.DOORSTEP for p in postcodes),
        around=len(doorstep),
        has_base=any(s.easting is not None or s.ward or s.borough for s in bases),
        has_hidden_base=any(s.is_hidden for s in bases),
    )


def _told(known: Sequence[Claimed]) -> Told:
    """Return the coverage, with each postcode's streets as what it lies in."""
    streets = ground.streets_of_postcodes([c.code for c in known if c.level is Level.POSTCODE])
    by_code: dict[str, list[tuple[Claim, bool]]] = defaultdict(list)
    by_street: dict[str, list[tuple[Claim, bool]]] = defaultdict(list)
    claims: tuple[list[Claim], list[Claim]] = ([], [])
    for each in known:
        within = frozenset(streets.get(each.code, ()))
        claim = Claim(each.code, each.level, each.name, within)
        claims[each.is_exclusion].append(claim)
        by_code[each.code].append((claim, each.is_exclusion))
        for street in within:
            by_street[street].append((claim, each.is_exclusion))
    return Told(Coverage(tuple(claims[0]), tuple(claims[1])), dict(by_code), dict(by_street))


def _countable(known: Iterable[Claimed]) -> set[str]:
    """Return the areas whose streets are counted: not streets, postcodes or whole regions."""
    levels = (Level.BOROUGH, Level.WARD, Level.NEIGHBOURHOOD, Level.PATCH)
    return {each.code for each in known if each.level in levels and not each.is_exclusion}


def _is_uncounted(known: Iterable[Claimed]) -> bool:
    return any(each.level in UNCOUNTED and not each.is_exclusion for each in known)


def _streets_of_patches(known: Iterable[Claimed]) -> dict[str, list[ChainLink]]:
    """Return the streets most of which lie in a patch that is told: no link tells of these."""
    codes = [each.code for each in known if each.level is Level.PATCH][:_MOST_PATCHES]
    found: dict[str, list[ChainLink]] = defaultdict(list)
    if not codes:
        return found
    areas = db.session.scalars(
        select(Area).where(Area.code.in_(codes)).options(undefer(Area.outline))
    )
    for area in areas:
        shape = read_outline(area.outline)
        if shape is None or not shape.area:
            continue
        for street, _, line in ground.streets_meeting(shape, ground.MOST_STREETS)[0]:
            if share_inside(line, shape) >= _MOST_OF:
                found[street].append(ChainLink(area.code, Level.PATCH, area.name))
    return found


def share_inside(line: BaseGeometry, shape: BaseGeometry) -> float:
    """Return how much of a street lies in a shape: by length, or by its points."""
    if line.length:
        return float(line.intersection(shape).length / line.length)
    corners = shapely.get_parts(shapely.extract_unique_points(line))
    return float(shapely.covers(shape, corners).mean()) if len(corners) else 0.0


def _placed(
    codes: Collection[str], near: Collection[str], patches: Mapping[str, list[ChainLink]]
) -> Iterable[Place]:
    for place in ground.places(codes, near):
        more = patches.get(place.code)
        yield replace(place, chain=(*place.chain, *more)) if more else place


def _postcodes(told: Told) -> list[Place]:
    """Return the postcodes that are told and not taken away, as places with what the rings ask."""
    keys = [c.code for c in told.coverage.claims if c.level is Level.POSTCODE]
    found = ground.postcode_places(keys)
    return [place for place in found if serves(told.about(place), place)]


def _wards(
    known: Sequence[Claimed],
    under: Collection[str],
    one_by_one: Iterable[Place],
    postcodes: Iterable[Place],
) -> tuple[int, int]:
    """Return how many wards are served wholly, and how many partly.

    Wholly: the ward, or its borough, is told and nothing in it is taken away. Partly: a street or
    a postcode of it is told, or a street taken away. A street that runs on from a ward that is told
    into the next makes nothing of that one.
    """
    excluded = {each.code for each in known if each.is_exclusion}
    streets = [e.code for e in known if e.is_exclusion and e.level is Level.STREET]
    lessened = _wards_of(ground.places(streets))
    told = ground.wards_among(set(under) - excluded)
    whole = told - lessened
    touched = _wards_of(one_by_one) | _wards_of(postcodes)
    return len(whole), len((touched | told) - whole - excluded)


def _wards_of(places: Iterable[Place]) -> set[str]:
    return {code for place in places for code in place.certain_codes(Level.WARD)}
