"""Kinds of help as people say them: which are meant by words, or by the beginning of some."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from directory.domain.categories import CATEGORIES, search_text
from directory.domain.names import SUFFIXES
from directory.search import index
from directory.search.suggesting import fold_all
from directory.search.words import FILLERS, TOKEN, fold

SHOWN = 4
SHORTEST = 4

_PLAIN = (
    "about after area around back bad before both centre class classes club day evening event "
    "free group groups local london meeting morning new open people person place project scheme "
    "school service services session sessions staff support team time today week weekend work"
)
ROADS = frozenset(SUFFIXES.values())
"""What roads' names end in: "near Church Street" names a place, whether or not we know it."""

PLAIN = frozenset(_PLAIN.split()) | ROADS
"""Words that so much is called by that alone they say nothing of a need."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A kind of help that somebody may be typing, by its name or by another word for it."""

    text: str
    kind: str


def kinds_meant(words: str) -> tuple[str, ...]:
    """Return the categories whose name or synonyms have one of the words, best first."""
    asked = {word for word in words.lower().split() if len(word) >= SHORTEST}
    scores = {slug: len(asked & known) for slug, known in _words_of().items()}
    best = sorted((slug for slug in scores if scores[slug]), key=lambda slug: -scores[slug])
    return tuple(best[:SHOWN])


def longest_said(stems: Collection[str]) -> int:
    """Return how many of these stems say a kind of help together: "lunch club" has two; or 0."""
    return max((len(phrase) for phrase in _phrases() if phrase.issubset(stems)), default=0)


def is_said_by(text: str) -> bool:
    """Say whether every word of a text is one that kinds of help are called by."""
    known = frozenset().union(*_phrases())
    return known.issuperset(index.stems(text))


def begun(start: str, limit: int) -> list[Begun]:
    """Return kinds of help whose name, or a word for them, begins so; the names come first.

    Each kind once. ``start`` is a beginning as :func:`fold_all` makes it.
    """
    fits = [said for folded, said in _sayings() if folded.startswith(start)]
    fits.sort(key=lambda said: (said.text != said.kind, len(said.text)))
    found: dict[str, Begun] = {}
    for said in fits:
        found.setdefault(said.kind, said)
    return list(found.values())[:limit]


def says_the_same(text: str, kinds: Collection[Begun]) -> bool:
    """Say whether a suggestion says no more than a kind that is suggested already: "luncheon"."""
    stems = set(index.stems(text))
    return any(stems <= said for each in kinds for said in _phrases_of()[each.kind])


@lru_cache(maxsize=1)
def _words_of() -> dict[str, set[str]]:
    return {slug: set(search_text(slug).lower().split()) for slug in CATEGORIES}


@lru_cache(maxsize=1)
def _sayings() -> list[tuple[str, Begun]]:
    """Return each name and synonym, with how it is compared."""
    return [
        (fold_all(text), Begun(text, each.name))
        for each in CATEGORIES.values()
        for text in (each.name, *each.synonyms)
    ]


@lru_cache(maxsize=1)
def _phrases_of() -> dict[str, list[frozenset[str]]]:
    """Return for each kind the stems of its name and of each synonym."""
    found: dict[str, list[frozenset[str]]] = {each.name: [] for each in CATEGORIES.values()}
    for _, said in _sayings():
        found[said.kind].append(frozenset(index.stems(said.text)))
    return found


@lru_cache(maxsize=1)
def _phrases() -> frozenset[frozenset[str]]:
    """Return the stems of all names and synonyms, and of each telling word of a name: "food"."""
    every = [phrase for phrases in _phrases_of().values() for phrase in phrases]
    named = (word for each in CATEGORIES.values() for word in TOKEN.findall(each.name))
    every += [frozenset(index.stems(word)) for word in named if fold(word) not in PLAIN | FILLERS]
    return frozenset(phrase for phrase in every if phrase)
