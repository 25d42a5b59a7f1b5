"""What to answer when nothing has all of the words: fewer of them, a kind of help kept whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from directory.answers.kinds import PLAIN, ROADS, longest_said
from directory.search import Question, index
from directory.search.words import FILLERS, FOR_WHOM, STOP_WORDS, TOKEN, fold

MOST_WORDS = 6
"""A longer question is tried by its first words; each try is one search that reads no cards."""

SHOWN = 4
MANY_MORE = 2
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Smaller:
    """A smaller question that has answers.

    Attributes:
        words: those of the words that it keeps, in order; ``left_out`` the others.
        total: how many services answer it.
        kind: how many of its words say a kind of help together, 0 when none do; ``weight`` how many
            are not plain words.
        is_whole: only words that tell for whom help is wanted, and numbers, are left out.

    """

    words: str
    left_out: tuple[str, ...]
    total: int
    kind: int
    weight: int
    is_whole: bool = False


def smaller(question: Question) -> tuple[Smaller, ...]:
    """Return smaller questions that do have answers, the best first.

    First without the words that tell for whom; then without the words that nothing here has; then
    fewer and fewer. What keeps a known kind of help comes first, then what keeps most telling
    words, then what finds most. What is only a part of a better one is left out.
    """
    said = telling(question.words)
    need = _need(said)

    @cache
    def count(words: tuple[str, ...]) -> int:
        return index.count(replace(question, words=" ".join(words)))

    if len(said) > len(need) and _says_something(need) and (total := count(tuple(need))):
        return (_smaller(need, said, total),)
    if len(need) < 2:
        return ()
    held = [word for word in need if fold(word) not in ROADS and count((word,))]
    found = [_smaller(words, said, count(words)) for words in _tries(held, count)]
    return _best([each for each in found if each.words != " ".join(said)])


def for_anybody(question: Question, total: int) -> Smaller | None:
    """Return the question without the words that tell for whom, when it finds many more."""
    said = telling(question.words)
    need = _need(said)
    if len(need) == len(said) or not _says_something(need):
        return None
    more = index.count(replace(question, words=" ".join(need)))
    return _smaller(need, said, more) if more >= MANY_MORE * total else None


def the_one(found: Sequence[Smaller]) -> Smaller | None:
    """Return the smaller question that may be answered at once, or None when people must choose.

    It keeps the kind of help, or all words but one; and no other is as good.
    """
    if not found:
        return None
    first, second = found[0], found[1] if len(found) > 1 else None
    is_close = first.is_whole or first.kind > 0 or (first.weight > 1 and len(first.left_out) == 1)
    is_rival = second is not None and (second.kind, second.weight) == (first.kind, first.weight)
    if second is not None and is_rival:
        is_rival = not set(first.words.split()) <= set(second.words.split())
    return first if is_close and not is_rival else None


def respelt(question: Question, text: str) -> str | None:
    """Return a respelling that finds something, cut down if it must be, or None."""
    corrected = replace(question, words=text)
    if index.count(corrected):
        return text
    found = smaller(corrected)
    if found and found[0].is_whole:
        return text
    best = found[0] if found else None
    is_news = best is not None and not set(best.words.split()) <= set(question.words.split())
    return best.words if best and best.kind and is_news else None


def telling(text: str) -> list[str]:
    """Return the words of a question that say something, each once."""
    words = dict.fromkeys(TOKEN.findall(text))
    return [word for word in words if fold(word) not in STOP_WORDS | FILLERS]


def _need(said: list[str]) -> list[str]:
    """Return the words that tell of a need and not for whom; all when there are no others."""
    return ([word for word in said if not _tells_for_whom(word)] or said)[:MOST_WORDS]


def _tells_for_whom(word: str) -> bool:
    return fold(word) in FOR_WHOM or word.isdecimal()


def _says_something(words: Sequence[str]) -> bool:
    return any(len(word) >= SHORTEST and fold(word) not in PLAIN for word in words)


def _smaller(words: Sequence[str], said: Sequence[str], total: int) -> Smaller:
    lost = tuple(word for word in said if word not in words)
    is_whole = all(_tells_for_whom(word) for word in lost)
    text = " ".join(words)
    weight = sum(fold(word) not in PLAIN for word in words)
    return Smaller(text, lost, total, longest_said(index.stems(text)), weight, is_whole)


def _tries(held: list[str], count: Callable[[tuple[str, ...]], int]) -> list[tuple[str, ...]]:
    """Return the words that find something together: all, all but one, pairs that say a kind.

    A word alone is tried last, and only if it says something alone.
    """
    several = [
        combinations(held, len(held)),
        combinations(held, max(0, len(held) - 1)),
        (pair for pair in combinations(held, 2) if longest_said(index.stems(" ".join(pair))) > 1),
    ]
    tried = ([words for words in some if len(words) > 1 and count(words)] for some in several)
    found = next((words for words in tried if words), [])
    alone = [(word,) for word in held if _says_something([word])]
    return [*found, *alone]


def _best(found: list[Smaller]) -> tuple[Smaller, ...]:
    best: list[Smaller] = []
    ordered = sorted(found, key=lambda each: (-each.kind, -each.weight, -each.total))
    for each in ordered:
        words = set(each.words.split())
        says_less = best and best[0].kind and not each.kind
        if (
            each.total
            and not says_less
            and not any(words <= set(other.words.split()) for other in best)
        ):
            best.append(each)
    return tuple(best[:SHOWN])
