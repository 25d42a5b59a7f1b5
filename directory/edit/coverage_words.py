"""What a coverage means, in sentences; what to ask of it is :mod:`directory.queries.doubts`."""

from dataclasses import dataclass

from directory.domain.areas_in_words import join
from directory.domain.breadth import Doubt
from directory.queries.reach import Reach

EVERYONE = "anywhere"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to show beside a coverage: what it amounts to, where it is found, what to ask."""

    amounts_to: str
    found: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


def amounts_to(reach: Reach) -> str:
    """Return "214 streets (all of 3 wards) and 30 postcodes", or "" when nothing is said."""
    if EVERYONE in reach.whole:
        return "everyone, wherever they live"
    parts = [f"all of {name}" for name in reach.whole]
    if reach.streets and not reach.whole:
        more = "more than " if reach.is_more else ""
        parts.append(f"{more}{_many(reach.streets, 'street')}")
    if reach.postcodes:
        parts.append(_many(reach.postcodes, "postcode"))
    wards = _wards(reach)
    return f"{join(parts)} ({wards})" if wards and parts else join(parts) or wards


def _wards(reach: Reach) -> str:
    """Return "all of 3 wards and part of 2 more"."""
    parts = [f"all of {_many(reach.wards, 'ward')}"] if reach.wards else []
    if reach.wards_in_part:
        some = _many(reach.wards_in_part, "ward")
        parts.append(f"part of {reach.wards_in_part:,} more" if reach.wards else f"part of {some}")
    return " and ".join(parts)


def found(reach: Reach) -> tuple[str, ...]:
    """Return where the service will stand in the answers, in sentences."""
    if not reach.is_stated:
        return (
            "Until you say, people near you read “may serve you: ask”, after those who have said.",
        )
    said = [_doorstep(reach)]
    if reach.has_hidden_base:
        said.append(
            "An address that is kept private never counts for “On the doorstep”: else it could be "
            "found out street by street."
        )
    elif not reach.has_base:
        said.append("We do not know your address yet, so you come last. Add where you are based.")
    return tuple(said)


def _doorstep(reach: Reach) -> str:
    ring = "“On the doorstep”"
    if reach.doorstep_postcodes and not reach.doorstep:
        many = _many(reach.doorstep_postcodes, "postcode")
        return f"You will appear in {ring} for {many} of them."
    if not reach.doorstep:
        return f"You will not appear in {ring} for any street: none of them is near your address."
    many = f"{reach.doorstep:,} of them" if reach.streets else _many(reach.doorstep, "street")
    said = f"You will appear in {ring} for {many}"
    if reach.doorstep_postcodes:
        said += f", and for {_many(reach.doorstep_postcodes, 'postcode')}"
    return f"{said}."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
