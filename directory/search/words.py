"""Words: how text is cut into words and stems, alike for what is listed and what is asked.

Accents are folded, possessives dropped, stop words ignored. A word with hyphens counts as its parts
and as the word without them, so that "drop-in", "drop in" and "dropin" find each other.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from directory.search.contract import TextPart

# With the marks that belong to the letter before them (accents, Arabic and Indic vowels).
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0980-\u0dff"
_LETTERS = rf"(?:[^\W_]++|[{_MARKS}]++)++"
TOKEN = re.compile(rf"{_LETTERS}(?:['\u2019\-\u2010\u2011]{_LETTERS})*+")
_QUOTED = re.compile(r"[\"\u201c\u201d]([^\"\u201c\u201d]*)[\"\u201c\u201d]")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_POSSESSIVE = re.compile(r"['\u2019][sS]$")
_APOSTROPHE = re.compile(r"['\u2019]")

_STOP_WORDS = (
    "a an and any are as at be been but by can do for from get has have how i if in into is it "
    "its me my near nearby of on or our so some that the their them then there these they this to "
    "up us want was we were what when where which who will with you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

_FILLERS = (
    "afraid am anyone anything but cannot cant could did does doing dont else find finding "
    "getting give go going good had he hello help helping helps her here hes him his im ive just "
    "let like looking lot may more much must myself need needed needing needs not now out over "
    "please really she shes should somebody someone something somewhere somethings someones still "
    "tell thanks too try trying very wants wanted wanting way whats wheres whos without would"
)
FILLERS = frozenset(_FILLERS.split())
"""Words that people wrap a need in: "I can't find help with …". Questions do without them, unless
they stand in quotation marks."""

_FOR_WHOM = (
    "aged aunt auntie boyfriend brother cousin dad daddy daughter father fella friend girlfriend "
    "gran grandad granddad granddaughter grandfather grandma grandmother grandpa grandson granny "
    "husband mam mama mate mom mother mum mummy nan nana nanna nanny neighbor neighbour nephew "
    "niece old partner relative sister son uncle wife year years"
)
FOR_WHOM = frozenset(_FOR_WHOM.split())
"""Words that tell for whom help is wanted: "lunch club for my mother". They are looked for too, as
some groups are for fathers or for mothers; what has all the other words is the next best."""

MAX_WORD = 40
MAX_QUESTION = 1000
MAX_CLAUSES = 24
MIN_PREFIX = 2
_REMEMBERED, _LAST_ASKED = 100_000, 500

PART_WEIGHTS: Mapping[TextPart, int] = {
    TextPart.NAME: 6,
    TextPart.ORGANISATION: 4,
    TextPart.CATEGORIES: 3,
    TextPart.DESCRIPTION: 1,
}
"""What a word counts for by where it stands; whole numbers, so that sums are exact."""

TYPED_PARTS = frozenset({TextPart.NAME, TextPart.ORGANISATION, TextPart.CATEGORIES})
"""The parts that a word still being typed is looked for in."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, taken apart.

    Attributes:
        words: its parts as plain words, folded, not stemmed ("drop", "in").
        stems: the stems of those that are not stop words.
        joined: the stem of a hyphenated word written without hyphens, else empty.

    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that must be found: all stems, or the joined word instead, or a beginning.

    Attributes:
        stems: all must be there; side by side and in order when it is a phrase.
        joined: another spelling that does as well as all the stems ("dropin" for "drop-in").
        prefix: the beginning of a word, folded; ``stems`` then holds the stem of it as a word.
        words: what was typed, folded, for "did you mean".

    """

    stems: tuple[str, ...]
    is_phrase: bool = False
    joined: str = ""
    prefix: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document's text, taken apart.

    Attributes:
        weights: what each stem weighs in this document.
        typed: what each plain word of the name, organisation and categories weighs.
        words: how often each plain word occurs, in any part.
        sequence: stems in order for phrases; an empty one between parts.
        length: how many stems.

    """

    weights: dict[str, int]
    typed: dict[str, int]
    words: dict[str, int]
    sequence: list[str]
    length: int


def fold(word: str) -> str:
    """Return a word in small letters, without accents, apostrophes or a possessive s."""
    word = _APOSTROPHE.sub("", _POSSESSIVE.sub("", word)).casefold()
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in plain if not "\u0300" <= c <= "\u036f").casefold()
    return word[:MAX_WORD]


