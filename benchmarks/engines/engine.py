"""What every engine is asked: counts for each ring and facet, the best 20, their snippets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from directory.domain.place import ANYWHERE
from directory.domain.rings import DOORSTEP_METRES
from directory.search import Document, Facet, Question, TextPart

PART_WEIGHTS = {
    TextPart.NAME: 6,
    TextPart.ORGANISATION: 4,
    TextPart.CATEGORIES: 3,
    TextPart.DESCRIPTION: 1,
}
UNSTATED = "unstated"
"""The code that stands for coverage not stated: it may serve what is local."""


@dataclass(frozen=True)
class Answer:
    """What came back. Totals must be the same from every engine; the order within a ring may differ.

    Attributes:
        rings: how many services each ring holds; without a place one number.
        facets: how many of all matches have each value of each facet; the filter on cost does not
            narrow the counts of costs, so that others can be chosen.
        ids: the best 20 of rings 1 and 2, ring by ring.
        snippets: the marked text of those.
    """

    rings: tuple[int, ...]
    facets: Mapping[str, int]
    ids: tuple[int, ...] = ()
    snippets: tuple[str, ...] = field(default=(), compare=False)


class Engine(Protocol):
    """An engine in a folder of its own."""

    name: str

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Index these."""

    def ask(self, question: Question) -> Answer:
        """Answer, doing all of the work."""


def wanted(question: Question) -> frozenset[str]:
    """Return the costs that the question is narrowed to."""
    return question.filters.values.get(Facet.COST, frozenset())


@dataclass(frozen=True)
class Where:
    """A place as an engine without our rules needs it."""

    chain: tuple[str, ...]
    ward: str
    neighbourhood: str
    borough: str
    borders: tuple[str, ...]
    easting: int
    northing: int

    def ring(self, row: tuple[str, str, str, int, int]) -> int:
        """Return the ring of a base: ward, neighbourhood, borough, easting, northing."""
        ward, neighbourhood, borough, easting, northing = row
        near = (easting - self.easting) ** 2 + (northing - self.northing) ** 2
        if ward == self.ward or neighbourhood == self.neighbourhood or near <= DOORSTEP_METRES**2:
            return 1
        if borough == self.borough:
            return 2
        return 3 if borough in self.borders else 4


def where(question: Question) -> Where | None:
    """Return the place of a question in plain values."""
    place = question.place
    if place is None:
        return None
    codes = {link.level.value: link.code for link in place.chain}
    return Where(
        chain=(*place.codes(), ANYWHERE),
        ward=codes["ward"],
        neighbourhood=codes["neighbourhood"],
        borough=codes["borough"],
        borders=place.borders,
        easting=round(place.outline.x),
        northing=round(place.outline.y),
    )


def facets(document: Document) -> list[str]:
    """Return the values of all facets of a document, each with the facet's name before it."""
    return [f"{facet}:{value}" for facet in Facet for value in document.facets.get(facet, ())]


def covers(document: Document) -> list[str]:
    """Return the codes that a document is for."""
    return [claim.code for claim in document.coverage.claims] or [UNSTATED]


def excludes(document: Document) -> list[str]:
    """Return the codes that a document is not for."""
    return [claim.code for claim in document.coverage.exclusions]


def mark(text: str, words: str, width: int = 160) -> str:
    """Return the window of a text around the first word, with the words marked."""
    lower, found = text.lower(), words.split()
    start = max(0, min((lower.find(word) for word in found if word in lower), default=0) - 40)
    window = text[start : start + width]
    for word in found:
        window = window.replace(word, f"<mark>{word}</mark>")
    return window
