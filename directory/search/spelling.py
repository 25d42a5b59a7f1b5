"""Spelling: the words that are listed, and what a word that is not may have meant."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from directory.search.words import FOR_WHOM, Clause, fold

SHORTEST = 3
"""Shorter words are never respelt: there would be too many guesses."""

SHORTEST_HALF = 3
"""Two words that were run together are at least as long each."""

CANDIDATES = 20

ENOUGH = 2
"""Words seen as often are no longer counted when an entry changes: they are hardly slips."""


class Spelling:
    """Words with how often they were seen; finds the nearest to one that was never seen.

    No word is taken off the list: whoever asks says whether it would still find anything.
    """

    def __init__(self) -> None:
        """Know no words yet."""
        self.counts: dict[str, int] = {}
        self._by_length: dict[int, list[str]] = {}
        self._sorted: list[str] | None = None

    def add(self, words: Mapping[str, int] | Iterable[tuple[str, int]]) -> None:
        """See these words so many times more."""
        items = words.items() if isinstance(words, Mapping) else words
        for word, count in items:
            before = self.counts.get(word)
            if before is None:
                self._sorted = None
                self._by_length.setdefault(len(word), []).append(word)
            self.counts[word] = (before or 0) + count

    def hardly_seen(self, words: Mapping[str, int]) -> dict[str, int]:
        """Return those of these words, with their counts, that are worth counting still."""
        return {word: n for word, n in words.items() if self.counts.get(word, 0) < ENOUGH}

    def nearest(self, word: str, is_known: Callable[[str], bool]) -> str | None:
        """Return the likeliest listed word within one slip (two, from five letters on).

        Words seen at least twice come first: the others may be slips themselves. Hardly anybody
        slips twice and in the first letter too: who asks about "paying" does not mean "eating".
        A word of three letters is never made shorter: "nan" is not "na".
        """
        if len(word) < SHORTEST:
            return None
        slips = 1 if len(word) < 5 else 2
        near: list[tuple[bool, int, bool, int, str]] = []
        for length in range(max(len(word) - slips, SHORTEST), len(word) + slips + 1):
            for other, distance, _ in extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=CANDIDATES,
            ):
                is_other_letter = other[0] != word[0]
                if distance > 1 and is_other_letter:
                    continue
                count = self.counts[other]
                near.append((count < 2, int(distance), is_other_letter, -count, other))
        return next((other for *_, other in sorted(near) if is_known(other)), None)

    def parted(self, word: str, is_known: Callable[[str], bool]) -> str | None:
        """Return the two listed words that were run together in one: "stop smoking"."""
        cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        halves = [(word[:cut], word[cut:]) for cut in cuts]
        pairs = [pair for pair in halves if all(half in self.counts for half in pair)]
        pairs.sort(key=lambda pair: min(self.counts[half] for half in pair), reverse=True)
        known = (" ".join(pair) for pair in pairs if all(is_known(half) for half in pair))
        return next(known, None)

    def beginning(self, prefix: str) -> list[str]:
        """Return the words that begin so, in alphabetical order."""
        if self._sorted is None:
            self._sorted = sorted(self.counts)
        start = bisect_left(self._sorted, prefix)
        end = bisect_left(self._sorted, prefix + "\U0010ffff")
        return self._sorted[start:end]


def did_you_mean(
    text: str,
    clauses: Iterable[Clause],
    spelling: Spelling,
    is_known: Callable[[str], bool],
) -> str | None:
    """Return the question with its unknown words respelt, or None when there is nothing to mend.

    Args:
        text: what was typed; what is not respelt stays as it was.
        clauses: what was understood of it.
        spelling: the words that are listed.
        is_known: whether a folded word would find anything.

    """
    respelt = text
    for word in {word for clause in clauses if not clause.prefix for word in clause.words}:
        if word in FOR_WHOM or is_known(word):
            continue
        better = spelling.nearest(word, is_known) or spelling.parted(word, is_known)
        if better is not None:
            respelt = _replace(respelt, word, better)
    return respelt if respelt != text else None


def _replace(text: str, word: str, better: str) -> str:
    return re.sub(
        r"[^\W_]+(?:['\u2019][^\W_]+)*",
        lambda match: better if fold(match[0]) == word else match[0],
        text,
    )
