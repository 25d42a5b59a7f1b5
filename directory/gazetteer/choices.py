"""Places to choose from: each with words that, asked again, mean just that place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.domain.names import key_variants, place_key
from directory.domain.place import Certainty, ChainLink, Choice, Level
from directory.domain.postcodes import formatted
from directory.domain.readings import Reading
from directory.gazetteer.chain import Links, climb, in_order
from directory.gazetteer.districts import outcodes_of, those_in
from directory.gazetteer.matching import (
    MOST,
    Match,
    best,
    by_code,
    by_name,
    by_name_in,
    parents_of,
)
from directory.gazetteer.nearby import told_apart
from directory.gazetteer.postcodes import Unit

LARGE = (Level.BOROUGH, Level.REGION, Level.NATION)


@dataclass(frozen=True, slots=True)
class _Namesakes:
    """What is needed to tell a place from those of its name in the same boroughs."""

    rivals: Sequence[Match]
    chains: Mapping[str, Links]

    def means(self, key: str, level: Level | None = None, *within: str) -> list[Match]:
        """Return what a name means when a level, or what it lies in, is said too."""
        said = [
            match
            for match in self.rivals
            if (level is None or match.level is level)
            and _keys_above(match.code, self.chains).issuperset(within)
        ]
        return best(said, key)


def choices_for(codes: Sequence[str], chains: Mapping[str, Links] | None = None) -> list[Choice]:
    """Return a choice for each of these areas, in this order, leaving out what is not known.

    A fixed few queries, however many there are; some more when two of one name share a ward.
    ``chains`` are those already known, as :func:`climb` returns them.
    """
    known = {match.code: match for match in by_code(codes)}
    wanted = [known[code] for code in dict.fromkeys(codes) if code in known]
    above = {**(chains or {})}
    above |= climb(set(known) - set(above))
    rivals = _rivals(wanted, above)
    above |= climb({match.code for match in rivals} - set(above))
    outcodes = outcodes_of([match.code for match in wanted if match.level is Level.STREET])
    found = []
    for match in wanted:
        variants = key_variants(place_key(match.name))
        same = [rival for rival in rivals if rival.key in variants]
        link = ChainLink(match.code, match.level, match.name)
        outcode = outcodes.get(match.code, "")
        can_be_told = match.ends_on is None and len(rivals) < MOST
        where = _where(link, _Namesakes(same, above), outcode) if can_be_told else ""
        within = _described(above[match.code].values(), link, outcode)
        found.append(Choice(where or match.code, match.level, match.code, match.name, within))
    return told_apart(found)


def _rivals(wanted: Sequence[Match], chains: Mapping[str, Links]) -> list[Match]:
    """Return all that may be meant by the texts that we try for these places, and themselves.

    For a place in a borough, those of its name in anything that bears the borough's name; for a
    larger one, all of its name.
    """
    if not wanted:
        return []
    boroughs = {code: _boroughs(chains[code].values(), code) for code in (m.code for m in wanted)}
    names = {place_key(link.name) for links in boroughs.values() for link in links}
    parents = parents_of([Reading("", tuple(sorted(names)))]) if names else {}
    held = {place_key(match.name) for match in wanted if boroughs[match.code]}
    found = by_name_in(held, {code for codes in parents.values() for code in codes})
    return found + by_name(place_key(m.name) for m in wanted if not boroughs[m.code])


def _boroughs(links: Iterable[ChainLink], code: str) -> list[ChainLink]:
    return [x for x in in_order(links) if x.level is Level.BOROUGH and x.code != code]


def postcode_choices(units: Sequence[Unit]) -> list[Choice]:
    """Return a choice for each of these postcodes, saying the ward and borough of each."""
    chains = climb({code for unit in units for code in unit.codes.values()})
    found = []
    for unit in units:
        above: Links = {}
        for code in unit.codes.values():
            above |= chains[code]
        text = formatted(unit.key)
        within = _described(above.values(), ChainLink(unit.key, Level.POSTCODE, text))
        found.append(Choice(text, Level.POSTCODE, unit.key, text, within))
    return found


def inside(links: Iterable[ChainLink], place: Level) -> str:
    """Return what a place lies in, for showing beside its name: its boroughs, else what is larger.

    Boroughs that hold it for certain, when there are any.
    """
    above = [link for link in in_order(links) if link.level.rank > place.rank]
    for level in LARGE:
        names = [link for link in above if link.level is level and not _is_union(link)]
        sure = [link.name for link in names if link.certainty is Certainty.CERTAIN]
        if names:
            return " and ".join(sure or [link.name for link in names])
    return ""


def _is_union(link: ChainLink) -> bool:
    """Say whether an area is the United Kingdom or Great Britain, which tell no places apart."""
    return link.code.startswith("K0")


def _described(links: Iterable[ChainLink], link: ChainLink, outcode: str = "") -> str:
    """Return enough to tell a place from others of its name: "Hoxton West, Hackney, N1"."""
    chain = list(links)
    wards = ""
    if link.level in (Level.STREET, Level.POSTCODE, Level.PATCH):
        sure = [x for x in in_order(chain) if x.level is Level.WARD]
        sure = [x for x in sure if x.certainty is Certainty.CERTAIN] or sure
        wards = f"{len(sure)} wards" if len(sure) > 2 else " and ".join(x.name for x in sure)
    return ", ".join(part for part in (wards, inside(chain, link.level), outcode) if part)


def _where(link: ChainLink, namesakes: _Namesakes, outcode: str) -> str:
    """Return the first of the texts for a place that means nothing else, or ""."""
    for text, meant in _texts(link, namesakes, outcode):
        if {match.code for match in meant} == {link.code}:
            return text
    return ""


def _texts(
    link: ChainLink, namesakes: _Namesakes, outcode: str
) -> Iterator[tuple[str, Sequence[Match]]]:
    """Yield texts for a place, the plainest first, and what each of them means."""
    key, means = place_key(link.name), namesakes.means
    chain = namesakes.chains[link.code].values()
    boroughs = [each.name for each in _boroughs(chain, link.code)]
    has_level = link.level not in (Level.STREET, Level.PATCH, Level.NATION)
    hinted = f"{link.name} {link.level}"
    if not boroughs:
        yield link.name, means(key)
        if has_level:
            yield hinted, means(key, link.level)
    for name in boroughs:
        inside = place_key(name)
        yield f"{link.name}, {name}", means(key, None, inside)
        if has_level:
            yield f"{hinted}, {name}", means(key, link.level, inside)
        for x in in_order(chain):
            if x.level is Level.WARD and x.code != link.code:
                text = f"{link.name}, {x.name}, {name}"
                yield text, means(key, None, inside, place_key(x.name))
        if outcode:
            fits = means(key, None, inside)
            yield f"{link.name}, {name}, {outcode}", those_in(fits, outcode)


def _keys_above(code: str, chains: Mapping[str, Links]) -> set[str]:
    """Return the keys of the areas that hold one, as a text may name them."""
    links = chains.get(code, {}).values()
    return {v for x in links if x.code != code for v in key_variants(place_key(x.name))}
