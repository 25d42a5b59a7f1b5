"""Coverage: whether a service is for the people of a place (docs/how-it-works.md, "Serves")."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from directory.domain.place import Level, Place


class Extent(StrEnum):
    """How much of a place a service is for."""

    ALL = "all"
    PART = "part"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Claim:
    """One area that a service says it is for, or says it is not for.

    ``within`` holds the codes of the areas that contain or overlap it, so that a place which is
    larger than the claim can be told that part of it is served.
    """

    code: str
    level: Level
    name: str
    within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who a service is for: areas, less exclusions. No areas at all means "not stated"."""

    claims: tuple[Claim, ...] = ()
    exclusions: tuple[Claim, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Say whether anything was claimed."""
        return bool(self.claims)


@dataclass(frozen=True, slots=True)
class Served:
    """The most specific claim that serves a place, and how much of the place it serves."""

    extent: Extent
    level: Level
    code: str
    name: str


def serves(coverage: Coverage, place: Place) -> Served | None:
    """Return the most specific way in which the place is served, or None when it is not.

    A claim serves all of a place when it names the place or an area of its chain, and part of it
    when it names something inside the place. An exclusion that holds the whole place ends it; one
    that holds some of the place turns "all" into "part". A claim that an exclusion holds altogether
    serves no part of anything. Coverage that is not stated is not
    decided here: see :func:`directory.domain.rings.may_serve`.
    """
    if _is_wholly_excluded(coverage, place):
        return None
    whole = [claim for claim in coverage.claims if claim.code in place.and_anywhere]
    if whole:
        extent = Extent.PART if _is_partly_excluded(coverage, place) else Extent.ALL
        return _most_specific(whole, extent)
    inside = [claim for claim in standing(coverage) if place.code in claim.within]
    return _most_specific(inside, Extent.PART) if inside else None


def standing(coverage: Coverage) -> tuple[Claim, ...]:
    """Return the claims that the same exclusions do not take back altogether."""
    if not coverage.exclusions:
        return coverage.claims
    excluded = {claim.code: claim for claim in coverage.exclusions}
    return tuple(claim for claim in coverage.claims if not _is_taken_back(claim, excluded))


def rules_out(coverage: Coverage, place: Place) -> bool:
    """Say whether the exclusions hold the whole place, whatever is claimed."""
    return _is_wholly_excluded(coverage, place)


def breadth(served: Served, place: Place) -> int:
    """Return how broad a way of serving is, for sorting: the smaller, the more specific.

    A claim that serves part of a place comes just after one at the place's own level that serves
    all of it, and before broader ones; an exclusion never makes a broad claim more specific.
    """
    if served.extent is Extent.PART:
        return 2 * max(served.level.rank, place.level.rank) + 1
    return 2 * served.level.rank


def _is_taken_back(claim: Claim, excluded: Mapping[str, Claim]) -> bool:
    """Say whether a claim was itself excluded, or surely all that it lies in of some level.

    A street lies in one ward alone when all else that holds it holds or overlaps that ward too: a
    second ward would not. An area that overlaps the exclusion reaches beyond it.
    """
    if claim.code in excluded:
        return True
    holders = [excluded[code] for code in claim.within & excluded.keys()]
    return any(
        _holds_all([each for each in holders if each.level is level], claim)
        for level in {each.level for each in holders}
    )


def _holds_all(holders: list[Claim], claim: Claim) -> bool:
    told = {each.code for each in holders}.union(*(each.within for each in holders))
    return claim.within <= told and claim.code not in told


def _most_specific(claims: list[Claim], extent: Extent) -> Served:
    claim = min(claims, key=lambda each: (each.level.rank, each.name, each.code))
    return Served(extent, claim.level, claim.code, claim.name)


def _is_wholly_excluded(coverage: Coverage, place: Place) -> bool:
    """Say whether every area of some level that certainly holds the place is excluded.

    A street that runs through two wards is only half gone when one of them is excluded.
    """
    if not coverage.exclusions:
        return False
    excluded = {claim.code for claim in coverage.exclusions}
    if excluded.isdisjoint(place.and_anywhere):
        return False
    for level in Level:
        codes = place.certain_codes(level)
        if codes and excluded.issuperset(codes):
            return True
    return False


def _is_partly_excluded(coverage: Coverage, place: Place) -> bool:
    if not coverage.exclusions:
        return False
    chain = set(place.codes())
    return any(claim.code in chain or place.code in claim.within for claim in coverage.exclusions)
