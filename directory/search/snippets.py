"""Snippets: the part of a text that shows why it matched, as HTML that is already escaped."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from html import escape

from directory.search.words import TOKEN, Clause, Token, Words

WINDOW = 160
"""How many characters a snippet shows, more or less."""

LEAD = 40
"""How many of them may stand before the first matched word."""

LONGEST = 20_000
"""How much of a text is looked at."""

_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")
_TO_ESCAPE = re.compile(r"[&<>\"']")
_PLAIN = {
    number: plain[0]
    for number in range(0xC0, 0x250)
    if (plain := unicodedata.normalize("NFKD", chr(number)))[0].isascii()
    and all(unicodedata.combining(c) for c in plain[1:])
}
"""Latin letters with accents, and what each is without."""


def tidy(text: str) -> str:
    """Return a text on one line, composed, without control characters."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


class Marker:
    """Marks the words that a question asked for."""

    def __init__(self, words: Words, clauses: Iterable[Clause]) -> None:
        """Remember what to mark: stems, joined spellings, and the beginning of a word."""
        self._words = words
        self._stems: set[str] = set()
        self._prefix = ""
        for clause in clauses:
            self._stems.update(clause.stems)
            self._stems.update({clause.joined} - {""})
            self._prefix = clause.prefix or self._prefix
        self._starts = _starts(self._stems, self._prefix)
        self._met: dict[str, str] = {}

    def name(self, text: str) -> str:
        """Return a whole short text with its matched words in ``<mark>``."""
        return _marked(text, [(start, end) for start, end, _ in self._hits(text)])

    def snippet(self, text: str) -> str:
        """Return the stretch of a text with the most of what was asked, matched words marked."""
        text = text[:LONGEST]
        hits = self._hits(text)
        start, end = _stretch(text, hits)
        shown = [(a - start, b - start) for a, b, _ in hits if start <= a and b <= end]
        before = "… " if start else ""
        after = " …" if end < len(text) else ""
        return before + _marked(text[start:end], shown) + after

    def _hits(self, text: str) -> list[tuple[int, int, str]]:
        """Return where wanted words stand, looking closely only at words that begin alike."""
        if not self._starts:
            return []
        found: list[tuple[int, int, str]] = []
        reached = 0
        for at in _likely(_unaccented(text), self._starts):
            if at < reached:
                continue
            start, reached = _whole_word(text, at)
            stem = self._stem_of(text[start:reached])
            if stem:
                found.append((start, reached, stem))
        return found

    def _stem_of(self, raw: str) -> str:
        """Return what a word was asked for by, or "": the same few words come again and again."""
        stem = self._met.get(raw)
        if stem is None:
            stem = self._met[raw] = self._wanted(self._words.token(raw))
        return stem

    def _wanted(self, token: Token) -> str:
        for stem in (*token.stems, token.joined):
            if stem in self._stems:
                return stem
        if self._prefix and any(word.startswith(self._prefix) for word in token.words):
            return self._prefix
        return ""


def _starts(stems: Iterable[str], prefix: str) -> set[str]:
    """Return what the words that may have one of these stems begin with.

    A word and its stem begin alike, but for the stem's last letter ("happy", "happi"); a short stem
    may share only its first ("dying", "die").
    """
    return {stem[: len(stem) - 1 if len(stem) > 4 else 1] for stem in stems} | {prefix} - {""}


def _likely(text: str, starts: Collection[str]) -> list[int]:
    """Return where words begin so, and every hyphen in a word: few places, found quickly."""
    found: list[int] = []
    for start in starts:
        at = text.find(start)
        while at >= 0:
            if at == 0 or not text[at - 1].isalnum() or not start[0].isalnum():
                found.append(at)
            at = text.find(start, at + 1)
    if starts and ("-" in text or not text.isascii()):
        found += [match.start() for match in _HYPHEN.finditer(text)]
    return sorted(found)


def _unaccented(text: str) -> str:
    """Return a text in small letters without accents, letter for letter."""
    plain = text.lower() if text.isascii() else text.translate(_PLAIN).lower()
    return plain if len(plain) == len(text) else text


def _whole_word(text: str, at: int) -> tuple[int, int]:
    """Return where the word that reaches over a position begins and ends."""
    if at == 0 or text[at - 1] == " ":
        match = TOKEN.match(text, at)
        return match.span() if match is not None else (at, at + 1)
    start = at
    while start and not text[start - 1].isspace():
        start -= 1
    match = TOKEN.search(text, start)
    while match is not None and match.end() <= at:
        match = TOKEN.search(text, match.end())
    return match.span() if match is not None else (at, at + 1)


def _stretch(text: str, hits: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return where the best window begins and ends: most different words, then most, then first."""
    if len(text) <= WINDOW:
        return 0, len(text)
    start = max(0, _best_start(hits) - LEAD) if hits else 0
    if start + WINDOW >= len(text):
        start = len(text) - WINDOW
    if start:
        space = text.find(" ", start, start + LEAD)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + WINDOW)
    if end < len(text):
        space = text.rfind(" ", start + LEAD, end + 1)
        end = space if space > 0 else end
    return start, end


def _best_start(hits: list[tuple[int, int, str]]) -> int:
    room = WINDOW - LEAD
    if hits[-1][1] <= hits[0][0] + room:  # the first window has them all
        return hits[0][0]
    best, best_start = (0, 0), hits[0][0]
    last = 0
    for first, (start, _, _) in enumerate(hits):
        while last < len(hits) and hits[last][1] <= start + room:
            last += 1
        inside = hits[first:last]
        worth = (len({stem for _, _, stem in inside}), len(inside))
        if worth > best:
            best, best_start = worth, start
        if last == len(hits):  # whatever begins later holds no more
            break
    return best_start


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    end = 0
    safe = escape if _TO_ESCAPE.search(text) else str
    for start, stop in spans:
        pieces += (safe(text[end:start]), "<mark>", safe(text[start:stop]), "</mark>")
        end = stop
    pieces.append(safe(text[end:]))
    return "".join(pieces)
