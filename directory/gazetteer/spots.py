"""The point and the areas of an address: what a base or a site is kept with."""

from collections.abc import Iterable

from directory.domain.place import Certainty, ChainLink, Level
from directory.domain.postcodes import as_postcode
from directory.domain.rings import Spot
from directory.gazetteer.chain import climb, in_order, merged
from directory.gazetteer.outlines import holding_point
from directory.gazetteer.postcodes import find, starts

_OF_A_POINT = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
_OF_A_SPOT = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH, Level.REGION, Level.NATION)


def locate(
    postcode: str = "", easting: int | None = None, northing: int | None = None
) -> Spot | None:
    """Return the point and the areas of an address, or None when neither is known.

    The areas are the postcode's; failing that, those whose polygon holds the point. The point is
    the one given, else the postcode's. Metres, EPSG:27700.
    """
    has_point = easting is not None and northing is not None
    unit = find(key) if (key := as_postcode(postcode)) else None
    if unit is not None:
        if not has_point:
            easting, northing = unit.easting, unit.northing
        lies_in, given = starts(unit), unit.codes
    elif easting is not None and northing is not None:
        held = holding_point(easting, northing, _OF_A_POINT)
        lies_in, given = {each.code: each.certainty for each in held}, {}
    else:
        return None
    sure = {code: x for code, x in lies_in.items() if x is Certainty.CERTAIN}
    codes = {**_first_of_each(merged(sure, climb(sure)).values()), **given}
    ward, neighbourhood, borough, region, nation = (codes.get(level, "") for level in _OF_A_SPOT)
    return Spot(easting, northing, ward, neighbourhood, borough, region, nation)


def _first_of_each(links: Iterable[ChainLink]) -> dict[Level, str]:
    """Return one area for each level: the certain before the probable."""
    found: dict[Level, str] = {}
    for link in in_order(links):
        found.setdefault(link.level, link.code)
    return found
