"""Words to choose from as a need is typed: kinds of help first, then names and words in use."""

from dataclasses import dataclass

from directory.answers.kinds import begun, says_the_same
from directory.search import Question, index
from directory.search.suggesting import fold_all

KINDS = 4
"""So many kinds of help are suggested; the rest of the list is for names."""

FEWEST = 5
"""A beginning of fewer letters is not respelt: it may still become anything."""

KIND = "kind of help"
MEANT = "did you mean this?"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to choose, and what it is, in a few words."""

    text: str
    note: str = ""


def words(typed: str, limit: int) -> list[Suggestion]:
    """Return what begins so; when nothing does, the same respelling as the page would offer.

    Nothing is suggested twice in other words: beside "Lunch clubs" stands no "luncheon".

    Raises:
        SearchUnavailableError: the index is missing or cannot be read.

    """
    kinds = begun(fold_all(typed), KINDS)
    found = [Suggestion(k.text, KIND if k.text == k.kind else k.kind) for k in kinds]
    seen: set[tuple[str, ...]] = set()
    for name in index.suggest(typed, 2 * limit):
        stems = index.stems(name)
        if stems not in seen and not says_the_same(name, kinds):
            seen.add(stems)
            found.append(Suggestion(name))
    return found[:limit] or (_respelt(typed) if len(typed) >= FEWEST else [])


def _respelt(typed: str) -> list[Suggestion]:
    meant = index.backend().find(Question(typed, size=0)).did_you_mean
    return [Suggestion(meant, MEANT)] if meant and index.count(Question(meant)) else []
