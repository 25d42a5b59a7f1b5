"""What every engine is asked, what it answers, and what its peers have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from directory.domain.coverage import Served
from directory.domain.place import ANYWHERE, Place
from directory.domain.rings import DOORSTEP_METRES
from directory.search import Document, Facet, Question, TextPart

PART_WEIGHTS = {
    TextPart.NAME: 6,
    TextPart.ORGANISATION: 4,
    TextPart.CATEGORIES: 3,
    TextPart.DESCRIPTION: 1,
}


@dataclass(frozen=True)
class Answer:
    """What came back. Counts must be the same from every engine; relevance may differ.

    Attributes:
        rings: how many services each ring holds; without a place one number.
        facets: how many of all matches have each value of each facet; the filter on cost does not
            narrow the counts of costs, so that others can be chosen.
        nearby: how many match and are close by, but are not for the place.
        ids: the best 20 of rings 1 and 2, ring by ring.
        served: by which claim each of those serves the place.
        names, snippets: the marked texts of those.
    """

    rings: tuple[int, ...]
    total: int = 0
    may_serve: int = 0
    facets: Mapping[str, int] = field(default_factory=dict)
    open_now: int = 0
    based_here: int = 0
    nearby: int = 0
    ids: tuple[int, ...] = ()
    served: tuple[Served | None, ...] = ()
    names: tuple[str, ...] = field(default=(), compare=False)
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


def place_terms(document: Document) -> list[str]:
    """Return where a document may matter, as terms that a text index holds like words.

    They are the codes that it claims, where it is based, and, when it claims nothing, the borough
    in which it may serve.
    """
    base = document.bases[0]
    claims = [_term("c", claim.code) for claim in document.coverage.claims]
    return [
        *(claims or [_term("u", base.borough)]),
        _term("a", base.ward),
        _term("a", base.neighbourhood),
        _cell((base.easting or 0) // DOORSTEP_METRES, (base.northing or 0) // DOORSTEP_METRES),
    ]


def asked_terms(place: Place) -> list[str]:
    """Return the terms of which all that serves a street, may serve it or is close by has one.

    The squares reach further than the doorstep: they only find what is then looked at closely.
    """
    codes = {link.level.value: link.code for link in place.chain}
    east, north = int(place.outline.x) // DOORSTEP_METRES, int(place.outline.y) // DOORSTEP_METRES
    return [
        *(_term("c", code) for code in (*place.codes(), ANYWHERE)),
        _term("u", codes["borough"]),
        _term("a", codes["ward"]),
        _term("a", codes["neighbourhood"]),
        *(_cell(east + x, north + y) for x in (-1, 0, 1) for y in (-1, 0, 1)),
    ]


def _cell(east: int, north: int) -> str:
    return f"0e{east}n{north}"


def _term(kind: str, code: str) -> str:
    """Return a term that no tokenizer takes apart, and that is no word."""
    return f"0{kind}{code.replace('-', 'x').replace(ANYWHERE, 'any')}"


def mark(text: str, words: Sequence[str], width: int = 160) -> str:
    """Return the window of a text around a word, with the words marked: less work than ours."""
    lower = text.lower()
    start = max(0, min((lower.find(word) for word in words if word in lower), default=0) - 40)
    window = text[start : start + width]
    for word in words:
        window = window.replace(word, f"<mark>{word}</mark>")
    return window
