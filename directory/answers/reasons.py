"""Why a service is in an answer, in words: where it is based, whom it serves, when it was checked.

"Based in Hoxton East & Shoreditch, 300 m from Orsman Road. Serves Orsman Road by name. Checked
3 March 2026." Plain text; whoever shows it escapes it.
"""

from dataclasses import dataclass, field
from datetime import date

from directory.domain.areas_in_words import Areas, in_words
from directory.domain.coverage import Extent, Served
from directory.domain.described import day, distance
from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.domain.rings import WIDE

UNKNOWN_BASE = "We do not know where it is based"
NOT_STATED = "It has not said who it serves: ask"
NOT_CHECKED = "Not yet checked by a person"
NEVER_CONFIRMED = "Never confirmed, though we asked three times"
PAUSED = "Paused for now"
# A claim as wide as these is the organisation's own word, and says so.
ITS_OWN_WORD = (Level.NATION, Level.ANYWHERE)
BY_NAME = (Level.STREET, Level.POSTCODE, Level.PATCH)
# So near, in metres, is not worth a number.
RIGHT_BY = 20


@dataclass(frozen=True, slots=True)
class Base:
    """The base that earned a service its ring, as it may be told.

    Attributes:
        ward, borough: their names, empty where they are not known.
        outcode: the first half of its postcode, for where we know the name of no area.
        is_local: whether its borough is the place's own, and so goes without saying.
        distance_m: metres to the place, None where they cannot or must not be told.
        is_on_it: whether its address is on the street that was asked about.
        same: "ward" or "neighbourhood", where that and not nearness puts it on the doorstep.

    """

    ward: str = ""
    borough: str = ""
    outcode: str = ""
    is_local: bool = False
    is_hidden: bool = False
    distance_m: int | None = None
    is_on_it: bool = False
    same: str = ""

    @property
    def based_in(self) -> str:
        """Return its ward and borough; of a hidden address the borough alone; empty: not known."""
        if self.is_hidden:
            return self.borough
        return ", ".join(x for x in (self.ward, self.borough) if x) or self.outcode


@dataclass(frozen=True, slots=True)
class Claims:
    """Who a service says it is for, in brief, and whom it leaves out. None: it has not said."""

    serves: Areas = field(default_factory=Areas)
    but_not: Areas = field(default_factory=Areas)


def reason(
    base: Base,
    claims: Claims,
    served: Served | None,
    place: Place | None,
    checked_on: date | None,
    *,
    is_paused: bool = False,
    silent_since: date | None = None,
) -> str:
    """Return why a service is here, in two to four sentences.

    ``silent_since`` is when it began to rank lower, because its people did not answer.
    """
    said = standing(base, claims, served, place)
    checked = f"Checked {day(checked_on)}" if checked_on else NOT_CHECKED
    if silent_since is not None:
        checked = not_confirmed_since(checked_on) if checked_on else NEVER_CONFIRMED
    return f"{PAUSED}. {said} {checked}." if is_paused else f"{said} {checked}."


def standing(base: Base, claims: Claims, served: Served | None, place: Place | None) -> str:
    """Return where a service is based and whom it serves: a sentence, or two."""
    where = _based(base, place)
    who = _serves(claims, served, place)
    if _is_own_word(claims, served) and not base.is_hidden:
        return f"{who}; {where[0].lower()}{where[1:]}."
    return f"{where}. {who}."


def serving(claims: Claims, served: Served | None, place: Place | None) -> str:
    """Return whom a service serves, in one sentence."""
    return f"{_serves(claims, served, place)}."


def not_confirmed_since(day: date) -> str:
    """Return "Not confirmed since March 2026"."""
    return f"Not confirmed since {day:%B %Y}"


def _based(base: Base, place: Place | None) -> str:
    if base.is_hidden:
        return (
            f"Based in {base.borough}; the address is private"
            if base.borough
            else ("Based at a private address")
        )
    area = base.ward if base.ward and base.is_local else base.based_in
    if not area:
        return UNKNOWN_BASE
    return f"Based in {area}{_away(base, place)}"


def _away(base: Base, place: Place | None) -> str:
    """Return how far it is from the place; nothing when it is inside, or the place is wide."""
    metres = base.distance_m
    if place is None or place.level in WIDE:
        return ""
    if base.is_on_it:
        return f", on {place.name}"
    same = f", in the same {base.same}" if base.same else ""
    if metres is None:
        return same
    if place.level in BY_NAME and metres <= RIGHT_BY:
        return f", right by {place.name}"
    return f"{same}, {distance(metres)} from {place.name}" if metres else ""


def sign(base: Base, place: Place | None) -> str:
    """Return how far it is as a signpost would: "600 m", "on this street", "1.1 km, same ward".

    Nothing where we cannot tell, or the place is wide.
    """
    if place is None or place.level in WIDE:
        return ""
    if base.is_on_it:
        return "on this street"
    same = f"same {base.same}" if base.same else ""
    if base.distance_m is None:
        return same
    if base.distance_m <= (RIGHT_BY if place.level in BY_NAME else 0):
        return "right here" if place.level in BY_NAME else f"in this {place.level}"
    return ", ".join(each for each in (distance(base.distance_m), same) if each)


def _is_own_word(claims: Claims, served: Served | None) -> bool:
    if served is not None:
        return served.level in ITS_OWN_WORD and served.extent is not Extent.NOT_STATED
    return bool(claims.serves.totals.get(Level.ANYWHERE))


def _serves(claims: Claims, served: Served | None, place: Place | None) -> str:
    if not claims.serves or (served and served.extent is Extent.NOT_STATED):
        return NOT_STATED
    but_not = f", but not {in_words(claims.but_not)}" if claims.but_not else ""
    if place is None:
        verb = "Says it serves" if _is_own_word(claims, None) else "Serves"
        return f"{verb} {in_words(claims.serves)}{but_not}"
    if served is None:
        return f"Does not cover {place.name}"
    if served.level is Level.ANYWHERE:
        return f"Says it serves everyone{but_not}"
    link = next((link for link in place.chain if link.code == served.code), None)
    if link is None:
        return f"Serves part of {_titled(place.level, place.name)}: {served.name}"
    return _serves_area(link, place, but_not)


def _serves_area(link: ChainLink, place: Place, but_not: str) -> str:
    """Say which area holds the place, how surely, and what is left out of it."""
    if link.code == place.code and link.level in BY_NAME:
        return f"Serves {place.name} by name{but_not}"
    area = _titled(link.level, link.name)
    if not but_not and link.level is not Level.STREET:
        area = f"all of {area}"
    verb = "Says it serves" if link.level in ITS_OWN_WORD else "Serves"
    return f"{verb} {area}{_how_it_lies(place, link)}{but_not}"


def _how_it_lies(place: Place, link: ChainLink) -> str:
    """Say it when the place is only probably in the area, or in several of the kind."""
    if link.code == place.code:
        return ""
    lies = "on" if link.level is Level.STREET else "in"
    if link.certainty is Certainty.PROBABLE:
        return f", which {place.name} is probably {lies}"
    if len(place.codes(link.level)) > 1:
        through = "runs through" if place.level is Level.STREET else f"is {lies}"
        return f", one of the {_plural(link.level)} {place.name} {through}"
    return f", which {place.name} is on" if link.level is Level.STREET else ""


def _titled(level: Level, name: str) -> str:
    return f"{name} ward" if level is Level.WARD and not name.lower().endswith("ward") else name


def _plural(level: Level) -> str:
    return f"{level.value}es" if level is Level.PATCH else f"{level.value}s"
