"""Whether a coverage is far wider than an organisation's addresses suggest: a question, never a no.

A national helpline is right to say "everyone in England". A lunch club that says so has most often
ticked one box too many, and then nobody nearby believes the entry. So we ask.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from directory.domain.areas_in_words import join
from directory.domain.place import Level

VERY_WIDE = (Level.REGION, Level.NATION, Level.ANYWHERE)
MOST_BOROUGHS = 3
"""More whole boroughs than this are asked about, even next to each other."""

NAMED = 4


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about a coverage, in words, and the names it is about."""

    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An area that is told: its level, name, and the boroughs that it is or lies in."""

    level: Level
    name: str
    boroughs: frozenset[str] = frozenset()


def doubts(
    told: Collection[Told], near: Collection[str], names: Mapping[str, str], *, lives_in: str
) -> list[Doubt]:
    """Return what to ask, the widest first; nothing when all is as one would expect.

    Args:
        told: the areas, without those that are taken away.
        near: codes of the boroughs of every base and site, and of those that border them; empty
            when no address is known, and then only the very wide is asked about.
        names: names of boroughs by code.
        lives_in: where the bases and sites are, in words ("Hackney").

    """
    found: list[Doubt] = []
    wide = [each.name for each in told if each.level in VERY_WIDE]
    if wide:
        said = "everyone, wherever they live" if "anywhere" in wide else f"all of {_list(wide)}"
        found.append(Doubt(f"You say that it is for {said}.{_but(lives_in)}", tuple(wide)))
    whole = [each.name for each in told if each.level is Level.BOROUGH]
    if len(whole) > MOST_BOROUGHS:
        found.append(
            Doubt(
                f"You say that it is for the whole of {len(whole)} boroughs: {_list(whole)}."
                f"{_but(lives_in)}",
                tuple(whole),
            )
        )
    far = _far(told, near, names) if near else ()
    if far:
        found.append(
            Doubt(f"Some of it is in {_list(far)}, which is not near.{_but(lives_in)}", far)
        )
    return found


def _far(
    told: Collection[Told], near: Collection[str], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the names of the boroughs that are told of and that no address is in or beside."""
    beside = set(near)
    codes = {
        code
        for each in told
        if each.boroughs and beside.isdisjoint(each.boroughs)
        for code in each.boroughs
    }
    return tuple(sorted(names.get(code, code) for code in codes))


def _but(lives_in: str) -> str:
    return f" The addresses that we have for you are in {lives_in}." if lives_in else ""


def _list(names: Collection[str]) -> str:
    some = sorted(names)[:NAMED]
    more = len(names) - len(some)
    return join([*some, f"{more:,} more"] if more else some)
