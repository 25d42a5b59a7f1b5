"""What to try when nothing has all of the words: fewer of them, and kinds of help they may mean."""

from dataclasses import replace

from directory import search
from directory.answers.answer import Rescue
from directory.answers.form import FindForm
from directory.domain.categories import CATEGORIES, search_text
from directory.search import Question
from directory.search.words import FILLERS, STOP_WORDS, fold

MOST_WORDS = 6
"""A longer question is tried by its first words; each try is one search that reads no cards."""

SHOWN = 4
SHORTEST = 4


def rescues(form: FindForm, question: Question) -> tuple[Rescue, ...]:
    """Return smaller questions that do have answers, each with how many.

    First with one word less; when none of these finds anything, the words one by one.
    """
    words = _meaningful(question.words)[:MOST_WORDS]
    if len(words) < 2:
        return ()
    shorter = [[*words[:at], *words[at + 1 :]] for at in range(len(words))]
    singles = [[word] for word in words if len(word) >= SHORTEST]
    for tries in (shorter, singles):
        if found := _found(form, question, tries):
            return found
    return ()


def kinds_meant(words: str) -> tuple[str, ...]:
    """Return the categories whose name or synonyms have one of the words, best first."""
    asked = {word for word in words.lower().split() if len(word) >= SHORTEST}
    scores = {
        slug: len(asked & set(search_words.split())) for slug, search_words in _SEARCHED.items()
    }
    best = sorted((slug for slug in scores if scores[slug]), key=lambda slug: -scores[slug])
    return tuple(best[:SHOWN])


def _meaningful(text: str) -> list[str]:
    """Return the words of a question that say something, each once."""
    words = text.replace('"', " ").split()
    return list(dict.fromkeys(word for word in words if fold(word) not in STOP_WORDS | FILLERS))


_SEARCHED = {slug: search_text(slug).lower() for slug in CATEGORIES}


def _found(form: FindForm, question: Question, tries: list[list[str]]) -> tuple[Rescue, ...]:
    """Return those tries that find something, the fewest answers first: they are the nearest."""
    totals: dict[str, int] = {}
    for words in tries:
        text = " ".join(words)
        if text not in totals:
            totals[text] = search.find(replace(question, words=text, start=0, size=0)).total
    found = sorted(((text, n) for text, n in totals.items() if n), key=lambda pair: pair[1])
    return tuple(Rescue(text, total, form.query(q=text)) for text, total in found[:SHOWN])
