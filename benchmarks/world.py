"""A synthetic directory of any size: the same services and questions for every engine.

33 boroughs of 20 wards of 400 streets on a grid; words by Zipf's law; coverage from a single street
to anywhere. Everything follows from the seed and a service's number, so that two million services
need no more memory than two.
"""

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from shapely import Point

from directory.domain.coverage import Claim, Coverage
from directory.domain.hours import Opening
from directory.domain.place import ANYWHERE, ChainLink, Level, Place
from directory.domain.rings import Spot
from directory.search import Document, Facet, Filters, Question, TextPart

BOROUGHS, WARDS, STREETS = 33, 20, 400
WARD_METRES = 1_200
STREET_METRES = 60
CATEGORIES = tuple(f"category-{number:02}" for number in range(40))
TODAY = date(2026, 11, 1)
SYLLABLES = tuple("bacodufegihojukalomunaporisotuvawoxayozu"[at : at + 2] for at in range(0, 40, 2))


def _vocabulary(size: int) -> list[str]:
    """Return made-up words that no stemmer touches, so that every engine cuts them alike."""
    dice = random.Random("words")
    found: dict[str, None] = {}
    while len(found) < size:
        word = "".join(dice.choice(SYLLABLES) for _ in range(dice.choice((2, 3, 3, 4)))) + "k"
        found[word] = None
    return list(found)


WORDS = _vocabulary(20_000)
_SUMS = list(accumulate(1 / (rank + 3) for rank in range(len(WORDS))))
COMMON = tuple(WORDS[:2])
"""The two commonest words of all: the "support group" of this world."""

SYNONYMS = {
    category: " ".join(WORDS[200 + 5 * number : 205 + 5 * number])
    for number, category in enumerate(CATEGORIES)
}


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the grid, by the numbers of its borough, ward and self."""

    borough: int
    ward: int
    street: int

    @property
    def code(self) -> str:
        """Return its own code."""
        return f"s{self.borough}-{self.ward}-{self.street}"

    @property
    def ward_code(self) -> str:
        """Return the code of its ward."""
        return f"w{self.borough}-{self.ward}"

    @property
    def borough_code(self) -> str:
        """Return the code of its borough."""
        return f"b{self.borough}"

    @property
    def neighbourhood_code(self) -> str:
        """Return the code of its neighbourhood."""
        return f"n{self.borough}-{self.ward}-{self.street // 100}"

    @property
    def point(self) -> tuple[int, int]:
        """Return where it is, in metres: boroughs in rows of 6, wards in rows of 5, streets in rows of 20."""
        east = (self.borough % 6) * 5 + self.ward % 5
        north = (self.borough // 6) * 4 + self.ward // 5
        return (
            520_000 + east * WARD_METRES + (self.street % 20) * STREET_METRES,
            170_000 + north * WARD_METRES + (self.street // 20) * STREET_METRES,
        )

    def chain(self) -> list[tuple[str, Level]]:
        """Return the areas that hold it, itself first."""
        return [
            (self.code, Level.STREET),
            (self.ward_code, Level.WARD),
            (self.neighbourhood_code, Level.NEIGHBOURHOOD),
            (self.borough_code, Level.BOROUGH),
            ("london", Level.REGION),
            ("england", Level.NATION),
        ]


def borders(borough: int) -> tuple[str, ...]:
    """Return the codes of the boroughs beside this one on the grid."""
    beside = []
    for other in range(BOROUGHS):
        across = abs(other % 6 - borough % 6)
        along = abs(other // 6 - borough // 6)
        if other != borough and across <= 1 and along <= 1:
            beside.append(f"b{other}")
    return tuple(beside)


def some_words(dice: random.Random, many: int) -> list[str]:
    """Return words drawn by Zipf's law."""
    total = _SUMS[-1]
    return [WORDS[bisect_left(_SUMS, dice.random() * total)] for _ in range(many)]


def street_by(dice: random.Random) -> Street:
    """Return any street."""
    return Street(dice.randrange(BOROUGHS), dice.randrange(WARDS), dice.randrange(STREETS))