class Words:
    """Cuts text into tokens, remembering what became of each word."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        """Use this function to find the stem of a folded word."""
        self._stem = stem
        self._seen: dict[str, Token] = {}
        self._asked: dict[tuple[str, bool], tuple[Clause, ...]] = {}

    def token(self, raw: str) -> Token:
        """Take one word apart, as :data:`TOKEN` finds it."""
        token = self._seen.get(raw)
        if token is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            token = self._seen[raw] = self._apart(raw)
        return token

    def _apart(self, raw: str) -> Token:
        parts = [part for part in map(fold, _HYPHEN.split(raw)) if part]
        stems = tuple(self._stem(part) or part for part in parts if part not in STOP_WORDS)
        joined = self._stem("".join(parts)[:MAX_WORD]) if len(parts) > 1 and stems else ""
        return Token(tuple(parts), stems, joined)

    def tokens(self, text: str) -> Iterator[tuple[Token, int, int]]:
        """Go through the words of a text, with where each begins and ends."""
        for match in TOKEN.finditer(text):
            yield self.token(match[0]), match.start(), match.end()

    def analyse(self, text: Mapping[TextPart, str]) -> Analysed:
        """Take a document's text apart."""
        weights: dict[str, int] = {}
        typed: dict[str, int] = {}
        words: dict[str, int] = {}
        sequence: list[str] = []
        for part, weight in PART_WEIGHTS.items():
            said = text.get(part, "")
            for raw in TOKEN.findall(unicodedata.normalize("NFC", said)):
                token = self._seen.get(raw) or self.token(raw)
                for word in token.words:
                    words[word] = words.get(word, 0) + 1
                    if part in TYPED_PARTS:
                        typed[word] = typed.get(word, 0) + weight
                for stem in token.stems:
                    weights[stem] = weights.get(stem, 0) + weight
                if token.joined:
                    weights[token.joined] = weights.get(token.joined, 0) + weight
                sequence.extend(token.stems)
            sequence.append("")
        return Analysed(weights, typed, words, sequence, len(sequence) - len(PART_WEIGHTS))

    def question(self, text: str, *, prefix: bool = False) -> tuple[Clause, ...]:
        """Return what must be found; nothing when there are only stop words and signs.

        Nothing in the text is an operator but a pair of double quotes; it is cut at
        ``MAX_QUESTION`` characters and ``MAX_CLAUSES`` clauses. Fillers are left out. The last few
        are remembered: filters, rings and pages ask with the same words again.
        """
        text = text[:MAX_QUESTION]
        read = self._asked.get((text, prefix))
        if read is None:
            if len(self._asked) >= _LAST_ASKED:
                self._asked.clear()
            read = self._asked[text, prefix] = self._read(text, prefix=prefix)
        return read

    def _read(self, text: str, *, prefix: bool) -> tuple[Clause, ...]:
        text = unicodedata.normalize("NFC", text)
        clauses: dict[Clause, None] = {}
        quoted: set[Clause] = set()
        end = 0
        for match in _QUOTED.finditer(text):
            clauses |= dict.fromkeys(self._plain(text[end : match.start()]))
            quoted |= set(phrase := list(self._phrase(match[1])))
            clauses |= dict.fromkeys(phrase)
            end = match.end()
        rest = text[end:]
        last = _last_word(rest) if prefix else ""
        clauses |= dict.fromkeys(self._plain(rest[: len(rest) - len(last)]))
        if last:
            clauses |= dict.fromkeys(self._beginning(last))
        return _without_fillers(list(clauses), quoted)[:MAX_CLAUSES]

    def _plain(self, text: str) -> Iterator[Clause]:
        for token, _, _ in self.tokens(text):
            if token.stems:
                yield Clause(token.stems, joined=token.joined, words=token.words)

    def _phrase(self, text: str) -> Iterator[Clause]:
        found = [token for token, _, _ in self.tokens(text)]
        stems = tuple(stem for token in found for stem in token.stems)
        words = tuple(word for token in found for word in token.words)
        if stems:
            yield Clause(stems[:MAX_CLAUSES], is_phrase=len(stems) > 1, words=words)

    def _beginning(self, raw: str) -> Iterator[Clause]:
        """Read the word that is still being typed; of "drop-i", only the last part is."""
        *before, last = _HYPHEN.split(raw)
        for part in before:
            yield from self._plain(part)
        word = fold(last)
        if len(word) >= MIN_PREFIX and word not in STOP_WORDS:
            yield Clause((self._stem(word),), prefix=word, words=(word,))


def says_nothing(text: str) -> bool:
    """Say whether something was typed, and none of it can be looked for: signs, stop words."""
    return bool(text.strip()) and not Words(str).question(text)


def _without_fillers(clauses: list[Clause], quoted: Set[Clause]) -> tuple[Clause, ...]:
    """Leave out what says nothing of the need; but "home help" is not "home"."""
    said = [each for each in clauses if each in quoted or not _is_filler(each)]
    if said and said[-1] in clauses[-2:-1] and clauses[-1].words == ("help",):
        said.append(clauses[-1])
    return tuple(said)


def _is_filler(clause: Clause) -> bool:
    is_one = len(clause.words) == 1 and not clause.prefix
    return is_one and clause.words[0] in FILLERS


def _last_word(text: str) -> str:
    """Return the word that the text ends in, or nothing when it ends in something else."""
    last = ""
    for match in TOKEN.finditer(text):
        last = match[0] if match.end() == len(text) else ""
    return last
