"""The question and its answer said back in a sentence or two of plain text."""

from collections.abc import Mapping

from directory.domain.place import Place
from directory.domain.rings import WIDE, Ring


def subject(words: str, category: str = "", *, narrowed: bool = False) -> str:
    """Return what was asked for, to follow "services": `` for “lunch club”``."""
    asked = words.strip().strip('"').strip()
    said = f" for “{asked}”" if asked else ""
    if category:
        said += f" in “{category}”"
    return f"{said} matching your choices" if narrowed else said


def summary(
    asked: str, place: Place | None, totals: Mapping[Ring, int], total: int, *, may: bool = False
) -> str:
    """Return the count said back, by ring when there is a place.

    ``asked`` is from :func:`subject`. ``may``: some of them have not said who they serve.
    """
    if place is None:
        return f"{_count(total)}{asked}."
    local = totals.get(Ring.DOORSTEP, 0) + totals.get(Ring.BOROUGH, 0)
    next_door, further = totals.get(Ring.NEXT_DOOR, 0), totals.get(Ring.FURTHER, 0)
    if not local + next_door + further:
        return f"No service{asked} says it serves {place.name}."
    if not local:
        return f"No local service{asked} serves {place.name}. {_only_away(next_door, further)}"
    verb = (
        ("serves or may serve" if may else "serves")
        if local == 1
        else ("serve or may serve" if may else "serve")
    )
    near = f"{_count(local)}{asked} {verb} {place.name}{_split(place, totals, local)}."
    return f"{near} {_away(next_door, further)}".strip()


def nothing_to_look_for(words: str) -> str:
    """Return what to tell somebody whose words hold none that can be looked for: "((((", "help"."""
    return f"“{words}” does not tell us what to look for, so here is everything."


def nearby_sentence(number: int, place: Place | None, *, alone: bool = False) -> str:
    """Return "2 more are close by but do not cover Orsman Road"; empty when there are none."""
    if place is None or not number:
        return ""
    if number == 1:
        who = "1 service is" if alone else "1 more is"
        return f"{who} close by but does not cover {place.name}"
    who = f"{number:,} services are" if alone else f"{number:,} more are"
    return f"{who} close by but do not cover {place.name}"


def _count(number: int) -> str:
    if not number:
        return "No services"
    return f"{number:,} service{'' if number == 1 else 's'}"


def _split(place: Place, totals: Mapping[Ring, int], local: int) -> str:
    """Say how many of the local ones are in which ring."""
    if place.level in WIDE:
        return f" and {'is' if local == 1 else 'are'} based there"
    doorstep, borough = totals.get(Ring.DOORSTEP, 0), totals.get(Ring.BOROUGH, 0)
    if doorstep and borough:
        return f": {doorstep:,} on the doorstep, {borough:,} in the borough"
    where = "on the doorstep" if doorstep else "in the borough"
    return f", {_all(local)} {where}"


def _all(number: int) -> str:
    return {1: "and it is", 2: "both"}.get(number, "all")


def _away(next_door: int, further: int) -> str:
    """Say how many more are outside the borough."""
    if next_door and further:
        return f"{next_door:,} more {_is(next_door)} next door, and {further:,} further afield."
    if next_door or further:
        number = next_door or further
        return f"{number:,} more {_is(number)} {'next door' if next_door else 'further afield'}."
    return ""


def _only_away(next_door: int, further: int) -> str:
    if next_door and further:
        return f"{_count(next_door)} next door and {further:,} further afield do."
    number = next_door or further
    where = "next door" if next_door else "further afield"
    return f"{_count(number)} {where} {'does' if number == 1 else 'do'}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
