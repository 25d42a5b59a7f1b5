"""Sentences that hold a need and a place: the ways to read them, told from their words alone."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from directory.domain.postcodes import formatted, postcode_at_end

NEAR = frozenset({"near", "near to", "around", "close to", "next to"})
"""What stands before a place, and hardly before anything else."""

IN = frozenset({"in", "near", "near to", "around"})
"""What stands before a town; "at", "on" and "by" stand as often before a time or a thing."""

MOST_SIGNS, MOST_ENDS = 3, 2
"""So many are looked at of what stands before a place, and of what ends it, in one sentence."""

_SIGN = r"(near(?: to)?|around|close to|next to|in|on|at|by|round)"
_NEAR = re.compile(r"(.*?)\b(near(?: to)?|around|close to|next to)\s+(\S.*)", re.IGNORECASE)
_IN = re.compile(r"(.*)\b(in|on|at|by|round)\s+(\S.*)", re.IGNORECASE)
_SIGNS = re.compile(rf"(?<!\S){_SIGN}\s+(?=\S)", re.IGNORECASE)

_ONWARDS = (
    "for with without who whose that which because if when while where so but as to from about "
    "after before until till every this please i i'm im i've i'd we he she they my our "
    "today tonight tomorrow now"
)
_AND_THEN = r"and\s+(?=(?:i|we|he|she|they|my|needs?|wants?|would|can|have|has|am|looking)\b)"
_WORD = rf"(?:{'|'.join(_ONWARDS.split())}|{_SIGN})(?![\w'\u2019-])"
_ENDS = re.compile(rf"[,;:.?!]*\s+(?=(?:{_WORD}|{_AND_THEN}))|(?<=\w{{3}})[.;?!]\s+", re.IGNORECASE)
"""Where a place in the middle of a sentence ends: "in Hoxton | for my mother"."""

_ROUND_IT = re.compile(r"^(?:the|my)\s+|\s+and$", re.IGNORECASE)
_LIVES = re.compile(r"(?:^|\b(?:i|we|he|she|they|who|people)\s+)liv(?:e|es|ing)$", re.IGNORECASE)
_LAST_WORDS = (3, 2, 1)
_MOST_LETTERS = 60


class Way(NamedTuple):
    """A way to read words as a need and a place; ``sign`` stands before the place: "near", "in"."""

    need: str
    where: str
    sign: str = ""

    @property
    def is_sure(self) -> bool:
        """Say whether a place it surely is, whatever else its words may mean."""
        return self.sign in NEAR


def ways(words: str) -> Iterator[Way]:
    """Yield the likely ways to read words, a place at the end first."""
    if '"' in words:
        return
    before, key = postcode_at_end(words)
    if key:
        yield Way(_tidy(words[: len(before)]), formatted(key))
    yield from islice(_at_end(words), 1)
    yield from _in_the_middle(words)


def signed(words: str) -> Iterator[Way]:
    """Yield every way in which a place follows "near", "in" and their like, the surest first."""
    if '"' not in words:
        found = [*_in_the_middle(words), *_at_end(words)]
        yield from sorted(found, key=lambda way: not way.is_sure)


def tails(words: str) -> Iterator[Way]:
    """Yield words that nothing has with a place at their end, the longer place first."""
    said = words.split()
    if '"' in words:
        return
    yield from _at_end(words)
    for size in _LAST_WORDS:
        if size <= len(said):
            yield Way(_tidy(" ".join(said[:-size])), " ".join(said[-size:]))


def goes_on(where: str) -> bool:
    """Say whether a sentence goes on after a place that stands in these words."""
    return _ENDS.search(where) is not None


def _at_end(words: str) -> Iterator[Way]:
    for pattern in (_NEAR, _IN):
        if found := pattern.fullmatch(words):
            yield _way(found[1], found[2], found[3])


def _in_the_middle(words: str) -> Iterator[Way]:
    """Yield the ways in which the sentence goes on after the place, the longer place first."""
    for sign in islice(_SIGNS.finditer(words), MOST_SIGNS):
        rest = words[sign.end() :]
        ends = list(islice(_ENDS.finditer(rest), MOST_ENDS))
        for end in reversed(ends):
            yield _way(words[: sign.start()], sign[1], rest[: end.start()], rest[end.end() :])


def _way(before: str, sign: str, where: str, after: str = "") -> Way:
    then = re.sub(r"^and\s+", "", after.strip(), flags=re.IGNORECASE)
    need = f"{_tidy(before)} {then}".strip()
    return Way(need, _place(where), " ".join(sign.lower().split()))


def _tidy(need: str) -> str:
    kept = re.sub(r"[\s,]+(?:in|on|at|near|around)?\s*$", "", f" {need}", flags=re.I).strip()
    return _LIVES.sub("", kept).strip(" ,")


def _place(text: str) -> str:
    return _ROUND_IT.sub("", text[:_MOST_LETTERS]).strip(" ?.!,")
