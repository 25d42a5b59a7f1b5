"""Names that are spelt like a text: each of its words put right, by the words that names have.

A mistake past the second letter leaves the head of a word; one in its first two letters leaves its
tail. So a word's neighbours are two short stretches of an index, however many places there are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all

from directory.domain.names import SUFFIXES, place_key
from directory.extensions import db
from directory.gazetteer.matching import LAST
from directory.gazetteer.spelling import COMMON
from directory.models import AreaName, PlaceWord

_MOST_WORDS = 6
_MOST_NEIGHBOURS = 6_000
_MOST_SPELLINGS = 10
_MOST_NAMES = 96
_MOST_STEMS = 16
_MOST_KEYS = 25
# Names of three letters and fewer are like too many others.
_SHORT = 3
_ALIKE = 72
# As good as any misspelling, and a longer name a little less good.
_BEGINS_SO = 92
_BUT_FOR_THE_END = 0.88
_SLIPS = 2


def similar_keys(keys: Sequence[str], limit: int = 12) -> list[str]:
    """Return keys of known names that are spelt like one of these, the most alike first.

    Three queries at most. A text of no words, or of more than six, is like nothing.
    """
    wanted = [key for key in dict.fromkeys(keys) if 0 < len(key.split()) <= _MOST_WORDS]
    if not wanted:
        return []
    near = _neighbours({word for key in wanted for word in key.split()})
    names = list(islice(dict.fromkeys(_respelt(wanted, near)), _MOST_NAMES))
    exact = select(AreaName.key).where(AreaName.key.in_(names)).distinct()
    scores = _scored(wanted, db.session.scalars(exact))
    if len(scores) < limit:
        stems = islice(dict.fromkeys(_stems(names)), _MOST_STEMS)
        ranges = union_all(*(_going_on(stem) for stem in stems))
        scores |= _scored(wanted, db.session.scalars(ranges))
    return sorted(scores, key=lambda key: (-scores[key], key))[:limit]


def _going_on(stem: str) -> Select[str]:
    """Return the question for the first different names that begin so, as the index has them."""
    key = AreaName.key
    found = select(key).where(key.between(stem, stem + LAST)).distinct().order_by(key)
    return found.limit(_MOST_KEYS).subquery().select()


def _scored(wanted: Sequence[str], known: Iterable[str]) -> dict[str, float]:
    """Return how alike each key is to what was typed, out of 100; the unlike are left out."""
    scores = {key: max(_likeness(each, key) for each in wanted) for key in known}
    return {key: score for key, score in scores.items() if score >= _ALIKE}


def _likeness(typed: str, key: str) -> float:
    alike = max(fuzz.ratio(typed, key), _body_likeness(typed, key), _head_likeness(typed, key))
    # "Hoxton" is not spelt like "Hoxton East and Shoreditch", and yet may well be meant so.
    return max(alike, _BEGINS_SO + alike / 20) if key.startswith(f"{typed} ") else alike


def _head_likeness(typed: str, key: str) -> float:
    """Return how alike a text is to the beginning of a name: "Osrman" to that of "Orsman Road"."""
    head = " ".join(key.split()[: len(typed.split())])
    is_slip = OSA.distance(typed, head, score_cutoff=_SLIPS) <= _SLIPS
    return fuzz.ratio(typed, head) * _BUT_FOR_THE_END if is_slip else 0


def _body_likeness(typed: str, key: str) -> float:
    """Return how alike two names are but for "Road" or "Street" at the end; 0 without these."""
    body, _, ending = typed.rpartition(" ")
    other, _, other_ending = key.rpartition(" ")
    if body and other and ending in COMMON and other_ending in COMMON:
        return fuzz.ratio(body, other) * _BUT_FOR_THE_END
    return 0


def _neighbours(words: Collection[str]) -> Mapping[str, list[str]]:
    """Return for each word itself, and then the known words nearest to it, nearest first."""
    ranges = [each for word in sorted(words) for each in _ranges(word)]
    known: Sequence[str] = []
    if ranges:
        question = select(PlaceWord.word).where(or_(*ranges)).limit(_MOST_NEIGHBOURS)
        known = db.session.scalars(question).all()
    return {word: [word, *_nearest(word, known)] for word in words}


def _ranges(word: str) -> Iterator[ColumnElement[bool]]:
    size = len(word)
    if size <= _SHORT:
        return
    slack = _mistakes(word)
    is_as_long = func.length(PlaceWord.word).between(size - slack, size + slack)
    # The second letter may be one too many, or have changed places with the third.
    for head in sorted({word[:2], word[0] + word[2]}):
        yield and_(PlaceWord.word.between(head, head + LAST), is_as_long)
    if size > _SHORT + 1:
        tail = word[:1:-1]
        yield and_(PlaceWord.backwards.between(tail, tail + LAST), is_as_long)


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    if len(word) <= _SHORT:
        return []
    found = process.extract(
        word, known, scorer=OSA.distance, score_cutoff=_mistakes(word), limit=_MOST_SPELLINGS + 1
    )
    return [each for each, _, _ in found if each != word][:_MOST_SPELLINGS]


def _mistakes(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, extra or swapped."""
    return 1 if len(word) < 6 else 2 if len(word) < 9 else 3


def _respelt(keys: Sequence[str], near: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the keys with their words put right in every way, the fewest changes first."""
    for key in keys:
        words = key.split()
        yield from _parted(words)
        yield from _run_together(words)
        if len(words) > 2:
            yield " ".join(words[:-1])
        ranks = product(*(range(len(near[word])) for word in words))
        for ranks_of in sorted(islice(ranks, 5_000), key=sum)[: _MOST_NAMES // len(keys)]:
            yield " ".join(near[word][rank] for word, rank in zip(words, ranks_of, strict=True))


def _parted(words: Sequence[str]) -> Iterator[str]:
    """Yield the key with its last word cut before what it ends in: "orsmanroad", "orsman road"."""
    for ending in SUFFIXES.values():
        body = words[-1].removesuffix(ending)
        if _SHORT <= len(body) < len(words[-1]):
            yield " ".join([*words[:-1], body, ending])


def _run_together(words: Sequence[str]) -> Iterator[str]:
    """Yield the key with two of its words as one: "kings land road", "kingsland road"."""
    for at in range(len(words) - 1):
        yield place_key(" ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]]))


def _stems(names: Iterable[str]) -> Iterator[str]:
    """Yield how names go on, and how they would with another last word."""
    for name in names:
        yield f"{name} "
        shorter = name.rpartition(" ")[0]
        if len(shorter) > _SHORT:
            yield f"{shorter} "