def document(number: int) -> Document:
    """Return the service of this number."""
    dice = random.Random(number)
    home = street_by(dice)
    categories = dice.sample(CATEGORIES, dice.choice((1, 1, 2, 3)))
    easting, northing = home.point
    habits = random.Random(f"habits {number}")
    return Document(
        id=number,
        organisation_id=number // 2,
        text={
            TextPart.NAME: " ".join(some_words(dice, dice.randint(2, 5))),
            TextPart.ORGANISATION: " ".join(some_words(random.Random(f"o{number // 2}"), 3)),
            TextPart.CATEGORIES: " ".join(SYNONYMS[category] for category in categories),
            TextPart.DESCRIPTION: " ".join(some_words(dice, dice.randint(25, 60))),
        },
        coverage=_coverage(dice, home),
        bases=(
            Spot(
                easting,
                northing,
                home.ward_code,
                home.neighbourhood_code,
                home.borough_code,
                "london",
                "england",
            ),
        ),
        facets={
            Facet.CATEGORY: frozenset(categories),
            Facet.COST: frozenset([dice.choice(("free", "donation", "some_cost"))]),
            Facet.LANGUAGE: frozenset(["en"]),
        },
        openings=_openings(habits),
        checked_on=TODAY - timedelta(days=dice.randrange(1_000)),
        is_silent=habits.random() < 0.05,
        tie_break=dice.getrandbits(32),
    )


def documents(size: int) -> Iterator[Document]:
    """Return the first so many services, one at a time."""
    return map(document, range(1, size + 1))


def _openings(dice: random.Random) -> tuple[Opening, ...]:
    """Return the same hours on a few days of every week, some past midnight; or none are known."""
    if dice.random() < 0.3:
        return ()
    opens = dice.choice((7, 9, 10, 12, 14, 18, 20))
    minute, closes = dice.choice((0, 30)), (opens + dice.choice((1, 2, 3, 4, 8))) % 24
    days = sorted(dice.sample(range(7), dice.choice((1, 1, 2, 3, 5))))
    return tuple(Opening(day, time(opens, minute), time(closes, minute)) for day in days)


def _claim(code: str, level: Level, street: Street) -> Claim:
    chain = street.chain()
    start = [each for each, _ in chain].index(code)
    return Claim(code, level, code, frozenset(each for each, _ in chain[start + 1 :]))


def _coverage(dice: random.Random, home: Street) -> Coverage:
    kind = dice.random()
    exclusions: tuple[Claim, ...] = ()
    if kind < 0.15:
        streets = [
            Street(home.borough, home.ward, dice.randrange(STREETS))
            for _ in range(dice.randint(1, 4))
        ]
        claims = tuple({s.code: _claim(s.code, Level.STREET, s) for s in (home, *streets)}.values())
    elif kind < 0.45:
        claims = (_claim(home.ward_code, Level.WARD, home),)
    elif kind < 0.85:
        claims = (_claim(home.borough_code, Level.BOROUGH, home),)
        if kind < 0.50:
            other = Street(home.borough, (home.ward + 1) % WARDS, 0)
            exclusions = (_claim(other.ward_code, Level.WARD, other),)
    elif kind < 0.90:
        claims = (_claim("london", Level.REGION, home),)
    elif kind < 0.95:
        claims = (Claim(ANYWHERE, Level.ANYWHERE, "anywhere"),)
    else:
        claims = ()
    return Coverage(claims, exclusions)


def place(street: Street) -> Place:
    """Return a street as the place that was asked about."""
    return Place(
        where=street.code,
        level=Level.STREET,
        code=street.code,
        name=street.code,
        chain=tuple(ChainLink(code, level, code) for code, level in street.chain()),
        borders=borders(street.borough),
        outline=Point(*street.point),
    )


def questions(size: int, many: int, *, with_place: bool = True) -> list[Question]:
    """Return questions that have answers: two or three words of a service, near where it is."""
    dice = random.Random(f"questions {size}")
    found = []
    for number in range(many):
        target = document(dice.randint(1, size))
        texts = [target.text[TextPart.CATEGORIES], target.text[TextPart.DESCRIPTION]]
        words = dice.sample(
            sorted({*texts[0].split()[:6], *texts[1].split()[:10]}), dice.choice((1, 2, 2, 3))
        )
        base = target.bases[0]
        borough, ward = (int(part) for part in base.ward[1:].split("-"))
        street = Street(borough, ward, dice.randrange(STREETS))
        filters = {}
        if number % 4 == 0:
            filters = {Facet.COST: frozenset(["free"])}
        found.append(
            Question(
                words=" ".join(words),
                place=place(street) if with_place else None,
                filters=Filters(values=filters),
                now=datetime.combine(TODAY, time(9)) + timedelta(minutes=number),
            )
        )
    return found
