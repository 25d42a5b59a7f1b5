"""Where things are and whom they are for, asked of the gazetteer once for each thing named."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from shapely import Point
from shapely.ops import nearest_points

from directory import gazetteer
from directory.domain.area_lines import code_in
from directory.domain.place import Certainty, ChainLink, Choice, Level, Place
from directory.domain.rings import Spot
from directory.errors import BadInputError, UnknownPlaceError

REMEMBERED = 20_000
_SPOT_LEVELS = (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH, Level.REGION, Level.NATION)


class Places:
    """The gazetteer as one load of a list sees it: what was asked is remembered.

    A list names the same boroughs and streets over and over; nothing changes while it is loaded.
    """

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._known: dict[str, ChainLink | None] = {}
        self._claim: Callable[[str, str], Choice | BadInputError | UnknownPlaceError] = lru_cache(
            REMEMBERED
        )(_claim)
        self._spot: Callable[[str], Spot] = lru_cache(REMEMBERED)(_spot_of)
        self._chain: Callable[[str], frozenset[str]] = lru_cache(REMEMBERED)(_chain_of)
        self._at: Callable[[str, int | None, int | None], Spot | None] = lru_cache(REMEMBERED)(
            gazetteer.locate
        )

    def learn(self, codes: Iterable[str]) -> None:
        """Ask for many codes at once, so that :meth:`known` need not ask for each.

        An edited coverage may name thousands; one by one they would take as many questions.
        """
        if len(self._known) > REMEMBERED:
            self._known.clear()
        wanted = {code for code in codes if code and code not in self._known}
        found = gazetteer.known(wanted) if wanted else {}
        self._known |= {code: found.get(code) for code in wanted}

    def known(self, level: str, code: str) -> ChainLink | None:
        """Return the area of this level with this code; None too when it was never learned."""
        found = self._known.get(code)
        return found if found is not None and found.level == level else None

    def claim(self, level: str, text: str) -> Choice:
        """Return the area that a level and a name mean, or the code in brackets after the name.

        Raises:
            UnknownPlaceError, AmbiguousPlaceError, BadInputError: none, or several.

        """
        found = self._claim(level, text)
        if isinstance(found, Choice):
            return found
        raise found

    def spot_of(self, code: str) -> Spot:
        """Return an address of which no more is known than the area with this code.

        Raises:
            NotFoundError: there is none.

        """
        return self._spot(code)

    def lies_in(self, code: str, other: str) -> bool:
        """Say whether an area lies in another, certainly or probably."""
        return other in self._chain(code)

    def at(self, postcode: str, easting: int | None, northing: int | None) -> Spot | None:
        """Return the point and areas of an address, or None when they are not known."""
        return self._at(postcode, easting, northing)


def _claim(level: str, text: str) -> Choice | BadInputError | UnknownPlaceError:
    try:
        return gazetteer.claim_for(level, code_in(text) or text)
    except (BadInputError, UnknownPlaceError) as error:
        return error


def _chain_of(code: str) -> frozenset[str]:
    return frozenset(gazetteer.place_for_code(code).codes())


def _spot_of(code: str) -> Spot:
    return spot_of_place(gazetteer.place_for_code(code))


def spot_of_place(place: Place) -> Spot:
    """Return a place as an address that says no more.

    A street has a point: its middle. It has a ward (or borough) only when it certainly lies in
    just one. A ward or a borough has no point: its middle would be a guess.
    """
    easting, northing = _middle(place)
    areas = (_only(place, level) for level in _SPOT_LEVELS)
    ward, neighbourhood, borough, region, nation = areas
    return Spot(easting, northing, ward, neighbourhood, borough, region, nation)


def _only(place: Place, level: Level) -> str:
    links = [link for link in place.chain if link.level is level]
    sure = [link.code for link in links if link.certainty is Certainty.CERTAIN]
    return sure[0] if len(sure) == 1 else ""


def _middle(place: Place) -> tuple[int | None, int | None]:
    """Return the point on a street that is nearest to its centre of gravity."""
    if place.level is not Level.STREET or place.outline is None or place.outline.is_empty:
        return None, None
    point, _ = nearest_points(place.outline, Point(place.outline.centroid))
    return round(point.x), round(point.y)
