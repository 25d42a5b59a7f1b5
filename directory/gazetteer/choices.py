"""Places to choose from: each with words that, asked again, mean just that place."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from directory.domain.names import key_variants, place_key
from directory.domain.place import Certainty, ChainLink, Choice, Level
from directory.domain.postcodes import formatted
from directory.extensions import db
from directory.gazetteer.chain import Links, climb, in_order
from directory.gazetteer.districts import outcodes_of
from directory.gazetteer.matching import MOST, Match, best, by_name
from directory.gazetteer.postcodes import Unit
from directory.models import Area

LARGE = (Level.BOROUGH, Level.REGION, Level.NATION)


@dataclass(frozen=True, slots=True)
class _Namesakes:
    """What is needed to tell places of one name apart."""

    rivals: Sequence[Match]
    chains: Mapping[str, Links]
    outcodes: Mapping[str, str]

    def means(self, key: str, level: Level | None = None, within: str = "") -> set[str]:
        """Return the codes that a name means when a level, or what it lies in, is said too."""
        said = [
            match
            for match in self.rivals
            if (level is None or match.level is level)
            and (not within or within in _keys_above(match.code, self.chains))
        ]
        return {match.code for match in best(said, key)}

    def in_outcode(self, outcode: str) -> set[str]:
        """Return the codes of the streets of an outcode, or all of them when we cannot tell."""
        codes = {match.code for match in self.rivals}
        if not codes <= set(self.outcodes):
            return codes
        return {code for code in codes if self.outcodes[code] == outcode}


def choices_for(codes: Sequence[str]) -> list[Choice]:
    """Return a choice for each of these areas, in this order, leaving out what is not known.

    Six queries at most, however many there are.
    """
    rows = db.session.execute(
        select(Area.code, Area.level, Area.name, Area.ends_on).where(Area.code.in_(codes))
    )
    areas = {row.code: row for row in rows}
    wanted = [areas[code] for code in dict.fromkeys(codes) if code in areas]
    rivals = by_name({place_key(area.name) for area in wanted})
    chains = climb({*areas, *(match.code for match in rivals)})
    outcodes = outcodes_of([area.code for area in wanted if area.level is Level.STREET])
    found = []
    for area in wanted:
        variants = key_variants(place_key(area.name))
        same = [match for match in rivals if match.key in variants]
        link = ChainLink(area.code, area.level, area.name)
        can_be_told = area.ends_on is None and len(rivals) < MOST
        where = _where(link, _Namesakes(same, chains, outcodes)) if can_be_told else ""
        within = _described(chains[area.code].values(), link, outcodes.get(area.code, ""))
        found.append(Choice(where or area.code, area.level, area.code, area.name, within))
    return found


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
        names = [link for link in above if link.level is level]
        sure = [link.name for link in names if link.certainty is Certainty.CERTAIN]
        if names:
            return " and ".join(sure or [link.name for link in names])
    return ""


def _described(links: Iterable[ChainLink], link: ChainLink, outcode: str = "") -> str:
    """Return enough to tell a place from others of its name: "Hoxton West, Hackney, N1"."""
    chain = list(links)
    wards = ""
    if link.level in (Level.STREET, Level.POSTCODE, Level.PATCH):
        sure = [x for x in in_order(chain) if x.level is Level.WARD]
        sure = [x for x in sure if x.certainty is Certainty.CERTAIN] or sure
        wards = f"{len(sure)} wards" if len(sure) > 2 else " and ".join(x.name for x in sure)
    return ", ".join(part for part in (wards, inside(chain, link.level), outcode) if part)


def _where(link: ChainLink, namesakes: _Namesakes) -> str:
    """Return the first of the texts for a place that means nothing else, or ""."""
    key = place_key(link.name)
    for text, meant in _texts(link, key, namesakes):
        if meant == {link.code}:
            return text
    return ""


def _texts(
    link: ChainLink, key: str, namesakes: _Namesakes
) -> Iterator[tuple[str, Collection[str]]]:
    """Yield texts for a place, the plainest first, and the codes that each of them means."""
    above = [x for x in in_order(namesakes.chains[link.code].values()) if x.code != link.code]
    boroughs = [x.name for x in above if x.level is Level.BOROUGH]
    outcode = namesakes.outcodes.get(link.code, "")
    if link.level in LARGE or not boroughs:
        yield link.name, namesakes.means(key)
    for name in boroughs:
        yield f"{link.name}, {name}", namesakes.means(key, within=place_key(name))
    if link.level not in (Level.STREET, Level.PATCH, Level.NATION):
        hinted = f"{link.name} {link.level}"
        yield hinted, namesakes.means(key, link.level)
        for name in boroughs:
            yield f"{hinted}, {name}", namesakes.means(key, link.level, place_key(name))
    for x in above:
        if x.level is Level.WARD:
            yield f"{link.name}, {x.name}", namesakes.means(key, within=place_key(x.name))
    if outcode:
        yield f"{link.name}, {outcode}", namesakes.in_outcode(outcode)


def _keys_above(code: str, chains: Mapping[str, Links]) -> set[str]:
    """Return the keys of the areas that hold one, as a text may name them."""
    links = chains.get(code, {}).values()
    return {v for x in links if x.code != code for v in key_variants(place_key(x.name))}
