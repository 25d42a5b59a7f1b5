"""Bases as cards tell of them: where each lies, in names; worked out once for each card."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.domain.rings import Spot
from directory.models import OrganisationBase


@dataclass(frozen=True, slots=True)
class NamedBase:
    """A base as the rules of rings see it, and the names of what it lies in.

    Attributes:
        ward: or its neighbourhood; ``borough``: or its region, or nation; empty if not known.
        outcode: the first half of its postcode; empty when the address is hidden, as is
            ``address``.

    """

    spot: Spot
    ward: str = ""
    borough: str = ""
    outcode: str = ""
    address: str = ""


def named(base: OrganisationBase, names: Mapping[str, str]) -> NamedBase:
    """Return a base with the names of the areas it lies in, which are given by code."""
    ward, neighbourhood, borough, region, nation = (names.get(x, "") for x in base.area_codes)
    return NamedBase(
        spot=base.spot,
        ward=ward or neighbourhood,
        borough=borough or region or nation,
        outcode="" if base.is_hidden else _outcode(base.postcode),
        address="" if base.is_hidden else base.address or "",
    )


def _outcode(postcode: str) -> str:
    tidy = "".join(postcode.split())
    return tidy[:-3] if len(tidy) > 4 else tidy
